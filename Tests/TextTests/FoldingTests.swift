import Testing
import TestSupport
import Text

@Suite struct FoldingTests {
  @Test(arguments: [
    ("  WEST  BENGAL ", "west bengal"), ("Pūnch", "punch"), ("M.I.D.C. Area", "midc area"),
    ("St. Mary's", "st marys"), ("Jammu & Kashmir", "jammu and kashmir"), ("Khammam (Urban)", "khammam,urban"),
    ("A/B, C\nD", "a,b,c,d"), ("NEAR   PANAJI", "near,panaji"), ("NEAR  PANAJI", "near panaji"), ("", ""),
    ("-, .", ""), ("Straße Œuvre Þ", "strasse oeuvre th"), ("ＧＯＡ", "goa"), ("Tiru\u{200D}pur", "tirupur"),
    ("नई-दिल्ली 110001", "nai dilli 110001"),
  ])
  func words(_ text: String, _ folded: String) {
    #expect(Folding.words(text) == folded)
  }

  @Test(arguments: [
    ("जयपुर", "jayapur"), ("गुरुग्राम", "gurugram"), ("திருப்பூர்", "tiruppur"), ("ಬೆಂಗಳೂರು", "bengaluru"),
    ("హైదరాబాదు", "haidarabadu"), ("തൃശ്ശൂർ", "trishshur"), ("কলকাতা", "kalakata"), ("સુરત", "surat"),
    ("ଓଡ଼ିଶା", "odisha"), ("ਲੁਧਿਆਣਾ", "ludhiana"), ("لکھنو", "lkhno"), ("१२३", "123"),
  ])
  func scripts(_ text: String, _ key: String) {
    #expect(Folding.key(text) == key)
  }

  @Test func foldingTwiceChangesNothing() {
    var random = SeededGenerator(seed: 41)
    let alphabet: [Unicode.Scalar] = Array("aZ9 ,.()&/'-éßकिाम்ళುاپ।🙂\n".unicodeScalars)
    for round in 0..<500 {
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...30, using: &random) {
        text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
      }
      let once = Folding.words(String(text))
      #expect(Folding.words(once) == once, "seed 41, round \(round)")
      #expect(
        once.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x20 || $0 == 0x2C })
    }
  }

  @Test func anyBytesFoldWithinCapacity() {
    var random = SeededGenerator(seed: 42)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let capacity = Folding.capacity(for: bytes.count)
      var out = [UInt8](repeating: 0xAA, count: capacity + 8)
      let count = bytes.withUnsafeBytes { text in
        out.withUnsafeMutableBufferPointer { Folding.words(text, into: $0.baseAddress!, capacity: capacity) }
      }
      #expect(count <= capacity)
      #expect(out[capacity...].allSatisfy { $0 == 0xAA })
    }
  }

  @Test func textThatDoesNotFitIsCut() {
    var out = [UInt8](repeating: 0, count: 4)
    let count = Array("abcdefgh".utf8).withUnsafeBytes { text in
      out.withUnsafeMutableBufferPointer { Folding.words(text, into: $0.baseAddress!, capacity: 4) }
    }
    #expect(count == 4)
    #expect(String(decoding: out, as: UTF8.self) == "abcd")
  }
}
