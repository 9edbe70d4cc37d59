import Dispatch
import Model

/// The records of sealed shards in the order of their sites: buckets by position, then a radix sort inside each.
struct SiteOrder {
  /// A record with its site.
  struct Item: BitwiseCopyable {
    var position: UInt64
    var place: UInt32
    /// Shard in the upper eight bits, record in the others.
    var number: UInt32
  }

  /// The items, ascending by (position, place).
  let items: Column<Item>
  /// How many records each key has, by `PairIdentity.key`.
  let keyCounts: [Int]

  private static let buckets = 4096

  /// Orders all records, less those that are zero throughout if `leavingOutZeros`. O(n) for positions that are spread.
  init(_ shards: SealedShards, leavingOutZeros: Bool, threads: Int) {
    let threads = max(1, threads)
    var low = UInt64.max
    var high: UInt64 = 0
    var topKey = 0
    shards.forEach(leavingOutZeros, 0, 1) { identity, _ in
      topKey = max(topKey, identity.key)
      low = min(low, identity.position)
      high = max(high, identity.position)
    }
    guard low <= high else {
      (items, keyCounts) = (Column(count: 0, initial: Item(position: 0, place: 0, number: 0)), [])
      return
    }
    var shift: UInt64 = 0
    while (high - low) >> shift >= UInt64(Self.buckets) { shift += 1 }
    let (first, by, keyLimit) = (low, shift, topKey + 1)

    // How many records of each worker go to each bucket, then where they begin.
    let starts = Column<Int>(count: threads * Self.buckets, initial: 0)
    let counts = (0..<threads).map { _ in Column<Int>(count: keyLimit, initial: 0) }
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      let own = starts.base + worker * Self.buckets
      let keys = counts[worker].base
      shards.forEach(leavingOutZeros, worker, threads) { identity, _ in
        own[Int(truncatingIfNeeded: (identity.position &- first) >> by)] &+= 1
        keys[identity.key] &+= 1
      }
    }
    var ends = [Int](repeating: 0, count: Self.buckets)
    var total = 0
    for bucket in 0..<Self.buckets {
      for worker in 0..<threads {
        let count = starts[worker * Self.buckets + bucket]
        starts[worker * Self.buckets + bucket] = total
        total += count
      }
      ends[bucket] = total
    }
    let all = Column<Item>(uninitialised: total)
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      let own = starts.base + worker * Self.buckets
      shards.forEach(leavingOutZeros, worker, threads) { identity, number in
        let bucket = Int(truncatingIfNeeded: (identity.position &- first) >> by)
        all[own[bucket]] = Item(position: identity.position, place: identity.place, number: number)
        own[bucket] &+= 1
      }
    }
    let bounds = ends
    let groups = threads * 8
    DispatchQueue.concurrentPerform(iterations: groups) { group in
      var sorter = ItemSorter()
      for bucket in group * Self.buckets / groups..<(group + 1) * Self.buckets / groups {
        let start = bucket == 0 ? 0 : bounds[bucket - 1]
        sorter.sort(all.base + start, bounds[bucket] - start)
      }
    }
    items = all
    keyCounts = (0..<keyLimit).map { key in counts.reduce(0) { $0 + $1[key] } }
  }
}

/// Sorts items by (position, place) with one buffer for many lists.
private struct ItemSorter {
  private var buffer: [SiteOrder.Item] = []

  @inline(__always)
  private static func precedes(_ a: SiteOrder.Item, _ b: SiteOrder.Item) -> Bool {
    a.position != b.position ? a.position < b.position : a.place < b.place
  }

  /// Bytes in which no two items differ are passed over.
  mutating func sort(_ items: UnsafeMutablePointer<SiteOrder.Item>, _ count: Int) {
    if count <= 24 { return Self.insertionSort(items, count) }
    var positions: UInt64 = 0
    var places: UInt32 = 0
    for index in 1..<count {
      positions |= items[index].position ^ items[0].position
      places |= items[index].place ^ items[0].place
    }
    if positions | UInt64(places) == 0 { return }
    if buffer.count < count {
      buffer = Array(repeating: SiteOrder.Item(position: 0, place: 0, number: 0), count: count)
    }
    buffer.withUnsafeMutableBufferPointer { buffer in
      guard let spare = buffer.baseAddress else { return }
      var (from, to) = (items, spare)
      for digit in 0..<4 where places >> UInt32(8 * digit) & 0xFF != 0 {
        Self.pass(from, to, count) { Int($0.place >> UInt32(8 * digit) & 0xFF) }
        (from, to) = (to, from)
      }
      for digit in 0..<8 where positions >> UInt64(8 * digit) & 0xFF != 0 {
        Self.pass(from, to, count) { Int(truncatingIfNeeded: $0.position >> UInt64(8 * digit)) & 0xFF }
        (from, to) = (to, from)
      }
      if from != items { items.update(from: from, count: count) }
    }
  }

  @inline(__always)
  private static func pass(
    _ from: UnsafeMutablePointer<SiteOrder.Item>, _ to: UnsafeMutablePointer<SiteOrder.Item>, _ count: Int,
    _ digit: (SiteOrder.Item) -> Int
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

  private static func insertionSort(_ items: UnsafeMutablePointer<SiteOrder.Item>, _ count: Int) {
    guard count > 1 else { return }
    for index in 1..<count {
      let item = items[index]
      var hole = index
      while hole > 0, precedes(item, items[hole - 1]) {
        items[hole] = items[hole - 1]
        hole -= 1
      }
      items[hole] = item
    }
  }
}
