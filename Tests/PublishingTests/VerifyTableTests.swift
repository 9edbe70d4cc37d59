import Foundation
import Model
import Tables
import Testing

@testable import Publishing

@Suite struct VerifyTableTests {
  private static let rule = VerifyTable.TurnoverLimits(moreThanUnits: 50, atLeast: 100_000_000)

  private func survey(
    _ values: [ClusterProperty: PropertyValue], _ evidence: [Evidence] = []
  ) -> VerifyTable.Survey? {
    VerifyTable(contents([]), nearPercent: 20, turnoverRule: Self.rule).survey(
      feature("a", values, evidence: evidence))
  }

  private func industrial(_ status: String, _ value: Int64, units: Int64? = nil) -> [ClusterProperty: PropertyValue] {
    [
      .status: .text(status), .benchmark: .text("unido:industrial-units"), .benchmarkLimit: .integer(100),
      .benchmarkValue: .integer(value), .shortfall: .integer(max(0, 100 - value)),
      .units: .integer(units ?? value), .countedUnits: .integer(value),
    ]
  }

  @Test func anUndeterminedOneAsksForItsLooms() {
    let found = survey(
      [
        .status: .text("undetermined"), .benchmark: .text("unido:handloom-looms"), .units: .integer(240),
        .benchmarkLimit: .integer(500), .benchmarkValue: .integer(450), .shortfall: .integer(50),
      ],
      [
        Evidence(id: "a", dimension: "status", value: "undetermined", missing: "looms"),
        Evidence(id: "a", dimension: "looms", value: "lower-bound", observed: .integer(203), limit: .integer(240)),
      ])
    #expect(
      found
        == VerifyTable.Survey(
          columns: ["looms"],
          sentence: "Ask the looms of 37 units, each of which counts as one: 50 more looms in all make it a cluster.",
          units: 37))
  }

  @Test(arguments: [(79, false), (80, true), (99, true)]) func belowTheBenchmark(value: Int64, isNear: Bool) {
    let found = survey(industrial("potential", value))
    #expect((found != nil) == isNear)
    if let found {
      let what = value == 99 ? "1 more unit" : "20 more units"
      #expect(found == .init(columns: [], sentence: "Look for \(what) that the register does not hold.", units: nil))
    }
  }

  @Test func plannedUnitsComeFirstThenThoseThatWereLeftOut() {
    var values = industrial("potential", 93, units: 100)
    let left = Evidence(
      id: "a", dimension: "counted_units", value: "excluded", observed: .integer(7), unit: "few-persons")
    #expect(
      survey(values, [left])?.sentence
        == "Ask again the 7 units left out of the count (few persons): 7 more units make it a cluster.")
    values[.unitsPlanned] = .integer(6)
    #expect(survey(values, [left])?.units == 7, "six planned units are too few to make it a cluster")
    values[.unitsPlanned] = .integer(7)
    let planned = survey(values, [left])
    #expect(planned?.sentence == "Ask which of the 7 planned units operate by now: 7 more units make it a cluster.")
    #expect(planned?.units == 7 && planned?.columns == [])
    let fewer = survey(industrial("potential", 92, units: 99), [left])
    #expect(fewer?.sentence == "Look for 8 more units that the register does not hold.")
  }

  @Test func turnoverIsAskedHoweverFarTheBenchmark() {
    let found = survey(
      industrial("potential", 51, units: 60),
      [
        Evidence(id: "a", dimension: "potential", value: "potential", missing: "turnover_inr"),
        Evidence(id: "a", dimension: "turnover_inr", value: "lower-bound", observed: .integer(18), limit: .integer(60)),
        Evidence(
          id: "a", dimension: "turnover_counted_units", value: "lower-bound", observed: .integer(17),
          limit: .integer(51)),
      ])
    #expect(found?.columns == ["turnover_inr"] && found?.units == 34)
    #expect(found?.sentence == "Ask the turnover of 34 units: Rs 10 crore a year in all make it a cluster.")
  }

  @Test func eitherOfTwoThingsWouldDo() {
    let evidence = [
      Evidence(id: "a", dimension: "potential", value: "potential", missing: "turnover_inr"),
      Evidence(
        id: "a", dimension: "turnover_counted_units", value: "lower-bound", observed: .integer(0), limit: .integer(99)),
      Evidence(
        id: "a", dimension: "category_alternative", value: "handicraft: passes", observed: .integer(99),
        missing: "household"),
    ]
    #expect(
      survey(industrial("potential", 99), evidence)
        == .init(
          columns: ["household", "turnover_inr"],
          sentence:
            "Ask whether each of 99 units is a household unit: if most of all units are, it is a handicraft cluster. "
            + "Or ask the turnover of 99 units: Rs 10 crore a year in all make it a cluster. "
            + "Or look for 1 more unit that the register does not hold.",
          units: 99))
  }

  /// With Rs 10 crore 51 units are a cluster: what counts is how far it stands above that.
  @Test(arguments: [(100, 99_999_999, "1 unit fewer"), (100, 100_000_000, nil), (71, 100_000_000, "21 units fewer")])
  func turnoverCarriesAClusterThatLosesUnits(value: Int64, turnover: Int64, words: String?) {
    let line = Evidence(
      id: "a", dimension: "turnover_counted", value: "complete", observed: .integer(turnover),
      limit: .integer(100_000_000))
    let found = survey(industrial("cluster", value), [line])
    #expect((found != nil) == (words != nil))
    if let words { #expect(found?.sentence.contains(words) == true) }
  }

  @Test(arguments: [(51, "1 unit fewer"), (61, "11 units fewer"), (62, "by its turnover"), (70, "by its turnover")])
  func aClusterByTurnoverCanLoseUnitsAndRupees(units: Int64, words: String) {
    var values = industrial("cluster", units)
    values[.benchmark] = .text("unido:industrial-turnover")
    values[.benchmarkLimit] = .integer(100_000_000)
    values[.benchmarkValue] = .integer(120_000_000)
    #expect(survey(values)?.sentence.contains(words) == true)
    values[.benchmarkValue] = .integer(120_000_001)
    values[.countedUnits] = .integer(62)
    #expect(survey(values) == nil)
  }

  @Test func capsOfLoomsAreAskedAgain() {
    let found = survey(
      [
        .status: .text("undetermined"), .benchmark: .text("unido:handloom-looms"), .units: .integer(60),
        .benchmarkLimit: .integer(500), .benchmarkValue: .integer(60), .shortfall: .integer(440),
      ],
      [
        Evidence(id: "a", dimension: "status", value: "undetermined", missing: "looms"),
        Evidence(id: "a", dimension: "looms", value: "complete", observed: .integer(60), limit: .integer(60)),
        Evidence(id: "a", dimension: "absurd_numbers", value: "capped", observed: .integer(1), limit: .integer(60)),
      ])
    #expect(found?.units == 1 && found?.sentence.hasPrefix("Ask the looms of 1 unit,") == true)
  }

  @Test(arguments: [(100, true), (120, true), (121, false)]) func aboveTheBenchmark(value: Int64, isNear: Bool) {
    let found = survey(
      industrial("cluster", value),
      [
        Evidence(id: "a", dimension: "units", value: "upper-bound", observed: .integer(40), limit: .integer(value)),
        Evidence(
          id: "a", dimension: "counted_units", value: "unknown", observed: .integer(value), missing: "registered"),
        Evidence(
          id: "a", dimension: "counted_units", value: "unknown", observed: .integer(30), missing: "employment"),
      ])
    #expect((found != nil) == isNear)
    guard let found else { return }
    #expect(found.columns == ["operating", "registered", "employment"] && found.units == value)
    let fewer = value == 100 ? "1 unit fewer" : "21 units fewer"
    #expect(
      found.sentence
        == "Ask whether each of up to \(value) units operates and is registered, and the employment: \(fewer), and it is no cluster."
    )
  }

  @Test func onlyTheSilentUnitsAreAskedWhetherTheyOperate() {
    let found = survey(
      industrial("cluster", 110),
      [Evidence(id: "a", dimension: "units", value: "upper-bound", observed: .integer(40), limit: .integer(110))])
    #expect(found?.units == 40)
    #expect(found?.sentence == "Ask whether each of 40 units operates: 11 units fewer, and it is no cluster.")
    let settled = survey(industrial("cluster", 110))
    #expect(
      settled?.sentence
        == "No missing figure could change it: count the units on the spot (11 units fewer, and it is no cluster).")
    func silent(_ units: Int64) -> VerifyTable.Survey? {
      survey(
        industrial("cluster", 110),
        [Evidence(id: "a", dimension: "units", value: "upper-bound", observed: .integer(units), limit: .integer(110))])
    }
    #expect(silent(10)?.columns == [] && silent(11)?.columns == ["operating"])
  }

  /// Silent units count, column by column; so few that all of them could go leave nothing open.
  @Test(arguments: [(10, "No missing figure"), (11, "Ask whether each of 11 units is registered")])
  func columnsThatAreBlankInPartAreAsked(silent: Int64, words: String) {
    let found = survey(
      industrial("cluster", 110),
      [
        Evidence(
          id: "a", dimension: "counted_units", value: "unknown", observed: .integer(silent), missing: "registered")
      ])
    #expect(found?.sentence.hasPrefix(words) == true)
    #expect(found?.columns == (silent == 10 ? [] : ["registered"]))
  }

  @Test func theTableHasItsColumnsAndOneRowEachById() throws {
    let features = [
      feature("b", industrial("potential", 95)), feature("a", industrial("cluster", 105)),
      feature("c", industrial("cluster", 300)), feature("d", industrial("potential", 60)),
    ]
    let csv = text { VerifyTable(contents(features), nearPercent: 20, turnoverRule: nil).write(into: &$0) }
    let table = try TextTable(parsing: csv)
    #expect(
      table.header == [
        "id", "name", "product", "place", "district", "state", "status", "benchmark", "counted_low", "counted_high",
        "shortfall", "missing_column", "what_to_survey", "units_to_ask",
      ])
    #expect(table.rows.map { $0[0] } == ["a", "b"])
    let backwards = text {
      VerifyTable(contents(features.reversed()), nearPercent: 20, turnoverRule: nil).write(into: &$0)
    }
    #expect(backwards == csv)
  }
}
