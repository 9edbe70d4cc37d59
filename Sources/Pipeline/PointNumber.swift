/// Numbers of a table of points, read from their bytes.
enum PointNumber {
  /// Powers of ten that a double holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]

  /// The double nearest to a decimal number; nil for what is none or not finite.
  ///
  /// Digits below 2⁵³ and a power of ten up to 10²² are both exact as doubles, so that one multiplication or division rounds
  /// once and correctly (Clinger 1990). All else goes through the standard library.
  @inline(__always)
  static func double(_ text: UnsafeRawBufferPointer) -> Double? {
    var index = 0
    var isNegative = false
    if text.count > 0, text[0] == 0x2D || text[0] == 0x2B {
      isNegative = text[0] == 0x2D
      index = 1
    }
    // Eighteen digits fit into 64 bits; more are rare.
    guard text.count - index <= 19 else { return slowly(text) }
    var mantissa: UInt64 = 0
    var digits = 0
    var decimals = 0
    var hasPoint = false
    while index < text.count {
      let digit = text[index] &- 0x30
      if digit <= 9 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        digits &+= 1
        if hasPoint { decimals &+= 1 }
      } else if text[index] == 0x2E, !hasPoint {
        hasPoint = true
      } else {
        return slowly(text)
      }
      index &+= 1
    }
    guard digits > 0, mantissa < 1 << 53 else { return slowly(text) }
    let value = Double(mantissa) / powers[decimals]
    return isNegative ? -value : value
  }

  /// A whole number from 0 upward, also written with zeros behind a point; nil for anything else.
  @inline(__always)
  static func whole(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard text.count > 0, text.count <= 18 else { return wholeSlowly(text) }
    var value: Int64 = 0
    for byte in text {
      let digit = byte &- 0x30
      guard digit <= 9 else { return wholeSlowly(text) }
      value = value &* 10 &+ Int64(digit)
    }
    return value
  }

  @inline(never)
  private static func slowly(_ text: UnsafeRawBufferPointer) -> Double? {
    // The standard library reads more than decimal numbers: "0x1p3", "nan", "infinity".
    let isDecimal = text.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
    guard isDecimal, let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else { return nil }
    return value
  }

  @inline(never)
  private static func wholeSlowly(_ text: UnsafeRawBufferPointer) -> Int64? {
    if let value = Int64(String(decoding: text, as: UTF8.self)) { return value >= 0 ? value : nil }
    guard let value = double(text), value >= 0, value < 9e15 else { return nil }
    return Int64(exactly: value)
  }
}
