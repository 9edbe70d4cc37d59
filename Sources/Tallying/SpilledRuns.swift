import Dispatch
import Model
import Synchronization

/// Tables that were written to disk: runs of records in the order of their identities, in one temporary file.
///
/// Sums add up, so that an identity may stand in several runs, and what is taken out may stand in another run than what it
/// is taken from.
final class SpilledRuns: Sendable {
  /// One table.
  struct Run: Sendable {
    let offset: Int
    let count: Int
    let layout: RecordLayout
    let topKey: Int
  }

  let file: TemporaryFile
  private let state = Mutex<(runs: [Run], end: Int)>(([], 0))

  /// No runs yet, in a new file. Fails with `.inputOutput`.
  init(directory: String) throws(Failure) { file = try TemporaryFile(in: directory, for: "the tally") }

  /// All runs so far.
  var runs: [Run] { state.withLock { $0.runs } }

  /// Bytes that a thread gathers before it writes.
  private static let chunk = 256 << 10

  /// Writes the records of `shards` as a run, those that are zero throughout left out. Fails with `.inputOutput`.
  func append(_ shards: SealedShards, threads: Int) throws(Failure) {
    let order = RecordOrder(shards, leavingOutZeros: true, threads: threads)
    guard order.numbers.count > 0 else { return }
    let layout = shards.layout
    let offset = state.withLock { state in
      let offset = state.end
      state.runs.append(Run(offset: offset, count: order.numbers.count, layout: layout, topKey: order.topKey))
      state.end += order.numbers.count * layout.stride
      return offset
    }
    let parts = order.parts(threads)
    let failures = Mutex<[Failure]>([])
    DispatchQueue.concurrentPerform(iterations: parts.count) { part in
      do throws(Failure) { try write(order, parts[part], layout, at: offset) } catch {
        failures.withLock { $0.append(error) }
      }
    }
    if let failure = failures.withLock({ $0.first }) { throw failure }
  }

  private func write(_ order: RecordOrder, _ buckets: Range<Int>, _ layout: RecordLayout, at start: Int) throws(Failure)
  {
    let capacity = Self.chunk / layout.stride
    let buffer = Column<UInt8>(uninitialised: capacity * layout.stride)
    var sorter = RecordSorter()
    var count = 0
    var offset = start + order.records(buckets.lowerBound).lowerBound * layout.stride
    func flush() throws(Failure) {
      try file.write(UnsafeRawBufferPointer(start: buffer.base, count: count * layout.stride), at: offset)
      (offset, count) = (offset + count * layout.stride, 0)
    }
    for bucket in buckets {
      order.sort(bucket, &sorter)
      for index in order.records(bucket) {
        if count == capacity { try flush() }
        layout.write(
          SealedShards.view(order.shards.base, order.numbers[index]),
          to: UnsafeMutableRawPointer(buffer.base) + count &* layout.stride)
        count &+= 1
      }
    }
    try flush()
  }
}
