/// A decimal number at the head of a text: sign, currency mark, grouped digits, fraction, power of ten.
struct DecimalText {
  /// Up to eighteen significant digits; further digits of a fraction are dropped, which cannot change a rounding half up.
  private(set) var mantissa: UInt64 = 0
  /// Power of ten of `mantissa`.
  var exponent = 0
  private(set) var isNegative = false
  /// Where the number ends in the text.
  private(set) var end = 0

  /// Nil when `text` does not begin with a number.
  init?(_ text: UnsafeRawBufferPointer) {
    var index = 0
    var closing = false
    prefix: while index < text.count {
      let width = ForeignBlank.width(text, index)
      switch text[index] {
      case 0x2D:
        guard !isNegative else { return nil }
        isNegative = true
        index += 1
      case 0x28:
        // Accountants' parentheses.
        guard !isNegative else { return nil }
        isNegative = true
        closing = true
        index += 1
      case 0x2B, 0x00...0x20: index += 1
      case _ where width > 0: index += width
      case _ where Self.isRupeeSign(text, index): index += 3
      case _ where Self.isMinusSign(text, index):
        guard !isNegative else { return nil }
        isNegative = true
        index += 3
      case 0x49, 0x52, 0x69, 0x72:
        let length = Self.currencyWord(text, index)
        guard length > 0 else { return nil }
        index += length
      default: break prefix
      }
    }
    guard readDigits(text, &index) else { return nil }
    readPower(text, &index)
    if closing {
      guard index < text.count, text[index] == 0x29 else { return nil }
      index += 1
    }
    end = index
  }

  /// The number as an integer, rounded half up; nil beyond 10¹⁸. For magnitudes: the sign is left out.
  var integer: Int64? {
    if mantissa == 0 { return 0 }
    if exponent >= 0 {
      guard let power = DecimalPower.of(exponent) else { return nil }
      let product = mantissa.multipliedReportingOverflow(by: UInt64(power))
      guard !product.overflow, product.partialValue <= 1_000_000_000_000_000_000 else { return nil }
      return Int64(product.partialValue)
    }
    // The mantissa is below 10¹⁸: a division by more leaves less than one half.
    guard let power = DecimalPower.of(-exponent) else { return 0 }
    let (quotient, rest) = mantissa.quotientAndRemainder(dividingBy: UInt64(power))
    return Int64(rest * 2 >= UInt64(power) ? quotient + 1 : quotient)
  }

  /// Digits with separators of groups (the last group has three digits, those before two or three) and a fraction.
  private mutating func readDigits(_ text: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
    var significant = 0
    var group = 0
    var groups = 0
    var any = false
    while index < text.count {
      let byte = text[index]
      if (0x30...0x39).contains(byte) {
        any = true
        group += 1
        if significant < 18 {
          mantissa = mantissa &* 10 &+ UInt64(byte &- 0x30)
          if mantissa > 0 { significant += 1 }
        } else {
          exponent += 1
        }
      } else if byte == 0x2C, any, index + 1 < text.count, (0x30...0x39).contains(text[index + 1]) {
        guard groups == 0 ? (1...3).contains(group) : (2...3).contains(group) else { return false }
        groups += 1
        group = 0
      } else {
        break
      }
      index += 1
    }
    if groups > 0, group != 3 { return false }
    guard index < text.count, text[index] == 0x2E else { return any }
    // A full stop may also close the number: `45.` and `12. nos`.
    guard any || (index + 1 < text.count && (0x30...0x39).contains(text[index + 1])) else { return false }
    index += 1
    while index < text.count, (0x30...0x39).contains(text[index]) {
      if significant < 18 {
        mantissa = mantissa &* 10 &+ UInt64(text[index] &- 0x30)
        if mantissa > 0 { significant += 1 }
        exponent -= 1
      }
      index += 1
    }
    return true
  }

  /// `E+07` behind the digits, as spreadsheets write large numbers.
  private mutating func readPower(_ text: UnsafeRawBufferPointer, _ index: inout Int) {
    guard index + 1 < text.count, text[index] | 0x20 == 0x65 else { return }
    var position = index + 1
    let negative = text[position] == 0x2D
    if negative || text[position] == 0x2B { position += 1 }
    var power = 0
    let first = position
    while position < text.count, (0x30...0x39).contains(text[position]) {
      power = min(power * 10 + Int(text[position] &- 0x30), 1000)
      position += 1
    }
    guard position > first else { return }
    exponent += negative ? -power : power
    index = position
  }

  /// Whether `₹` stands at `index`.
  static func isRupeeSign(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    index + 2 < text.count && text[index] == 0xE2 && text[index + 1] == 0x82 && text[index + 2] == 0xB9
  }

  /// Whether the mathematical minus sign stands at `index`.
  private static func isMinusSign(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    index + 2 < text.count && text[index] == 0xE2 && text[index + 1] == 0x88 && text[index + 2] == 0x92
  }

  /// Bytes of `Rs.`, `Rs`, `Re.` or `INR` at `index`, 0 for none.
  private static func currencyWord(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
    func lower(_ offset: Int) -> UInt8 { index + offset < text.count ? text[index + offset] | 0x20 : 0 }
    var length = 0
    if lower(0) == 0x72, lower(1) == 0x73 || lower(1) == 0x65 { length = 2 }
    if lower(0) == 0x69, lower(1) == 0x6E, lower(2) == 0x72 { length = 3 }
    guard length > 0 else { return 0 }
    if index + length < text.count, text[index + length] == 0x2E { length += 1 }
    return length
  }
}
