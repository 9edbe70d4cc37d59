import Foundation
import Model
import TestSupport
import Testing

@testable import Publishing

@Suite struct JSONTextTests {
  @Test func controlCharactersQuotesAndLineSeparatorsAreEscaped() {
    let json = text { $0.json("a\"b\\c\n\r\t\u{0}\u{1F}\u{7F}\u{2028}\u{2029}") }
    #expect(json == #""a\"b\\c\n\r\t\u0000\u001f\u007f\u2028\u2029""#)
  }

  @Test func scriptsOfIndiaStayAsTheyAre() {
    #expect(text { $0.json("ज़री பட்டு – ₹ €") } == "\"ज़री பட்டு – ₹ €\"")
  }

  @Test func markupIsEscapedInsideAPageOnly() {
    #expect(text { $0.json("</script>") } == "\"</script>\"")
    let inPage = text {
      $0.isInPage = true
      $0.json("</script><!--")
    }
    #expect(inPage == #""\u003c/script>\u003c!--""#)
  }

  @Test func anyTextSurvivesAReader() throws {
    let seed: UInt64 = 7
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<400 {
      var original = ""
      for _ in 0..<Int.random(in: 0...12, using: &generator) {
        let value = [0x7F, 0x24F, 0x0BFF, 0x20FF, 0x1F6FF].randomElement(using: &generator) ?? 0x7F
        if let scalar = Unicode.Scalar(UInt32.random(in: 0...UInt32(value), using: &generator)) {
          original.unicodeScalars.append(scalar)
        }
      }
      let data = Data(written { $0.json([original]) })
      let read = try JSONSerialization.jsonObject(with: data) as? [String]
      #expect(read.map { Array($0.joined().unicodeScalars) } == Array(original.unicodeScalars), "seed \(seed)")
    }
  }

  @Test func valuesAreNumbersWordsAndNull() {
    let values: [PropertyValue] = [.null, .integer(-5), .decimal(1250, digits: 3), .boolean(true), .text("x")]
    #expect(text { $0.list(values) { $0.json($1) } } == #"[null,-5,1.25,true,"x"]"#)
  }
}
