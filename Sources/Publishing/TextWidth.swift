/// The width of text without a font: what placement of labels needs, the same on every machine.
enum TextWidth {
  /// Width of `text` at `size` pixels: about that of Noto Sans, rather more than less.
  static func estimate(_ text: String, size: Double, bold: Bool = false) -> Double {
    var width = 0.0
    for scalar in text.unicodeScalars { width += advance(scalar) }
    return width * size * (bold ? 1.08 : 1)
  }

  /// `text`, cut at a character and ended with an ellipsis where it would be wider than `limit`.
  static func fitted(_ text: String, size: Double, bold: Bool = false, limit: Double) -> String {
    guard estimate(text, size: size, bold: bold) > limit else { return text }
    var short = text
    while !short.isEmpty, estimate(short + "…", size: size, bold: bold) > limit { short.removeLast() }
    while short.last == " " || short.last == "," { short.removeLast() }
    return short + "…"
  }

  /// `text` broken at blanks into lines no wider than `limit`, at most `lines`; the last is cut where there is more.
  static func wrapped(_ text: String, size: Double, limit: Double, lines: Int) -> [String] {
    var result: [String] = []
    var words = text.split(separator: " ").map(String.init)[...]
    while let word = words.popFirst() {
      var line = word
      while let next = words.first, estimate(line + " " + next, size: size) <= limit {
        line += " " + next
        words.removeFirst()
      }
      if result.count == lines - 1, !words.isEmpty { line += " " + words.joined(separator: " ") }
      result.append(fitted(line, size: size, limit: limit))
      if result.count == lines { break }
    }
    return result
  }

  /// Advance of one scalar in ems.
  private static func advance(_ scalar: Unicode.Scalar) -> Double {
    switch scalar {
    case "i", "j", "l", "I", "|", "!", "'", ".", ",", ":", ";", " ", "·": return 0.3
    case "f", "t", "r", "(", ")", "[", "]", "-", "/", "\"": return 0.4
    case "m", "w", "M", "W", "@", "%", "…": return 0.95
    case "a"..."z", "0"..."9", "+", "=", "<", ">", "?", "₹": return 0.62
    case "A"..."Z", "&": return 0.71
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    case .spacingMark: return 0.4
    default: return scalar.value >= 0x2E80 ? 1.0 : scalar.value >= 0x0900 ? 0.85 : 0.7
    }
  }
}

/// Whole numbers as people in South Asia write them: 1,23,456.
enum GroupedNumber {
  /// `value` with a comma before the last three digits and before every two further ones.
  static func text(_ value: Int64) -> String {
    let digits = Array(String(value.magnitude))
    var result: [Character] = []
    for (index, digit) in digits.enumerated() {
      let left = digits.count - index
      if index > 0, left == 3 || (left > 3 && left % 2 == 1) { result.append(",") }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + String(result)
  }
}
