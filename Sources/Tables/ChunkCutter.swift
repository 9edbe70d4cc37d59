import CScan
import Glibc
import Model

/// Whole rows of an input as they stand, cut off in order. Whoever holds it gives `bytes` back to the cutter's pool, or hands them
/// on.
struct Chunk: @unchecked Sendable {
  /// The rows, then `KS_PADDING` line ends, then room to decode fields into, as large again.
  var bytes: UnsafeMutableRawPointer
  /// Bytes allocated at `bytes`.
  var capacity: Int
  /// Bytes of rows.
  var count: Int
  /// Line ends that close a row or a blank line.
  var rows: Int
  /// Physical line and offset of the first byte.
  var line: UInt64
  var offset: UInt64
  /// Position among the chunks.
  var sequence: Int
  /// Whether this is not rows but the beginning of one that is too long.
  var isLongRow = false
}

/// Cuts a stream of text into chunks of whole rows. Not thread-safe.
final class ChunkCutter {
  /// Bytes kept of a row that is too long.
  static let rawLimit = 4096
  /// Least number of bytes asked of the source at a time.
  private static let leastRead = 4096

  private let source: TextSource
  private let chunkBytes: Int
  private let padding = Int(KS_PADDING)
  private var base: UnsafeMutableRawPointer
  /// Bytes for text at `base`; padding follows.
  private var room: Int
  private var start = 0
  private var end = 0
  private var ended = false
  private var offset: UInt64
  private var line: UInt64 = 1
  /// Chunks handed out so far.
  private(set) var sequence = 0
  /// Where chunks come from and go back to.
  let pool = BlockPool()
  /// How rows are found; set once the head is known.
  var dialect = ks_dialect()

  /// A cutter of chunks of about `chunkBytes` from `source`.
  init(_ source: TextSource, chunkBytes: Int) {
    self.source = source
    self.chunkBytes = chunkBytes
    offset = source.startOffset
    // Room for the text, the padding and as much again to decode into, of which untouched pages cost nothing.
    room = 2 * (chunkBytes + padding) + Self.leastRead
    base = .allocate(byteCount: room + padding, alignment: 64)
  }

  deinit { base.deallocate() }

  /// Reads ahead until `target` bytes stand there or the input ends; what stands there then, and whether it is the rest.
  func peek(_ target: Int) throws(Failure) -> (bytes: UnsafeRawBufferPointer, isRest: Bool) {
    try fill(target)
    return (UnsafeRawBufferPointer(start: base + start, count: end - start), ended)
  }

  /// Closes a last line without a line end, once `dialect` is known.
  func closeLastLine() {
    guard ended, dialect.eol != 0 else { return }
    let eol = dialect.eol
    if end > start, base.load(fromByteOffset: end - 1, as: UInt8.self) != eol {
      if end == room { grow(to: room + 1) }
      base.storeBytes(of: eol, toByteOffset: end, as: UInt8.self)
      end += 1
    }
    (base + end).initializeMemory(as: UInt8.self, repeating: eol, count: padding)
  }

  /// Leaves out the first `bytes` bytes, which hold `lines` physical lines.
  func skip(bytes: Int, lines: Int) {
    start += bytes
    offset += UInt64(bytes)
    line += UInt64(lines)
  }

  /// The next rows, at most about `maxRows`; nil at the end.
  func next(maxRows: Int) throws(Failure) -> Chunk? {
    var target = chunkBytes
    while true {
      try fill(target)
      let have = end - start
      if have == 0 { return nil }
      let window = min(have, target)
      var cut = ks_cut()
      ks_cut_rows(bytes(at: start), window, ended && window == have ? 1 : 0, &dialect, maxRows, &cut)
      if cut.bytes > 0 { return take(cut) }
      if cut.longRow != 0 { return try takeLongRow() }
      target *= 2
    }
  }

  private func bytes(at index: Int) -> UnsafePointer<UInt8> {
    UnsafePointer((base + index).assumingMemoryBound(to: UInt8.self))
  }

  /// Hands over the rows of `cut`: the buffer itself where little is left behind them, a copy otherwise.
  private func take(_ cut: ks_cut) -> Chunk {
    let count = Int(cut.bytes)
    let left = end - start - count
    let capacity = 2 * (count + padding)
    var chunk = Chunk(
      bytes: base, capacity: capacity, count: count, rows: Int(cut.rows), line: line, offset: offset,
      sequence: sequence)
    if start == 0, left <= count, room + padding >= capacity {
      chunk.capacity = room + padding
      let old = base
      let block = pool.take(byteCount: 2 * (max(chunkBytes, left) + padding) + Self.leastRead + padding)
      base = block.base
      room = block.capacity - padding
      base.copyMemory(from: old + count, byteCount: left)
      end = left
      if ended { closeLastLine() }
    } else {
      (chunk.bytes, chunk.capacity) = pool.take(byteCount: capacity)
      chunk.bytes.copyMemory(from: base + start, byteCount: count)
      start += count
    }
    (chunk.bytes + count).initializeMemory(as: UInt8.self, repeating: dialect.eol, count: padding)
    offset += UInt64(count)
    line += cut.lines
    sequence += 1
    return chunk
  }

  /// The beginning of the line that stands first, which is too long for a row; the rest of it is read and left out.
  private func takeLongRow() throws(Failure) -> Chunk {
    let kept = Int(ks_prefix(bytes(at: start), end - start, dialect.rawLimit))
    let chunk = Chunk(
      bytes: .allocate(byteCount: kept, alignment: 64), capacity: kept, count: kept, rows: 1, line: line,
      offset: offset, sequence: sequence, isLongRow: true)
    chunk.bytes.copyMemory(from: base + start, byteCount: kept)
    sequence += 1
    while end > start {
      if let stop = memchr(base + start, Int32(dialect.eol), end - start) {
        skip(bytes: UnsafeRawPointer(stop) - UnsafeRawPointer(base + start) + 1, lines: 1)
        break
      }
      skip(bytes: end - start, lines: 0)
      try fill(chunkBytes)
    }
    return chunk
  }

  /// Reads until `target` bytes stand at `start` or the input ends.
  private func fill(_ target: Int) throws(Failure) {
    if start == end { (start, end) = (0, 0) }
    while !ended, end - start < target {
      let wanted = max(target - (end - start), Self.leastRead)
      if end + wanted > room {
        if end - start + wanted > room {
          grow(to: 2 * (end - start + wanted))
        } else {
          base.copyMemory(from: base + start, byteCount: end - start)
          (start, end) = (0, end - start)
        }
      }
      let count = try source.read(into: base + end, capacity: wanted)
      end += count
      if count == 0 {
        ended = true
        closeLastLine()
      }
    }
  }

  /// Moves what stands there to a larger buffer.
  private func grow(to size: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: size + padding, alignment: 64)
    larger.copyMemory(from: base + start, byteCount: end - start)
    base.deallocate()
    base = larger
    room = size
    (start, end) = (0, end - start)
  }
}
