import Model

/// A sum that a shard keeps for every identity; the columns of a tally follow from these and from the facts.
struct SumField {
  let rawValue: Int
  @inline(__always) init(_ rawValue: Int) { self.rawValue = rawValue }

  /// Rows.
  static let rows = SumField(0)
  /// Σ units × uncertainty in metres.
  static let uncertainty = SumField(1)
  /// Σ (units − 1): what rows stand for beyond one unit each.
  static let extraUnits = SumField(2)
  static let offices = SumField(3)
  static let household = SumField(4)
  static let householdKnown = SumField(5)
  static let loomWeight = SumField(6)
  /// Units with exactly this evidence, which is not empty.
  @inline(__always) static func exclusion(_ evidence: UInt8) -> SumField { SumField(6 + Int(evidence)) }
  @inline(__always) static func known(_ field: AmountField) -> SumField { SumField(22 + field.rawValue) }
  @inline(__always) static func sum(_ field: AmountField) -> SumField { SumField(31 + field.rawValue) }
  /// Sums of squares, the only ones that may need 128 bits.
  @inline(__always) static func squares(_ column: WideColumn) -> SumField { SumField(40 + column.rawValue) }
  /// The sum of a column from the first trait on; these come from the rows as they are.
  @inline(__always) static func plain(_ column: TallyColumn) -> SumField {
    SumField(42 + column.rawValue - TallyColumn.firstPlain)
  }
  @inline(__always) static func trait(_ number: Int) -> SumField { SumField(42 + number) }
  /// One bit each: no more than 128.
  static let count = 42 + TallyColumn.count - TallyColumn.firstPlain

  /// The bit of a field in `PairShard.used`.
  @inline(__always) var bit: UInt128 { 1 << UInt128(rawValue) }
  /// The bits of all evidence, of all amounts that are known, of all squares, and of what is a column as it is.
  static let exclusionBits: UInt128 = 0x7FFF << 7
  static let knownBits: UInt128 = 0x1FF << 22
  static let squaresBits: UInt128 = 3 << 40
  static let plainBits: UInt128 = .max << 42

  @inline(__always) var isSquares: Bool { rawValue == 40 || rawValue == 41 }

  /// The column whose total must fit 64 bits, for the message.
  var column: TallyColumn {
    switch rawValue {
    case 0: .rows
    case 1: .uncertainty
    case 6: .loomWeight
    case 31..<40: AmountField(rawValue: rawValue - 31).map { .sum($0) } ?? .rows
    default: .unitsUnknown
    }
  }
}
