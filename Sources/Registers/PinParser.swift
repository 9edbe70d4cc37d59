import Model

/// Reads postcodes. An Indian PIN has six digits, the first not 0; blanks and hyphens inside are left out, and so is the
/// `.0` that spreadsheets add. Of another country any postcode of up to nine digits is kept as a number.
enum PinParser {
  /// The PIN in `text`, 0 when it gives none.
  @inline(__always)
  static func parse(_ text: UnsafeRawBufferPointer, indian: Bool) -> Reading<UInt32> {
    if text.count == 0 { return Reading(0) }
    if text.count == 6 {
      var value: UInt32 = 0
      var bad: UInt8 = text[0] == 0x30 && indian ? 1 : 0
      for index in 0..<6 {
        let digit = text[index] &- 0x30
        bad |= digit > 9 ? 1 : 0
        value = value &* 10 &+ UInt32(digit)
      }
      if bad == 0 { return Reading(value) }
    }
    return parseSlowly(text, indian: indian)
  }

  @inline(never)
  private static func parseSlowly(_ text: UnsafeRawBufferPointer, indian: Bool) -> Reading<UInt32> {
    if Blank.isBlank(text) { return Reading(0) }
    // A postcode with letters is no fault of a row from another country: it is only not a number.
    let bad = Reading<UInt32>(0, indian ? .badPin : [])
    var value: UInt32 = 0
    var digits = 0
    var index = 0
    while index < text.count {
      let byte = text[index]
      let width = ForeignBlank.width(text, index)
      if (0x30...0x39).contains(byte) {
        digits += 1
        guard digits <= 9 else { return bad }
        value = value * 10 + UInt32(byte &- 0x30)
        index += 1
      } else if byte == 0x20 || byte == 0x2D {
        index += 1
      } else if width > 0 {
        index += width
      } else if byte == 0x2E, digits > 0, zeros(text, from: index + 1) {
        break
      } else {
        return bad
      }
    }
    if indian { return digits == 6 && value >= 100_000 ? Reading(value) : bad }
    return value > 0 ? Reading(value) : bad
  }

  /// Whether nothing but zeros follows.
  private static func zeros(_ text: UnsafeRawBufferPointer, from start: Int) -> Bool {
    for index in start..<text.count where text[index] != 0x30 { return false }
    return true
  }
}
