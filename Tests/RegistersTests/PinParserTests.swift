import Model
import TestSupport
import Testing

@testable import Registers

struct PinParserTests {
  private func read(_ text: String, indian: Bool = true) -> Reading<UInt32> {
    withBytes(text) { PinParser.parse($0, indian: indian) }
  }

  @Test(arguments: [
    ("560001", 560_001), ("560 001", 560_001), ("560-001", 560_001), (" 560\u{A0}001", 560_001), ("641601.0", 641_601),
    ("100000", 100_000), ("999999", 999_999),
  ])
  func readsTheForms(text: String, pin: UInt32) { #expect(read(text) == Reading(pin), "\(text)") }

  @Test(arguments: ["", "-", "NA", "N.A."]) func blanks(text: String) { #expect(read(text) == Reading(0)) }

  @Test(arguments: ["000000", "0", "012345", "56001", "5600011", "56000A", "560001.5", "56OOO1", "560001/2"])
  func wrongFormsAreEmptied(text: String) { #expect(read(text) == Reading(0, .badPin), "\(text)") }

  @Test func foreignPostcodes() {
    #expect(read("1207", indian: false) == Reading(1207))
    #expect(read("012345", indian: false) == Reading(12_345))
    #expect(read("123456789", indian: false) == Reading(123_456_789))
    #expect(read("1234567890", indian: false) == Reading(0))
    #expect(read("SW1A 1AA", indian: false) == Reading(0))
  }

  @Test func mutationsArePinsOrFlagged() {
    let seed: UInt64 = 9
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20_000 {
      let bytes = mutated("641601", &random)
      let reading = bytes.withUnsafeBytes { PinParser.parse($0, indian: true) }
      #expect(reading.value == 0 || (100_000...999_999).contains(reading.value), "seed \(seed): \(bytes)")
      if reading.value != 0 { #expect(reading.flags.isEmpty, "seed \(seed): \(bytes)") }
    }
  }
}
