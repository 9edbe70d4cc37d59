/// Bytes that grow at the end: what writers format into, one buffer a thread, handed to a `ByteSink` in order.
///
/// Not thread-safe; may be handed from one thread to another.
public final class ByteBuffer: @unchecked Sendable {
  /// The fields of the buffer. They stand behind a pointer because accesses to fields of a class are checked one by one at run time.
  @usableFromInline struct State {
    @usableFromInline var base: UnsafeMutablePointer<UInt8>
    @usableFromInline var count: Int
    @usableFromInline var capacity: Int
  }
  @usableFromInline let state: UnsafeMutablePointer<State>

  /// An empty buffer with room for `capacity` bytes before it grows.
  public init(capacity: Int = 64 << 10) {
    let capacity = max(capacity, 64)
    state = .allocate(capacity: 1)
    state.initialize(to: State(base: .allocate(capacity: capacity), count: 0, capacity: capacity))
  }

  deinit {
    state.pointee.base.deallocate()
    state.deallocate()
  }

  /// Number of bytes.
  @inlinable public var count: Int { state.pointee.count }

  /// The bytes; valid until the next append.
  @inlinable public var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: state.pointee.base, count: state.pointee.count)
  }

  /// Forgets all bytes and keeps the room.
  @inlinable public func removeAll() { state.pointee.count = 0 }

  /// Forgets the bytes from `count` on, 0...count.
  @inlinable public func truncate(to count: Int) { state.pointee.count = min(max(count, 0), state.pointee.count) }

  /// Room for `extra` more bytes, at which the caller writes before `advance`.
  @inlinable @inline(__always)
  public func reserve(_ extra: Int) -> UnsafeMutablePointer<UInt8> {
    if state.pointee.capacity &- state.pointee.count < extra { grow(extra) }
    return state.pointee.base + state.pointee.count
  }

  /// Takes in `added` bytes that were written at `reserve(_:)`.
  @inlinable @inline(__always)
  public func advance(_ added: Int) { state.pointee.count &+= added }

  /// Appends one byte.
  @inlinable @inline(__always)
  public func append(_ byte: UInt8) {
    reserve(1).pointee = byte
    advance(1)
  }

  /// Appends bytes as they are.
  @inlinable @inline(__always)
  public func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    UnsafeMutableRawPointer(reserve(bytes.count)).copyMemory(from: source, byteCount: bytes.count)
    advance(bytes.count)
  }

  /// Appends the UTF-8 of a literal.
  @inlinable @inline(__always)
  public func append(_ text: StaticString) {
    if text.hasPointerRepresentation {
      append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    } else {
      append(String(text.unicodeScalar))
    }
  }

  /// Appends the UTF-8 of `text`.
  @_disfavoredOverload
  @inlinable
  public func append(_ text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  @usableFromInline @inline(never)
  func grow(_ extra: Int) {
    let capacity = max(2 * state.pointee.capacity, state.pointee.count + extra)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: state.pointee.base, count: state.pointee.count)
    state.pointee.base.deallocate()
    state.pointee.base = larger
    state.pointee.capacity = capacity
  }
}
