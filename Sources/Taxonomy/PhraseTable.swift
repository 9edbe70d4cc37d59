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
    /// What follows, the rest of a list with it, is what a trade or process deals with: "wholesale of".
    case lead
    /// What stands before it in the same noun phrase is what it works on: "machine", "repairing".
    case trail
    /// What stands before it in the same noun phrase is grown, caught or dug: "plantation", "quarry".
    case primary
    /// Begins a new noun phrase of equal weight: "and", "of".
    case joint
    /// What follows is left out: "excluding", "without".
    case exclusion
    /// What follows is grown, caught or dug, and so are the single words of the rest of its list: "growing of".
    case growth
    /// Something is made after all: "manufacture".
    case manufacture
    /// What was grown or dug is processed too: "quarrying and polishing".
    case process
    /// The phrase that begins at the next word is left out: "non".
    case negation
  }

  var kind: Kind
  var group: UInt16
  var score: Int32
  /// The next meaning of the same phrase, −1 for none.
  var next: Int32
}

/// All phrases that coding knows, by the hash of their words: open addressing, one probe for most words of a text.
///
/// The beginnings of longer phrases stand there too, so that a search ends at the first word that leads no further.
struct PhraseTable: Sendable {
  /// A phrase or the beginning of one. Half of its hash is enough: two phrases that share it and the slot would pass for each other.
  private struct Slot: BitwiseCopyable {
    var key: UInt32 = 0
    /// The first meaning, `beginning` for the mere beginning of a phrase, `unknown` for a free slot.
    var first = PhraseTable.unknown
  }

  private let mask: Int
  /// Eight bytes each, at most half of them taken: nearly every search stays within one line of the cache.
  private let slots: [Slot]
  /// What `lookup` gives for words that begin no phrase.
  static let unknown: Int32 = -1
  /// What `lookup` gives for words that only begin one.
  static let beginning: Int32 = -2
  let meanings: [PhraseMeaning]
  /// All words of all phrases, and the common ones.
  let known: KnownWords
  /// Words of the longest phrase.
  let longest: Int

  /// Words after which a text tells what the product is made from or for, or names one kind of it.
  private static let asides = [
    "from", "for", "using", "with", "by", "of the", "used in", "out of", "including", "made of", "related to",
    "incidental to", "similar", "having",
  ]
  /// Words after which a text tells what is left out.
  private static let exclusions = ["excluding", "except", "exclude", "without", "other than", "not"]
  /// Words before what is grown, caught or dug: farming, fishing and mining are no industry here, whatever they name.
  private static let growths = [
    "growing of", "cultivation of", "farming of", "gathering of", "rearing of", "breeding of", "mining of",
    "quarrying of", "plantation of", "quarry of",
  ]
  /// Words that say that something is made, whatever was grown or dug for it.
  private static let manufactures = [
    "manufacture", "manufacturing", "manufacturer", "mfg", "mfr", "production", "processing", "making", "milling",
    "factory", "polishing", "crushing", "grinding",
  ]
  /// Words after what is grown, caught or dug.
  private static let primaries = [
    "cultivation", "farming", "farm", "grower", "rearing", "breeding", "plantation", "orchard", "tea estate",
    "coffee estate", "rubber estate", "mining", "mine", "quarrying", "quarry",
  ]
  /// What may follow a primary that makes an industry of it again: "granite quarrying and polishing".
  private static let processes = [
    "processing", "polishing", "cutting", "slab cutting", "grinding", "milling", "crushing", "dressing", "roasting",
    "curing", "drying", "washing", "pressing", "reeling", "extraction", "distillation", "beneficiation", "factory",
  ]
  /// Words that join or relate: what stands before them is no part of the noun phrase that follows.
  private static let joints = ["and", "or", "of", "in", "on", "at", "to"]
  /// Words that deny the next phrase alone.
  private static let negations = ["non"]

  /// Words that stand beside products everywhere: they are whole, whatever word they could be a piece of.
  private static let common = [
    "manufacture", "of", "and", "or", "the", "in", "to", "other", "such", "as", "used", "made", "unit", "product",
    "service",
    "activity", "etc", "is", "all", "including", "for", "from", "with", "by", "on", "making", "manufacturing",
  ]

  /// Score of a phrase: longer phrases say more, and more than linearly, so that a phrase outweighs its words.
  static func score(words: Int, letters: Int) -> Int32 { Int32(words * words * 20 + min(letters, 20)) }

  init(groups: [ProductGroup], makings: [MakingWord]) {
    var entries: [(key: UInt64, words: Int, meaning: PhraseMeaning)] = []
    var beginnings: [UInt64] = []
    var known: [(hash: UInt64, rank: KnownWords.Rank)] = []
    for text in Self.common { known += TextTokens.words(of: text).map { ($0, .whole) } }
    func add(_ text: String, _ kind: PhraseMeaning.Kind, _ group: UInt16, half: Bool = false) {
      let words = TextTokens.words(of: text)
      guard !words.isEmpty, words.count <= Keyword.maxWords else { return }
      var beginning: UInt64 = 0
      for word in words.dropLast() {
        beginning = TextTokens.combine(beginning, word)
        beginnings.append(beginning)
      }
      for (place, word) in words.enumerated() { known.append((word, place == 0 ? .first : .known)) }
      let score = Self.score(words: words.count, letters: text.utf8.count) / (half ? 2 : 1)
      entries.append(
        (
          words.reduce(0, TextTokens.combine), words.count,
          PhraseMeaning(kind: kind, group: group, score: score, next: -1)
        ))
    }
    for (index, group) in groups.enumerated() {
      for keyword in group.keywords {
        // The meaning that was added last comes first: a product counts in full before what follows is set aside, and after
        // what stands before it was.
        if keyword.strength == .leading { add(keyword.text, .lead, UInt16(index)) }
        add(
          keyword.text, keyword.strength == .against ? .against : .product, UInt16(index),
          half: keyword.strength == .weak)
        if keyword.strength == .trailing { add(keyword.text, .trail, UInt16(index)) }
      }
    }
    for making in makings { add(making.words, .making, UInt16(making.productionClass.rawValue)) }
    for word in Self.asides { add(word, .aside, 0) }
    for word in Self.exclusions { add(word, .exclusion, 0) }
    for word in Self.growths { add(word, .growth, 0) }
    for word in Self.manufactures { add(word, .manufacture, 0) }
    for word in Self.primaries {
      add(word, .primary, 0)
      // Joined with a process, it says nothing of its own.
      for process in Self.processes {
        add("\(word) and \(process)", .process, 0)
        add("\(word) \(process)", .process, 0)
      }
    }
    for word in Self.joints { add(word, .joint, 0) }
    for word in Self.negations { add(word, .negation, 0) }

    var capacity = 64
    while capacity < Set(entries.map(\.key) + beginnings).count * 2 { capacity *= 2 }
    mask = capacity - 1
    var slots = Array(repeating: Slot(), count: capacity)
    func slot(_ key: UInt64) -> Int {
      var slot = Int(truncatingIfNeeded: key) & (capacity - 1)
      while slots[slot].first != Self.unknown, slots[slot].key != Self.half(key) { slot = (slot + 1) & (capacity - 1) }
      return slot
    }
    var meanings: [PhraseMeaning] = []
    for entry in entries {
      let slot = slot(entry.key)
      var meaning = entry.meaning
      meaning.next = slots[slot].first
      slots[slot] = Slot(key: Self.half(entry.key), first: Int32(meanings.count))
      meanings.append(meaning)
    }
    for key in beginnings {
      let slot = slot(key)
      if slots[slot].first == Self.unknown { slots[slot] = Slot(key: Self.half(key), first: Self.beginning) }
    }
    self.slots = slots
    self.meanings = meanings
    longest = entries.map(\.words).max() ?? 1
    self.known = KnownWords(known)
  }

  /// The first meaning of a phrase; else whether its words begin one, as `beginning` or `unknown`.
  @inline(__always)
  func lookup(_ key: UInt64) -> Int32 {
    var slot = Int(truncatingIfNeeded: key) & mask
    while slots[slot].first != Self.unknown {
      if slots[slot].key == Self.half(key) { return slots[slot].first }
      slot = (slot &+ 1) & mask
    }
    return Self.unknown
  }

  @inline(__always)
  private static func half(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key >> 32) }
}
