/// A run of bytes inside the buffer of a `RowBatch`.
public struct TextSpan: Sendable, BitwiseCopyable {
  /// First byte, counted from the start of the buffer.
  public var start: UInt32
  /// Number of bytes; 0 is an empty or missing field.
  public var count: UInt32

  /// A span from its start and length, in bytes.
  @inline(__always)
  public init(start: UInt32, count: UInt32) {
    self.start = start
    self.count = count
  }

  /// No bytes.
  public static let empty = TextSpan(start: 0, count: 0)
  /// Whether there are no bytes.
  @inline(__always)
  public var isEmpty: Bool { count == 0 }
}

/// A few thousand rows of one input: the bytes, and for every column that was asked for the span of each row's field.
///
/// The reader fills it once; every later stage only reads. Fields are clean text: quotes removed, doubled quotes folded,
/// outer blanks trimmed. Memory is owned by the batch and freed with it; all pointers live as long as the batch does.
/// Layout: `spans[slot * capacity + row]` for slot in 0..<slotCount, row in 0..<count.
public final class RowBatch: @unchecked Sendable {
  /// The bytes that all spans point into: the input's own bytes first, decoded fields behind them.
  public let bytes: UnsafeMutableRawPointer
  /// Bytes allocated at `bytes`.
  public let byteCapacity: Int
  /// Rows that fit.
  public let capacity: Int
  /// Columns asked for.
  public let slotCount: Int
  /// Which input of the run the rows come from, from 0.
  public var source = 0
  /// Position of this batch within its input, from 0 without gaps.
  public var sequence = 0
  /// Rows in the batch.
  public var count = 0
  /// Field spans, column by column.
  public let spans: UnsafeMutablePointer<TextSpan>
  /// Physical line on which each row starts, from 1 (the header's line counts).
  public let lines: UnsafeMutablePointer<UInt64>
  /// Byte offset of each row's start in the decompressed input.
  public let offsets: UnsafeMutablePointer<UInt64>
  /// Span of each row's raw text without its line end.
  public let raw: UnsafeMutablePointer<TextSpan>
  /// `RejectCode` raw value of each row, 0 when it could be read.
  public let rejects: UnsafeMutablePointer<UInt8>
  /// Flags raised while reading each row (`shortRow`, `repairedText`), as raw bits.
  public let flags: UnsafeMutablePointer<UInt64>
  /// Where `bytes` goes when the batch is no more; nil frees it.
  private let pool: BlockPool?

  /// An empty batch with room for `capacity` rows of `slotCount` columns over `byteCapacity` bytes.
  public convenience init(byteCapacity: Int, capacity: Int, slotCount: Int) {
    self.init(
      adopting: .allocate(byteCount: max(byteCapacity, 1), alignment: 64), byteCapacity: byteCapacity,
      capacity: capacity, slotCount: slotCount)
  }

  /// An empty batch over `bytes`, allocated with `UnsafeMutableRawPointer.allocate` (alignment 64) and from now on owned by the
  /// batch, which gives it to `pool` at its end.
  public init(
    adopting bytes: UnsafeMutableRawPointer, byteCapacity: Int, capacity: Int, slotCount: Int, pool: BlockPool? = nil
  ) {
    self.pool = pool
    self.byteCapacity = byteCapacity
    self.capacity = capacity
    self.slotCount = slotCount
    self.bytes = bytes
    spans = .allocate(capacity: max(capacity * slotCount, 1))
    lines = .allocate(capacity: max(capacity, 1))
    offsets = .allocate(capacity: max(capacity, 1))
    raw = .allocate(capacity: max(capacity, 1))
    rejects = .allocate(capacity: max(capacity, 1))
    flags = .allocate(capacity: max(capacity, 1))
  }

  deinit {
    if let pool { pool.give(bytes, capacity: byteCapacity) } else { bytes.deallocate() }
    spans.deallocate()
    lines.deallocate()
    offsets.deallocate()
    raw.deallocate()
    rejects.deallocate()
    flags.deallocate()
  }

  /// The span of column `slot` in `row`.
  @inlinable @inline(__always)
  public func span(_ slot: Int, _ row: Int) -> TextSpan { spans[slot &* capacity &+ row] }

  /// The bytes of `span`.
  @inlinable @inline(__always)
  public func text(_ span: TextSpan) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: bytes + Int(span.start), count: Int(span.count))
  }

  /// Keeps `kept`, ascending numbers of rows, and forgets the other rows; the bytes stay. Linear in what is kept.
  public func keep(_ kept: [Int]) {
    for (target, row) in kept.enumerated() where target != row {
      for slot in 0..<slotCount { spans[slot &* capacity &+ target] = span(slot, row) }
      lines[target] = lines[row]
      offsets[target] = offsets[row]
      raw[target] = raw[row]
      rejects[target] = rejects[row]
      flags[target] = flags[row]
    }
    count = kept.count
  }

  /// The bytes of `span` as a string, invalid UTF-8 repaired: for messages and files of exceptions, never per row.
  public func string(_ span: TextSpan) -> String {
    String(decoding: text(span), as: UTF8.self)
  }
}
