import Model
import Settings
import Testing

@testable import Classification

/// Themes by product and by measurement, and what stands beside them.
struct ThemeRuleTests {
  /// 100 units, of which `known` give 4 workers and `kilograms` of oil equivalent each.
  private func energy(known: Int64, kilograms: Int64) -> Sums {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    sums[.known(.employment)] = known
    sums[.sum(.employment)] = 4 * known
    sums[.known(.energy)] = known
    sums[.sum(.energy)] = kilograms * known
    (sums[.energyWorkersKnown], sums[.energyOfWorkers], sums[.workersOfEnergy]) = (known, kilograms * known, 4 * known)
    return sums
  }

  @Test(arguments: [(8_000, "energy-intensive"), (7_999, "")])
  func energyPerWorkerDecides(kilograms: Int64, expected: String) throws {
    let result = try Fixture.describe(energy(known: 100, kilograms: kilograms))
    #expect(result.properties.text(.themes) == expected)
    #expect(result.properties.text(.themeBasis) == (expected.isEmpty ? "" : "measured"))
    let line = try #require(result.evidence.first { $0.dimension == "theme_measured" })
    #expect(line.limit.plain == "2" && line.source == "default")
    #expect(line.configKey == "measured.energy_toe_per_worker")
    #expect(line.comparison == (expected.isEmpty ? "<" : ">="))
  }

  @Test(arguments: [(59, false), (60, true)])
  func aMeasurementNeedsCoverage(known: Int64, isMeasured: Bool) throws {
    let result = try Fixture.describe(energy(known: known, kilograms: 80_000))
    #expect((result.properties[.themes] != .null) == isMeasured)
    let total = try #require(result.evidence.first { $0.dimension == "energy_toe_total" })
    #expect(total.observed.plain == "\(80 * known)" && total.value == "lower-bound")
    let line = try #require(result.evidence.first { $0.dimension == "theme_measured" })
    #expect(line.missing == (isMeasured ? "" : "energy_toe"))
  }

  @Test func withoutWorkersNothingIsMeasured() throws {
    var sums = energy(known: 100, kilograms: 80_000)
    (sums[.known(.employment)], sums[.energyWorkersKnown], sums[.workersOfEnergy]) = (10, 10, 40)
    let result = try Fixture.describe(sums)
    #expect(result.properties[.themes] == .null)
    #expect(result.evidence.first { $0.dimension == "theme_measured" }?.missing == "employment")
  }

  /// Energy of all units over the workers of some is no mean: 1.3 toe a worker, whoever tells.
  @Test func onlyRowsThatGiveBothAreDivided() throws {
    var sums = energy(known: 100, kilograms: 65_000)
    (sums[.sum(.employment)], sums[.known(.employment)]) = (50 * 60, 60)
    (sums[.energyWorkersKnown], sums[.energyOfWorkers], sums[.workersOfEnergy]) = (60, 65_000 * 60, 50 * 60)
    let result = try Fixture.describe(sums)
    #expect(result.properties[.themes] == .null)
    let line = try #require(result.evidence.first { $0.dimension == "theme_measured" })
    #expect(line.value == "not-by-energy" && line.observed.plain == "1.3")
  }

  @Test(arguments: [(10_000, true), (9_999, false)])
  func effluentPerUnitDecides(litres: Int64, isMeasured: Bool) throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    sums[.known(.effluent)] = 80
    sums[.sum(.effluent)] = 80 * litres
    let result = try Fixture.describe(sums) { $0.product.themes = [("quality-challenged", "TP Table 1")] }
    #expect(
      result.properties.text(.themes) == (isMeasured ? "pollution-intensive;quality-challenged" : "quality-challenged"))
    #expect(result.properties.text(.themeBasis) == (isMeasured ? "product;measured" : "product"))
  }

  @Test func aThemeOfTheProductIsNotNamedTwice() throws {
    let result = try Fixture.describe(energy(known: 100, kilograms: 80_000)) {
      $0.product.themes = [("energy-intensive", "TP Table 1")]
    }
    #expect(result.properties.text(.themes) == "energy-intensive")
    #expect(result.properties.text(.themeBasis) == "product;measured")
  }

  @Test func theSectorsCategoryIsNoTheme() throws {
    let result = try Fixture.describe(Fixture.sums(units: 100, productionClass: .industrial)) {
      $0.product.pollutionCategory = ("red", "CPCB 2016")
    }
    #expect(result.properties[.themes] == .null && result.properties[.themeBasis] == .null)
    let line = try #require(result.evidence.first { $0.dimension == "pollution_category" })
    #expect(line.value == "red" && line.configKey == "themes.toml:pollution_category.red.products")
  }

  @Test(arguments: [(0, "inside"), (1, "outside")])
  func surroundingsSpeakOnlyForLocation(metres: Int64, expected: String) throws {
    let sums = Fixture.sums(units: 100, productionClass: .industrial)
    for theme in ["location-disadvantage", "quality-challenged"] {
      let result = try Fixture.describe(sums) {
        $0.product.themes = [(theme, "TP Table 1")]
        $0.unitsAround = 321
        $0.protectedArea = AreaDistance(name: "Taj Trapezium", metres: metres)
      }
      let lines = result.evidence.filter { ["surroundings_units", "protected_area"].contains($0.dimension) }
      guard theme == "location-disadvantage" else {
        #expect(lines.isEmpty)
        continue
      }
      #expect(lines.map(\.value) == ["lower-bound", expected])
      #expect(lines.first?.observed == .integer(321) && lines.last?.limit == .text("Taj Trapezium"))
    }
  }
}
