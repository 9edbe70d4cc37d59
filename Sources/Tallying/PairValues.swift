import Model

/// The columns of one pair while its records are put together.
struct PairValues {
  /// From the number of a sum of evidence to that of its column.
  private static let exclusionShift = TallyColumn.exclusion([]).rawValue - SumField.exclusion(0).rawValue
  private let owned = (
    values: Column<Int64>(count: TallyColumn.count, initial: 0),
    squares: Column<Int128>(count: WideColumn.allCases.count, initial: 0)
  )
  // Their memory, so that no reference is counted for a record.
  private let values: UnsafeMutablePointer<Int64>
  private let squares: UnsafeMutablePointer<Int128>
  /// Columns that something was added to, a bit each by `TallyColumn.rawValue`; those from the first trait on, which is 64, apart.
  private var touched: UInt64 = 0
  private var touchedPlain: UInt64 = 0
  private(set) var hasSquares = false

  init() { (values, squares) = (owned.values.base, owned.squares.base) }

  @inline(__always)
  subscript(column: Int) -> Int64 { values[column] }
  @inline(__always)
  func square(_ column: Int) -> Int128 { squares[column] }

  /// Everything zero again.
  @inline(__always)
  mutating func clear() {
    forEachTouched { values[$0] = 0 }
    (touched, touchedPlain) = (0, 0)
    guard hasSquares else { return }
    for column in 0..<owned.squares.count { squares[column] = 0 }
    hasSquares = false
  }

  /// Every column that something was added to, ascending.
  @inline(__always)
  func forEachTouched(_ body: (Int) -> Void) {
    var bits = touched
    while bits != 0 {
      body(bits.trailingZeroBitCount)
      bits &= bits &- 1
    }
    bits = touchedPlain
    while bits != 0 {
      body(64 &+ bits.trailingZeroBitCount)
      bits &= bits &- 1
    }
  }

  @inline(__always)
  private mutating func add(_ column: TallyColumn, _ value: Int64) {
    guard value != 0 else { return }
    values[column.rawValue] &+= value
    touched |= 1 << UInt64(column.rawValue)
  }

  /// Adds a record of the pair.
  @inline(__always)
  mutating func add(_ identity: PairIdentity, _ record: RecordView) {
    let rows = record.narrow(.rows)
    let units = rows &+ record.narrow(.extraUnits)
    switch identity.state {
    case .no: return add(.unitsClosed, units)
    case .planned: return add(.unitsPlanned, units)
    case .yes: add(.unitsYes, units)
    case .unknown: add(.unitsUnknown, units)
    }
    add(.rows, rows)
    add(TallyColumn(rawValue: TallyColumn.level(.coordinate).rawValue + identity.level), units)
    if identity.role != 0 { add(TallyColumn(rawValue: TallyColumn.role(.unknown).rawValue + identity.role), units) }
    add(.uncertainty, record.narrow(.uncertainty))
    let used = record.used
    var without = units
    var bits = used & SumField.exclusionBits
    while bits != 0 {
      let field = SumField(bits.trailingZeroBitCount)
      bits &= bits &- 1
      let excluded = record.narrow(field)
      add(TallyColumn(rawValue: field.rawValue &+ Self.exclusionShift), excluded)
      without &-= excluded
    }
    add(.exclusion([]), without)
    bits = used & SumField.knownBits
    while bits != 0 {
      let field = AmountField(rawValue: bits.trailingZeroBitCount &- SumField.known(.looms).rawValue) ?? .looms
      bits &= bits &- 1
      add(.known(field), record.narrow(.known(field)))
      add(.sum(field), record.narrow(.sum(field)))
    }
    if used & SumField.offices.bit != 0 { add(.offices, record.narrow(.offices)) }
    if used & SumField.householdKnown.bit != 0 {
      add(.household, record.narrow(.household))
      add(.householdKnown, record.narrow(.householdKnown))
    }
    if used & SumField.loomWeight.bit != 0 { add(.loomWeight, record.narrow(.loomWeight)) }
    bits = used & SumField.plainBits
    while bits != 0 {
      let field = SumField(bits.trailingZeroBitCount)
      bits &= bits &- 1
      let sum = record.narrow(field)
      guard sum != 0 else { continue }
      let column = field.rawValue &- SumField.trait(0).rawValue
      values[64 &+ column] &+= sum
      touchedPlain |= 1 << UInt64(column)
    }
    if used & SumField.squaresBits != 0 {
      for column in WideColumn.allCases { squares[column.rawValue] &+= record.value(.squares(column)) }
      hasSquares = true
    }
  }
}
