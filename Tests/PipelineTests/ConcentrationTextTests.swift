import Classification
import Model
import Settings
import Taxonomy
import TestSupport
import Testing

@testable import Pipeline

@Suite struct ConcentrationTextTests {
  private func text() throws -> ConcentrationText {
    let thresholds = try Configuration.load(SharedData.checkout.appending(path: "Config").path).thresholds
    var parameters = ClassificationParameters(
      rules: try thresholds.rules(named: "unido"), potentialPercent: 50, potentialSource: "", householdPercent: 50,
      denseTimes: 5, finePercent: 80, maxRadius: [:])
    thresholds.dimensions.apply(to: &parameters)
    return ConcentrationText(
      id: "theme-a", name: "A",
      theme: Theme(name: "pollution-intensive", label: "", concentration: "", source: "TP Table 1", groups: []),
      parameters: parameters)
  }

  @Test func listsAreSortedAndLoseNoUnit() {
    #expect(ConcentrationText.list(["b": 3, "a": 3, "c": 9]) == "c:9;a:3;b:3")
    #expect(ConcentrationText.list(["b": 3, "a": 3, "c": 9, "d": 1], listed: 2) == "c:9;a:3;others:4")
    #expect(ConcentrationText.list(["b": 3, "a": 3], listed: 2) == "a:3;b:3")
  }

  @Test(arguments: [(25_000, true), (25_001, false)])
  func aFacilityServesUpToTheRange(metres: Int64, inRange: Bool) throws {
    var text = try text()
    text.facility(("Plant", metres), given: true)
    #expect(text.values["facility_in_range"] == .boolean(inRange))
    let line = try #require(text.evidence.first)
    #expect(line.configKey == "concentration.facility_range_km" && line.source == "default")
    #expect(line.comparison == (inRange ? "<=" : ">"))
  }

  @Test func totalsComeWithTheUnitsThatGiveThem() throws {
    var text = try text()
    var sums = Sums()
    sums[.unitsUnknown] = 10
    sums[.known(.effluent)] = 4
    sums[.sum(.effluent)] = 12_500
    text.amounts(sums)
    #expect(text.values["effluent_kld"]?.plain == "12.5" && text.values["effluent_kld_of"] == .integer(4))
    #expect(text.values["energy_toe"] == nil && text.values["energy_toe_of"] == .integer(0))
    #expect(text.evidence.first { $0.dimension == "effluent_kld" }?.value == "lower-bound")
    #expect(text.evidence.first { $0.dimension == "energy_toe" }?.missing == "energy_toe")
  }
}
