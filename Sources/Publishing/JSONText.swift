import Model

/// JSON as it is written everywhere here: no blanks, numbers never with an exponent, text as UTF-8.
///
/// Escaped are what RFC 8259 asks for, U+2028 and U+2029 (line ends to older JavaScript), and, inside a page, `<` as `\u003c`,
/// so that no text can end the `<script>` element around it.
extension OutputFile {
  /// A JSON string.
  mutating func json(_ text: String) {
    let utf8 = Array(text.utf8)
    append(byte: UInt8(ascii: "\""))
    var index = 0
    while index < utf8.count {
      let byte = utf8[index]
      switch byte {
      case UInt8(ascii: "\""): append("\\\"")
      case UInt8(ascii: "\\"): append("\\\\")
      case UInt8(ascii: "\n"): append("\\n")
      case UInt8(ascii: "\r"): append("\\r")
      case UInt8(ascii: "\t"): append("\\t")
      case 0..<0x20, 0x7F, UInt8(ascii: "<"):
        if byte == UInt8(ascii: "<"), !isInPage {
          append(byte: byte)
          break
        }
        append("\\u00")
        append(byte: Self.hexadecimal(byte >> 4))
        append(byte: Self.hexadecimal(byte & 15))
      case 0xE2 where utf8[index + 1] == 0x80 && (utf8[index + 2] | 1) == 0xA9:  // U+2028 is E2 80 A8, U+2029 E2 80 A9
        append(utf8[index + 2] == 0xA8 ? "\\u2028" : "\\u2029")
        index += 2
      default: append(byte: byte)
      }
      index += 1
    }
    append(byte: UInt8(ascii: "\""))
  }

  /// A property.
  mutating func json(_ value: PropertyValue) {
    switch value {
    case .null: append("null")
    case .text(let text): json(text)
    case .integer, .decimal, .boolean: append(value.plain)
    }
  }

  /// A list of strings.
  mutating func json(_ texts: [String]) { list(texts) { $0.json($1) } }

  /// A list with one call of `write` for each element.
  mutating func list<Elements: Sequence>(_ elements: Elements, _ write: (inout OutputFile, Elements.Element) -> Void) {
    append("[")
    var isFirst = true
    for element in elements {
      if !isFirst { append(",") }
      isFirst = false
      write(&self, element)
    }
    append("]")
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
  }
}
