import Model

/// The coded and located rows of one batch with their pairs and signed units, reused from batch to batch.
struct Scratch {
  private(set) var rows: Column<UInt32>
  private(set) var units: Column<Int64>
  /// Pair numbers, once `resolve` has found them.
  private(set) var pairs: Column<UInt32>
  private(set) var count = 0
  private var entries: Column<PairEntry>
  private var hashes: Column<UInt64>

  init(capacity: Int) {
    rows = Column(count: capacity, initial: 0)
    units = Column(count: capacity, initial: 0)
    pairs = Column(count: capacity, initial: 0)
    entries = Column(count: capacity, initial: PairEntry(lat: 0, lon: 0, place: 0, key: 0))
    hashes = Column(count: capacity, initial: 0)
  }

  mutating func reset(capacity: Int) {
    if capacity > rows.count { self = Scratch(capacity: capacity) }
    count = 0
  }

  @inline(__always)
  mutating func append(row: Int, entry: PairEntry, units: Int64) {
    rows[count] = UInt32(truncatingIfNeeded: row)
    entries[count] = entry
    self.units[count] = units
    count &+= 1
  }

  /// Finds or makes the pair of every row.
  mutating func resolve(in table: inout PairTable) {
    table.number(entries.base, hashes: hashes.base, count: count, into: pairs.base)
  }

  /// Keeps the rows that `isKept` wants, in order; it is given the index of each.
  @inline(__always)
  mutating func filter(_ isKept: (Int) -> Bool) {
    var kept = 0
    for index in 0..<count where isKept(index) {
      rows[kept] = rows[index]
      units[kept] = units[index]
      pairs[kept] = pairs[index]
      kept &+= 1
    }
    count = kept
  }
}
