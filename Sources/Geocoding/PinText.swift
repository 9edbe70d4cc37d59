import Model

/// Finds PINs in address text: `641604`, `560 001`, `403521-India`, `gurgaon(hr)122016`.
enum PinText {
  /// The PINs in `text` from the last to the first, each handed to `accept` until it returns true, with whether it is written as
  /// two numbers of three digits, as two plots may be too. Numbers that are part of a longer run of digits (telephones) are
  /// none. O(bytes).
  @inline(__always)
  static func last(_ text: UnsafeRawBufferPointer, _ accept: (UInt32, _ isSplit: Bool) -> Bool) -> UInt32 {
    var index = text.count
    while index >= 6 {
      index -= 1
      guard text[index] &- 0x30 < 10 else { continue }
      let end = index + 1
      var start = index
      while start > 0, text[start - 1] &- 0x30 < 10 { start -= 1 }
      let length = end - start
      if length == 6, text[start] != 0x30 {
        let pin = number(text, start, end)
        if accept(pin, false) { return pin }
      } else if length == 3, start >= 4 {
        // Three digits, one blank, three digits; two numbers with a hyphen are a range of plots.
        let first = start - 4
        if text[start - 1] == 0x20, digits(text, first, start - 1), text[first] != 0x30,
          first == 0 || text[first - 1] &- 0x30 >= 10
        {
          let pin = number(text, first, start - 1) * 1000 + number(text, start, end)
          if accept(pin, true) { return pin }
        }
      }
      index = start
    }
    return 0
  }

  @inline(__always)
  private static func digits(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end where text[index] &- 0x30 >= 10 { return false }
    return true
  }

  @inline(__always)
  private static func number(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in start..<end { value = value &* 10 &+ UInt32(text[index] &- 0x30) }
    return value
  }
}
