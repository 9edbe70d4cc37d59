/// Bytes that grow at the end: what writers format into, one buffer a thread, handed to a `ByteSink` in order.
///
/// Not thread-safe; may be handed from one thread to another.
public final class ByteBuffer: @unchecked Sendable {
  /// The bytes; valid until the next append.
  public private(set) var base: UnsafeMutablePointer<UInt8>
  /// Number of bytes.
  public private(set) var count = 0
  private var capacity: Int

  /// An empty buffer with room for `capacity` bytes before it grows.
  public init(capacity: Int = 64 << 10) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The bytes as a buffer; valid until the next append.
  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Forgets all bytes and keeps the room.
  public func removeAll() { count = 0 }

  /// Forgets the bytes from `count` on, 0...count.
  public func truncate(to count: Int) { self.count = min(max(count, 0), self.count) }

  /// Room for `extra` more bytes, at which the caller writes before `advance`.
  @inline(__always)
  public func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity - count < extra { grow(extra) }
    return base + count
  }

  /// Takes in `added` bytes that were written at `reserve(_:)`.
  @inline(__always)
  public func advance(_ added: Int) { count += added }

  /// Appends one byte.
  @inline(__always)
  public func append(_ byte: UInt8) {
    reserve(1).pointee = byte
    count += 1
  }

  /// Appends bytes as they are.
  @inline(__always)
  public func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    UnsafeMutableRawPointer(reserve(bytes.count)).copyMemory(from: source, byteCount: bytes.count)
    count += bytes.count
  }

  /// Appends the UTF-8 of a literal.
  @inline(__always)
  public func append(_ text: StaticString) {
    if text.hasPointerRepresentation {
      append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    } else {
      append(String(text.unicodeScalar))
    }
  }

  /// Appends the UTF-8 of `text`.
  @_disfavoredOverload
  public func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  private func grow(_ extra: Int) {
    capacity = max(2 * capacity, count + extra)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
