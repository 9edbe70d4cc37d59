/// Turns names and addresses in any of the scripts of India into plain Latin letters and digits, byte by byte.
///
/// The folded form holds only `a`–`z`, `0`–`9`, `wordBreak` between words and `partBreak` between parts (at commas,
/// brackets, slashes and line ends); it neither begins nor ends with a break. Folding what is already folded changes
/// nothing. No memory is allocated.
public enum Folding {
  /// Stands between two words: a space.
  public static let wordBreak: UInt8 = 0x20
  /// Stands between two parts that do not form one name: a comma.
  public static let partBreak: UInt8 = 0x2C
  /// Bytes of output that are enough for `count` bytes of input.
  @inlinable @inline(__always)
  public static func capacity(for count: Int) -> Int { 2 * count + 8 }

  /// Folds `text` into `out` and returns the number of bytes written, at most `capacity`; text that does not fit is left
  /// off. O(bytes).
  public static func words(
    _ text: UnsafeRawBufferPointer, into out: UnsafeMutablePointer<UInt8>, capacity: Int
  ) -> Int {
    var writer = FoldWriter(out: out, capacity: capacity)
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte < 0x80 {
        writer.ascii(byte, next: index + 1 < text.count ? text[index + 1] : 0)
        index += 1
      } else {
        let (scalar, length) = decode(text, index)
        writer.scalar(scalar)
        index += length
      }
    }
    return writer.finish()
  }

  /// Removes the breaks from `count` folded bytes at `text` and returns how many bytes remain.
  @inlinable @inline(__always)
  public static func compact(
    _ text: UnsafePointer<UInt8>, _ count: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    for index in 0..<count where text[index] > partBreak {
      out[written] = text[index]
      written &+= 1
    }
    return written
  }

  /// The compact folded form of `text` as a string: for configuration and tests, never per row.
  public static func key(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity(for: bytes.count)) { buffer in
        guard let out = buffer.baseAddress else { return "" }
        let count = words(UnsafeRawBufferPointer(bytes), into: out, capacity: buffer.count)
        let length = compact(out, count, into: out)
        return String(decoding: UnsafeBufferPointer(start: out, count: length), as: UTF8.self)
      }
    }
  }

  /// The folded form of `text` with its breaks, as a string: for configuration and tests, never per row.
  public static func words(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity(for: bytes.count)) { buffer in
        guard let out = buffer.baseAddress else { return "" }
        let count = words(UnsafeRawBufferPointer(bytes), into: out, capacity: buffer.count)
        return String(decoding: UnsafeBufferPointer(start: out, count: count), as: UTF8.self)
      }
    }
  }

  /// The scalar that starts at `index` and its length in bytes; what is not UTF-8 reads as U+FFFD, one byte at a time.
  static func decode(_ text: UnsafeRawBufferPointer, _ index: Int) -> (UInt32, Int) {
    let first = UInt32(text[index])
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, index + length <= text.count else { return (0xFFFD, 1) }
    var value = first & (0x7F >> UInt32(length))
    for offset in 1..<length {
      let byte = UInt32(text[index + offset])
      guard byte & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | byte & 0x3F
    }
    return (value, length)
  }
}

/// Writes folded text and keeps what folding has to remember between characters.
private struct FoldWriter {
  let out: UnsafeMutablePointer<UInt8>
  let capacity: Int
  private var count = 0
  /// The break that goes before the next letter; 0 for none.
  private var pending: UInt8 = 0
  /// Letters of the current word.
  private var wordLength = 0
  /// An Indic consonant stands open: its inherent vowel has not been written yet.
  private var openConsonant = false
  /// Whether that consonant's script drops the inherent vowel at the end of a word.
  private var dropsFinalVowel = false

  init(out: UnsafeMutablePointer<UInt8>, capacity: Int) {
    self.out = out
    self.capacity = capacity
  }

  @inline(__always)
  private mutating func put(_ byte: UInt8) {
    if pending != 0 {
      if count > 0, count < capacity {
        out[count] = pending
        count &+= 1
      }
      pending = 0
      wordLength = 0
    }
    guard count < capacity else { return }
    out[count] = byte
    count &+= 1
    wordLength &+= 1
  }

  @inline(__always)
  private mutating func breakWord(_ kind: UInt8) {
    if openConsonant { closeWord() }
    if pending != Folding.partBreak { pending = kind }
  }

  private mutating func closeWord() {
    openConsonant = false
    if !dropsFinalVowel { put(0x61) }
  }

  /// Writes the inherent vowel of an open consonant that another letter follows.
  @inline(__always)
  private mutating func closeConsonant() {
    if openConsonant {
      openConsonant = false
      put(0x61)
    }
  }

  @inline(__always)
  mutating func ascii(_ byte: UInt8, next: UInt8) {
    let lower = byte | 0x20
    if lower &- 0x61 < 26 {
      if openConsonant { closeWord() }
      put(lower)
    } else if byte &- 0x30 < 10 {
      if openConsonant { closeWord() }
      put(byte)
    } else {
      punctuation(byte, next)
    }
  }

  private mutating func punctuation(_ byte: UInt8, _ next: UInt8) {
    switch byte {
    case 0x27, 0x60, 0x2A: break  // ' ` *
    case 0x2E:  // a point after a single letter joins initials: M.I.D.C.
      if wordLength == 1, pending == 0, (next | 0x20) &- 0x61 < 26 {
        pendingInitial()
      } else {
        breakWord(Folding.wordBreak)
      }
    case 0x26:  // &
      breakWord(Folding.wordBreak)
      put(0x61)
      put(0x6E)
      put(0x64)
      breakWord(Folding.wordBreak)
    // Three blanks in a row stand for a comma.
    case 0x20 where next == 0x20 && pending != 0: breakWord(Folding.partBreak)
    case 0x2C, 0x3B, 0x28, 0x29, 0x2F, 0x40, 0x0A, 0x0D, 0x5B, 0x5D, 0x7C: breakWord(Folding.partBreak)
    default: breakWord(Folding.wordBreak)
    }
  }

  /// Keeps the word open so that the next initial joins it.
  private mutating func pendingInitial() { wordLength = 0 }

  mutating func scalar(_ scalar: UInt32) {
    switch Transliteration.of(scalar) {
    case .nothing: break
    case .wordBreak: breakWord(Folding.wordBreak)
    case .partBreak: breakWord(Folding.partBreak)
    case .letters(let packed):
      if openConsonant { closeWord() }
      letters(packed)
    case .vowel(let packed):
      closeConsonant()
      letters(packed)
    case .consonant(let packed, let drops):
      closeConsonant()
      letters(packed)
      openConsonant = true
      dropsFinalVowel = drops
    case .vowelSign(let packed):
      openConsonant = false
      letters(packed)
    case .virama: openConsonant = false
    case .nasal(let packed):
      closeConsonant()
      letters(packed)
    }
  }

  private mutating func letters(_ packed: UInt32) {
    var rest = packed
    while rest != 0 {
      put(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  mutating func finish() -> Int {
    if openConsonant { closeWord() }
    return count
  }
}
