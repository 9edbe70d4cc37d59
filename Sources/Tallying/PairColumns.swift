import Model

/// The columns of consecutive pairs, filled pair by pair: a few thousand rows of plain integers at a time, which then go to
/// columns of the least width.
struct PairColumns {
  var pairKey: [UInt16] = []
  var pairSite: [UInt32] = []
  /// By `TallyColumn.rawValue`, then the squares.
  var columns: [SumsBuilder]

  private static let chunk = 2048
  /// From the number of a sum of evidence to that of its column.
  private static let exclusionShift = TallyColumn.exclusion([]).rawValue - SumField.exclusion(0).rawValue
  private let values = Column<Int64>(count: TallyColumn.count * Self.chunk, initial: 0)
  private let squares = Column<Int128>(count: WideColumn.allCases.count * Self.chunk, initial: 0)
  /// Columns that something was added to in this chunk.
  private var touched: UInt64 = 0
  private var touchedSquares = false
  /// The pair that is being filled, within the chunk; −1 before the first.
  private var at = -1

  /// Columns of at most `capacity` pairs.
  init(capacity: Int) {
    columns = Array(
      repeating: SumsBuilder(capacity: capacity), count: TallyColumn.count + WideColumn.allCases.count)
    pairKey.reserveCapacity(capacity)
    pairSite.reserveCapacity(capacity)
  }

  /// Position of a column of squares in `columns`.
  static func squares(_ column: WideColumn) -> Int { TallyColumn.count + column.rawValue }

  /// Begins the next pair.
  @inline(__always)
  mutating func begin(key: UInt16, site: UInt32) {
    if at == Self.chunk - 1 { flush() }
    at += 1
    pairKey.append(key)
    pairSite.append(site)
  }

  @inline(__always)
  private mutating func add(_ column: TallyColumn, _ value: Int64) {
    guard value != 0 else { return }
    values[column.rawValue &* Self.chunk &+ at] &+= value
    touched |= 1 << UInt64(column.rawValue)
  }

  /// Adds record `number` of `shard`, whose identity is given, to the pair.
  @inline(__always)
  mutating func add(_ identity: PairIdentity, _ shard: UnsafeMutablePointer<PairShard>, _ number: Int) {
    let rows = shard.pointee.narrow(.rows, number)
    let units = rows &+ shard.pointee.narrow(.extraUnits, number)
    switch identity.state {
    case .no: return add(.unitsClosed, units)
    case .planned: return add(.unitsPlanned, units)
    case .yes: add(.unitsYes, units)
    case .unknown: add(.unitsUnknown, units)
    }
    add(.rows, rows)
    add(TallyColumn(rawValue: TallyColumn.level(.coordinate).rawValue + identity.level), units)
    if identity.role != 0 { add(TallyColumn(rawValue: TallyColumn.role(.unknown).rawValue + identity.role), units) }
    add(.uncertainty, shard.pointee.narrow(.uncertainty, number))
    let used = shard.pointee.used
    var without = units
    var bits = used & SumField.exclusionBits
    while bits != 0 {
      let field = SumField(bits.trailingZeroBitCount)
      bits &= bits &- 1
      let excluded = shard.pointee.narrow(field, number)
      add(TallyColumn(rawValue: field.rawValue &+ Self.exclusionShift), excluded)
      without &-= excluded
    }
    add(.exclusion([]), without)
    bits = used & SumField.knownBits
    while bits != 0 {
      let field = AmountField(rawValue: bits.trailingZeroBitCount &- SumField.known(.looms).rawValue) ?? .looms
      bits &= bits &- 1
      add(.known(field), shard.pointee.narrow(.known(field), number))
      add(.sum(field), shard.pointee.narrow(.sum(field), number))
    }
    if used & SumField.offices.bit != 0 { add(.offices, shard.pointee.narrow(.offices, number)) }
    if used & SumField.householdKnown.bit != 0 {
      add(.household, shard.pointee.narrow(.household, number))
      add(.householdKnown, shard.pointee.narrow(.householdKnown, number))
    }
    if used & SumField.loomWeight.bit != 0 { add(.loomWeight, shard.pointee.narrow(.loomWeight, number)) }
    if used & SumField.squaresBits != 0 {
      for column in WideColumn.allCases {
        squares[column.rawValue &* Self.chunk &+ at] &+= shard.pointee.value(.squares(column), number)
      }
      touchedSquares = true
    }
  }

  /// Moves the chunk to the columns.
  mutating func flush() {
    let count = at + 1
    guard count > 0 else { return }
    let before = pairKey.count - count
    for column in 0..<TallyColumn.count {
      let isTouched = touched >> UInt64(column) & 1 == 1
      guard isTouched || !columns[column].isEmpty else { continue }
      let chunk = values.base + column * Self.chunk
      columns[column].append(chunk, count, after: before)
      if isTouched { chunk.update(repeating: 0, count: count) }
    }
    for column in WideColumn.allCases {
      let index = Self.squares(column)
      guard touchedSquares || !columns[index].isEmpty else { continue }
      let chunk = squares.base + column.rawValue * Self.chunk
      columns[index].append(chunk, count, after: before)
      chunk.update(repeating: 0, count: count)
    }
    (touched, touchedSquares, at) = (0, false, -1)
  }
}
