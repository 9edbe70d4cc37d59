import Model
import Testing

@testable import Classification

/// Ranks of clusters of one category, their range, and what is left out.
struct RankingRuleTests {
  private func cluster(
    _ id: String, units: Int64, employment: (sum: Int64, known: Int64)? = nil, status: String = "cluster",
    category: String = "industrial", lq: Int64? = nil
  ) -> ClusterFeature {
    var properties = ClusterProperties()
    properties[.id] = .text(id)
    properties[.status] = .text(status)
    properties[.level] = .text("product")
    properties[.category] = .text(category)
    properties[.units] = .integer(units)
    if let lq { properties[.lq] = .decimal(lq, digits: 2) }
    var evidence: [Evidence] = []
    if let employment {
      properties[.employment] = .integer(employment.sum)
      evidence.append(
        Evidence(
          id: id, dimension: "employment", value: "lower-bound", observed: .integer(employment.known),
          comparison: "of", limit: .integer(units)))
    }
    return ClusterFeature(
      properties: properties, centre: Coordinate(lat: 0, lon: 0), footprint: Footprint(polygons: [], area: 0),
      evidence: evidence)
  }

  private func ranked(_ features: [ClusterFeature], _ weights: [(ClusterProperty, Int64)]) -> [ClusterFeature] {
    var parameters = RankingParameters()
    parameters.weights = weights.map { RankingParameters.Weight(criterion: $0.0, weight: $0.1) }
    var features = features
    RankingRule.apply(parameters, coveragePercent: 60, to: &features)
    return features
  }

  private func ranks(_ features: [ClusterFeature], _ property: ClusterProperty = .rank) -> [Int64?] {
    features.map { $0.properties.integer(property) }
  }

  @Test func aStandingCountsSmallerOnesTwiceAndEqualOnesOnce() {
    #expect(RankingRule.standings([10, 30, 20]) == [0, 4, 2])
    #expect(RankingRule.standings([5, 5, 9, 5]) == [2, 2, 6, 2])
    #expect(RankingRule.standings([7]) == [0])
  }

  @Test func tiesShareTheSmallerRank() {
    #expect(RankingRule.ranks([1], [[4, 6, 4, 0]]) == [2, 1, 2, 4])
  }

  @Test func everyCombinationOfHalfWholeAndOneAndAHalf() {
    #expect(
      RankingRule.weightings([1, 4]) == [
        [1, 4], [1, 8], [1, 12], [2, 4], [2, 8], [2, 12], [3, 4], [3, 8], [3, 12],
      ])
  }

  @Test func theRangeIsWhatOtherWeightsGive() {
    // Standings by units 4 2 0, by lq 0 2 4: all equal at equal weights, first or last when one counts more.
    let found = ranked(
      [cluster("a", units: 300, lq: 100), cluster("b", units: 200, lq: 200), cluster("c", units: 100, lq: 300)],
      [(.units, 1), (.lq, 1)])
    #expect(ranks(found) == [1, 1, 1])
    #expect(ranks(found, .rankLow) == [1, 1, 1])
    #expect(ranks(found, .rankHigh) == [3, 2, 3])
  }

  @Test func aClusterThatLeadsInEverythingLeadsByAnyWeights() {
    let found = ranked(
      [cluster("a", units: 100, lq: 50), cluster("b", units: 200, lq: 90)], [(.units, 1), (.lq, 9)])
    #expect(ranks(found) == [2, 1] && ranks(found, .rankLow) == [2, 1] && ranks(found, .rankHigh) == [2, 1])
  }

  @Test func whatIsNotKnownOfEveryOneIsLeftOutAndNamed() throws {
    let features = [
      cluster("a", units: 100, employment: (5_000, 60)), cluster("b", units: 200, employment: (10, 119)),
    ]
    let found = ranked(features, [(.units, 1), (.employment, 1)])
    // 119 of 200 is below the 60 % that let a sum speak: employment is left out for both.
    #expect(ranks(found) == [2, 1])
    let line = try #require(found[0].evidence.last)
    #expect(line.dimension == "rank" && line.value == "2" && line.missing == "employment")
    #expect(line.observed == .integer(2) && line.limit == .integer(2) && line.unit == "industrial clusters by units")
    // At 120 of 200 it counts, and the two tie.
    let both = ranked(
      [features[0], cluster("b", units: 200, employment: (10, 120))], [(.units, 1), (.employment, 1)])
    #expect(ranks(both) == [1, 1] && both[0].evidence.last?.missing == "")
  }

  @Test func withoutAnyCommonCriterionTheRankIsUnknown() throws {
    let found = ranked([cluster("a", units: 100), cluster("b", units: 200)], [(.exports, 1)])
    #expect(ranks(found) == [nil, nil])
    let line = try #require(found[0].evidence.last)
    #expect(line.value == "unknown" && line.missing == "exports_inr")
  }

  @Test func eachCategoryIsRankedAloneAndOnlyItsClusters() {
    let found = ranked(
      [
        cluster("a", units: 100), cluster("b", units: 90, status: "potential"),
        cluster("c", units: 50, category: "handicraft"), cluster("d", units: 400),
        cluster("e", units: 900, status: "undetermined"),
      ], [(.units, 1)])
    #expect(ranks(found) == [2, nil, 1, 1, nil])
    #expect(found[1].evidence.isEmpty && found[4].evidence.isEmpty)
  }

  @Test func theOrderOfTheClustersDoesNotMatter() {
    let features = (0..<40).map { (index: Int64) -> ClusterFeature in
      cluster("c\(index)", units: 100 + index * 7 % 13, lq: index * 11 % 17)
    }
    let weights: [(ClusterProperty, Int64)] = [(.units, 2), (.lq, 3)]
    let forward = ranked(features, weights)
    let backward = Array(ranked(features.reversed(), weights).reversed())
    for property in [ClusterProperty.rank, .rankLow, .rankHigh] {
      #expect(ranks(forward, property) == ranks(backward, property))
    }
    #expect(Set(ranks(forward)).count > 10)
  }

  @Test func withoutWeightsNothingIsRanked() {
    let found = ranked([cluster("a", units: 100)], [])
    #expect(ranks(found) == [nil] && found[0].evidence.isEmpty)
  }
}
