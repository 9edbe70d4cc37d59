/// The words that any phrase holds: they tell a word that is torn in its source from two words, and spare the search for phrases
/// where none begins.
///
/// Open addressing, at most half full, 32 bits a word so that the set stays in the nearest cache: one probe for nearly every
/// word. Two words that share 29 bits and a slot would pass for each other; of the words of a language hardly any do. The bare set
/// knows nothing.
struct KnownWords: Sendable {
  /// What is known of a word; nothing of most.
  struct Rank: OptionSet, BitwiseCopyable {
    let rawValue: UInt32

    /// Some phrase begins with it.
    static let first = Rank(rawValue: 1)
    /// It stands between products everywhere, and is no piece of another word.
    static let whole = Rank(rawValue: 2)
    /// Some phrase holds it.
    static let known = Rank(rawValue: 4)
  }

  /// Whether it holds no word.
  let isEmpty: Bool
  private let mask: Int
  /// The upper bits of a word's hash over its rank; 0 for a free slot.
  private let keys: [UInt32]

  init(_ words: [(hash: UInt64, rank: Rank)] = []) {
    var capacity = 4
    while capacity < Set(words.map(\.hash)).count * 2 { capacity *= 2 }
    mask = capacity - 1
    isEmpty = words.isEmpty
    var keys = Array(repeating: UInt32(0), count: capacity)
    for (hash, rank) in words {
      let key = Self.key(hash)
      var slot = Int(truncatingIfNeeded: hash) & (capacity - 1)
      while keys[slot] != 0, keys[slot] & ~7 != key { slot = (slot + 1) & (capacity - 1) }
      keys[slot] |= key | rank.union(.known).rawValue
    }
    self.keys = keys
  }

  @inline(__always)
  private static func key(_ hash: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: hash >> 32) & ~7 }

  /// What is known of the word.
  @inline(__always)
  func rank(_ word: UInt64) -> Rank {
    let key = Self.key(word)
    var slot = Int(truncatingIfNeeded: word) & mask
    while keys[slot] != 0 {
      if keys[slot] & ~7 == key { return Rank(rawValue: keys[slot] & 7) }
      slot = (slot &+ 1) & mask
    }
    return []
  }
}
