import Model

/// What a phrase means when it stands in a text.
struct PhraseMeaning: BitwiseCopyable {
  enum Kind: UInt8, BitwiseCopyable {
    /// Speaks for `group`.
    case product
    /// Speaks against `group`.
    case against
    /// Tells the way of making, `ProductionClass.rawValue` in `group`.
    case making
    /// What follows is an ingredient or a customer, not the product: "from", "for".
    case aside
    /// What follows is left out: "excluding", "without".
    case exclusion
  }

  var kind: Kind
  var group: UInt16
  var score: Int32
  /// The next meaning of the same phrase, −1 for none.
  var next: Int32
}

/// All phrases that coding knows, by the hash of their words: open addressing, one probe for most words of a text.
struct PhraseTable: Sendable {
  private let mask: Int
  private let keys: [UInt64]
  private let first: [Int32]
  let meanings: [PhraseMeaning]
  /// Words of the longest phrase.
  let longest: Int

  /// Words after which a text tells what the product is made from or for, or names one kind of it.
  private static let asides = ["from", "for", "using", "with", "by", "of the", "used in", "out of", "including"]
  /// Words after which a text tells what is left out.
  private static let exclusions = ["excluding", "except", "exclude", "without", "other than", "not", "non"]

  /// Score of a phrase: longer phrases say more, and more than linearly, so that a phrase outweighs its words.
  static func score(words: Int, letters: Int) -> Int32 { Int32(words * words * 20 + min(letters, 20)) }

  init(groups: [ProductGroup], makings: [MakingWord]) {
    var entries: [(key: UInt64, words: Int, meaning: PhraseMeaning)] = []
    func add(_ text: String, _ kind: PhraseMeaning.Kind, _ group: UInt16, half: Bool = false) {
      let words = TextTokens.words(of: text)
      guard !words.isEmpty, words.count <= Keyword.maxWords else { return }
      let score = Self.score(words: words.count, letters: text.utf8.count) / (half ? 2 : 1)
      entries.append(
        (
          words.reduce(0, TextTokens.combine), words.count,
          PhraseMeaning(kind: kind, group: group, score: score, next: -1)
        ))
    }
    for (index, group) in groups.enumerated() {
      for keyword in group.keywords {
        add(
          keyword.text, keyword.strength == .against ? .against : .product, UInt16(index),
          half: keyword.strength == .weak)
      }
    }
    for making in makings { add(making.words, .making, UInt16(making.productionClass.rawValue)) }
    for word in Self.asides { add(word, .aside, 0) }
    for word in Self.exclusions { add(word, .exclusion, 0) }

    var capacity = 64
    while capacity < entries.count * 3 { capacity *= 2 }
    mask = capacity - 1
    var keys = Array(repeating: UInt64(0), count: capacity)
    var first = Array(repeating: Int32(-1), count: capacity)
    var meanings: [PhraseMeaning] = []
    for entry in entries {
      var slot = Int(truncatingIfNeeded: entry.key) & (capacity - 1)
      while first[slot] >= 0, keys[slot] != entry.key { slot = (slot + 1) & (capacity - 1) }
      var meaning = entry.meaning
      meaning.next = first[slot]
      keys[slot] = entry.key
      first[slot] = Int32(meanings.count)
      meanings.append(meaning)
    }
    self.keys = keys
    self.first = first
    self.meanings = meanings
    longest = entries.map(\.words).max() ?? 1
  }

  /// The first meaning of a phrase, −1 for an unknown one.
  @inline(__always)
  func lookup(_ key: UInt64) -> Int32 {
    var slot = Int(truncatingIfNeeded: key) & mask
    while first[slot] >= 0 {
      if keys[slot] == key { return first[slot] }
      slot = (slot + 1) & mask
    }
    return -1
  }
}
