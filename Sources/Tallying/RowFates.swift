import Model

/// Where a row goes; the first that applies.
enum RowFate {
  case rejected, planned, closed, uncoded, unlocated, located
}

/// Reads the fate of each row of a batch and counts it. Holds the columns themselves, for reading them through the batch
/// costs an exclusivity check a row.
struct RowFates {
  let enterprises: EnterpriseBatch
  let coded: CodedBatch
  let located: LocatedBatch
  private let withPlanned: Bool
  private let rejects: UnsafeMutablePointer<UInt8>
  private let operating: Column<UInt8>?
  private let unitsOfRow: Column<Int64>?
  private let roles: Column<UInt8>?
  private let flags: Column<UInt64>

  init(_ enterprises: EnterpriseBatch, _ coded: CodedBatch, _ located: LocatedBatch, _ options: TallyOptions) {
    self.enterprises = enterprises
    self.coded = coded
    self.located = located
    withPlanned = options.withPlanned
    rejects = enterprises.rows.rejects
    operating = enterprises.operating
    unitsOfRow = enterprises.units
    roles = enterprises.actorRole
    flags = enterprises.flags
  }

  @inline(__always)
  func fate(_ row: Int) -> RowFate {
    if rejects[row] != 0 { return .rejected }
    if let operating {
      if operating[row] == OperatingState.no.rawValue { return .closed }
      if operating[row] == OperatingState.planned.rawValue, !withPlanned { return .planned }
    }
    if !isCoded(row) { return .uncoded }
    return isLocated(row) ? .located : .unlocated
  }

  @inline(__always)
  private func isCoded(_ row: Int) -> Bool { coded.group[row] != CodedBatch.noProduct }
  @inline(__always)
  private func isLocated(_ row: Int) -> Bool { located.level[row] <= MatchLevel.subdistrict.rawValue }

  /// Whether an amount of the row is beyond belief and was capped.
  @inline(__always)
  func isAbsurd(_ row: Int) -> Bool { flags[row] & RowFlags.absurdNumber.rawValue != 0 }

  /// What a row is summed by; planned and closed rows are summed too where they are coded and located.
  @inline(__always)
  func identity(_ row: Int, _ fate: RowFate) -> PairIdentity? {
    switch fate {
    case .rejected, .uncoded, .unlocated: return nil
    case .planned, .closed: if !isCoded(row) || !isLocated(row) { return nil }
    case .located: break
    }
    let state: OperatingState =
      switch fate {
      case .planned: .planned
      case .closed: .no
      // A planned row that counts does not say that it operates.
      default: operating.map { $0[row] == OperatingState.yes.rawValue } ?? false ? .yes : .unknown
      }
    let facts = PairIdentity.facts(
      state, level: located.level[row], role: fate == .located ? roles?[row] ?? 0 : 0)
    return PairIdentity(coded: coded, located: located, row: row, facts: facts)
  }

  /// Whether a row that is coded and located operates, as far as the settings count it so.
  @inline(__always)
  func counting(_ row: Int) -> Bool {
    guard let operating else { return true }
    return operating[row] != OperatingState.no.rawValue
      && (withPlanned || operating[row] != OperatingState.planned.rawValue)
  }

  /// Enterprises that the row stands for.
  @inline(__always)
  func units(_ row: Int) -> Int64 { unitsOfRow?[row] ?? 1 }

  /// Adds `change` to the counters of a row's fate and of its reason, level or reject code.
  @inline(__always)
  func count(_ row: Int, _ fate: RowFate, _ change: Int, _ counts: inout Ledger) {
    switch fate {
    case .rejected:
      counts.rejected &+= change
      Self.bump(&counts.rejectCodes, Int(rejects[row]), change)
    case .planned:
      counts.notOperating &+= change
      counts.planned &+= change
    case .closed:
      counts.notOperating &+= change
      counts.closed &+= change
    case .uncoded:
      counts.uncoded &+= change
      Self.bump(&counts.uncodedReasons, Int(coded.reason[row]), change)
    case .unlocated:
      counts.unlocated &+= change
      Self.bump(&counts.unlocatedReasons, Int(located.reason[row]), change)
    case .located:
      counts.located &+= change
      Self.bump(&counts.levels, Int(located.level[row]), change)
    }
  }

  /// Counts the flags of a row that could be read, duplicates included: flags are about what was read.
  @inline(__always)
  func countFlags(_ row: Int, _ fate: RowFate, _ counts: inout Ledger) {
    guard fate != .rejected else { return }
    var bits = flags[row] | coded.flags[row] | located.flags[row]
    while bits != 0 {
      let position = Int(Self.positions[bits.trailingZeroBitCount])
      if position >= 0 { counts.flags[position] &+= 1 }
      bits &= bits &- 1
    }
  }

  @inline(__always)
  private static func bump(_ counters: inout [Int], _ index: Int, _ change: Int) {
    if index < counters.count { counters[index] &+= change }
  }

  /// Position in `RowFlags.names` by bit, −1 for bits without a name.
  private static let positions: [Int8] = {
    var positions = [Int8](repeating: -1, count: 64)
    for (position, (flag, _)) in RowFlags.names.enumerated() {
      positions[flag.rawValue.trailingZeroBitCount] = Int8(position)
    }
    return positions
  }()
}

extension PairIdentity {
  /// The pair of a coded and located row, with the given facts.
  @inline(__always)
  init(coded: CodedBatch, located: LocatedBatch, row: Int, facts: UInt64) {
    self.init(
      lat: located.lat[row], lon: located.lon[row], place: located.place[row], product: coded.key[row],
      productionClass: coded.productionClass[row], facts: facts)
  }
}
