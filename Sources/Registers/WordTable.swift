import Model

/// The words that a column of choices allows, for matching bytes without regard to case, blanks and punctuation.
struct WordTable: Sendable {
  private struct Entry: BitwiseCopyable {
    var words: (UInt64, UInt64, UInt64, UInt64)
    var count: Int
    var value: UInt8
  }

  /// The longest word that can match, in folded bytes.
  static let longestWord = FoldedText.capacity

  private let entries: [Entry]

  /// A table of `words`; the first of equal ones wins, and those longer than `FoldedText.capacity` never match.
  init(_ words: RegisterSchema.Words) {
    entries = words.entries.compactMap { word, value in
      var folded = FoldedText()
      for byte in HeaderName.fold(word).utf8 where !folded.append(byte) { return nil }
      return Entry(words: folded.words, count: folded.count, value: value)
    }
  }

  /// The value of `text`; nil when the text is no word of the table.
  func value(of text: UnsafeRawBufferPointer) -> UInt8? {
    var folded = FoldedText()
    var index = 0
    while index < text.count {
      let width = ForeignBlank.width(text, index)
      if width == 0, !folded.append(text[index]) { return nil }
      index += max(width, 1)
    }
    let words = folded.words
    let count = folded.count
    return entries.withUnsafeBufferPointer { entries in
      for index in 0..<entries.count {
        let entry = entries[index]
        if entry.words.0 == words.0, entry.count == count, entry.words.1 == words.1, entry.words.2 == words.2,
          entry.words.3 == words.3
        {
          return entry.value
        }
      }
      return nil
    }
  }
}

/// The words of every column of choices of a schema.
struct ChoiceTables: Sendable {
  let operating: WordTable
  let household: WordTable
  let registered: WordTable
  let siteKind: WordTable
  /// Roles have the words of the interface in every register.
  let actorRole: WordTable
  /// By `TraitField.rawValue`.
  let traits: [WordTable]

  init(_ schema: RegisterSchema) {
    operating = WordTable(schema.operatingWords)
    household = WordTable(schema.householdWords)
    registered = WordTable(schema.registeredWords)
    siteKind = WordTable(schema.siteKindWords)
    traits = schema.traitWords.map { WordTable($0) }
    actorRole = WordTable(
      RegisterSchema.Words(ActorRole.allCases.dropFirst().map { ($0.name, $0.rawValue) }))
  }
}
