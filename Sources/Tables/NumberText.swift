/// Numbers as decimal text, eight digits at a time in one 64-bit word.
extension ByteBuffer {
  /// Room for any 64-bit number with sign and point, and for a word written too far.
  @usableFromInline static var numberRoom: Int { 40 }

  /// Appends `value` in decimal digits.
  @inlinable
  public func append(decimal value: Int64) {
    let target = reserve(Self.numberRoom)
    // A sign is written always and kept where it is due.
    target[0] = 0x2D
    let sign = value < 0 ? 1 : 0
    advance(sign &+ DecimalDigits.write(value.magnitude, target + sign))
  }

  /// Appends `value` in decimal digits.
  @inlinable
  public func append(decimal value: Int) { append(decimal: Int64(value)) }

  /// Appends `value` in decimal digits.
  @inlinable
  public func append(decimal value: UInt64) { advance(DecimalDigits.write(value, reserve(Self.numberRoom))) }

  /// Appends `value` in decimal digits.
  public func append(decimal value: Int128) {
    if let small = Int64(exactly: value) { append(decimal: small) } else { append(value.description) }
  }

  /// Appends `value` / 10^`decimals` exactly, `decimals` in 0...18, without trailing zeros after the point: 725, 1 is "72.5",
  /// 720, 1 is "72", -5, 1 is "-0.5".
  public func append(fixed value: Int64, decimals: Int) {
    var unit: UInt64 = 1
    for _ in 0..<decimals { unit &*= 10 }
    let target = reserve(Self.numberRoom)
    target[0] = 0x2D
    var written = value < 0 ? 1 : 0
    var (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    written += DecimalDigits.write(whole, target + written)
    if part != 0 {
      target[written] = 0x2E
      written += 1
      while part != 0 {
        unit /= 10
        (whole, part) = part.quotientAndRemainder(dividingBy: unit)
        target[written] = 0x30 + UInt8(truncatingIfNeeded: whole)
        written += 1
      }
    }
    advance(written)
  }

  /// Appends a coordinate given in units of 1e-7 degree, in degrees without trailing zeros after the point.
  @inlinable
  public func append(coordinateE7 value: Int32) {
    let target = reserve(Self.numberRoom)
    target[0] = 0x2D
    var written = value < 0 ? 1 : 0
    let magnitude = value.magnitude
    let whole = magnitude / 10_000_000
    written &+= DecimalDigits.write(UInt64(whole), target + written)
    let part = magnitude &- whole &* 10_000_000
    if part != 0 {
      // Seven digits and a zero; leading bits of the word are the last digits.
      let digits = DecimalDigits.eight(UInt64(part) &* 10)
      target[written] = 0x2E
      DecimalDigits.store(digits, target + written + 1)
      written &+= 9 &- digits.leadingZeroBitCount / 8
    }
    advance(written)
  }
}

/// Decimal digits of unsigned numbers.
@usableFromInline
enum DecimalDigits {
  /// The eight digits of `value`, below 10^8, as numbers 0...9, one a byte, the first in the lowest byte.
  ///
  /// Halves, then quarters, then eighths of the number are divided side by side in one word; the constants are reciprocals of 100 and
  /// 10 that are exact in these ranges.
  @inlinable @inline(__always)
  static func eight(_ value: UInt64) -> UInt64 {
    let high = value / 10_000
    let pair = high | (value &- high &* 10_000) &<< 32
    let hundreds = (pair &* 10_486) &>> 20 & 0x0000_007F_0000_007F
    let quarters = hundreds | (pair &- hundreds &* 100) &<< 16
    let tens = (quarters &* 103) &>> 10 & 0x000F_000F_000F_000F
    return tens | (quarters &- tens &* 10) &<< 8
  }

  /// Writes eight digits as text.
  @inlinable @inline(__always)
  static func store(_ digits: UInt64, _ target: UnsafeMutablePointer<UInt8>) {
    UnsafeMutableRawPointer(target).storeBytes(of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
  }

  /// Writes `value`, and possibly bytes up to the eighth behind it; the number of digits.
  @inlinable @inline(__always)
  static func write(_ value: UInt64, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    value < 100_000_000 ? writeShort(value, target) : writeLong(value, target)
  }

  /// Writes `value`, which is below 10^8.
  @inlinable @inline(__always)
  static func writeShort(_ value: UInt64, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    let digits = eight(value)
    // Leading zeros, of which zero itself keeps one.
    let zeros = min(digits.trailingZeroBitCount / 8, 7)
    store(digits &>> UInt64(8 &* zeros), target)
    return 8 &- zeros
  }

  @usableFromInline
  static func writeLong(_ value: UInt64, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    let high = value / 100_000_000
    let count = write(high, target)
    store(eight(value &- high &* 100_000_000), target + count)
    return count + 8
  }
}
