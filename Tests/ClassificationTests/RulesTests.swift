import Model
import Settings
import Testing

@testable import Classification

/// One test a rule: what it publishes, and what it says when a column is missing.
struct RulesTests {
  private func describe(_ subject: Subject) throws -> (properties: ClusterProperties, evidence: [Evidence]) {
    let classifier = Classifier(parameters: try Fixture.parameters(rules: "unido", Fixture.thresholds()))
    let verdict = try #require(classifier.verdict(on: subject))
    return classifier.describe(subject, verdict: verdict, id: "a", name: "A")
  }

  @Test func productMadeBothWaysShowsBothVerdicts() throws {
    let sums = Fixture.sums(units: 60, productionClass: .handicraft)
    let result = try describe(Fixture.subject(sums, .handicraft, other: .industrial))
    #expect(result.properties[.categoryBasis] == .text("product"))
    let other = try #require(result.evidence.first { $0.dimension == "category_alternative" })
    #expect(other.value == "industrial: does not pass")
    #expect(other.observed == .integer(60) && other.limit == .integer(100))
  }

  @Test func spreadIsJudgedOnTheUncutComponent() throws {
    let sums = Fixture.sums(units: 120, productionClass: .industrial)
    let near = try describe(Fixture.subject(sums, .industrial, spread: 15_000_000))
    #expect(near.properties[.spread] == .text("localised"))
    let far = try describe(Fixture.subject(sums, .industrial, spread: 15_000_001))
    #expect(far.properties[.spread] == .text("dispersed"))
    #expect(far.properties[.spreadRadius].plain == "15")
  }

  @Test(arguments: [(499, "sparse"), (500, "dense")])
  func densityStartsAtFiveTimesTheBenchmark(units: Int64, expected: String) throws {
    let result = try describe(Fixture.subject(Fixture.sums(units: units, productionClass: .industrial), .industrial))
    #expect(result.properties[.density] == .text(expected))
  }

  @Test(arguments: [(79, false), (80, true)])
  func unitsPerAreaNeedFinePlaces(fine: Int64, published: Bool) throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    sums[.level(.pin)] = 100 - fine
    sums[.level(.village)] = fine
    let value = try describe(Fixture.subject(sums, .industrial)).properties[.unitsPerArea]
    #expect(value == (published ? .decimal(100, digits: 2) : .null))
  }

  @Test func amountsAreNullWhenNoRowGivesThem() throws {
    let columns = ObservedColumns(amounts: [], operating: false)
    let sums = Fixture.sums(units: 120, productionClass: .industrial)
    let result = try describe(Fixture.subject(sums, .industrial, columns: columns))
    #expect(result.properties[.employment] == .null)
    #expect(result.properties[.unitsPlanned] == .null)
    #expect(result.evidence.contains { $0.dimension == "employment" && $0.missing == "employment" })
    #expect(
      result.evidence.contains { $0.dimension == "units" && $0.value == "upper-bound" && $0.missing == "operating" })
    #expect(result.evidence.contains { $0.dimension == "counted_units" && $0.missing == "household" })
  }

  @Test func aPartialAmountIsALowerBound() throws {
    var sums = Fixture.sums(units: 120, productionClass: .industrial)
    sums[.sum(.employment)] = 900
    sums[.known(.employment)] = 100
    let result = try describe(Fixture.subject(sums, .industrial))
    #expect(result.properties[.employment] == .integer(900))
    let line = try #require(result.evidence.first { $0.dimension == "employment" })
    #expect(line.value == "lower-bound" && line.observed == .integer(100) && line.limit == .integer(120))
  }

  @Test func themesCarryTheirBasisAndWording() throws {
    let result = try describe(Fixture.subject(Fixture.sums(units: 120, productionClass: .industrial), .industrial))
    #expect(result.properties[.themes] == .text("energy-intensive;pollution-intensive"))
    #expect(result.properties[.themeBasis] == .text("product"))
    let line = try #require(result.evidence.first { $0.dimension == "themes" })
    #expect(line.unit == "need flagged by product class, not a finding about these firms")
  }

  @Test func locationSharesAndUncertaintyArePublished() throws {
    var sums = Fixture.sums(units: 100, productionClass: .industrial)
    sums[.level(.pin)] = 82
    sums[.level(.town)] = 18
    let result = try describe(Fixture.subject(sums, .industrial))
    #expect(result.properties[.locatedBy] == .text("pin:0.82;town:0.18"))
    #expect(result.properties[.uncertainty].plain == "3.3")
  }

  @Test func everyUnknownDimensionNamesWhatIsMissing() throws {
    let result = try describe(Fixture.subject(Fixture.sums(units: 120, productionClass: .industrial), .industrial))
    for dimension in [
      "breadth", "depth", "structure", "origin", "market", "stage", "performance", "stability", "p_value", "q_value",
    ] {
      let line = try #require(result.evidence.first { $0.dimension == dimension })
      #expect(line.value == "unknown" && !line.missing.isEmpty)
    }
  }

  @Test(arguments: [(50, "1"), (49, "0.98"), (1, "0.02"), (0, "0")])
  func stabilityIsTheShareOfDraws(same: Int, expected: String) throws {
    var subject = Fixture.subject(Fixture.sums(units: 120, productionClass: .industrial), .industrial)
    subject.stability = Stability(draws: 50, sameStatus: same, keptUnits: 50 * 90)
    let result = try describe(subject)
    #expect(result.properties[.stability].plain == expected)
    let line = try #require(result.evidence.first { $0.dimension == "stability" })
    #expect(line.observed == .integer(Int64(same)) && line.limit == .integer(50) && line.configKey == "stability.draws")
    let kept = try #require(result.evidence.first { $0.dimension == "members_kept" })
    #expect(kept.value == "0.75" && kept.observed == .integer(90) && kept.limit == .integer(120))
    let model = try #require(result.evidence.first { $0.dimension == "stability_model" })
    #expect(model.configKey == "stability.shared_percent" && model.source == "default")
  }

  @Test func reachNamesBeltAndNeighbours() throws {
    var subject = Fixture.subject(
      Fixture.sums(units: 120, productionClass: .industrial), .industrial, spread: 20_000_000)
    subject.candidate.belt = 0
    subject.candidate.reach = 5_100_000
    subject.beltID = "belt-a"
    subject.neighbours = [Neighbour(id: "b", distance: 14_000_400), Neighbour(id: "c", distance: 5_100_000)]
    let evidence = try describe(subject).evidence
    let reach = try #require(evidence.first { $0.dimension == "reach_km" })
    #expect(reach.value == "cut" && reach.observed.plain == "5.1")
    let belt = try #require(evidence.first { $0.dimension == "parent_id" })
    #expect(belt.value == "belt-a" && belt.observed.plain == "20" && belt.limit.plain == "15" && belt.comparison == ">")
    let neighbours = evidence.filter { $0.dimension == "neighbour" }
    #expect(neighbours.map(\.value) == ["b", "c"] && neighbours.map(\.comparison) == [">", "<="])
    #expect(neighbours[0].observed.plain == "14")
    subject.candidate.belt = nil
    subject.beltID = nil
    let alone = try describe(subject).evidence
    #expect(alone.contains { $0.dimension == "reach_km" && $0.value == "uncut" })
    #expect(!alone.contains { $0.dimension == "parent_id" })
  }

  @Test func aLargeResultIsDrawnFewerTimes() {
    var parameters = StabilityParameters()
    (parameters.draws, parameters.mostPoints, parameters.leastDraws) = (50, 1000, 10)
    #expect([0, 1, 20, 21, 100, 101].map { parameters.draws(of: $0) } == [50, 50, 50, 47, 10, 0])
    parameters.draws = 0
    #expect(parameters.draws(of: 1) == 0)
    parameters.draws = 5
    #expect([200, 201].map { parameters.draws(of: $0) } == [5, 0])
  }
}
