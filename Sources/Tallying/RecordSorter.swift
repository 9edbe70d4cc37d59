import Model

/// Sorts lists of records by identity, with one buffer for many lists: a radix sort by position, then one by the rest where
/// positions are equal.
struct RecordSorter {
  private struct Item: BitwiseCopyable {
    var identity: PairIdentity
    var number: UInt32
  }

  private var items = Column<Item>(uninitialised: 0)
  private var spare = Column<Item>(uninitialised: 0)

  /// Sorts `numbers`, whose identities `identity` gives. O(n).
  mutating func sort(_ numbers: UnsafeMutablePointer<UInt32>, _ count: Int, _ identity: (UInt32) -> PairIdentity) {
    guard count > 1 else { return }
    if items.count < count {
      items = Column(uninitialised: count + count / 2)
      spare = Column(uninitialised: count + count / 2)
    }
    let items = self.items.base
    for index in 0..<count { items[index] = Item(identity: identity(numbers[index]), number: numbers[index]) }
    sort(items, count) { $0.identity.position }
    var start = 0
    while start < count {
      var end = start + 1
      while end < count, items[end].identity.position == items[start].identity.position { end &+= 1 }
      if end - start > 1 { sort(items + start, end - start) { $0.identity.rest } }
      start = end
    }
    for index in 0..<count { numbers[index] = items[index].number }
  }

  /// Sorts by eight bytes; those in which no two items differ are passed over.
  @inline(__always)
  private func sort(
    _ items: UnsafeMutablePointer<Item>, _ count: Int, _ value: (Item) -> UInt64
  ) {
    if count <= 24 { return Self.insertionSort(items, count, value) }
    var differing: UInt64 = 0
    let first = value(items[0])
    for index in 1..<count { differing |= value(items[index]) ^ first }
    var (from, to) = (items, spare.base)
    for digit in stride(from: UInt64(0), to: 64, by: 8) where differing >> digit & 0xFF != 0 {
      Self.pass(from, to, count) { Int(truncatingIfNeeded: value($0) >> digit) & 0xFF }
      (from, to) = (to, from)
    }
    if from != items { items.update(from: from, count: count) }
  }

  @inline(__always)
  private static func pass(
    _ from: UnsafeMutablePointer<Item>, _ to: UnsafeMutablePointer<Item>, _ count: Int, _ digit: (Item) -> Int
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { ends in
      ends.initialize(repeating: 0)
      for index in 0..<count { ends[digit(from[index])] &+= 1 }
      var start = 0
      for value in 0..<256 {
        let size = ends[value]
        ends[value] = start
        start &+= size
      }
      for index in 0..<count {
        let value = digit(from[index])
        to[ends[value]] = from[index]
        ends[value] &+= 1
      }
    }
  }

  @inline(__always)
  private static func insertionSort(_ items: UnsafeMutablePointer<Item>, _ count: Int, _ value: (Item) -> UInt64) {
    for index in 1..<count {
      let item = items[index]
      var hole = index
      while hole > 0, value(item) < value(items[hole - 1]) {
        items[hole] = items[hole - 1]
        hole -= 1
      }
      items[hole] = item
    }
  }
}
