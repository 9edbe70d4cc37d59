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
    guard text.count <= longest else { return nil }
    return withUnsafeTemporaryAllocation(byteCount: longest, alignment: 1) { buffer in
      let count = plain(text, into: buffer)
      let plain = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
      return general(plain)
    }
  }

  /// The longest text that can be a coordinate, bytes.
  private static let longest = 64

  /// Latitude and longitude that stand in one field, apart by a comma, a semicolon, a slash or a blank: both must have a
  /// fraction or be written in degrees, so that `12,9716` stays one number. Nil for anything else. O(bytes).
  static func pair(_ text: UnsafeRawBufferPointer) -> (lat: Value, lon: Value)? {
    guard text.count >= 7, text.count <= 2 * longest else { return nil }
    // Commas, semicolons and slashes before blanks, which also stand inside degrees.
    for separators in [[0x2C, 0x3B, 0x2F, 0x7C], [0x20]] as [[UInt8]] {
      for index in 1..<text.count - 1 where separators.contains(text[index]) {
        let first = UnsafeRawBufferPointer(rebasing: text[..<index])
        let second = UnsafeRawBufferPointer(rebasing: text[(index + 1)...])
        guard isWhole(first), isWhole(second), let lat = parse(first), let lon = parse(second) else { continue }
        return (lat, lon)
      }
    }
    return nil
  }

  /// Whether a half of a pair is clearly a coordinate of its own: a decimal point with digits about it, or a degree sign.
  private static func isWhole(_ text: UnsafeRawBufferPointer) -> Bool {
    for index in 0..<text.count {
      let isPoint = text[index] == 0x2E && index > 0 && index + 1 < text.count
      if isPoint, text[index - 1] &- 0x30 < 10, text[index + 1] &- 0x30 < 10 { return true }
      if text[index] == 0xB0, index > 0, text[index - 1] == 0xC2 { return true }
    }
    return false
  }

  /// Copies `text` with the digits of Indian scripts written as ASCII; all else stays. Returns the number of bytes.
  private static func plain(_ text: UnsafeRawBufferPointer, into out: UnsafeMutableRawBufferPointer) -> Int {
    var written = 0
    var index = 0
    while index < text.count {
      // U+0900 to U+0D7F in three bytes; every block keeps its digits at offsets 0x66 to 0x6F.
      if text[index] == 0xE0, index + 2 < text.count {
        let scalar = UInt32(text[index + 1] & 0x3F) << 6 | UInt32(text[index + 2] & 0x3F)
        let offset = UInt8(truncatingIfNeeded: scalar & 0x7F)
        if scalar >= 0x900, scalar < 0xD80, offset &- 0x66 < 10 {
          out[written] = offset - 0x66 + 0x30
          written += 1
          index += 3
          continue
        }
      }
      out[written] = text[index]
      written += 1
      index += 1
    }
    return written
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
    var numbers = (0.0, 0.0, 0.0)
    var found = 0
    var direction: UInt8 = 0
    var negative = false
    var hasUnits = false
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
        if upper == 0x53, isSeconds(text, index, hasUnits) {  // s, sec
          while index < text.count, text[index] & 0xDF &- 0x41 < 26 { index += 1 }
          continue
        }
        if upper == 0x4E || upper == 0x53 || upper == 0x45 || upper == 0x57 {
          // The first letter counts: N of "North", E of "East"; the word's other letters follow.
          if direction == 0 { direction = upper }
          while index < text.count, text[index] & 0xDF &- 0x41 < 26 { index += 1 }
          continue
        }
        if upper == 0x44 || upper == 0x4D || (upper == 0x4C && found == 0) {  // deg, min; lat, long
          hasUnits = hasUnits || upper != 0x4C
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

  /// Whether the S at `index` says seconds, not south: it begins `sec`, or it touches a number after degrees and minutes that
  /// are written with letters (`12d58m17.8s`).
  private static func isSeconds(_ text: UnsafeRawBufferPointer, _ index: Int, _ hasUnits: Bool) -> Bool {
    if index + 2 < text.count, text[index + 1] & 0xDF == 0x45, text[index + 2] & 0xDF == 0x43 { return true }
    return hasUnits && index > 0 && text[index - 1] &- 0x30 < 10
  }

  /// A decimal number at `index`; a point may have one blank on either side, a comma followed by three or more digits is a
  /// point.
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
      } else if !fraction, byte == 0x20, index + 2 < text.count, text[index + 1] == 0x2E,
        text[index + 2] &- 0x30 < 10 || text[index + 2] == 0x20
      {
        index += 1
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
