/// Comma-separated text as RFC 4180 describes it, with line feeds as line ends.
extension OutputFile {
  /// A row. Fields with a comma, a quote or a line end are quoted; so are those that begin or end with a blank, which readers
  /// would trim, or begin with `#`, which some take for a comment.
  mutating func csv(_ fields: some Sequence<String>) {
    var isFirst = true
    for field in fields {
      if !isFirst { append(",") }
      isFirst = false
      if Self.needsQuotes(field) {
        append("\"")
        for byte in field.utf8 {
          if byte == UInt8(ascii: "\"") { append(byte: byte) }
          append(byte: byte)
        }
        append("\"")
      } else {
        append(field)
      }
    }
    append("\n")
  }

  private static func needsQuotes(_ field: String) -> Bool {
    let blank: (UInt8?) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    if blank(field.utf8.first) || blank(field.utf8.last) || field.utf8.first == UInt8(ascii: "#") { return true }
    return field.utf8.contains { byte in
      byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
        || byte == UInt8(ascii: "\r")
    }
  }
}
