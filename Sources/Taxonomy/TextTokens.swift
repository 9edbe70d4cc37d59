import Model

/// The words of a text as hashes: case, plural, double letters and punctuation do not matter.
///
/// Initials are one word ("M.S." is "ms"), as are three single letters or more that blanks or hyphens part where the whole is
/// known ("P V C"). A possessive s belongs to its word, and a word that its source tore in two is put together where the whole is
/// known and a piece is not ("pa per", "R O"). Letters outside ASCII are kept as their bytes, so that words in Indian scripts match themselves;
/// curly quotes, dashes and no-break spaces are what they look like. No allocation: words go into buffers of the caller.
enum TextTokens {
  /// Most words of a text that are looked at; what follows is ignored.
  static let limit = 96

  /// Splits `bytes` into at most `limit` words; writes each word's hash, what stands before it and its bytes, returns the number.
  static func split(_ bytes: UnsafeRawBufferPointer, into words: Buffers, known: borrowing KnownWords) -> Int {
    guard let text = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
    let end = bytes.count
    var count = 0
    var index = 0
    var pendingBreak: UInt8 = 0
    /// What is known of the word before, and whether the next one may be its rest.
    var previous = KnownWords.Rank.whole
    var previousLength = 0
    let letters = words.letters
    while index < end, count < limit {
      if letters[Int(text[index])] == 0 {
        let mark = text[index] < 0x80 ? 1 : Mark.length(text, end, index)
        if mark > 0 {
          pendingBreak |= kind(ofBreak: text[index])
          index &+= mark
          continue
        }
      }
      let start = index
      var word = FoldedWord()
      index = read(text, end, letters, from: start, into: &word)
      if word.isLetter, let initials = spaced(text, end, from: start, known: known) {
        index = initials.end
        append(initials.word.singular, pendingBreak | (initials.rank.contains(.first) ? first : 0), start..<index)
        pendingBreak = 0
        previous = .whole
        continue
      }
      let hash = word.singular
      // A letter alone is known as no word.
      let rank = word.isLetter ? known.rank(hash).intersection(.first) : known.rank(hash)
      if pendingBreak == 0, rank.isDisjoint(with: .whole), previous.isDisjoint(with: .whole),
        !(rank.contains(.known) && previous.contains(.known)), min(index - start, previousLength) <= shortPiece
      {
        var joined = FoldedWord()
        _ = read(text, end, letters, from: Int(words.starts[count - 1]), into: &joined)
        _ = read(text, end, letters, from: start, into: &joined)
        let joinedRank = known.rank(joined.singular)
        if joinedRank.contains(.known) {
          words.hashes[count - 1] = joined.singular
          words.breaks[count - 1] = words.breaks[count - 1] & ~first | (joinedRank.contains(.first) ? first : 0)
          words.ends[count - 1] = UInt32(truncatingIfNeeded: index)
          previous = .whole
          continue
        }
      }
      append(hash, pendingBreak | (rank.contains(.first) ? first : 0), start..<index)
      pendingBreak = 0
      previous = rank
      previousLength = index - start
    }
    return count

    func append(_ hash: UInt64, _ breaks: UInt8, _ range: Range<Int>) {
      words.hashes[count] = hash
      words.breaks[count] = breaks
      words.starts[count] = UInt32(truncatingIfNeeded: range.lowerBound)
      words.ends[count] = UInt32(truncatingIfNeeded: range.upperBound)
      count &+= 1
    }
  }

  /// Most letters of the shorter of two pieces of a torn word.
  private static let shortPiece = 4

  /// Where the words of a text go: room for `limit` each.
  struct Buffers {
    let hashes: UnsafeMutablePointer<UInt64>
    let breaks: UnsafeMutablePointer<UInt8>
    /// First byte of each word in the text, and the one after its last.
    let starts: UnsafeMutablePointer<UInt32>
    let ends: UnsafeMutablePointer<UInt32>
    /// For each byte the letter that it counts as, 0 for none, or where what follows must be looked at (`Mark`).
    let letters: UnsafeMutablePointer<UInt8>

    /// One table for all, never changed.
    nonisolated(unsafe) private static let sharedLetters = {
      let letters = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
      for byte in UInt8.min...UInt8.max {
        letters[Int(byte)] = isWord(byte) && byte != Mark.two && byte != Mark.three ? lower(byte) : 0
      }
      return letters
    }()

    static func allocate() -> Buffers {
      Buffers(
        hashes: .allocate(capacity: limit), breaks: .allocate(capacity: limit), starts: .allocate(capacity: limit),
        ends: .allocate(capacity: limit), letters: sharedLetters)
    }

    func deallocate() {
      hashes.deallocate()
      breaks.deallocate()
      starts.deallocate()
      ends.deallocate()
    }
  }

  /// Adds the word that begins at `start`; returns the place after it.
  @inline(__always)
  private static func read(
    _ text: UnsafePointer<UInt8>, _ end: Int, _ letters: UnsafeMutablePointer<UInt8>, from start: Int,
    into word: inout FoldedWord
  ) -> Int {
    var index = start
    while index < end {
      let letter = letters[Int(text[index])]
      if letter == 0 {
        if text[index] < 0x80 || Mark.length(text, end, index) > 0 { break }
        word.add(text[index])
      } else {
        word.add(letter)
      }
      index &+= 1
    }
    guard index &+ 1 < end else { return index }
    let apostrophe = text[index] == 0x27 ? 1 : text[index] < 0x80 ? 0 : Mark.apostrophe(text, end, index)
    if apostrophe > 0 {
      let last = index &+ apostrophe
      guard last < end, lower(text[last]) == 0x73, isLast(text, end, last) else { return index }
      word.add(0x73)
      return last &+ 1
    }
    guard text[index] == 0x2E, index == start &+ 1, isLetter(text[start]) else { return index }
    // Initials: single letters with a full stop after each; the last stop may be missing.
    while index &+ 1 < end, text[index] == 0x2E, isLetter(text[index &+ 1]), isLast(text, end, index &+ 1) {
      word.add(lower(text[index &+ 1]))
      index &+= 2
    }
    return index > start &+ 1 && index < end && text[index] == 0x2E ? index &+ 1 : index
  }

  /// Whether the word ends with the byte at `index`.
  @inline(__always)
  static func isLast(_ text: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> Bool {
    index &+ 1 == end || !isWord(text[index &+ 1])
      || text[index &+ 1] >= 0x80 && Mark.length(text, end, index &+ 1) > 0
  }

  /// A break after which the sentence turns to something else: full stop, semicolon, bracket.
  static let turn: UInt8 = 1
  /// With `turn`: a bracket opens.
  static let opening: UInt8 = 16
  /// With `turn`: a bracket closes.
  static let closing: UInt8 = 32
  /// With `turn`: a full stop, a semicolon or a line end.
  static let stop: UInt8 = 64
  /// A comma or a slash: a turn as well, but not out of the list that a leading phrase began.
  static let comma: UInt8 = 4
  /// An ampersand or a plus sign: "and".
  static let joint: UInt8 = 8
  /// Not a break: the word begins some phrase.
  static let first: UInt8 = 2

  @inline(__always)
  static func isWord(_ byte: UInt8) -> Bool {
    (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x30 && byte <= 0x39) || byte >= 0x80
  }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A }

  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  @inline(__always)
  private static func kind(ofBreak byte: UInt8) -> UInt8 {
    switch byte {
    case 0x2C, 0x2F: comma
    case 0x26, 0x2B: joint
    case 0x2E, 0x3B, 0x0A: turn | stop
    case 0x28, 0x5B: turn | opening
    case 0x29, 0x5D: turn | closing
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

  /// The hashes of the words of a keyword, by the same rules, none of them put together. For building tables only.
  static func words(of text: String) -> [UInt64] {
    let buffers = Buffers.allocate()
    defer { buffers.deallocate() }
    return Array(text.utf8).withUnsafeBytes { bytes in
      let count = split(bytes, into: buffers, known: KnownWords())
      return Array(UnsafeBufferPointer(start: buffers.hashes, count: count))
    }
  }

  /// The hash of a whole phrase, 0 for one without words.
  static func phrase(_ text: String) -> UInt64 { words(of: text).reduce(0, combine) }
}
