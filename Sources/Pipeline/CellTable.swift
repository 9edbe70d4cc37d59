import Model

/// Numbers by cell of the Earth: open addressing, for a look-up at every site of a large tally.
struct CellTable {
  /// Cell + 1; 0 is free.
  private var keys: [UInt64]
  private var values: [UInt32]
  private var count = 0

  init() {
    keys = Array(repeating: 0, count: 1024)
    values = Array(repeating: 0, count: 1024)
  }

  /// The cell whose middle is `point`.
  static func cell(_ point: Coordinate) -> UInt64 {
    UInt64(UInt32(bitPattern: point.lat)) << 32 | UInt64(UInt32(bitPattern: point.lon))
  }

  /// The number of a cell, nil for a new one. `cell` is less than `UInt64.max`. Constant time on average.
  subscript(cell: UInt64) -> UInt32? {
    let slot = slot(of: cell)
    return keys[slot] == 0 ? nil : values[slot]
  }

  /// Gives a new cell its number.
  mutating func insert(_ value: UInt32, for cell: UInt64) {
    if (count + 1) * 2 > keys.count { grow() }
    let slot = slot(of: cell)
    (keys[slot], values[slot]) = (cell + 1, value)
    count += 1
  }

  /// Where a cell stands, or where it would.
  private func slot(of cell: UInt64) -> Int {
    let mixed = (cell ^ cell >> 31) &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: mixed >> 20) & (keys.count - 1)
    while keys[slot] != 0, keys[slot] != cell + 1 { slot = (slot + 1) & (keys.count - 1) }
    return slot
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: 0, count: oldKeys.count * 2)
    values = Array(repeating: 0, count: oldKeys.count * 2)
    for (key, value) in zip(oldKeys, oldValues) where key != 0 {
      let slot = slot(of: key - 1)
      (keys[slot], values[slot]) = (key, value)
    }
  }
}
