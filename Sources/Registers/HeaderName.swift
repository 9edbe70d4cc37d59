/// Names of columns as they are compared, and the unit that a name may state.
public enum HeaderName {
  /// Lower-case letters and digits alone: `No. of Looms`, `no_of_looms` and `NoOfLooms` are one name.
  public static func fold(_ name: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in name.lowercased().unicodeScalars where scalar.value >= 0x80 ? !isForeignBlank(scalar) : isWord(scalar)
    {
      folded.append(scalar)
    }
    return String(folded)
  }

  /// The name without a closing unit of rupees, and the unit's power of ten: `turnoverrsinlakhs` is `turnover`, 5.
  /// Nil when the name closes with none.
  static func splitRupees(_ folded: String) -> (base: String, exponent: Int)? {
    var rest = Substring(folded)
    var exponent: Int?
    var stripped = false
    strip: while true {
      for (word, power) in units where exponent == nil && rest.hasSuffix(word) {
        rest.removeLast(word.count)
        exponent = power
        continue strip
      }
      for word in ["rupees", "rupee", "inr", "rs", "in"] where rest.hasSuffix(word) {
        rest.removeLast(word.count)
        stripped = true
        continue strip
      }
      break
    }
    guard stripped || exponent != nil, !rest.isEmpty else { return nil }
    return (String(rest), exponent ?? 0)
  }

  /// Longer words before those that they end with.
  private static let units: [(String, Int)] = [
    ("crores", 7), ("crore", 7), ("cr", 7), ("lakhs", 5), ("lakh", 5), ("lacs", 5), ("lac", 5), ("millions", 6),
    ("million", 6), ("mn", 6), ("thousands", 3), ("thousand", 3), ("000", 3),
  ]

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    (0x61...0x7A).contains(scalar.value) || (0x30...0x39).contains(scalar.value)
  }

  /// Blanks and marks outside ASCII that separate words: no-break space, dashes, quotes, BOM.
  private static func isForeignBlank(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0xA0 || scalar.value == 0xFEFF || (0x2000...0x206F).contains(scalar.value)
  }
}
