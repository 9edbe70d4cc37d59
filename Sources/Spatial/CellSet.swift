/// Which cells of a plane grid have been met: open addressing, for a question at every site.
struct CellSet {
  /// Cells, each as `key`; 0 is free.
  private var slots: [UInt64]
  private var count = 0
  /// Whether the cell whose key is 0 has been met.
  private var hasZero = false

  /// An empty set with room for about `capacity` cells before it grows.
  init(capacity: Int) {
    var size = 64
    while size < 2 * capacity { size *= 2 }
    slots = Array(repeating: 0, count: size)
  }

  /// Adds a cell; whether it is new. Constant time on average.
  @inline(__always)
  mutating func insert(column: Int32, row: Int32) -> Bool {
    let key = UInt64(UInt32(bitPattern: column)) << 32 | UInt64(UInt32(bitPattern: row))
    if key == 0 {
      defer { hasZero = true }
      return !hasZero
    }
    if (count + 1) * 2 > slots.count { grow() }
    let slot = slot(of: key)
    guard slots[slot] == 0 else { return false }
    slots[slot] = key
    count += 1
    return true
  }

  /// Where a cell stands, or where it would.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: mixed >> 24) & (slots.count - 1)
    while slots[slot] != 0, slots[slot] != key { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: 2 * old.count)
    for key in old where key != 0 { slots[slot(of: key)] = key }
  }
}
