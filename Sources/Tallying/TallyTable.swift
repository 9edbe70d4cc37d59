import Model
import Synchronization

/// What several threads sum together: records by identity, spread over shards by hash, each behind a lock of its own.
///
/// A thread brings the rows of a whole batch, grouped by shard, so that a lock is taken once for some thirty rows.
public final class TallyTable: Sendable {
  /// Shards, a power of two.
  static let shardCount = 256
  private let shards: Shards
  /// Σ of the absolute values of all that was added, by `SumField.rawValue`, `UInt64.max` when at least that: while it is at
  /// most `Int64.max`, no sum can have wrapped.
  private let magnitudes = Mutex<[UInt64]>(Array(repeating: 0, count: SumField.count))
  private let state = Mutex(State())

  private struct State {
    var hasSubtracted = false
    var hasOverflowed = false
  }

  /// Owns the shards where they stand, for a lock must not move.
  private final class Shards: @unchecked Sendable {
    let base: UnsafeMutablePointer<Mutex<PairShard>>
    init() {
      base = .allocate(capacity: TallyTable.shardCount)
      for index in 0..<TallyTable.shardCount { (base + index).initialize(to: Mutex(PairShard())) }
    }
    deinit {
      base.deinitialize(count: TallyTable.shardCount)
      base.deallocate()
    }
    func empty() {
      for index in 0..<TallyTable.shardCount { base[index].withLock { $0 = PairShard() } }
    }
  }

  /// An empty table.
  public init() { shards = Shards() }

  /// Distinct identities so far: pairs, and a little more where rows of one pair differ in state, level or role.
  public var recordCount: Int { total { $0.count } }
  /// Bytes allocated for records.
  public var byteCount: Int { total { $0.byteCount } }

  private func total(_ size: (borrowing PairShard) -> Int) -> Int {
    (0..<Self.shardCount).reduce(0) { sum, index in sum + shards.base[index].withLock { size($0) } }
  }

  @inline(__always)
  static func shard(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 56) }

  /// Calls `body` with a shard, alone.
  @inline(__always)
  func withShard(_ index: Int, _ body: (inout PairShard) -> Void) { shards.base[index].withLock { body(&$0) } }

  /// Notes how much a batch added.
  func note(_ batch: [UInt64], subtracted: Bool, overflowed: Bool) {
    magnitudes.withLock { magnitudes in
      for (field, value) in batch.enumerated() {
        let (sum, overflow) = magnitudes[field].addingReportingOverflow(value)
        magnitudes[field] = overflow ? .max : sum
      }
    }
    guard subtracted || overflowed else { return }
    state.withLock {
      $0.hasSubtracted = $0.hasSubtracted || subtracted
      $0.hasOverflowed = $0.hasOverflowed || overflowed
    }
  }

  /// The tally in canonical form, made by up to `threads` threads; the table is empty afterwards.
  ///
  /// Fails with `.data` when a total is too great for 64 bits: some amount is in the wrong unit. O(n) in records, but for
  /// the records of one place, which are sorted.
  public func finish(threads: Int = 1) throws(Failure) -> Tally {
    let (state, magnitudes) = (self.state.withLock { $0 }, self.magnitudes.withLock { $0 })
    for field in 0..<SumField.count where !SumField(field).isSquares {
      if magnitudes[field] > Int64.max { throw Self.tooGreat(SumField(field).column) }
    }
    if state.hasOverflowed { throw Self.tooGreat(.uncertainty) }
    defer { empty() }
    let sealed = SealedShards(count: Self.shardCount) { index in
      shards.base[index].withLock { shard in
        shard.seal()
        return exchange(&shard, with: PairShard())
      }
    }
    let order = SiteOrder(sealed, leavingOutZeros: state.hasSubtracted, threads: threads)
    return try TallyAssembly(sealed, order).tally(threads: threads)
  }

  private func empty() {
    shards.empty()
    magnitudes.withLock { $0 = Array(repeating: 0, count: SumField.count) }
    state.withLock { $0 = State() }
  }

  static func tooGreat(_ column: TallyColumn) -> Failure {
    Failure(
      .data,
      "the total of \(column.name) over all rows is too great for 64 bits: "
        + "check the unit of that column in the schema of the register")
  }
}
