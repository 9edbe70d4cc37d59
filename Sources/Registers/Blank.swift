/// Fields that say nothing: empty, punctuation alone, or a word for "not given".
enum Blank {
  /// Whether `text` says nothing. `0` is a value, not a blank. Constant time: longer texts than any such word are values.
  static func isBlank(_ text: UnsafeRawBufferPointer) -> Bool {
    guard text.count > 0 else { return true }
    guard text.count <= 24 else { return false }
    var letters = FoldedText()
    var index = 0
    while index < text.count {
      let width = ForeignBlank.width(text, index)
      if width == 0, !letters.append(text[index]) { return false }
      index += max(width, 1)
    }
    if letters.isEmpty { return true }
    return letters.matches("na") || letters.matches("nil") || letters.matches("null") || letters.matches("none")
      || letters.matches("nan") || letters.matches("notavailable") || letters.matches("notapplicable")
      || letters.matches("notgiven") || letters.matches("unknown")
  }
}

/// Blanks and dashes outside ASCII, which registers that went through a word processor are full of.
enum ForeignBlank {
  /// Bytes of the no-break space, general punctuation or BOM that stands at `index`; 0 when none does.
  @inline(__always)
  static func width(_ text: UnsafeRawBufferPointer, _ index: Int) -> Int {
    let byte = text[index]
    if byte == 0xC2, index + 1 < text.count, text[index + 1] == 0xA0 { return 2 }
    if byte == 0xE2, index + 2 < text.count, text[index + 1] == 0x80 { return 3 }
    if byte == 0xEF, index + 2 < text.count, text[index + 1] == 0xBB, text[index + 2] == 0xBF { return 3 }
    return 0
  }
}

/// The letters and digits of a short text in lower case, at most 32 bytes; bytes outside ASCII are kept as they are.
struct FoldedText {
  static let capacity = 32
  private var storage: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  /// Adds a byte unless it is a blank or punctuation; false when there is no room.
  @inline(__always)
  mutating func append(_ byte: UInt8) -> Bool {
    guard let kept = Self.kept(byte) else { return true }
    guard count < Self.capacity else { return false }
    let position = count & 31
    withUnsafeMutableBytes(of: &storage) { $0[position] = kept }
    count += 1
    return true
  }

  /// The byte as it is compared: lower case, nil for blanks and punctuation.
  @inline(__always)
  static func kept(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x80...: byte
    case 0x41...0x5A: byte | 0x20
    default: nil
    }
  }

  /// Whether the folded text is `word`, which is folded already.
  func matches(_ word: StaticString) -> Bool {
    guard word.utf8CodeUnitCount == count else { return false }
    return withUnsafeBytes(of: storage) { bytes in
      for index in 0..<count where bytes[index] != word.utf8Start[index] { return false }
      return true
    }
  }

  /// Whether the folded text begins with `word`, which is folded already.
  func hasPrefix(_ word: StaticString) -> Bool { stands(word, at: 0) }

  /// Whether `word`, which is folded already, stands anywhere in the folded text.
  func contains(_ word: StaticString) -> Bool {
    guard word.utf8CodeUnitCount <= count else { return false }
    for start in 0...count - word.utf8CodeUnitCount where stands(word, at: start) { return true }
    return false
  }

  private func stands(_ word: StaticString, at start: Int) -> Bool {
    let length = word.utf8CodeUnitCount
    guard start + length <= count else { return false }
    return withUnsafeBytes(of: storage) { bytes in
      for index in 0..<length where bytes[start + index] != word.utf8Start[index] { return false }
      return true
    }
  }

  /// The words of which the storage consists, for comparing.
  var words: (UInt64, UInt64, UInt64, UInt64) { storage }
}
