/// An integer sum that the tally keeps for every (key, site) pair.
///
/// All columns but `unitsPlanned` and `unitsClosed` count only what operates (state yes or unknown; planned too with
/// `--with-planned`). Names are stable: the tally file stores columns by name, and leaves out those that are zero throughout.
public struct TallyColumn: RawRepresentable, Hashable, Sendable {
  /// Position in `Tally.columns`, 0..<count.
  public let rawValue: Int
  /// The column at a position.
  @inline(__always)
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Rows of the register (a row may stand for many units).
  public static let rows = TallyColumn(rawValue: 0)
  /// Units whose row says that they operate.
  public static let unitsYes = TallyColumn(rawValue: 1)
  /// Units whose row does not tell.
  public static let unitsUnknown = TallyColumn(rawValue: 2)
  /// The two whose sum is operating units.
  public static let operating = [unitsYes, unitsUnknown]
  /// Units that are planned and not counted as operating.
  public static let unitsPlanned = TallyColumn(rawValue: 3)
  /// Units that are closed.
  public static let unitsClosed = TallyColumn(rawValue: 4)
  /// Σ units × uncertainty in metres.
  public static let uncertainty = TallyColumn(rawValue: 5)
  /// Units whose address is an office, not a plant.
  public static let offices = TallyColumn(rawValue: 6)
  /// Units of households.
  public static let household = TallyColumn(rawValue: 7)
  /// Units whose row tells whether they are of a household.
  public static let householdKnown = TallyColumn(rawValue: 8)
  /// Looms of handloom units, and one for each handloom unit that gives none: the weight of handloom keys.
  public static let loomWeight = TallyColumn(rawValue: 9)

  /// Units matched at `level`, which must be located.
  @inline(__always)
  public static func level(_ level: MatchLevel) -> TallyColumn { TallyColumn(rawValue: 10 + Int(level.rawValue)) }
  /// Units with exactly this exclusion evidence.
  @inline(__always)
  public static func exclusion(_ evidence: ExclusionEvidence) -> TallyColumn {
    TallyColumn(rawValue: 17 + Int(evidence.rawValue))
  }
  /// Sum of an amount over the rows that give it.
  @inline(__always)
  public static func sum(_ field: AmountField) -> TallyColumn { TallyColumn(rawValue: 33 + field.rawValue) }
  /// Units whose row gives the amount.
  @inline(__always)
  public static func known(_ field: AmountField) -> TallyColumn { TallyColumn(rawValue: 42 + field.rawValue) }
  /// Units that play `role`, where the row tells.
  @inline(__always)
  public static func role(_ role: ActorRole) -> TallyColumn { TallyColumn(rawValue: 51 + Int(role.rawValue)) }

  /// Units with a trait, where the row tells.
  @inline(__always)
  public static func trait(_ trait: EnterpriseTrait) -> TallyColumn { TallyColumn(rawValue: 64 + trait.rawValue) }

  /// The first of the columns that the tally sums as they are, `trait` and those below.
  public static let firstPlain = 64

  /// Turnover that no rule by turnover may count: of units that such a rule leaves out, and of rows with an absurd number.
  public static let turnoverUncounted = TallyColumn(rawValue: 64 + EnterpriseTrait.count)
  /// Units whose turnover that is.
  public static let turnoverUncountedUnits = TallyColumn(rawValue: 65 + EnterpriseTrait.count)
  /// Units whose row tells whether they are registered.
  public static let registeredKnown = TallyColumn(rawValue: 66 + EnterpriseTrait.count)
  /// Units whose row gives its persons as 0, which tells nothing.
  public static let zeroPersons = TallyColumn(rawValue: 67 + EnterpriseTrait.count)
  /// Units whose row gives its capital as 0, which tells nothing.
  public static let zeroCapital = TallyColumn(rawValue: 68 + EnterpriseTrait.count)
  /// Units of rows with an amount beyond its limit, which was capped.
  public static let absurd = TallyColumn(rawValue: 69 + EnterpriseTrait.count)
  /// Units whose row gives energy and workers.
  public static let energyWorkersKnown = TallyColumn(rawValue: 70 + EnterpriseTrait.count)
  /// The energy of those units, kg of oil equivalent.
  public static let energyOfWorkers = TallyColumn(rawValue: 71 + EnterpriseTrait.count)
  /// The workers of those units.
  public static let workersOfEnergy = TallyColumn(rawValue: 72 + EnterpriseTrait.count)
  /// Workers of rows that stand for several units, or hold an absurd number: of no single unit that can be believed.
  public static let groupedWorkers = TallyColumn(rawValue: 73 + EnterpriseTrait.count)
  /// Units whose workers those are.
  public static let groupedWorkersUnits = TallyColumn(rawValue: 74 + EnterpriseTrait.count)
  /// The same of turnover.
  public static let groupedTurnover = TallyColumn(rawValue: 75 + EnterpriseTrait.count)
  /// Units whose turnover that is.
  public static let groupedTurnoverUnits = TallyColumn(rawValue: 76 + EnterpriseTrait.count)
  /// The part of `groupedWorkers` from rows with an absurd number.
  public static let absurdWorkers = TallyColumn(rawValue: 77 + EnterpriseTrait.count)
  /// The part of `groupedTurnover` from rows with an absurd number.
  public static let absurdTurnover = TallyColumn(rawValue: 78 + EnterpriseTrait.count)
  /// Exports of rows that give no turnover, or hold an absurd number.
  public static let exportsApart = TallyColumn(rawValue: 79 + EnterpriseTrait.count)
  /// Units whose exports those are.
  public static let exportsApartUnits = TallyColumn(rawValue: 80 + EnterpriseTrait.count)
  /// Turnover of rows that give exports too and hold no absurd number.
  public static let turnoverOfExports = TallyColumn(rawValue: 81 + EnterpriseTrait.count)
  /// Units whose row leaves its address blank, where the register has a column of addresses.
  public static let unaddressed = TallyColumn(rawValue: 82 + EnterpriseTrait.count)

  /// Number of columns.
  public static let count = 83 + EnterpriseTrait.count

  private static let plainNames = [
    "turnover_uncounted", "turnover_uncounted_units", "registered_known", "zero_persons", "zero_capital", "absurd",
    "energy_workers_known", "energy_of_workers", "workers_of_energy", "grouped_workers", "grouped_workers_units",
    "grouped_turnover", "grouped_turnover_units", "absurd_workers", "absurd_turnover", "exports_apart",
    "exports_apart_units", "turnover_of_exports", "unaddressed",
  ]

  /// The stable name, as in the tally file.
  public var name: String {
    switch rawValue {
    case 0: "rows"
    case 1: "units_yes"
    case 2: "units_unknown"
    case 3: "units_planned"
    case 4: "units_closed"
    case 5: "uncertainty_m"
    case 6: "offices"
    case 7: "household"
    case 8: "household_known"
    case 9: "loom_weight"
    case 10..<17: "level_\(MatchLevel(rawValue: UInt8(rawValue - 10))?.name ?? "")"
    case 17..<33: "exclusion_\(rawValue - 17)"
    case 33..<42: "sum_\(AmountField(rawValue: rawValue - 33)?.name ?? "")"
    case 42..<51: "known_\(AmountField(rawValue: rawValue - 42)?.name ?? "")"
    case 51: "role_unknown"
    case Self.turnoverUncounted.rawValue...: Self.plainNames[rawValue - Self.turnoverUncounted.rawValue]
    case 64...:
      EnterpriseTrait(rawValue: rawValue - 64).map { "\($0.field.name)_\($0.word)" } ?? ""
    default: "role_\(ActorRole(rawValue: UInt8(rawValue - 51))?.name ?? "")"
    }
  }
}

/// A sum of squares, which needs 128 bits: Σ over rows of value², for rows that stand for one unit and hold no absurd number.
public enum WideColumn: Int, CaseIterable, Sendable {
  case employmentSquares
  case turnoverSquares

  /// The stable name, as in the tally file.
  public var name: String {
    switch self {
    case .employmentSquares: "squares_employment"
    case .turnoverSquares: "squares_turnover_inr"
    }
  }
}
