import Dispatch
import Model

/// The records of sealed shards in buckets that ascend by position; each bucket is sorted when it is asked for.
///
/// Four bytes a record: what a bucket is sorted by is fetched while it is sorted.
final class RecordOrder: @unchecked Sendable {
  let shards: SealedShards
  /// The records, as `SealedShards.forEach` numbers them.
  let numbers: Column<UInt32>
  /// Greatest `PairIdentity.key`, −1 without records.
  let topKey: Int
  /// Where each bucket ends in `numbers`.
  private let ends: [Int]

  private static let buckets = 4096

  /// What one thread finds in its shards.
  private struct Extent {
    var low = UInt64.max
    var high: UInt64 = 0
    var topKey = -1
  }

  /// Puts all records into buckets, less those that are zero throughout if `leavingOutZeros`. O(n).
  init(_ shards: SealedShards, leavingOutZeros: Bool, threads: Int) {
    let threads = max(1, threads)
    self.shards = shards
    let extents = Column(count: threads, initial: Extent())
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      var extent = Extent()
      shards.forEach(leavingOutZeros, worker, threads) { identity, _ in
        extent.topKey = max(extent.topKey, identity.key)
        extent.low = min(extent.low, identity.position)
        extent.high = max(extent.high, identity.position)
      }
      extents[worker] = extent
    }
    let first = (0..<threads).reduce(UInt64.max) { min($0, extents[$1].low) }
    let last = (0..<threads).reduce(0) { max($0, extents[$1].high) }
    topKey = (0..<threads).reduce(-1) { max($0, extents[$1].topKey) }
    guard first <= last else {
      (numbers, ends) = (Column(uninitialised: 0), [])
      return
    }
    var shift: UInt64 = 0
    while (last - first) >> shift >= UInt64(Self.buckets) { shift += 1 }
    let by = shift

    // How many records of each worker go to each bucket, then where they begin.
    let starts = Column<Int>(count: threads * Self.buckets, initial: 0)
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      let own = starts.base + worker * Self.buckets
      shards.forEach(leavingOutZeros, worker, threads) { identity, _ in
        own[Int(truncatingIfNeeded: (identity.position &- first) >> by)] &+= 1
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
    let numbers = Column<UInt32>(uninitialised: total)
    DispatchQueue.concurrentPerform(iterations: threads) { worker in
      let own = starts.base + worker * Self.buckets
      shards.forEach(leavingOutZeros, worker, threads) { identity, number in
        let bucket = Int(truncatingIfNeeded: (identity.position &- first) >> by)
        numbers[own[bucket]] = number
        own[bucket] &+= 1
      }
    }
    (self.numbers, self.ends) = (numbers, ends)
  }

  /// Up to `count` runs of consecutive buckets with about as many records each.
  func parts(_ count: Int) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = 0
    for bucket in ends.indices where ends[bucket] * count >= numbers.count * (parts.count + 1) {
      parts.append(start..<bucket + 1)
      start = bucket + 1
    }
    return parts
  }

  /// The records of a bucket as a range of `numbers`.
  @inline(__always)
  func records(_ bucket: Int) -> Range<Int> { (bucket == 0 ? 0 : ends[bucket - 1])..<ends[bucket] }

  /// Sorts the records of a bucket by identity. Once is enough.
  func sort(_ bucket: Int, _ sorter: inout RecordSorter) {
    let range = records(bucket)
    sorter.sort(numbers.base + range.lowerBound, range.count) { shards.identity($0) }
  }
}
