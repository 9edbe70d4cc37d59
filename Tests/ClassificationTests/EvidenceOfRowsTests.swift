import Foundation
import Model
import Settings
import TestSupport
import Testing

@testable import Classification

/// What the rows of a cluster prove, and what they leave open.
struct EvidenceOfRowsTests {
  private func describe(_ subject: Subject) throws -> (properties: ClusterProperties, evidence: [Evidence]) {
    let classifier = Classifier(parameters: try Fixture.parameters(rules: "unido", Fixture.thresholds()))
    let verdict = try #require(classifier.verdict(on: subject))
    return classifier.describe(subject, verdict: verdict, id: "a", name: "A")
  }

  /// 120 units, of which `known` tell whether they are household units and `household` say that they are.
  private func sums(household: Int64, known: Int64) -> Sums {
    var sums = Fixture.sums(units: 120, productionClass: .industrial)
    (sums[.household], sums[.householdKnown]) = (household, known)
    sums[.exclusion(.household)] = household
    sums[.exclusion([])] -= household
    return sums
  }

  @Test(
    arguments: [
      (61, 61, "micro", "evidence"), (60, 120, "industrial", "evidence"), (1, 1, "industrial", "product"),
      (60, 60, "industrial", "product"), (0, 60, "industrial", "evidence"), (0, 59, "industrial", "product"),
      (0, 0, "industrial", "product"),
    ] as [(Int64, Int64, String, String)])
  func unitsThatDoNotTellMakeNoMajority(household: Int64, known: Int64, category: String, basis: String) throws {
    let result = try describe(Fixture.subject(sums(household: household, known: known), .industrial))
    #expect(result.properties[.category].plain == category)
    #expect(result.properties[.categoryBasis].plain == basis)
  }

  @Test func theComparisonOfACategoryHolds() throws {
    let result = try describe(Fixture.subject(sums(household: 61, known: 120), .industrial))
    let line = try #require(result.evidence.first { $0.dimension == "category" })
    #expect(line.observed == .integer(61) && line.comparison == ">" && line.limit.plain == "60")
  }

  @Test func whatTheClustersOwnRegisterLacksIsSaidThoughAnotherHasIt() throws {
    // The run has every column, as the fixture says, and no unit of this cluster gives persons or its state.
    let result = try describe(Fixture.subject(sums(household: 0, known: 120), .industrial))
    let missing = result.evidence.filter { $0.dimension == "counted_units" }.map(\.missing)
    #expect(missing.contains("employment") && missing.contains("investment_inr") && !missing.contains("household"))
    let bound = try #require(result.evidence.first { $0.dimension == "units" && $0.value == "upper-bound" })
    #expect(bound.observed == .integer(120) && bound.limit == .integer(120))
  }

  @Test(
    arguments: [(50, 0, ""), (51, 0, "turnover_inr"), (99, 98, "turnover_inr"), (99, 99, "")]
      as [(Int64, Int64, String)])
  func turnoverIsMissedOnlyWhereItCouldTell(units: Int64, known: Int64, missing: String) throws {
    var sums = Fixture.sums(units: units, productionClass: .industrial)
    sums[.known(.turnover)] = known
    sums[.sum(.turnover)] = known
    let line = try #require(
      try describe(Fixture.subject(sums, .industrial)).evidence.first { $0.dimension == "potential" })
    #expect(line.missing == missing)
  }

  @Test(arguments: ["turnover_more_than_units", "turnover_fewer_than_units", "turnover_at_least_inr"])
  func aRuleByTurnoverNeedsAllItsKeys(key: String) throws {
    let text = try Fixture.thresholdsText().split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\(key) =") }.joined(separator: "\n")
    let faults = Thresholds.load(name: "thresholds.toml", text: text).faults
    #expect(faults.count == 3 && faults.allSatisfy { $0.contains(key) && $0.contains("is missing") }, "\(faults)")
  }

  @Test func everyKeyInTheEvidenceStandsInTheConfiguration() throws {
    let config = SharedData.checkout.appending(path: "Config")
    var subjects: [Subject] = []
    for productionClass in ProductionClass.allCases {
      for units in [60, 600] as [Int64] {
        var sums = Fixture.sums(units: units, productionClass: productionClass)
        sums[.loomWeight] = units
        sums[.sum(.turnover)] = 100_000_000
        sums[.known(.turnover)] = 1
        sums[.level(.pin)] = 0
        sums[.level(.coordinate)] = units
        subjects.append(Fixture.subject(sums, productionClass, other: .industrial))
      }
    }
    subjects.append(Fixture.subject(sums(household: 100, known: 100), .industrial))
    var keys: Set<String> = []
    for subject in subjects { for line in try describe(subject).evidence { keys.insert(line.configKey) } }
    keys.remove("")
    #expect(keys.count >= 14)
    for key in keys.sorted() {
      let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
      let file = parts.count == 2 ? parts[0] : "thresholds.toml"
      let text = try String(contentsOf: config.appending(path: file), encoding: .utf8)
      if file.hasSuffix(".csv") {
        let header = try #require(text.split(separator: "\n").first { !$0.hasPrefix("#") })
        #expect(header.split(separator: ",").contains(Substring(parts[1])), "\(key)")
        continue
      }
      var path = (parts.last ?? "").split(separator: ".").map(String.init)
      let name = path.removeLast()
      let section = try #require(text.range(of: "[\(path.joined(separator: "."))]\n"), "\(key)")
      let body = text[section.upperBound...].split(separator: "\n[", maxSplits: 1).first ?? ""
      #expect("\n\(body)".contains("\n\(name) ="), "\(key)")
    }
  }
}
