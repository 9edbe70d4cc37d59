import Model
import TestSupport
import Testing

@testable import Registers

struct AmountParserTests {
  private let unknown = EnterpriseBatch.unknownAmount

  private func read(
    _ text: String, _ kind: AmountKind = .rupees, unit: Int = 0, max: Int64 = 1_000_000_000_000,
    zeroIsUnknown: Bool = false
  ) -> Reading<Int64> {
    let rule = RegisterSchema.AmountRule(exponent: unit, maximum: max, zeroIsUnknown: zeroIsUnknown)
    return withBytes(text) { AmountParser(kind: kind, rule: rule).parse($0) }
  }

  @Test(
    arguments: [
      ("0", 0), ("7", 7), ("123456", 123_456), ("007", 7), ("1,23,456", 123_456), ("123,456", 123_456),
      ("12,34,56,789", 123_456_789),
      ("1,00,000.00", 100_000), ("45.", 45), ("2.4", 2), ("2.5", 3), ("2.49999999999999999999999", 2), (".5", 1),
      ("+8", 8),
      ("Rs. 45,000/-", 45_000), ("Rs.45000", 45_000), ("RS 45000", 45_000), ("₹ 1,500", 1500), ("INR 12", 12),
      ("4.6 crore", 46_000_000),
      ("4.6Cr.", 46_000_000), ("₹4.6 Crores only", 46_000_000), ("25 lakhs", 2_500_000), ("25 lac", 2_500_000),
      ("2 (lakh)", 200_000),
      ("3 thousand", 3000), ("1.5 million", 1_500_000), ("0.15 lakh crore", 150_000_000_000), ("1.2E+07", 12_000_000),
      ("1e5", 100_000),
      ("15e-1", 2), ("\u{A0}12\u{A0}", 12), ("1000 Rs", 1000), ("123456789012", 123_456_789_012), ("-0", 0),
      ("0.00", 0),
    ] as [(String, Int64)])
  func readsTheForms(text: String, value: Int64) {
    #expect(read(text) == Reading(value), "\(text)")
  }

  @Test(arguments: [
    "", "-", "--", ".", "NA", "N.A.", "n/a", "nil", "NIL", "null", "None", "NaN", "#N/A", "—", "Not Available",
  ])
  func blanksAreUnknownWithoutFlag(text: String) {
    #expect(read(text) == Reading(unknown))
  }

  @Test(arguments: [
    "abc", "1,23", "1,2345", "12,,345", "1.2.3", "10-20", "5 to 10", "12 xyz", "4.6 lakh 5", "<5", "1 234", "12%", "Rs",
    "१२", "1,234,56",
    "0x10", "1;2",
  ])
  func unreadableOnesAreEmptied(text: String) {
    #expect(read(text) == Reading(unknown, .badNumber), "\(text)")
  }

  @Test(arguments: ["-5", "(500)", "- 12", "Rs. -3", "\u{2212}4", "-0.1"])
  func negativeOnesAreEmptied(text: String) {
    #expect(read(text) == Reading(unknown, .negativeNumber), "\(text)")
  }

  @Test func capIsInclusive() {
    #expect(read("1000", .count, max: 1000) == Reading(1000))
    #expect(read("1001", .count, max: 1000) == Reading(1000, .absurdNumber))
    #expect(read("1000.4", .count, max: 1000) == Reading(1000))
    #expect(read("1000.5", .count, max: 1000) == Reading(1000, .absurdNumber))
    #expect(read("99999999999999999999999999") == Reading(1_000_000_000_000, .absurdNumber))
    #expect(read("1e400") == Reading(1_000_000_000_000, .absurdNumber))
    #expect(read("1e-400") == Reading(0))
  }

  @Test func unitOfTheRegisterIsExact() {
    #expect(read("4.6", unit: 7) == Reading(46_000_000))
    #expect(read("4.35", unit: 7) == Reading(43_500_000))
    #expect(read("0.29", unit: 5) == Reading(29_000))
    #expect(read("25099.4", unit: 7) == Reading(250_994_000_000))
    #expect(read("286.832", unit: 7) == Reading(2_868_320_000))
    #expect(read("0.00000004", unit: 7) == Reading(0))
    #expect(read("0.00000005", unit: 7) == Reading(1))
    // The unit in the cell goes before the register's.
    #expect(read("4.6 lakh", unit: 7) == Reading(460_000))
    #expect(read("12.5", .kilowatts) == Reading(12_500))
    #expect(read("12.5 kW", .kilowatts) == Reading(12_500))
    #expect(read("0.75", .oilEquivalent) == Reading(750))
    #expect(read("3 KLD", .kilolitres) == Reading(3000))
    #expect(read("11", .kilowatts, max: 10) == Reading(10_000, .absurdNumber))
    #expect(read("12 HP", .kilowatts) == Reading(unknown, .badNumber))
    #expect(read("12 looms", .count) == Reading(12))
    #expect(read("12 looms", .rupees) == Reading(unknown, .badNumber))
  }

  @Test func zeroMayStandForNothing() {
    #expect(read("0", zeroIsUnknown: true) == Reading(unknown))
    #expect(read("0.00", zeroIsUnknown: true) == Reading(unknown))
    #expect(read("1", zeroIsUnknown: true) == Reading(1))
  }

  /// Any whole number written plainly, in Indian and in western groups reads as itself, in every unit.
  @Test func groupsAndUnitsRoundTrip() {
    let seed: UInt64 = 20_240_301
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4000 {
      let value =
        Int64.random(in: 0...1_000_000_000_000, using: &random) / Int64.random(in: 1...1_000_000_000, using: &random)
      let plain = String(value)
      for text in [plain, grouped(plain, 2), grouped(plain, 3)] {
        #expect(read(text) == Reading(value), "seed \(seed): \(text)")
      }
      // The same amount in lakhs, as an exact decimal.
      let fraction = String(value % 100_000 + 100_000).dropFirst()
      #expect(read("\(value / 100_000).\(fraction)", unit: 5) == Reading(value), "seed \(seed): \(value) in lakhs")
    }
  }

  private func grouped(_ digits: String, _ width: Int) -> String {
    guard digits.count > 3 else { return digits }
    var groups = [String(digits.suffix(3))]
    var rest = digits.dropLast(3)
    while !rest.isEmpty {
      groups.append(String(rest.suffix(width)))
      rest = rest.dropLast(min(width, rest.count))
    }
    return groups.reversed().joined(separator: ",")
  }

  /// Mangled amounts never crash, stay within bounds, and an unknown amount that is not blank carries a flag.
  @Test func mutationsStayWithinBounds() {
    let seed: UInt64 = 77
    var random = SeededGenerator(seed: seed)
    let seeds = ["1,23,456.78", "Rs. 4.6 crore/-", "₹ 12 lakhs", "(1.2E+07)", "-5", "N.A.", "999999999999999999.99999"]
    for _ in 0..<30_000 {
      let bytes = mutated(seeds.randomElement(using: &random) ?? "", &random)
      let reading = bytes.withUnsafeBytes {
        AmountParser(kind: .rupees, rule: .init(exponent: 7, maximum: 5_000_000_000, zeroIsUnknown: false)).parse($0)
      }
      let allowed = reading.value == unknown || (0...5_000_000_000).contains(reading.value)
      #expect(allowed, "seed \(seed): \(bytes)")
      if reading.value == unknown, reading.flags.isEmpty {
        #expect(bytes.withUnsafeBytes { Blank.isBlank($0) }, "seed \(seed): \(bytes)")
      }
    }
  }
}

/// `text` with up to four bytes changed, added or removed, drawn from bytes that parsers care about.
func mutated(_ text: String, _ random: inout SeededGenerator) -> [UInt8] {
  var bytes = Array(text.utf8)
  let alphabet = Array("0123456789,.-/ eE()RslakhNIC;:{}[]\"\\'&\u{A0}₹".utf8) + [0x00, 0xFF, 0xE2, 0xC2]
  for _ in 0..<Int.random(in: 1...4, using: &random) {
    let position = Int.random(in: 0...bytes.count, using: &random)
    let byte = alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
    switch Int.random(in: 0..<4, using: &random) {
    case 0: bytes.insert(byte, at: position)
    case 1: if position < bytes.count { bytes.remove(at: position) }
    case 2: if position < bytes.count { bytes[position] = byte }
    default: bytes.removeLast(min(bytes.count, Int.random(in: 0...3, using: &random)))
    }
  }
  return bytes
}
