import Model

/// Reads a stretch of a run from its beginning to its end, through a buffer.
struct RunCursor {
  private let file: TemporaryFile
  private let layout: RecordLayout
  private let buffer: Column<UInt8>
  private let capacity: Int
  /// Where the next records stand in the file, and how many are still there.
  private var offset: Int
  private var left: Int
  private var at = 0
  private var buffered = 0

  /// The records `range` of a run; `bytes` of buffer, or one record.
  init(_ run: SpilledRuns.Run, _ range: Range<Int>, _ file: TemporaryFile, bytes: Int) throws(Failure) {
    self.file = file
    layout = run.layout
    capacity = max(1, min(bytes / layout.stride, range.count))
    buffer = Column(uninitialised: capacity * layout.stride)
    offset = run.offset + range.lowerBound * layout.stride
    left = range.count
    try refill()
  }

  /// Whether there is no record any more.
  @inline(__always)
  var isAtEnd: Bool { at == buffered }

  /// The record in front, until `advance` is called. There must be one.
  @inline(__always)
  var view: RecordView { RecordView(UnsafeRawPointer(buffer.base) + at &* layout.stride, layout) }

  /// Goes on to the next record.
  @inline(__always)
  mutating func advance() throws(Failure) {
    at &+= 1
    if at == buffered { try refill() }
  }

  private mutating func refill() throws(Failure) {
    (at, buffered) = (0, min(capacity, left))
    guard buffered > 0 else { return }
    let bytes = buffered * layout.stride
    try file.read(UnsafeMutableRawBufferPointer(start: buffer.base, count: bytes), at: offset)
    offset += bytes
    left -= buffered
  }
}
