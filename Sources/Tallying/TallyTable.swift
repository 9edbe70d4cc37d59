import Model
import Synchronization

/// What several threads sum together: records by identity, spread over shards by hash, each behind a lock of its own.
///
/// A thread brings the rows of a whole batch, grouped by shard, so that a lock is taken once for some thirty rows. A table
/// with a limit goes to a temporary file whenever it is full (`makeRoom`); the tally is the same.
public final class TallyTable: Sendable {
  /// Shards, a power of two.
  static let shardCount = 64
  private let shards: Shards
  /// Σ of the absolute values of all that was added, by `SumField.rawValue`, `UInt64.max` when at least that: while it is at
  /// most `Int64.max`, no sum can have wrapped.
  private let magnitudes = Mutex<[UInt64]>(Array(repeating: 0, count: SumField.count))
  private let state = Mutex(State())
  /// Bytes of all shards, less those of empty ones.
  private let growth = Atomic<Int>(0)
  private let limit: Int
  private let temporaryDirectory: String
  /// Units by turnover per worker; itself without one.
  let productivity: TallyTable?
  /// Held while the table is written, so that nobody fills it meanwhile.
  private let spilled = Mutex<SpilledRuns?>(nil)

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

  /// An empty table. With a `limit` in bytes, `makeRoom` writes it into `temporaryDirectory` when it is full.
  public convenience init(limit: Int = .max, temporaryDirectory: String = "/tmp") {
    self.init(
      limit: limit, temporaryDirectory: temporaryDirectory,
      productivity: TallyTable(limit: limit, temporaryDirectory: temporaryDirectory, productivity: nil))
  }

  private init(limit: Int, temporaryDirectory: String, productivity: TallyTable?) {
    shards = Shards()
    self.productivity = productivity
    self.limit = limit
    self.temporaryDirectory = temporaryDirectory
  }

  /// Distinct identities in memory: pairs, and a little more where rows of one pair differ in state, level or role; without
  /// classes of turnover per worker.
  public var recordCount: Int { total { $0.count } }
  /// Bytes allocated for them.
  public var byteCount: Int { total { $0.byteCount } }

  /// Times that the table was written to disk since it was new or finished.
  var runCount: Int { spilled.withLock { $0?.runs.count ?? 0 } }

  private func total(_ size: (borrowing PairShard) -> Int) -> Int {
    (0..<Self.shardCount).reduce(0) { sum, index in sum + shards.base[index].withLock { size($0) } }
  }

  @inline(__always)
  static func shard(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 58) }

  /// Calls `body` with a shard, alone.
  @inline(__always)
  func withShard(_ index: Int, _ body: (inout PairShard) -> Void) {
    shards.base[index].withLock { shard in
      let before = shard.byteCount
      body(&shard)
      if shard.byteCount != before { growth.wrappingAdd(shard.byteCount - before, ordering: .relaxed) }
    }
  }

  /// Writes the table to disk and empties it when it is full. To be called between batches; other threads that call it wait.
  ///
  /// Full is four fifths of the limit: the rest is for bringing the records into order. The batches that other threads are
  /// at, and what they add to the table meanwhile, come on top. Fails with `.inputOutput` when the temporary file cannot be
  /// created or written.
  public func makeRoom() throws(Failure) {
    guard limit < .max else { return }
    let full = limit / 5 * 4
    try spilled.withLock { (runs) throws(Failure) -> Void in
      let (own, further) = (growth.load(ordering: .relaxed), productivity?.growth.load(ordering: .relaxed) ?? 0)
      guard own + further > full else { return }
      // The greater of both, for the other may be nearly empty.
      if further > own { try productivity?.spillNow() } else { try spill(&runs, threads: 1) }
    }
  }

  private func spillNow() throws(Failure) {
    try spilled.withLock { (runs) throws(Failure) -> Void in try spill(&runs, threads: 1) }
  }

  private func spill(_ runs: inout SpilledRuns?, threads: Int) throws(Failure) {
    let file: SpilledRuns
    if let runs { file = runs } else { file = try SpilledRuns(directory: temporaryDirectory) }
    runs = file
    try file.append(takeShards(), threads: threads)
  }

  private func takeShards() -> SealedShards {
    SealedShards(count: Self.shardCount) { index in
      shards.base[index].withLock { shard in
        let empty = PairShard()
        growth.wrappingSubtract(shard.byteCount - empty.byteCount, ordering: .relaxed)
        shard.seal()
        return exchange(&shard, with: empty)
      }
    }
  }

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
  /// Fails with `.data` when a total is too great for 64 bits: some amount is in the wrong unit, and with `.inputOutput` when
  /// what was written to disk cannot be read. O(n) in records, times the logarithm of the number of runs on disk.
  public func finish(threads: Int = 1) throws(Failure) -> Tally {
    let (state, magnitudes) = (self.state.withLock { $0 }, self.magnitudes.withLock { $0 })
    for field in 0..<SumField.count where !SumField(field).isSquares {
      if magnitudes[field] > Int64.max { throw Self.tooGreat(SumField(field).column) }
    }
    if state.hasOverflowed { throw Self.tooGreat(.uncertainty) }
    let productivity = self.productivity
    // What merges runs takes half of the limit; the other table may hold four fifths.
    if runCount > 0, let productivity, productivity.recordCount > 0 { try productivity.spillNow() }
    var tally = try ordered(threads: threads, leavingOutZeros: state.hasSubtracted) { (source) throws(Failure) in
      try Self.tally(source, threads)
    }
    if let productivity, productivity.recordCount > 0 || productivity.runCount > 0 {
      let hasSubtracted = productivity.state.withLock { $0.hasSubtracted }
      let counted = tally
      tally.productivity = try productivity.ordered(threads: threads, leavingOutZeros: hasSubtracted) {
        (source) throws(Failure) in try Self.histogram(source, counted, threads)
      }
    }
    return tally
  }

  private static func tally(_ source: some RecordSource, _ threads: Int) throws(Failure) -> Tally {
    try TallyAssembly(source: source, threads: threads).tally()
  }

  private static func histogram(
    _ source: some RecordSource, _ tally: Tally, _ threads: Int
  ) throws(Failure) -> ProductivityHistogram? {
    try HistogramAssembly(source: source, tally: tally, threads: threads).histogram()
  }

  /// Hands all records to `body` in their order, from memory or from disk; the table is empty afterwards.
  private func ordered<Result>(
    threads: Int, leavingOutZeros: Bool, _ body: (any RecordSource) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { empty() }
    return try spilled.withLock { (runs) throws(Failure) -> Result in
      if runs == nil {
        let order = RecordOrder(takeShards(), leavingOutZeros: leavingOutZeros, threads: threads)
        return try body(RecordsInMemory(order, threads: threads))
      }
      defer { runs = nil }
      try spill(&runs, threads: threads)
      guard let runs else { throw Failure(.internal, "the tally on disk is gone") }
      return try body(RunMerge(runs, threads: threads, memory: limit / 2))
    }
  }

  private func empty() {
    shards.empty()
    growth.store(0, ordering: .relaxed)
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
