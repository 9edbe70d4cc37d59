import Model
import Synchronization

/// The records of sealed shards, sorted bucket by bucket when they are read the first time.
final class RecordsInMemory: RecordSource {
  private let order: RecordOrder
  private let ranges: [Range<Int>]
  /// Whether the buckets of a part are sorted.
  private let isSorted: Mutex<[Bool]>

  /// Parts for `threads` threads.
  init(_ order: RecordOrder, threads: Int) {
    self.order = order
    ranges = order.parts(max(1, threads) * 8)
    isSorted = Mutex(Array(repeating: false, count: ranges.count))
  }

  var parts: Int { ranges.count }
  var topKey: Int { order.topKey }

  func forEach(_ part: Int, _ body: (PairIdentity, RecordView) -> Void) throws(Failure) {
    let sorts = isSorted.withLock { exchange(&$0[part], with: true) == false }
    var sorter = RecordSorter()
    // Records lie anywhere in memory; asked for one after the other, each would be waited for.
    let ahead = Column<PairIdentity>(uninitialised: 64)
    // Their memory, so that no reference is counted for a record.
    let (identities, shards, numbers) = (ahead.base, order.shards.base, order.numbers.base)
    defer { withExtendedLifetime((ahead, order)) {} }
    for bucket in ranges[part] {
      if sorts { order.sort(bucket, &sorter) }
      let records = order.records(bucket)
      for start in stride(from: records.lowerBound, to: records.upperBound, by: ahead.count) {
        let end = min(start + ahead.count, records.upperBound)
        for index in start..<end {
          identities[index &- start] = SealedShards.identity(shards, numbers[index])
        }
        for index in start..<end { body(identities[index &- start], SealedShards.view(shards, numbers[index])) }
      }
    }
  }
}
