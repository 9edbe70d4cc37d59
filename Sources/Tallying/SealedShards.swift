import Model

/// Shards to which nothing is added any more, for reading by several threads.
final class SealedShards: @unchecked Sendable {
  let base: UnsafeMutablePointer<PairShard>
  let count: Int

  /// Takes the shards that `take` gives for 0..<count.
  init(count: Int, _ take: (Int) -> PairShard) {
    self.count = count
    base = .allocate(capacity: count)
    for index in 0..<count { (base + index).initialize(to: take(index)) }
  }

  deinit {
    base.deinitialize(count: count)
    base.deallocate()
  }

  /// The record of a number as `forEach` gives them.
  @inline(__always)
  func identity(_ number: UInt32) -> PairIdentity { Self.identity(base, number) }

  /// The same of shards at `base`.
  @inline(__always)
  static func identity(_ base: UnsafeMutablePointer<PairShard>, _ number: UInt32) -> PairIdentity {
    base[Int(number >> 24)].identity(Int(number & 0xFF_FFFF))
  }

  /// The same with its sums, of shards at `base`.
  @inline(__always)
  static func view(_ base: UnsafeMutablePointer<PairShard>, _ number: UInt32) -> RecordView {
    base[Int(number >> 24)].view(Int(number & 0xFF_FFFF))
  }

  /// Hands every record of each `step`th shard from `first` on to `body`, with its number: shard in the upper eight bits.
  @inline(__always)
  func forEach(_ leavingOutZeros: Bool, _ first: Int, _ step: Int, _ body: (PairIdentity, UInt32) -> Void) {
    for shard in stride(from: first, to: count, by: step) {
      for record in 0..<base[shard].count {
        if leavingOutZeros, base[shard].view(record).isZero { continue }
        body(base[shard].identity(record), UInt32(truncatingIfNeeded: shard << 24 | record))
      }
    }
  }

  /// The narrowest layout that holds every record.
  var layout: RecordLayout {
    RecordLayout { field in (0..<count).reduce(0) { max($0, base[$1].width(field)) } }
  }
}
