import Model

/// Reads one coordinate as registers write it: `12.9716`, `12° 58' 17.8" N`, `77 35 40 E`, `N 12.97`, `12,9716`, `12. 97`.
enum CoordinateText {
  /// A number in degrees (or in the units of a projected system), and the letter that says its direction.
  struct Value: Equatable {
    /// The number; south and west are negative.
    var number: Double
    /// N, S, E or W in capitals, 0 for none.
    var direction: UInt8
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
  ]

  /// The value of `text`, or nil if it is not a coordinate. O(bytes).
  static func parse(_ text: UnsafeRawBufferPointer) -> Value? {
    if let fast = decimal(text) { return Value(number: fast, direction: 0) }
    return general(text)
  }

  /// Digits with one point and a sign: nearly every coordinate.
  @inline(__always)
  private static func decimal(_ text: UnsafeRawBufferPointer) -> Double? {
    guard text.count > 0, text.count <= 18 else { return nil }
    var index = 0
    let negative = text[0] == 0x2D
    if negative || text[0] == 0x2B { index = 1 }
    var mantissa: UInt64 = 0
    var digits = 0
    var point = -1
    while index < text.count {
      let byte = text[index]
      if byte &- 0x30 < 10 {
        mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
        digits += 1
      } else if byte == 0x2E, point < 0 {
        point = digits
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0, digits <= 15 else { return nil }
    let value = Double(mantissa) / powers[point < 0 ? 0 : digits - point]
    return negative ? -value : value
  }

  /// Up to three numbers, degrees, minutes and seconds, between any signs, and at most one direction.
  private static func general(_ text: UnsafeRawBufferPointer) -> Value? {
    guard text.count <= 64 else { return nil }
    var numbers = (0.0, 0.0, 0.0)
    var found = 0
    var direction: UInt8 = 0
    var negative = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte &- 0x30 < 10 {
        guard found < 3 else { return nil }
        let (value, next) = number(text, index)
        switch found {
        case 0: numbers.0 = value
        case 1: numbers.1 = value
        default: numbers.2 = value
        }
        found += 1
        index = next
        continue
      }
      let upper = byte & 0xDF
      if upper &- 0x41 < 26 {
        if upper == 0x4E || upper == 0x53 || upper == 0x45 || upper == 0x57 {
          // The first letter counts: N of "North", E of "East"; the word's other letters follow.
          if direction == 0 { direction = upper }
          while index < text.count, text[index] & 0xDF &- 0x41 < 26 { index += 1 }
          continue
        }
        if upper == 0x44 || upper == 0x4D {  // deg, min
          while index < text.count, text[index] & 0xDF &- 0x41 < 26 { index += 1 }
          continue
        }
        return nil
      }
      if byte == 0x2D, found == 0 { negative = true }
      index += 1
    }
    guard found > 0, numbers.1 < 60, numbers.2 < 60 else { return nil }
    // Only the last number may have a fraction.
    if found > 1, numbers.0 != numbers.0.rounded() || (found > 2 && numbers.1 != numbers.1.rounded()) { return nil }
    var value = numbers.0 + numbers.1 / 60 + numbers.2 / 3600
    if negative || direction == 0x53 || direction == 0x57 { value = -value }
    return Value(number: value, direction: direction)
  }

  /// A decimal number at `index`; a point may be followed by one blank, a comma followed by three or more digits is a point.
  private static func number(_ text: UnsafeRawBufferPointer, _ index: Int) -> (Double, Int) {
    var index = index
    var mantissa: UInt64 = 0
    var scale = 0
    var digits = 0
    var fraction = false
    while index < text.count {
      let byte = text[index]
      if byte &- 0x30 < 10 {
        if digits < 15 {
          mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
          digits += 1
          if fraction { scale += 1 }
        }
        index += 1
      } else if !fraction, byte == 0x2E || (byte == 0x2C && digitsFollow(text, index + 1) >= 3) {
        fraction = true
        index += 1
        if index + 1 < text.count, text[index] == 0x20, text[index + 1] &- 0x30 < 10 { index += 1 }
      } else {
        break
      }
    }
    return (Double(mantissa) / powers[scale], index)
  }

  private static func digitsFollow(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
    var end = index
    while end < text.count, text[end] &- 0x30 < 10 { end += 1 }
    return end - index
  }
}
