import Foundation
import Model
import Settings
import Tables
import TestSupport
import Testing

@testable import Classification

/// Runs the table that anyone can extend, `Tests/Cases/classification.csv`, against the real `Config/thresholds.toml`.
struct BenchmarkCasesTests {
  @Test func everyCaseIsJudgedAsTheTableSays() throws {
    let table = try TextTable(
      parsing: String(
        contentsOf: SharedData.checkout.appending(path: "Tests/Cases/classification.csv"), encoding: .utf8))
    let thresholds = try Fixture.thresholds()
    #expect(table.rows.count >= 38)
    for (row, line) in zip(table.rows, table.lines) {
      func text(_ column: String) -> String { table.column(column).map { row[$0] } ?? "" }
      func number(_ column: String) -> Int64 { Int64(text(column)) ?? 0 }
      let context = Comment(rawValue: "line \(line): \(text("case"))")
      let productionClass = try #require(ProductionClass(name: text("class")), context)
      var sums = Fixture.sums(units: number("units"), productionClass: productionClass)
      for (evidence, name) in ExclusionEvidence.names {
        let units = number(name.replacingOccurrences(of: "-", with: "_"))
        sums[.exclusion([])] -= units
        sums[.exclusion(evidence)] += units
      }
      sums[.household] = number("household")
      sums[.householdKnown] = number("household_known")
      sums[.sum(.looms)] = number("looms")
      sums[.known(.looms)] = number("looms_from")
      if productionClass == .handloom {
        sums[.loomWeight] = number("looms") + number("units") - number("looms_from")
      }
      sums[.sum(.turnover)] = number("turnover")
      sums[.known(.turnover)] = number("turnover") > 0 ? number("units") : 0

      let classifier = Classifier(parameters: try Fixture.parameters(rules: text("rules"), thresholds))
      let subject = Fixture.subject(sums, productionClass)
      let verdict = try #require(classifier.verdict(on: subject), context)
      #expect(verdict.status.rawValue == text("status"), context)
      #expect(verdict.category.name == text("category"), context)
      guard verdict.status != .none else { continue }
      let properties = classifier.describe(subject, verdict: verdict, id: "a", name: "A").properties
      #expect(properties[.status].plain == text("status"), context)
      #expect(properties[.benchmark].plain == text("benchmark"), context)
      #expect(properties[.benchmarkValue].plain == text("value"), context)
      #expect(properties[.shortfall].plain == text("shortfall"), context)
      #expect(properties[.countedLow].plain == text("low"), context)
      #expect(properties[.countedHigh].plain == text("high"), context)
      #expect(verdict.missing == text("missing"), context)
    }
  }

  @Test func aChangedNumberInTheConfigurationChangesTheCase() throws {
    let text = try Fixture.thresholdsText().replacingOccurrences(of: "at_least = 100\n", with: "at_least = 90\n")
    let thresholds = Thresholds.load(name: "thresholds.toml", text: text)
    #expect(thresholds.faults.isEmpty)
    let classifier = Classifier(parameters: try Fixture.parameters(rules: "unido", thresholds.thresholds))
    let sums = Fixture.sums(units: 95, productionClass: .industrial)
    #expect(classifier.verdict(on: Fixture.subject(sums, .industrial))?.status == .cluster)
  }
}
