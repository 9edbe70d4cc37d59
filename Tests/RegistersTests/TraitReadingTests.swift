import Model
import Testing

@testable import Registers

@Suite("Words of size, owners, place, consent and fuel")
struct TraitReadingTests {
  private static let header = [
    "product", "pincode", "size_class", "women_owned", "social_group", "rural", "consent_category", "fuel",
  ]

  private func traits(_ fields: [String]) throws -> (traits: [EnterpriseTrait], flags: RowFlags) {
    let batch = try Fixture.read(Self.header, [["x", "641601"] + fields])
    let bits = try #require(batch.traits)[0]
    return (EnterpriseTrait.allCases.filter { bits & $0.bit != 0 }, batch.flags(0))
  }

  @Test func everyColumnTells() throws {
    let all = try traits(["Micro", "Yes", "SC", "Rural", "RED", "coal"])
    #expect(
      all.traits == [.sizeMicro, .womenOwned, .scheduledCaste, .rural, .consentRed, .fuelCoal] && all.flags.isEmpty)
    let other = try traits(["MEDIUM ENTERPRISE", "male", "Scheduled Tribe", "urban", "White Category", "LPG"])
    #expect(
      other.traits == [.sizeMedium, .notWomenOwned, .scheduledTribe, .urban, .consentWhite, .fuelGas]
        && other.flags.isEmpty)
  }

  @Test func blanksAndWordsThatDoNotTell() throws {
    let blank = try traits(["", "NA", "-", "", "", "nil"])
    #expect(blank.traits.isEmpty && blank.flags.isEmpty)
    let unknown = try traits(["Proprietorship", "unknown", "Minority", "not known", "blue", "no fuel"])
    #expect(unknown.traits.isEmpty && unknown.flags.isEmpty)
    let bad = try traits(["enormous", "", "", "", "", ""])
    #expect(bad.traits.isEmpty && bad.flags == .badChoice)
  }

  @Test(arguments: [
    ("HSD, coal", EnterpriseTrait.fuelCoal, false), ("LPG / Electricity", .fuelGas, false),
    ("wood & diesel", .fuelOil, false),
    ("wood and Coal", .fuelCoal, false), ("LPG AND electricity", .fuelGas, false),
    ("rice husk;", .fuelBiomass, false), ("moonshine, LPG", .fuelGas, true), ("coal, moonshine", .fuelCoal, true),
  ])
  func theFirstOfSeveralFuelsCounts(text: String, fuel: EnterpriseTrait, isBad: Bool) throws {
    let found = try traits(["", "", "", "", "", text])
    #expect(found.traits == [fuel] && found.flags == (isBad ? .badChoice : []))
  }

  @Test func sizeIsNeverAList() throws {
    #expect(try traits(["micro, small", "", "", "", "", ""]).traits.isEmpty)
  }

  @Test func registersWithoutTheColumnsHoldNone() throws {
    #expect(try Fixture.read(["product", "pincode"], [["x", "641601"]]).traits == nil)
  }
}
