import Model

/// Reads lists of industry codes: `13121`, `13121;13122`, `01461`, `13.12`, `13121.0`, `13121 - Weaving of cotton`.
///
/// A code has 2 to 5 digits as written: leading zeros matter, and one that a spreadsheet dropped is not put back.
struct IndustryCodeParser {
  /// Codes that were found.
  private(set) var found = 0
  /// Whether something was found that is no code.
  private(set) var isBad = false

  /// Hands each code of `text` to `take`, in order.
  @inline(__always)
  init(_ text: UnsafeRawBufferPointer, _ take: (IndustryCode) -> Void) {
    if text.count == 0 { return }
    if text.count <= 5, let code = Self.plain(text) {
      if code.value == 0 {
        isBad = true
      } else {
        found = 1
        take(code)
      }
      return
    }
    scan(text, take)
  }

  /// A text of 2 to 5 digits and nothing else.
  @inline(__always)
  private static func plain(_ text: UnsafeRawBufferPointer) -> IndustryCode? {
    var value: UInt32 = 0
    for index in 0..<text.count {
      let digit = text[index] &- 0x30
      if digit > 9 { return nil }
      value = value &* 10 &+ UInt32(digit)
    }
    return text.count < 2 ? nil : IndustryCode(value: value, digits: UInt32(text.count))
  }

  @inline(never)
  private mutating func scan(_ text: UnsafeRawBufferPointer, _ take: (IndustryCode) -> Void) {
    if Blank.isBlank(text) { return }
    var index = 0
    while index < text.count {
      let byte = text[index]
      let width = ForeignBlank.width(text, index)
      if width > 0 {
        index += width
      } else if Self.isDigit(byte) {
        if let code = Self.code(text, &index), Self.endsWell(text, index) {
          found += 1
          take(code)
        } else {
          isBad = true
          Self.skipItem(text, &index)
        }
        // Words that explain the code run to the next strong separator; they may hold commas and numbers.
        if Self.labelFollows(text, index) { Self.skipItem(text, &index) }
      } else if Self.isSeparator(byte) {
        index += 1
      } else if Self.startsEdition(text, index) {
        // `NIC 13121`, `NIC-13121`
        index += 3
      } else {
        isBad = true
        Self.skipItem(text, &index)
      }
    }
  }

  /// The digits at `index`, with the dots of `13.12` left out and the fraction of `13121.0` dropped; nil unless 2 to 5
  /// digits remain, not all of them 0. Leaves `index` behind them.
  private static func code(_ text: UnsafeRawBufferPointer, _ index: inout Int) -> IndustryCode? {
    let start = index
    var dots = 0
    var lastDot = 0
    while index < text.count, isDigit(text[index]) || isDot(text, index) {
      if text[index] == 0x2E {
        dots += 1
        lastDot = index
      }
      index += 1
    }
    var end = index
    if dots == 1, text[lastDot + 1] == 0x30, end - lastDot == 2 || (end - lastDot == 3 && text[lastDot + 2] == 0x30) {
      end = lastDot
    }
    var value: UInt32 = 0
    var digits: UInt32 = 0
    for position in start..<end where text[position] != 0x2E {
      digits += 1
      if digits > 5 { return nil }
      value = value * 10 + UInt32(text[position] &- 0x30)
    }
    return digits >= 2 && value > 0 ? IndustryCode(value: value, digits: digits) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// A dot between digits.
  private static func isDot(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    text[index] == 0x2E && index + 1 < text.count && isDigit(text[index + 1])
  }

  /// Blanks, quotes and , ; | / & [ ] ( ) . around items.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x22, 0x26...0x29, 0x2C...0x2F, 0x3A, 0x3B, 0x5B, 0x5D, 0x7C: true
    default: false
    }
  }

  /// Whether the code that ends at `index` is whole: not `1312a`, and not the start of a range `13-15`.
  private static func endsWell(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    guard index < text.count else { return true }
    if text[index] == 0x2D { return index + 1 == text.count || !isDigit(text[index + 1]) }
    return isSeparator(text[index]) || ForeignBlank.width(text, index) > 0
  }

  /// Whether, after blanks and a dash, colon or bracket, a letter follows.
  private static func labelFollows(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    var index = start
    while index < text.count {
      switch text[index] {
      case 0x20, 0x28, 0x2D, 0x3A: index += 1
      default:
        let width = ForeignBlank.width(text, index)
        if width == 0 { return FoldedText.kept(text[index]) != nil && !isDigit(text[index]) }
        index += width
      }
    }
    return false
  }

  /// Moves `index` to the next ; | or line end.
  private static func skipItem(_ text: UnsafeRawBufferPointer, _ index: inout Int) {
    while index < text.count, text[index] != 0x3B, text[index] != 0x7C, text[index] != 0x0A { index += 1 }
  }

  private static func startsEdition(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    index + 3 < text.count && text[index] | 0x20 == 0x6E && text[index + 1] | 0x20 == 0x69
      && text[index + 2] | 0x20 == 0x63 && !(0x61...0x7A).contains(text[index + 3] | 0x20)
  }
}
