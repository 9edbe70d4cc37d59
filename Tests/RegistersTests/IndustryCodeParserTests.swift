import Model
import TestSupport
import Testing

@testable import Registers

struct IndustryCodeParserTests {
  private func read(_ text: String) -> (codes: [String], bad: Bool) {
    var codes: [String] = []
    let parser = withBytes(text) { IndustryCodeParser($0) { codes.append($0.text) } }
    #expect(parser.found == codes.count)
    return (codes, parser.isBad)
  }

  @Test(arguments: [
    ("13121", ["13121"]), ("01461", ["01461"]), ("1461", ["1461"]), ("013", ["013"]), ("13", ["13"]),
    ("13121;13122", ["13121", "13122"]), ("13121, 13122 | 14101", ["13121", "13122", "14101"]),
    ("13121 13122", ["13121", "13122"]),
    (" 13121 ; ", ["13121"]), ("13.12", ["1312"]), ("13.1.2", ["1312"]), ("10.10", ["1010"]), ("13121.0", ["13121"]),
    ("1312.00", ["1312"]),
    ("13.0", ["13"]), ("13121 - Weaving, manufacture of cotton", ["13121"]),
    ("13121: Weaving; 13122 (Silk), 5", ["13121", "13122"]),
    ("NIC 13121", ["13121"]), ("nic-13121", ["13121"]), ("[\"13121\",\"13122\"]", ["13121", "13122"]),
    ("13121\n13122", ["13121", "13122"]),
    ("", []), ("NA", []), ("-", []),
  ])
  func readsTheForms(text: String, codes: [String]) {
    let found = read(text)
    #expect(found.codes == codes, "\(text)")
    #expect(!found.bad, "\(text)")
  }

  @Test(
    arguments: [
      ("1", []), ("0", []), ("00000", []), ("131211", []), ("13-15", []), ("1312a", []), ("cotton", []),
      ("13121;abc", ["13121"]),
      ("abc;13121", ["13121"]), ("13121;0", ["13121"]),
    ] as [(String, [String])])
  func wrongFormsAreFlagged(text: String, codes: [String]) {
    let found = read(text)
    #expect(found.codes == codes, "\(text)")
    #expect(found.bad, "\(text)")
  }

  @Test func mutationsGiveCodesOfTwoToFiveDigits() {
    let seed: UInt64 = 31
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let bytes = mutated(
        ["13121;13122", "13.12", "13121.0", "13121 - Weaving"].randomElement(using: &random) ?? "", &random)
      bytes.withUnsafeBytes { text in
        _ = IndustryCodeParser(text) { code in
          #expect(
            (2...5).contains(code.digits) && code.value > 0 && code.text.utf8.count == Int(code.digits),
            "seed \(seed): \(bytes)")
        }
      }
    }
  }
}
