import Testing

@testable import Taxonomy

/// Which writings of a word are one word, and where words begin and end.
struct TextTokensTests {
  /// The words of a text, given the words of some phrases.
  private func words(_ text: String, known: [(String, KnownWords.Rank)] = []) -> [UInt64] {
    let set = KnownWords(known.flatMap { word in TextTokens.words(of: word.0).map { ($0, word.1) } })
    let buffers = TextTokens.Buffers.allocate()
    defer { buffers.deallocate() }
    let count = Array(text.utf8).withUnsafeBytes { TextTokens.split($0, into: buffers, known: set) }
    return (0..<count).map { buffers.hashes[$0] }
  }

  @Test(arguments: [
    ("mills", "mill"), ("batteries", "battery"), ("boxes", "box"), ("brushes", "brush"), ("matches", "match"),
    ("glasses", "glass"), ("toys", "toy"), ("trays", "TRAY"), ("alloys", "alloy"), ("dall", "dal"),
    ("pappad", "papad"), ("Allluminium", "aluminium"), ("women's", "womens"), ("Men's", "mens"), ("M.S.", "ms"),
    ("M.S", "ms"), ("P.V.C.", "PVC"), ("electroencephalographies", "electroencephalography"),
    ("abcdefghijklmnopqrs", "abcdefghijklmnopqr"), ("taxies", "taxis"),
    ("dies", "die"), ("axes", "axe"), ("pickaxes", "pickaxe"), ("mixies", "mixie"), ("neckties", "necktie"),
    ("potatoes", "potato"), ("shoes", "shoe"), ("mangoes", "mangos"), ("lingeries", "lingerie"), ("gauzes", "gauze"),
    ("bronzes", "bronze"), ("cookies", "cookie"), ("movies", "movie"),
    ("caches", "cache"), ("axes", "ax"), ("P V C", "pvc"), ("H D P E", "hdpe"), ("P. V. C.", "pvc"), ("L-E-D", "led"),
    ("Women\u{2019}s", "women's"), ("\u{201C}papad\u{201D}", "papad"), ("\u{A0}papad", "papad"),
    ("ಹ\u{200D}", "ಹ\u{200D}"),
  ])
  func oneWord(left: String, right: String) {
    #expect(words(left).count == 1 && words(left) == words(right), "\(left), \(right)")
  }

  @Test(arguments: [
    ("glass", "gla"), ("gas", "ga"), ("bus", "bu"), ("10", "100"), ("11 kv", "1 kv"), ("silver", "silk"),
    ("abcdefghijklmnopq", "bcdefghijklmnopqa"), ("xabcdefghijklmnopqr", "yabcdefghijklmnopqr"), ("by", "bi"),
    ("press", "pres"),
  ])
  func twoWords(left: String, right: String) {
    #expect(words(left) != words(right), "\(left), \(right)")
  }

  @Test func initialsEndWhereAWordBegins() {
    #expect(words("M.S. pipes") == words("ms pipe"))
    #expect(words("oil. m.s.pipe") == words("oil ms pipe"))
    #expect(words("a.m.s. road") == words("ams road"))
    #expect(words("p. v. c. pipe") == words("pvc pipe"))
    #expect(words("R C C pipes") == words("rcc pipe") && words("pipes, R C C").count == 2)
    #expect(words("class b. copper").count == 3)
    // Two letters may be two words; three have no long word among them.
    #expect(words("grade a b").count == 3)
    #expect(words("a b steel").count == 3)
  }

  @Test func spacedInitialsAreOneWordWhereThatIsKnown() {
    let known: [(String, KnownWords.Rank)] = [("pvc", .first), ("hdpe", .known), ("tv", .first), ("ac", .first)]
    #expect(words("P V C pipes", known: known) == words("pvc pipes"))
    #expect(words("P. V. C. H.D.P.E. pipes", known: known) == words("pvc hdpe pipes"))
    #expect(words("P\u{A0}V\u{A0}C\u{A0}pipes", known: known) == words("pvc pipes"))
    #expect(words("(P\u{2013}V\u{2013}C)", known: known) == words("pvc"))
    // The longest that is known, then two by two; one kind of gap throughout.
    #expect(words("P V C A C", known: known) == words("pvc ac"))
    #expect(words("T V A C", known: known) == words("tv ac"))
    #expect(words("class P. V C", known: known).count == 4)
    #expect(words("a b d", known: known).count == 3)
    #expect(words("P V Cx", known: known).count == 3)
    for end in 0..<11 { _ = words(String("“P V C. D–E–F”".prefix(end)), known: known) }
  }

  @Test func punctuationOutsideASCIIPartsWords() {
    #expect(words("brass \u{2013} parts") == words("brass parts"))
    #expect(words("brass\u{2014}parts") == words("brass parts"))
    #expect(words("brass\u{A0}parts") == words("brass parts"))
    #expect(words("काग\u{200C}ज").count == 1)
    #expect(words("25\u{B0}C").count == 2)
    // Cut within a letter.
    #expect(words("brass \u{2019}").count == 1)
  }

  @Test func aTornWordIsPutTogether() {
    let known: [(String, KnownWords.Rank)] = [
      ("paper", .first), ("textile", .known), ("ro", .first), ("offal", .first), ("of", .whole), ("water", .known),
      ("manufacturing", .known), ("bag", .known),
    ]
    #expect(words("packing pa per", known: known) == words("packing paper"))
    #expect(words("te xtiles", known: known) == words("textile"))
    #expect(words("R O water", known: known) == words("ro water"))
    #expect(words("bag s", known: known) == words("bag"))
    // A break between the pieces, a word that is whole, two known words, or no short piece: two words.
    #expect(words("pa, per", known: known) == words("pa per"))
    #expect(words("of fal", known: known) == words("of fal"))
    #expect(words("pa per", known: known + [("pa", .known), ("per", .known)]) == words("pa per"))
    #expect(words("manuf acturing", known: known) == words("manuf acturing"))
    #expect(words("manu facturing", known: known) == words("manufacturing"))
    // No third piece joins.
    #expect(words("pa per s", known: known).count == 2)
  }

  @Test func wordsKeepTheirPlaces() {
    let buffers = TextTokens.Buffers.allocate()
    defer { buffers.deallocate() }
    let text = Array("(M.S. pi pes), oil".utf8)
    let known = KnownWords(TextTokens.words(of: "pipe").map { ($0, .first) })
    let count = text.withUnsafeBytes { TextTokens.split($0, into: buffers, known: known) }
    let places = (0..<count).map { "\(buffers.starts[$0])-\(buffers.ends[$0])" }
    #expect(places == ["1-5", "6-12", "15-18"])
    #expect(buffers.breaks[0] == TextTokens.turn | TextTokens.opening && buffers.breaks[1] == TextTokens.first)
    #expect(buffers.breaks[2] == TextTokens.turn | TextTokens.closing | TextTokens.comma)
  }

  @Test func noMoreWordsThanTheLimit() {
    for count in [TextTokens.limit - 1, TextTokens.limit, TextTokens.limit + 1] {
      #expect(words(Array(repeating: "oil", count: count).joined(separator: " ")).count == min(count, TextTokens.limit))
    }
    #expect(words("").isEmpty && words(" ., ").isEmpty)
  }
}
