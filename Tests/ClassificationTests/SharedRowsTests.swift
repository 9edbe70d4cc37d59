import Model
import Settings
import Testing

@testable import Classification

/// Measures of two figures, or of single units, read only the rows that give both, or stand for one unit.
struct SharedRowsTests {
  /// 100 units that turn over 10 each; 60 of them export 4 each, and so do `apart` more that give no turnover.
  private func exporters(both: Int64, apart: Int64) -> Sums {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    (sums[.known(.turnover)], sums[.sum(.turnover)]) = (100, 1_000)
    (sums[.known(.exports)], sums[.sum(.exports)]) = (both + apart, 4 * (both + apart))
    (sums[.exportsApart], sums[.exportsApartUnits], sums[.turnoverOfExports]) = (4 * apart, apart, 10 * both)
    return sums
  }

  /// 40 % of the turnover of those that tell, not 24 % of everybody's.
  @Test func exportsAreSharedByTheTurnoverOfTheSameRows() throws {
    let result = try Fixture.describe(exporters(both: 60, apart: 0))
    #expect(result.properties.text(.market) == "exporting" && result.properties.text(.subcategory) == "export")
    let line = try #require(result.evidence.first { $0.dimension == "market" })
    #expect(line.observed.plain == "40" && line.unit.contains("60 of 100 units tell both"))
  }

  @Test func exportsWithoutTurnoverSettleNothing() throws {
    let result = try Fixture.describe(exporters(both: 59, apart: 41))
    #expect(result.properties[.market] == .null)
    #expect(result.evidence.first { $0.dimension == "market" }?.missing == "turnover_inr")
    #expect(
      try Fixture.describe(exporters(both: 59, apart: 0)).evidence.first { $0.dimension == "market" }?.missing
        == "exports_inr")
  }

  /// 60 rows of 10 workers each, the other units in one row: an index can be told from 60 of 100 on.
  @Test(arguments: [(60, "horizontal"), (59, "")])
  func structureIsThatOfUnitsInRowsOfTheirOwn(alone: Int64, expected: String) throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    (sums[.known(.employment)], sums[.sum(.employment)]) = (100, 1_000)
    (sums[.groupedWorkersUnits], sums[.groupedWorkers]) = (100 - alone, 10 * (100 - alone))
    sums.wide[WideColumn.employmentSquares.rawValue] = Int128(100 * alone)
    let result = try Fixture.describe(sums)
    #expect(result.properties.text(.structure) == expected)
    let line = try #require(result.evidence.first { $0.dimension == "structure" })
    #expect(expected.isEmpty || line.observed.plain == "0.0167")
  }

  /// One figure beyond belief among small ones neither makes a structure nor a size.
  @Test func anAbsurdNumberDecidesNoSize() throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    (sums[.known(.employment)], sums[.sum(.employment)]) = (100, 50_000 + 99 * 5)
    (sums[.groupedWorkersUnits], sums[.groupedWorkers], sums[.absurdWorkers]) = (1, 50_000, 50_000)
    sums.wide[WideColumn.employmentSquares.rawValue] = Int128(25 * 99)
    let result = try Fixture.describe(sums)
    #expect(result.properties.text(.sizeClass) == "I" && result.properties.text(.structure) == "horizontal")
    #expect(result.evidence.first { $0.dimension == "size_class" }?.observed.plain == "495")
  }

  @Test func personsGivenAsNoneTellNoSize() throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    (sums[.known(.employment)], sums[.zeroPersons]) = (100, 100)
    #expect(try Fixture.describe(sums).properties[.sizeClass] == .null)
  }

  /// What is made by hand too is judged as handicraft where most units are of households, else as micro-enterprises.
  @Test(arguments: [
    (51, true, "handicraft"), (51, false, "micro"), (50, true, "industrial"), (50, false, "industrial"),
  ])
  func householdsMakeItHandicraftOrMicro(household: Int64, isMadeByHand: Bool, category: String) throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    (sums[.household], sums[.householdKnown]) = (household, 100)
    let result = try Fixture.describe(sums) { $0.product.otherClass = isMadeByHand ? .handicraft : nil }
    #expect(result.properties.text(.category) == category)
  }

  /// Of 100 units 60 stand in the state, which holds 240 of the product; the rest lie beyond its border.
  @Test func onlyUnitsInTheStateAreItsShare() throws {
    let result = try Fixture.describe(Fixture.sums(units: 100, productionClass: .industrial)) { subject in
      var beyond = subject.candidate.place
      (beyond.state, beyond.lgdState) = ("Kerala", 32)
      subject.candidate.unitsByDistrict = [(subject.candidate.place, 60), (beyond, 40)]
      subject.region = RegionFacts(
        district: (60, 600), reference: (1_000, 100_000), state: 240, referenceName: "register", strength: nil)
    }
    #expect(result.properties[.shareOfState].plain == "0.25" && result.properties[.shareOfNation].plain == "0.1")
  }

  /// Where the district is not known, no reference would tell.
  @Test(arguments: [("Tiruppur", "reference register"), ("", "district of most units")])
  func aQuotientNamesWhatItLacks(district: String, missing: String) throws {
    let result = try Fixture.describe(Fixture.sums(units: 100, productionClass: .industrial)) { subject in
      subject.candidate.place.district = district
      subject.region = RegionFacts(
        district: (0, 0), reference: (1_000, 100_000), state: 0, referenceName: "register", strength: nil)
    }
    #expect(result.evidence.first { $0.dimension == "lq" }?.missing == missing)
  }

  /// 120 units, of which 80 count and 40 are of households: with 21 that do not tell these may be 61, most of all.
  @Test(arguments: [(20, false), (21, true)])
  func silentUnitsMayMakeItMicro(silent: Int64, isOpen: Bool) throws {
    var sums = Fixture.sums(units: 120, productionClass: .industrial)
    (sums[.household], sums[.householdKnown]) = (40, 120 - silent)
    (sums[.exclusion(.household)], sums[.exclusion([])]) = (40, 80)
    let line = try Fixture.describe(sums).evidence.first { $0.dimension == "category_alternative" }
    #expect((line != nil) == isOpen && (line == nil || line?.value == "micro: passes" && line?.missing == "household"))
  }
}
