import CScan
import Model

/// Formats rows of delimited text into a byte buffer: RFC 4180 with LF line ends, quotes only where they are needed.
///
/// Values stand as they are; nothing is done against formulas in spreadsheets. Not thread-safe: one writer a thread.
public struct DelimitedWriter {
  /// Where the rows go. May be emptied between rows.
  public let buffer: ByteBuffer
  /// The byte between fields.
  public let delimiter: UInt8
  /// Fields of the row so far.
  @usableFromInline var fields = 0
  /// Whether the row began with an empty field.
  @usableFromInline var firstIsEmpty = false

  /// A writer into `buffer`.
  public init(into buffer: ByteBuffer = ByteBuffer(), delimiter: UInt8 = 0x2C) {
    self.buffer = buffer
    self.delimiter = delimiter
  }

  /// A field of bytes.
  @inlinable @inline(__always)
  public mutating func field(_ bytes: UnsafeRawBufferPointer) {
    separate()
    guard let base = bytes.baseAddress, bytes.count > 0 else {
      noteEmpty()
      return
    }
    text(base, bytes.count)
  }

  /// A field of a row that was read.
  @inlinable @inline(__always)
  public mutating func field(_ span: TextSpan, of batch: RowBatch) { field(batch.text(span)) }

  /// A field of text.
  @_disfavoredOverload
  @inlinable
  public mutating func field(_ text: String) {
    var text = text
    text.withUTF8 { field(UnsafeRawBufferPointer($0)) }
  }

  /// A field that is a literal.
  @inlinable @inline(__always)
  public mutating func field(_ text: StaticString) {
    if text.hasPointerRepresentation {
      field(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    } else {
      field(String(text.unicodeScalar))
    }
  }

  /// A whole number.
  @inlinable @inline(__always)
  public mutating func field(_ value: Int64) {
    separate()
    buffer.append(decimal: value)
  }

  /// A whole number.
  @inlinable @inline(__always)
  public mutating func field(_ value: Int) { field(Int64(value)) }

  /// A whole number.
  @inlinable
  public mutating func field(_ value: UInt64) {
    separate()
    buffer.append(decimal: value)
  }

  /// A whole number.
  public mutating func field(_ value: Int128) {
    separate()
    buffer.append(decimal: value)
  }

  /// `value` / 10^`decimals`, `decimals` in 0...18, without trailing zeros after the point.
  public mutating func field(fixed value: Int64, decimals: Int) {
    separate()
    buffer.append(fixed: value, decimals: decimals)
  }

  /// Degrees from units of 1e-7 degree, without trailing zeros after the point.
  @inlinable @inline(__always)
  public mutating func field(coordinateE7 value: Int32) {
    separate()
    buffer.append(coordinateE7: value)
  }

  /// An empty field.
  @inlinable @inline(__always)
  public mutating func empty() {
    separate()
    noteEmpty()
  }

  /// Ends the row. A row of one empty field is written as two quotes, because a blank line is no row.
  @inlinable @inline(__always)
  public mutating func endRow() {
    if fields == 1, firstIsEmpty { buffer.append("\"\"" as StaticString) }
    buffer.append(0x0A as UInt8)
    fields = 0
    firstIsEmpty = false
  }

  @inlinable @inline(__always)
  mutating func separate() {
    if fields > 0 { buffer.append(delimiter) }
    fields += 1
  }

  @inlinable @inline(__always)
  mutating func noteEmpty() { if fields == 1 { firstIsEmpty = true } }

  /// Appends `count` bytes of a field, at least one.
  @usableFromInline
  func text(_ base: UnsafeRawPointer, _ count: Int) {
    let bytes = UnsafeRawBufferPointer(start: base, count: count)
    if ks_needs_quotes(base.assumingMemoryBound(to: UInt8.self), count, delimiter) == 0 {
      buffer.append(bytes)
    } else {
      quote(bytes)
    }
  }

  private func quote(_ bytes: UnsafeRawBufferPointer) {
    buffer.append(0x22 as UInt8)
    for byte in bytes {
      if byte == 0x22 { buffer.append(byte) }
      buffer.append(byte)
    }
    buffer.append(0x22 as UInt8)
  }
}
