/// Initials with blanks between them, and punctuation outside ASCII.
extension TextTokens {
  /// The word that the single letter at `start` begins with two or more further ones, a blank or hyphen between all of them, a full
  /// stop before it or not: the longest that is known, and the place after it. Nil where none is.
  static func spaced(
    _ text: UnsafePointer<UInt8>, _ end: Int, from start: Int, known: borrowing KnownWords
  ) -> (word: FoldedWord, rank: KnownWords.Rank, end: Int)? {
    guard isLetter(text[start]), let gap = Gap(text, end, after: start), !gap.isStopAlone else { return nil }
    var best: (FoldedWord, KnownWords.Rank, Int)?
    var word = FoldedWord()
    var (index, letters) = (start, 0)
    while isLetter(text[index]), isLast(text, end, index) {
      word.add(lower(text[index]))
      letters += 1
      if letters > 2 {
        // Tables are built before anything is known.
        let rank = known.isEmpty ? .known : known.rank(word.singular)
        let stop = gap.hasStop && index &+ 1 < end && text[index &+ 1] == 0x2E ? 1 : 0
        if rank.contains(.known) { best = (word, rank, index &+ 1 &+ stop) }
      }
      guard let next = Gap(text, end, after: index), next == gap else { break }
      index &+= 1 &+ next.length
    }
    return best
  }

  /// What stands between two initials.
  private struct Gap: Equatable {
    var hasStop = false
    /// A blank or a hyphen.
    var blank: UInt8 = 0
    var length = 0

    /// A stop alone parts no words.
    var isStopAlone: Bool { blank == 0 }

    /// What follows the letter at `index` when another byte follows that; nil for nothing.
    init?(_ text: UnsafePointer<UInt8>, _ end: Int, after index: Int) {
      var next = index &+ 1
      if next < end, text[next] == 0x2E {
        hasStop = true
        next &+= 1
      }
      if next < end, text[next] == 0x20 || text[next] == 0x2D {
        blank = text[next]
        next &+= 1
      } else if next < end, text[next] >= 0x80 {
        let mark = Mark.length(text, end, next)
        if mark == 2, text[next &+ 1] == 0xA0 { blank = 0x20 }
        // Hyphens and dashes.
        if mark == 3, text[next &+ 2] >= 0x90, text[next &+ 2] <= 0x94 { blank = 0x2D }
        if blank != 0 { next &+= mark }
      }
      length = next &- index &- 1
      guard length > 0, next < end else { return nil }
    }

    static func == (a: Gap, b: Gap) -> Bool { a.hasStop == b.hasStop && a.blank == b.blank }
  }

  /// Punctuation outside ASCII.
  enum Mark {
    /// First bytes of the no-break space and its like, and of curly quotes and dashes; Indian scripts have others.
    static let two: UInt8 = 0xC2
    static let three: UInt8 = 0xE2

    /// Bytes of the punctuation at `index`, 0 where none is. Joiners within words of Indian scripts are none.
    static func length(_ text: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> Int {
      if text[index] == two { return index &+ 1 < end ? 2 : 0 }
      guard text[index] == three, index &+ 2 < end, text[index &+ 1] == 0x80 else { return 0 }
      return text[index &+ 2] == 0x8C || text[index &+ 2] == 0x8D ? 0 : 3
    }

    /// Bytes of the curly apostrophe at `index`, 0 where none is.
    @inline(__always)
    static func apostrophe(_ text: UnsafePointer<UInt8>, _ end: Int, _ index: Int) -> Int {
      guard text[index] == three, index &+ 2 < end, text[index &+ 1] == 0x80 else { return 0 }
      return text[index &+ 2] == 0x99 ? 3 : 0
    }
  }
}
