import Model
import TestSupport
import Testing

@testable import Registers

struct ActivitiesScannerTests {
  private func read(_ text: String) -> (codes: [String], words: String?, flags: RowFlags) {
    var codes: [String] = []
    let result = withBytes(text) { ActivitiesScanner.scan($0) { codes.append($0.text) } }
    let utf8 = Array(text.utf8)
    return (codes, result.description.map { String(decoding: utf8[$0], as: UTF8.self) }, result.flags)
  }

  private static let plain =
    #"[{"NIC5DigitId":"13121","Description":"Weaving of cotton"},{"NIC5DigitId":"13122","Description":"Silk"}]"#

  /// However often the text was quoted on its way, it says the same.
  @Test(arguments: [
    plain,
    plain.replacingQuotes(with: "&quot;"),
    plain.replacingQuotes(with: #"\""#),
    "\"" + plain.replacingQuotes(with: #"\""#) + "\"",
    "\"" + plain.replacingQuotes(with: #"\\\""#) + "\"",
    plain.replacingQuotes(with: "\"\""),
    plain.replacingQuotes(with: "'"),
    " " + plain.replacingQuotes(with: "\"") + "\n",
  ])
  func everyQuotingSaysTheSame(text: String) {
    let found = read(text)
    #expect(found.codes == ["13121", "13122"], "\(text)")
    #expect(found.words == "Weaving of cotton", "\(text)")
    #expect(found.flags.isEmpty, "\(text)")
  }

  @Test func formsOfObjects() {
    #expect(read(#"[{ "NIC5DigitId" : 13121 , "Description" : null }]"#).codes == ["13121"])
    #expect(read(#"{"NIC5DigitId":"01461","Description":"Poultry"}"#).codes == ["01461"])
    #expect(read(#"[{"NIC2DigitId":"13","NIC4DigitId":"1312","NIC5DigitId":"13121"}]"#).codes == ["13121"])
    #expect(
      read(#"[{"Description":"Cotton, \"fine\" [cloth] {x}","NIC5DigitId":"13121"}]"#).words
        == #"Cotton, \"fine\" [cloth] {x}"#)
    #expect(read("[{'NIC5DigitId': '10795', 'Description': 'Women's papad'}]").words == "Women's papad")
    #expect(read("[{'NIC5DigitId': '10795', 'Description': \"Women's papad\"}]").words == "Women's papad")
    #expect(
      read(#"[{"NIC5DigitId":"","Description":"first"},{"NIC5DigitId":"13121","Description":"second"}]"#).words
        == "second")
    #expect(read(#"[{"NIC5DigitId":"NA","Description":"Papad"}]"#).words == "Papad")
    #expect(read(#"[{"NIC5DigitId":"13121","Description":""}]"#).words == nil)
    #expect(read(#"[{""NIC5DigitId"":""13121"",""Description"":""""}]"#).codes == ["13121"])
    #expect(read(#"[{"NIC5DigitId":"13121"},null]"#).codes == ["13121"])
    #expect(read(#"[{"NIC5DigitId":"1"},{"NIC5DigitId":"13121"}]"#).flags == .badProductCode)
  }

  @Test(arguments: ["", "NA", "[]", "null", "-", "[ ]", "\"[]\"", "[{}]"]) func nothing(text: String) {
    let found = read(text)
    #expect(found.codes.isEmpty && found.words == nil && found.flags.isEmpty, "\(text)")
  }

  @Test func wordsInsteadOfJSON() {
    #expect(read("Weaving of cotton cloth").words == "Weaving of cotton cloth")
    #expect(read("Weaving of cotton cloth").flags.isEmpty)
  }

  @Test(arguments: [
    #"[{"NIC5DigitId":"13121","Description":"Weav"#, #"[{"NIC5DigitId":"13121""#, #"[{"NIC5DigitId":"13121"}"#, "[{x",
    "{}x",
    #"[{"NIC5DigitId" "13121"}]"#, #"[{"NIC5DigitId":{"a":1}}]"#, #"[{"NIC5DigitId":"13121"}]]"#, "[13121]",
    #"[{NIC5DigitId:"13121"}]"#,
  ])
  func brokenOnesAreFlagged(text: String) {
    let found = read(text)
    #expect(found.flags == .badActivities, "\(text)")
    #expect(found.words == nil, "\(text)")
  }

  @Test func mutationsEndAndStayInside() {
    let seed: UInt64 = 4711
    var random = SeededGenerator(seed: seed)
    let seeds = [
      Self.plain, Self.plain.replacingQuotes(with: "&quot;"), Self.plain.replacingQuotes(with: #"\""#),
      Self.plain.replacingQuotes(with: "'"),
    ]
    for _ in 0..<15_000 {
      let bytes = mutated(seeds.randomElement(using: &random) ?? "", &random)
      let result = bytes.withUnsafeBytes { ActivitiesScanner.scan($0) { _ in } }
      if let range = result.description { #expect(range.upperBound <= bytes.count, "seed \(seed): \(bytes)") }
      if result.flags.contains(.badActivities) { #expect(result.description == nil, "seed \(seed): \(bytes)") }
    }
  }
}

extension String {
  fileprivate func replacingQuotes(with mark: String) -> String {
    split(separator: "\"", omittingEmptySubsequences: false).joined(separator: mark)
  }
}
