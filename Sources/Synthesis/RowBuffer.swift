import Model

/// A buffer that rows are written into and handed on from when it is full. Not for sharing between threads.
struct RowBuffer: ~Copyable {
  private static let capacity = 1 << 20
  private static let longestRow = 4096
  private let base: UnsafeMutablePointer<UInt8>
  private var used = 0

  /// An empty buffer of 1 MB.
  init() { base = .allocate(capacity: Self.capacity) }

  deinit { base.deallocate() }

  /// Whether another row fits.
  @inline(__always)
  var hasRoom: Bool { used <= Self.capacity - Self.longestRow }

  /// Hands the bytes on and empties the buffer.
  mutating func flush(_ sink: (UnsafeRawBufferPointer) throws(Failure) -> Void) throws(Failure) {
    if used > 0 { try sink(UnsafeRawBufferPointer(start: base, count: used)) }
    used = 0
  }

  /// One byte.
  @inline(__always)
  mutating func byte(_ value: UInt8) {
    base[used] = value
    used &+= 1
  }

  /// A comma.
  @inline(__always)
  mutating func comma() { byte(0x2C) }

  /// Bytes of a pool.
  @inline(__always)
  mutating func text(_ pool: UnsafePointer<UInt8>, _ span: TextSpan) {
    let count = Int(span.count)
    (base + used).update(from: pool + Int(span.start), count: count)
    used &+= count
  }

  /// A literal.
  @inline(__always)
  mutating func literal(_ value: StaticString) {
    let count = value.utf8CodeUnitCount
    (base + used).update(from: value.utf8Start, count: count)
    used &+= count
  }

  /// A whole number, 0 or more, without leading zeros.
  @inline(__always)
  mutating func number(_ value: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    var digits = 1
    var limit: UInt64 = 10
    while rest >= limit, digits < 19 {
      digits &+= 1
      limit &*= 10
    }
    var position = used &+ digits
    used = position
    repeat {
      position &-= 1
      base[position] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
      rest /= 10
    } while rest > 0
  }

  /// A whole number of exactly `digits` digits.
  @inline(__always)
  mutating func padded(_ value: Int, _ digits: Int) {
    var rest = UInt64(truncatingIfNeeded: value)
    var position = used &+ digits
    used = position
    for _ in 0..<digits {
      position &-= 1
      base[position] = UInt8(truncatingIfNeeded: rest % 10) &+ 0x30
      rest /= 10
    }
  }

  /// A number with Indian grouping in quotes, as `"12,34,567"`; no quotes below a thousand.
  @inline(__always)
  mutating func grouped(_ value: Int) {
    if value < 1000 { return number(value) }
    byte(0x22)
    lakhs(value / 1000)
    comma()
    padded(value % 1000, 3)
    byte(0x22)
  }

  private mutating func lakhs(_ value: Int) {
    if value < 100 { return number(value) }
    lakhs(value / 100)
    comma()
    padded(value % 100, 2)
  }

  /// Thousandths as a decimal with three places.
  @inline(__always)
  mutating func thousandths(_ value: Int32) {
    if value < 0 { byte(0x2D) }
    let size = Int(value.magnitude)
    number(size / 1000)
    byte(0x2E)
    padded(size % 1000, 3)
  }
}
