import Model

/// All runs of a spilled table as one list of records, each identity once with the sum of its records. Those that cancelled
/// to zero are left out.
struct RunMerge: RecordSource {
  private let file: TemporaryFile
  private let runs: [SpilledRuns.Run]
  /// For each run, where the records of each part begin, and behind the last where they end.
  private let bounds: [[Int]]
  private let bufferBytes: Int
  let topKey: Int
  let parts: Int

  /// Least and greatest buffer of one run.
  private static let buffers = 4 << 10...256 << 10

  /// Parts for `threads` threads, whose buffers together take about `memory` bytes (at least 4 KB a run and thread).
  init(_ spilled: SpilledRuns, threads: Int, memory: Int) throws(Failure) {
    (file, runs) = (spilled.file, spilled.runs)
    topKey = runs.reduce(-1) { max($0, $1.topKey) }
    let share = memory / max(1, threads * runs.count)
    bufferBytes = min(max(share, Self.buffers.lowerBound), Self.buffers.upperBound)
    // Positions that halve, quarter … the longest run; a site is never cut.
    var cuts: [UInt64] = []
    if let longest = runs.max(by: { $0.count < $1.count }), threads > 1 {
      let wanted = threads * 4
      for part in 1..<wanted {
        let cut = try Self.position(longest.count * part / wanted, longest, file)
        if cut > cuts.last ?? 0 { cuts.append(cut) }
      }
    }
    parts = cuts.count + 1
    var bounds: [[Int]] = []
    for run in runs {
      var own = [0]
      for cut in cuts { own.append(try Self.firstIndex(from: cut, run, file)) }
      bounds.append(own + [run.count])
    }
    self.bounds = bounds
  }

  private static func position(_ index: Int, _ run: SpilledRuns.Run, _ file: TemporaryFile) throws(Failure) -> UInt64 {
    let position = Column<UInt64>(count: 1, initial: 0)
    try file.read(
      UnsafeMutableRawBufferPointer(start: position.base, count: 8), at: run.offset + index * run.layout.stride)
    return position[0]
  }

  private static func firstIndex(
    from cut: UInt64, _ run: SpilledRuns.Run, _ file: TemporaryFile
  ) throws(Failure) -> Int {
    var (low, high) = (0, run.count)
    while low < high {
      let middle = (low + high) / 2
      if try position(middle, run, file) < cut { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The record in front of a run.
  private struct Head: BitwiseCopyable {
    var identity: PairIdentity
    var cursor: Int
  }

  /// A heap of the records in front, the least at the top.
  func forEach(_ part: Int, _ body: (PairIdentity, RecordView) -> Void) throws(Failure) {
    var cursors: [RunCursor] = []
    for (run, bounds) in zip(runs, bounds) where bounds[part] < bounds[part + 1] {
      cursors.append(try RunCursor(run, bounds[part]..<bounds[part + 1], file, bytes: bufferBytes))
    }
    let heap = Column<Head>(uninitialised: cursors.count)
    var count = cursors.count
    for index in cursors.indices { heap[index] = Head(identity: cursors[index].view.identity, cursor: index) }
    for index in stride(from: count / 2, through: 0, by: -1) where index < count { Self.sift(heap.base, index, count) }

    let sums = RecordLayout { _ in 16 }
    let total = Column<Int128>(count: sums.stride / 16, initial: 0)
    while count > 0 {
      let identity = heap[0].identity
      let cursor = heap[0].cursor
      let isAlone =
        (count < 2 || heap[1].identity != identity) && (count < 3 || heap[2].identity != identity)
      if isAlone {
        body(identity, cursors[cursor].view)
        try cursors[cursor].advance()
        Self.settle(heap.base, &count, cursors[cursor])
        continue
      }
      for index in 0..<total.count { total[index] = 0 }
      UnsafeMutableRawPointer(total.base).storeBytes(of: identity, as: PairIdentity.self)
      while count > 0, heap[0].identity == identity {
        let cursor = heap[0].cursor
        let view = cursors[cursor].view
        var bits = view.used
        while bits != 0 {
          let field = SumField(bits.trailingZeroBitCount)
          bits &= bits &- 1
          total[1 &+ field.rawValue] &+= view.value(field)
        }
        try cursors[cursor].advance()
        Self.settle(heap.base, &count, cursors[cursor])
      }
      let sum = RecordView(UnsafeRawPointer(total.base), sums)
      if !sum.isZero { body(identity, sum) }
    }
  }

  /// Puts the run at the top, which went on, where it belongs now, or takes it out at its end.
  @inline(__always)
  private static func settle(_ heap: UnsafeMutablePointer<Head>, _ count: inout Int, _ cursor: borrowing RunCursor) {
    if cursor.isAtEnd {
      count &-= 1
      heap[0] = heap[count]
    } else {
      heap[0].identity = cursor.view.identity
    }
    sift(heap, 0, count)
  }

  @inline(__always)
  private static func sift(_ heap: UnsafeMutablePointer<Head>, _ start: Int, _ count: Int) {
    guard start < count else { return }
    let head = heap[start]
    var hole = start
    while true {
      var child = 2 &* hole &+ 1
      if child >= count { break }
      if child &+ 1 < count, heap[child &+ 1].identity < heap[child].identity { child &+= 1 }
      if !(heap[child].identity < head.identity) { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = head
  }
}
