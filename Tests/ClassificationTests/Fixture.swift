import Foundation
import Model
import Settings
import TestSupport
import Testing

@testable import Classification

/// Subjects and parameters for the tests of rules, by the real configuration.
enum Fixture {
  static func thresholdsText() throws -> String {
    try String(contentsOf: SharedData.checkout.appending(path: "Config/thresholds.toml"), encoding: .utf8)
  }

  static func thresholds() throws -> Thresholds {
    let loaded = Thresholds.load(name: "thresholds.toml", text: try thresholdsText())
    if let fault = loaded.faults.first { throw Failure(.configuration, fault) }
    return loaded.thresholds
  }

  static func parameters(rules: String, _ thresholds: Thresholds) throws -> ClassificationParameters {
    ClassificationParameters(
      rules: try thresholds.rules(named: rules), potentialPercent: thresholds.potentialPercent,
      potentialSource: thresholds.potentialSource, householdPercent: thresholds.householdPercent,
      denseTimes: thresholds.denseTimes, finePercent: thresholds.finePercent,
      maxRadius: thresholds.maxRadiusKilometres.mapValues { Int64($0 * 1_000_000) })
  }

  static func sums(units: Int64, productionClass: ProductionClass) -> Sums {
    var sums = Sums()
    sums[.rows] = units
    sums[.unitsUnknown] = units
    sums[.exclusion([])] = units
    sums[.level(.pin)] = units
    sums[.uncertainty] = units * 3_300
    if productionClass == .handloom { sums[.loomWeight] = units }
    return sums
  }

  /// What the rules of `unido` say of an industrial group without themes of its product, after `change`.
  static func describe(
    _ sums: Sums, _ change: (inout Subject) -> Void = { _ in }
  ) throws -> (properties: ClusterProperties, evidence: [Evidence]) {
    let thresholds = try thresholds()
    var parameters = try parameters(rules: "unido", thresholds)
    thresholds.dimensions.apply(to: &parameters)
    let classifier = Classifier(parameters: parameters)
    var subject = subject(sums, .industrial)
    subject.product.themes = []
    change(&subject)
    let verdict = try #require(classifier.verdict(on: subject))
    return classifier.describe(subject, verdict: verdict, id: "a", name: "A")
  }

  static func subject(
    _ sums: Sums, _ productionClass: ProductionClass, other: ProductionClass? = nil, columns: ObservedColumns? = nil,
    spread: Int64 = 4_000_000, area: Double = 1e8
  ) -> Subject {
    var candidate = ClusterCandidate(
      key: 0, pairs: [0], roles: [.core], tied: [false], sums: sums, reach: 8_000_000,
      centre: Coordinate(lat: 111_000_000, lon: 773_400_000), radius: 4_000_000, spread: spread, belt: nil,
      place: PlaceInfo(
        name: "Tiruppur", town: "Tiruppur", district: "Tiruppur", state: "Tamil Nadu", lgdDistrict: 634, lgdState: 33))
    candidate.unitsByDistrict = [(candidate.place, sums.units)]
    return Subject(
      candidate: candidate, productionClass: productionClass,
      product: ProductFacts(
        code: "brass", name: "brass products", otherClass: other, productClass: "traditional",
        themes: [("energy-intensive", "TP Table 1"), ("pollution-intensive", "TP Table 1")]),
      columns: columns
        ?? ObservedColumns(amounts: Set(AmountField.allCases), operating: true),
      area: area, beltID: nil, cutBelowBenchmark: false, withPlanned: false)
  }
}
