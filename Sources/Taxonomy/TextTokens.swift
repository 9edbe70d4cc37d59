import Model

/// The words of a text as hashes: case, accents on Latin letters, plural s and punctuation do not matter.
///
/// Letters outside ASCII are kept as their bytes, so that words in Indian scripts match themselves. No allocation: tokens go
/// into buffers of the caller.
enum TextTokens {
  /// Most words of a text that are looked at; what follows is ignored.
  static let limit = 96

  /// Splits `text` into at most `limit` words; writes each word's hash and where it begins and ends, returns the number.
  static func split(
    _ text: UnsafeRawBufferPointer, hashes: UnsafeMutablePointer<UInt64>, breaks: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var count = 0
    var index = 0
    var pendingBreak: UInt8 = 0
    while index < text.count, count < limit {
      let byte = text[index]
      guard isWord(byte) else {
        pendingBreak |= kind(ofBreak: byte)
        index += 1
        continue
      }
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      var length = 0
      var last: UInt8 = 0
      var beforeLast: UInt64 = hash
      while index < text.count, isWord(text[index]) {
        let folded = lower(text[index])
        beforeLast = hash
        hash = (hash ^ UInt64(folded)) &* 0x0000_0100_0000_01B3
        last = folded
        length += 1
        index += 1
      }
      // Plural: a final s of a word of four letters or more, but not of one that ends in ss.
      if length >= 4, last == 0x73, text[index - 2] | 0x20 != 0x73 { hash = beforeLast }
      hashes[count] = hash
      breaks[count] = pendingBreak
      pendingBreak = 0
      count += 1
    }
    return count
  }

  /// A break after which the sentence turns to something else: full stop, semicolon, slash, bracket.
  static let turn: UInt8 = 1
  /// An opening bracket stands before the word.
  static let opening: UInt8 = 2
  /// A closing bracket stands before the word.
  static let closing: UInt8 = 4
  /// A comma: a turn as well, but not out of the list that a leading phrase began.
  static let comma: UInt8 = 8

  @inline(__always)
  private static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80
  }

  @inline(__always)
  private static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  @inline(__always)
  private static func kind(ofBreak byte: UInt8) -> UInt8 {
    switch byte {
    case 0x28, 0x5B: opening | turn
    case 0x29, 0x5D: closing | turn
    case 0x2C: comma
    case 0x2E, 0x3B, 0x2F, 0x0A: turn
    default: 0
    }
  }

  /// The hash of a run of words: order matters.
  @inline(__always)
  static func combine(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    var mixed = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    mixed ^= mixed >> 29
    return mixed
  }

  /// The hashes of the words of a keyword, by the same rules. For building tables only.
  static func words(of text: String) -> [UInt64] {
    var utf8 = Array(text.utf8)
    return utf8.withUnsafeMutableBytes { bytes in
      withUnsafeTemporaryAllocation(of: UInt64.self, capacity: limit) { hashes in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: limit) { breaks in
          guard let first = hashes.baseAddress, let firstBreak = breaks.baseAddress else { return [] }
          let count = split(UnsafeRawBufferPointer(bytes), hashes: first, breaks: firstBreak)
          return Array(hashes[..<count])
        }
      }
    }
  }

  /// The hash of a whole phrase, 0 for one without words.
  static func phrase(_ text: String) -> UInt64 { words(of: text).reduce(0, combine) }
}
