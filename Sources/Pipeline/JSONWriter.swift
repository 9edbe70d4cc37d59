import Model

/// Indented JSON for `run.json` and companions: written once a run, keys in the order in which they are added.
struct JSONWriter {
  private(set) var text = ""
  private var depth = 0
  private var isFirst = true

  /// A JSON string with quotes.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  /// The whole document: an object with what `body` adds.
  static func document(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    writer.braces("{", "}", body)
    return writer.text + "\n"
  }

  mutating func object(_ key: String, _ body: (inout JSONWriter) -> Void) {
    separate(key)
    braces("{", "}", body)
  }

  /// A list of objects.
  mutating func list<Elements: Sequence>(
    _ key: String, _ elements: Elements, _ body: (inout JSONWriter, Elements.Element) -> Void
  ) {
    separate(key)
    braces("[", "]") { writer in
      for element in elements {
        writer.separate(nil)
        writer.braces("{", "}") { body(&$0, element) }
      }
    }
  }

  mutating func add(_ key: String, _ value: String) { raw(key, Self.quoted(value)) }
  mutating func add(_ key: String, _ value: Int) { raw(key, String(value)) }
  mutating func add(_ key: String, _ value: Bool) { raw(key, value ? "true" : "false") }
  mutating func add(_ key: String, _ value: [String]) {
    raw(key, "[\(value.map(Self.quoted).joined(separator: ", "))]")
  }
  /// A number with at most `digits` decimals.
  mutating func add(_ key: String, _ value: Double, digits: Int) {
    let number = PropertyValue.rounded(value, digits: digits)
    raw(key, number == .null ? "null" : number.plain)
  }
  mutating func addNull(_ key: String) { raw(key, "null") }

  private mutating func raw(_ key: String, _ value: String) {
    separate(key)
    text += value
  }

  private mutating func separate(_ key: String?) {
    text += isFirst ? "\n" : ",\n"
    isFirst = false
    text += String(repeating: "  ", count: depth)
    if let key { text += "\(Self.quoted(key)): " }
  }

  private mutating func braces(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    text += open
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { text += "\n" + String(repeating: "  ", count: depth) }
    text += close
    isFirst = false
  }
}
