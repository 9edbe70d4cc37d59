import TestSupport
import Testing

@testable import Text

@Suite struct NameLettersTests {
  private func letters(_ text: String) -> NameLetters {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { NameLetters($0, buffer.count) } ?? NameLetters(bits: 0)
    }
  }

  @Test func everyLetterOfLightKeysHasAFieldOfItsOwn() {
    let alphabet = "aiueornlktdspmghjbcfy7"
    var union: UInt64 = 0
    for letter in alphabet {
      let bits = letters(String(letter)).bits
      #expect(bits.nonzeroBitCount == 1)
      #expect(union & bits == 0, "\(letter)")
      union |= bits
    }
    // Fields full, no bit is left over but those of the letters that light keys lack.
    let full = letters(alphabet.map { String(repeating: $0, count: 9) }.joined() + "qqqqq")
    #expect(full.bits == .max)
  }

  @Test func occurrencesAreCountedUntilTheFieldIsFull() {
    for count in 0...5 { #expect(letters(String(repeating: "a", count: count)).bits.nonzeroBitCount == count) }
    #expect(letters("aaaaaa").bits == letters("aaaaa").bits)
    #expect(letters("ramnagar").bits == letters("nagarram").bits)
  }

  @Test func editsThatAreTooManyAreToldApart() {
    #expect(letters("rampur").mayMatch(letters("rampur"), limit: 0))
    #expect(!letters("rampur").mayMatch(letters("rampura"), limit: 0))
    #expect(letters("rampur").mayMatch(letters("rampur7"), limit: 1))
    #expect(letters("rampur").mayMatch(letters("ranpur"), limit: 1))
    #expect(!letters("rampur").mayMatch(letters("rantur"), limit: 1))
    #expect(letters("rampur").mayMatch(letters("rantur"), limit: 2))
    #expect(!letters("rampur").mayMatch(letters("kantul"), limit: 2))
  }
}
