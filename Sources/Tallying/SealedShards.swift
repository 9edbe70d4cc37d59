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

  /// Hands every record of each `step`th shard from `first` on to `body`, with its number: shard in the upper eight bits.
  @inline(__always)
  func forEach(_ leavingOutZeros: Bool, _ first: Int, _ step: Int, _ body: (PairIdentity, UInt32) -> Void) {
    for shard in stride(from: first, to: count, by: step) {
      for record in 0..<base[shard].count {
        if leavingOutZeros, base[shard].isZero(record) { continue }
        body(base[shard].identity(record), UInt32(truncatingIfNeeded: shard << 24 | record))
      }
    }
  }
}
