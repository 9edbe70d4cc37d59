/// Numbers as decimal text, without the standard library's detours.
extension ByteBuffer {
  /// Longest text of a 64-bit number, sign and point included, with room to spare.
  private static let numberRoom = 24

  /// Appends `value` in decimal digits.
  @inline(__always)
  public func append(decimal value: Int64) {
    let target = reserve(Self.numberRoom)
    var written = 0
    if value < 0 {
      target[0] = 0x2D
      written = 1
    }
    written += Self.writeDigits(value.magnitude, target + written)
    advance(written)
  }

  /// Appends `value` in decimal digits.
  @inline(__always)
  public func append(decimal value: Int) { append(decimal: Int64(value)) }

  /// Appends `value` in decimal digits.
  public func append(decimal value: UInt64) { advance(Self.writeDigits(value, reserve(Self.numberRoom))) }

  /// Appends `value` in decimal digits.
  public func append(decimal value: Int128) {
    if let small = Int64(exactly: value) { append(decimal: small) } else { append(value.description) }
  }

  /// Appends `value` / 10^`decimals` exactly, `decimals` in 0...18, without trailing zeros after the point: 725, 1 is "72.5",
  /// 720, 1 is "72", -5, 1 is "-0.5".
  public func append(fixed value: Int64, decimals: Int) {
    var unit: UInt64 = 1
    for _ in 0..<decimals { unit &*= 10 }
    append(value, unit: unit, decimals: decimals)
  }

  /// Appends a coordinate given in units of 1e-7 degree, in degrees without trailing zeros after the point.
  @inline(__always)
  public func append(coordinateE7 value: Int32) { append(Int64(value), unit: 10_000_000, decimals: 7) }

  @inline(__always)
  private func append(_ value: Int64, unit: UInt64, decimals: Int) {
    let target = reserve(2 * Self.numberRoom)
    var written = 0
    if value < 0 {
      target[0] = 0x2D
      written = 1
    }
    let (whole, part) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    written += Self.writeDigits(whole, target + written)
    if part != 0 {
      target[written] = 0x2E
      var rest = part
      var place = decimals
      while rest % 10 == 0 {
        rest /= 10
        place -= 1
      }
      for index in stride(from: written + place, to: written, by: -1) {
        target[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
      written += place + 1
    }
    advance(written)
  }

  /// Writes the digits of `value`; their number, at most 20.
  @inline(__always)
  private static func writeDigits(_ value: UInt64, _ target: UnsafeMutablePointer<UInt8>) -> Int {
    var count = 1
    var limit: UInt64 = 10
    while count < 20, value >= limit {
      count += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { break }
      limit = next
    }
    var rest = value
    for index in stride(from: count - 1, through: 0, by: -1) {
      target[index] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    return count
  }
}
