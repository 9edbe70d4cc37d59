/// How the quotes of a JSON text look after it went through other formats. One text has one style, that of its first key.
enum QuoteStyle: Equatable {
  /// `"`, or `\"`, `\\\"` … where JSON stands in a JSON string: the number of backslashes.
  case plain(backslashes: Int)
  /// `""`, from a delimited file that was quoted twice.
  case doubled
  /// `&quot;`, from a page.
  case entity
  /// `'`, as programs print their own lists.
  case apostrophe

  /// Bytes of `&quot;`.
  static let entityWidth = 6

  /// The style of the quote that stands at `index`, nil for none.
  init?(_ text: UnsafeRawBufferPointer, at index: Int) {
    guard index < text.count else { return nil }
    switch text[index] {
    case 0x22: self = index + 1 < text.count && text[index + 1] == 0x22 ? .doubled : .plain(backslashes: 0)
    case 0x27: self = .apostrophe
    case 0x26:
      let entity: StaticString = "&quot;"
      guard index + Self.entityWidth <= text.count else { return nil }
      for offset in 0..<Self.entityWidth where text[index + offset] != entity.utf8Start[offset] { return nil }
      self = .entity
    case 0x5C:
      var end = index
      while end < text.count, text[end] == 0x5C { end += 1 }
      guard end < text.count, text[end] == 0x22 else { return nil }
      self = .plain(backslashes: end - index)
    default: return nil
    }
  }

  /// Bytes of an opening quote of this style at `index`, nil when none stands there.
  func width(_ text: UnsafeRawBufferPointer, at index: Int) -> Int? {
    guard let found = QuoteStyle(text, at: index) else { return nil }
    switch (self, found) {
    case (.plain(0), .plain(0)), (.plain(0), .doubled): return 1  // `""` is an empty text in plain quotes
    case (.plain(let a), .plain(let b)) where a == b: return a + 1
    case (.doubled, .doubled): return 2
    case (.entity, .entity): return Self.entityWidth
    case (.apostrophe, .apostrophe): return 1
    // Printed lists change to double quotes for a text that holds an apostrophe.
    case (.apostrophe, .plain(0)), (.apostrophe, .doubled): return 1
    default: return nil
    }
  }

  /// The end of the text that began at `start`, and the position behind its closing quote; nil when it is never closed.
  func close(_ text: UnsafeRawBufferPointer, from start: Int) -> (end: Int, next: Int)? {
    var style = self
    if self == .apostrophe, start > 0, text[start - 1] == 0x22 { style = .plain(backslashes: 0) }
    var index = start
    while index < text.count {
      // Letters and blanks neither close nor escape anything, and nearly all bytes are such.
      let byte = text[index]
      if byte | 0x20 > 0x5C && byte != 0x5C || byte == 0x20 {
        index += 1
        continue
      }
      switch (style, byte) {
      case (.plain(0), 0x22): return (index, index + 1)
      case (.plain(let backslashes), 0x5C):
        var end = index
        while end < text.count, text[end] == 0x5C { end += 1 }
        let quote = end < text.count && text[end] == 0x22
        if quote, backslashes > 0, end - index == backslashes { return (index, end + 1) }
        // In plain quotes an odd run of backslashes escapes the quote behind it; deeper ones belong to the text.
        index = quote && (backslashes > 0 || (end - index) % 2 == 1) ? end + 1 : end
        continue
      case (.doubled, 0x5C): index += 1
      case (.doubled, 0x22) where index + 1 < text.count && text[index + 1] == 0x22: return (index, index + 2)
      case (.entity, 0x26) where QuoteStyle(text, at: index) == .entity: return (index, index + Self.entityWidth)
      case (.apostrophe, 0x5C): index += 1
      case (.apostrophe, 0x27) where Self.endsItem(text, index + 1): return (index, index + 1)
      default: break
      }
      index += 1
    }
    return nil
  }

  /// Whether a comma, colon or closing bracket follows, as behind a closing quote.
  private static func endsItem(_ text: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    var index = start
    while index < text.count, text[index] <= 0x20 { index += 1 }
    guard index < text.count else { return true }
    return [0x2C, 0x3A, 0x5D, 0x7D].contains(text[index])
  }
}
