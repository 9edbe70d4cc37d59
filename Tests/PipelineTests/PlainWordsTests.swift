import Model
import Testing

@testable import Pipeline

@Suite struct PlainWordsTests {
  @Test func everyProblemHasAMeaning() {
    let words =
      RejectCode.allCases.map(\.name) + UncodedReason.allCases.map(\.name) + UnlocatedReason.allCases.map(\.name)
      + RowFlags.names.map(\.name).filter { !["text-refines-code", "fuzzy-place", "pin-from-text"].contains($0) }
    for word in words where !word.isEmpty { #expect(!PlainWords.meaning(word).isEmpty, "\(word)") }
  }

  @Test(arguments: [
    ("100000000", "Rs 10 crore"), ("148279210000", "Rs 14,828 crore"), ("450000", "Rs 4.5 lakh"),
    ("99999", "Rs 99,999"),
    ("", ""),
  ])
  func rupeesAreShort(_ value: String, _ expected: String) { #expect(PlainWords.rupees(value) == expected) }

  @Test(arguments: [("1.338", "1.3 km"), ("9.96", "10 km"), ("13.607", "14 km"), ("8", "8 km"), ("", "")])
  func kilometresAreNoFinerThanKnown(_ value: String, _ expected: String) {
    #expect(PlainWords.kilometres(value) == expected)
  }

  @Test func levelsAreReadLargestFirst() {
    #expect(PlainWords.levels("coordinate:0.15;pin:0.79;town:0.06") == "PIN (79 %), own coordinates (15 %), town (6 %)")
    #expect(PlainWords.levels("village:0;pin:1") == "PIN (100 %), village (below 1 %)")
  }

  @Test func linesAreBrokenAtBlanks() {
    #expect(PlainWords.wrapped("one two three", width: 10, indent: 2) == "one two\n  three")
    #expect(PlainWords.wrapped("unbreakable", width: 5, indent: 0) == "unbreakable")
    #expect(PlainWords.wrapped("", width: 5, indent: 0).isEmpty)
  }
}
