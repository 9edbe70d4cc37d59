import Model

/// What a text says about a product.
struct TextMatch {
  /// The best group, or `CodedBatch.noProduct`.
  var group = CodedBatch.noProduct
  /// Its score, 0 for none.
  var score: Int32 = 0
  /// Whether another group matched equally well.
  var isTied = false
  /// The way of making that the text names, if any.
  var making: ProductionClass?
}

/// Finds the product that a text names: a scored match of phrases.
///
/// The longest known phrase that begins at each word counts, unless it lies wholly within an earlier one; each group adds up
/// its phrases. The last phrase before a comma, a bracket or a "for" counts half as much again: it is the head of its noun
/// phrase ("brass and iron locks" are locks). What follows "from" or "for" up to the next comma or bracket counts an eighth,
/// what follows "excluding" or "without" not at all; "non" denies the phrase that begins at the next word. After a leading phrase
/// ("wholesale of") a whole list counts an eighth, commas or not; before a trailing phrase ("rice polishing machine") what stands
/// in its noun phrase does, back to a comma, a bracket, an "and" or an "of"; before what grows or digs ("tea plantation") it
/// counts not at all. Nor does what follows "growing of", and of the rest of its list no single word. A slash is a comma. The
/// best group wins; among equals the one named first, then the smaller index, and the match says that it was a tie. A group that
/// a phrase speaks against is out, and what its later phrases cover is free for others. Time is linear in the words of the text;
/// nothing is allocated.
struct TextMatcher: Sendable {
  let table: PhraseTable
  /// Most distinct groups that one text may name; further ones are ignored.
  static let slots = 24
  /// What is said beside the product counts one in so many: enough to name it where nothing else does.
  private static let aside: Int32 = 8

  /// Working memory of one thread.
  struct Scratch: ~Copyable {
    let words = TextTokens.Buffers.allocate()
    let groups = UnsafeMutablePointer<UInt16>.allocate(capacity: TextMatcher.slots)
    let scores = UnsafeMutablePointer<Int32>.allocate(capacity: TextMatcher.slots)
    /// The part of each score that stems from the noun phrase at hand.
    let recent = UnsafeMutablePointer<Int32>.allocate(capacity: TextMatcher.slots)
    let barred = UnsafeMutablePointer<Bool>.allocate(capacity: TextMatcher.slots)
    /// Receives each phrase that counted: first word, number of words, group, score. For explanations only.
    var trace: ((Int, Int, UInt16, Int32) -> Void)?

    deinit {
      words.deallocate()
      groups.deallocate()
      scores.deallocate()
      recent.deallocate()
      barred.deallocate()
    }
  }

  /// Matches `text`.
  func match(_ text: UnsafeRawBufferPointer, _ scratch: borrowing Scratch) -> TextMatch {
    let words = TextTokens.split(text, into: scratch.words, known: table.known)
    var result = TextMatch()
    var used = 0
    var divisor: Int32 = 1
    var isExcluded = false
    var growth = Growth.none
    var isBracketed = false
    var hasBar = false
    var covered = 0
    var denied = -1
    var isLed = false
    var head = Head()
    for index in 0..<words {
      let breaks = scratch.words.breaks[index]
      if breaks & (TextTokens.turn | TextTokens.comma) != 0 {
        let isTurn = breaks & TextTokens.turn != 0
        head.settle(scratch)
        begin(used, scratch)
        isExcluded = false
        if breaks & TextTokens.stop != 0 { growth = .none }
        if breaks & TextTokens.closing != 0, growth == .bracketed { growth = .none }
        if growth == .direct { growth = .listed }
        isBracketed = breaks & TextTokens.opening != 0 || isBracketed && breaks & TextTokens.closing == 0
        if isTurn || !isLed {
          divisor = 1
          isLed = false
        }
      }
      if breaks & TextTokens.joint != 0 { begin(used, scratch) }
      if breaks & TextTokens.first == 0 { continue }
      let (meaning, length) = longest(at: index, words, scratch)
      guard meaning >= 0, index + length > covered else { continue }
      // What a barred group claims is free for others: "manufacture and repair of transformers" are transformers.
      if hasBar, isBarred(meaning, used, scratch) { continue }
      // "Machinery spares" weakens nothing in "rice mill machinery spares", of which it is a part.
      let overlaps = index < covered
      covered = index + length
      if index == denied { continue }
      var next = meaning
      while next >= 0 {
        let found = table.meanings[Int(next)]
        next = found.next
        switch found.kind {
        case .aside, .lead, .exclusion:
          head.settle(scratch)
          begin(used, scratch)
          if found.kind == .exclusion { isExcluded = true } else { divisor = Self.aside }
          if found.kind == .lead { isLed = true }
        case .trail, .primary:
          // How a product is made ("by vacuum forming machines") weakens nothing.
          if found.kind == .trail, divisor > 1 || overlaps { continue }
          for slot in 0..<used {
            let left = found.kind == .trail ? scratch.recent[slot] / Self.aside : 0
            scratch.scores[slot] &-= scratch.recent[slot] &- left
          }
          head = Head()
          begin(used, scratch)
        case .joint: begin(used, scratch)
        case .growth:
          head.settle(scratch)
          begin(used, scratch)
          growth = isBracketed ? .bracketed : .direct
        case .manufacture: growth = .none
        case .process:
          begin(used, scratch)
          growth = .none
        case .negation: denied = index + length
        case .making: if !isExcluded { result.making = ProductionClass(rawValue: UInt8(found.group)) }
        case .product, .against:
          if isExcluded || growth == .direct || growth == .bracketed { continue }
          if growth == .listed {
            // A crop or a mineral has a name of one word, what is made of it mostly more.
            if length == 1 { continue }
            growth = .none
          }
          var slot = 0
          while slot < used, scratch.groups[slot] != found.group { slot += 1 }
          if slot == used {
            if used == Self.slots { continue }
            used += 1
            scratch.groups[slot] = found.group
            scratch.scores[slot] = 0
            scratch.recent[slot] = 0
            scratch.barred[slot] = false
          }
          if found.kind == .against {
            scratch.barred[slot] = true
            hasBar = true
          } else {
            scratch.scores[slot] &+= found.score / divisor
            scratch.recent[slot] &+= found.score / divisor
            head = Head(slot: slot, score: found.score / divisor)
            scratch.trace?(index, length, found.group, found.score / divisor)
          }
        }
      }
    }
    head.settle(scratch)
    for slot in 0..<used where !scratch.barred[slot] && scratch.scores[slot] > 0 {
      if scratch.scores[slot] > result.score {
        result.group = scratch.groups[slot]
        result.score = scratch.scores[slot]
        result.isTied = false
      } else if scratch.scores[slot] == result.score {
        result.isTied = true
      }
    }
    return result
  }

  /// What is said to be grown, caught or dug: nothing, what follows up to a comma or bracket, the rest of the list, or of the
  /// bracket.
  private enum Growth { case none, direct, listed, bracketed }

  /// Whether a phrase speaks for groups alone that another phrase has barred.
  private func isBarred(_ meaning: Int32, _ used: Int, _ scratch: borrowing Scratch) -> Bool {
    var next = meaning
    while next >= 0 {
      let found = table.meanings[Int(next)]
      next = found.next
      guard found.kind == .product || found.kind == .lead || found.kind == .trail else { return false }
      var slot = 0
      while slot < used, scratch.groups[slot] != found.group { slot += 1 }
      guard slot < used, scratch.barred[slot] else { return false }
    }
    return true
  }

  /// Begins a new noun phrase.
  @inline(__always)
  private func begin(_ used: Int, _ scratch: borrowing Scratch) {
    for slot in 0..<used { scratch.recent[slot] = 0 }
  }

  /// The last phrase so far that named a product.
  private struct Head {
    var slot = -1
    var score: Int32 = 0

    /// Gives the phrase its weight as the head of what was said.
    mutating func settle(_ scratch: borrowing Scratch) {
      if slot >= 0 { scratch.scores[slot] &+= score / 2 }
      slot = -1
    }
  }

  /// The first meaning of the longest phrase that begins at word `index`, and its number of words.
  @inline(__always)
  private func longest(at index: Int, _ words: Int, _ scratch: borrowing Scratch) -> (meaning: Int32, length: Int) {
    var hash: UInt64 = 0
    var best: (Int32, Int) = (-1, 1)
    let end = min(words, index + table.longest)
    for word in index..<end {
      hash = TextTokens.combine(hash, scratch.words.hashes[word])
      let meaning = table.lookup(hash)
      if meaning == PhraseTable.unknown { break }
      if meaning >= 0 { best = (meaning, word - index + 1) }
    }
    return best
  }
}
