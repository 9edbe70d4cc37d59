import Model
import TestSupport
import Testing

@testable import Registers

struct RecordFingerprintTests {
  private func registration(_ number: String, schema: String = "generic") -> Fingerprint {
    var fingerprint = RecordFingerprint(schemaName: schema)
    return withBytes(number) { fingerprint.registration($0) }
  }

  @Test func formOfTheNumberDoesNotMatter() {
    let number = registration("UDYAM-TN-28-0001234")
    for other in [
      "udyam-tn-28-0001234", "UDYAM TN 28 0001234", " UDYAM/TN/28/0001234 ", "UDYAMTN280001234",
      "UDYAM\u{A0}TN–28-0001234",
    ] {
      #expect(registration(other) == number, "\(other)")
    }
    #expect(registration("UDYAM-TN-28-0001235") != number)
    #expect(registration("UDYAM-TN-28-0001234", schema: "udyam") != number)
  }

  /// The algorithm is part of the tally file: its values must not change.
  @Test func isXXH3() {
    #expect(registration("A1").hexadecimal == "288c08fb1d707c0a001d5756ddee647d")
  }
  @Test(arguments: [
    "", "-", "NA", "N.A.", "0", "000-000", "nil", "XXXX", "x x x", "Applied for", "Not Available", "Pending", "...",
  ])
  func placeholders(number: String) { #expect(registration(number) == .none, "\(number)") }

  @Test(arguments: ["1", "X", "10", "XY"]) func shortNumbersAreNumbers(number: String) {
    #expect(registration(number) != .none)
  }

  @Test func longNumbers() {
    let long = String(repeating: "A1", count: 50_000)
    #expect(registration(long) == registration(long.lowercased()))
    #expect(registration(long) != registration(long + "2"))
  }

  /// The same record has the same canonical encoding in any order of columns, whatever else stands beside it.
  @Test func canonicalEncoding() throws {
    let a = try Fixture.read(
      ["record_id", "product", "district", "looms"],
      [["1", "towels", "Solapur", "5"], ["1", "towels", "Solapur", "6"]])
    let b = try Fixture.read(
      ["Looms", "remark", "District", "pincode", "Product", "Record ID"],
      [["5", "hello", " Solapur ", "", "towels", "1"]])
    #expect(a.canonical?[0] == b.canonical?[0] && a.registration?[0] == b.registration?[0])
    #expect(a.canonical?[0] != a.canonical?[1])
    let moved = try Fixture.read(["record_id", "product", "state", "looms"], [["1", "towels", "Solapur", "5"]])
    #expect(moved.canonical?[0] != a.canonical?[0])
  }

  @Test func serialNumbersAreNotRegistrations() throws {
    let batch = try Fixture.read(["S.No.", "product", "district"], [["17", "towels", "Solapur"]])
    #expect(batch.registration == nil && batch.canonical == nil)
    #expect(batch.text(.recordID, 0) == "17")
  }
}
