import Model

/// Which criteria rank clusters, and how much each counts.
public struct RankingParameters: Sendable, Equatable {
  /// One criterion; more is better.
  public struct Weight: Sendable, Equatable {
    /// The property that is compared.
    public var criterion: ClusterProperty
    /// How much it counts, 1…100.
    public var weight: Int64

    /// A criterion with its weight.
    public init(criterion: ClusterProperty, weight: Int64) {
      self.criterion = criterion
      self.weight = weight
    }
  }

  /// In the order of `criteria`, each once; empty: clusters are not ranked.
  public var weights: [Weight] = []
  /// Publication behind the criteria, and that the weights are a default.
  public var source = "default"

  /// The criteria that can be given a weight, in the order in which they are named.
  public static let criteria: [ClusterProperty] = [
    .units, .looms, .employment, .turnover, .exports, .lq, .depthShare, .productivity, .stability,
  ]
  /// Most criteria of one ranking: 3 to this power are the weightings that are tried.
  public static let mostCriteria = 6

  /// No ranking.
  public init() {}
}

/// Rank of clusters among those of their level and category (FAQ 43), once all are described.
///
/// Each criterion that is known of every one of them gives a cluster its percentile rank there: the share of the others that it
/// exceeds, those equal to it counted half. The rank follows the weighted mean of these; ties share the smaller rank. The range is
/// the least and the greatest rank over all combinations of each weight taken half, whole, and one and a half times. All in
/// integers, so that it is exact. Potential and undetermined ones are not ranked. For n clusters and k criteria 3^k · n log n steps.
public enum RankingRule {
  /// Sets rank, range and evidence of the clusters among `features`, and leaves the rest as it was.
  ///
  /// A sum counts as known where at least `coveragePercent` of the units give it.
  public static func apply(
    _ parameters: RankingParameters, coveragePercent: Int64, to features: inout [ClusterFeature]
  ) {
    guard !parameters.weights.isEmpty else { return }
    var groups: [[String]: [Int]] = [:]
    for (index, feature) in features.enumerated()
    where feature.properties.text(.status) == ClusterStatus.cluster.rawValue {
      groups[[feature.properties.text(.level), feature.properties.text(.category)], default: []].append(index)
    }
    for members in groups.values { rank(members, parameters, coveragePercent, &features) }
  }

  /// Whether the rank looks at the evidence of a dimension.
  public static func reads(_ dimension: String) -> Bool {
    RankingParameters.criteria.contains { $0.rawValue == dimension }
  }

  private static func rank(
    _ members: [Int], _ parameters: RankingParameters, _ coveragePercent: Int64, _ features: inout [ClusterFeature]
  ) {
    let category = features[members[0]].properties.text(.category)
    var used: [(criterion: ClusterProperty, weight: Int64, standing: [Int64])] = []
    var leftOut: [String] = []
    for entry in parameters.weights where entry.criterion != .looms || category == Category.handloom.name {
      let values = members.map { number(entry.criterion, of: features[$0], coveragePercent) }
      if values.contains(nil) {
        leftOut.append(entry.criterion.rawValue)
      } else {
        used.append((entry.criterion, entry.weight, standings(values.map { $0 ?? 0 })))
      }
    }
    guard !used.isEmpty else {
      for index in members {
        features[index].evidence.append(
          Evidence(
            id: features[index].id, dimension: ClusterProperty.rank.rawValue, value: "unknown",
            configKey: "ranking.weights", source: parameters.source, missing: leftOut.joined(separator: ";")))
      }
      return
    }
    let standings = used.map(\.standing)
    let ranks = ranks(used.map { 2 * $0.weight }, standings)
    var (least, most) = (ranks, ranks)
    for weighting in weightings(used.map(\.weight)) {
      for (position, rank) in Self.ranks(weighting, standings).enumerated() {
        least[position] = min(least[position], rank)
        most[position] = max(most[position], rank)
      }
    }
    let names = used.map(\.criterion.rawValue).joined(separator: ", ")
    for (position, index) in members.enumerated() {
      features[index].properties[.rank] = .integer(ranks[position])
      features[index].properties[.rankLow] = .integer(least[position])
      features[index].properties[.rankHigh] = .integer(most[position])
      features[index].evidence.append(
        Evidence(
          id: features[index].id, dimension: ClusterProperty.rank.rawValue, value: String(ranks[position]),
          observed: .integer(ranks[position]), comparison: "of", limit: .integer(Int64(members.count)),
          unit: "\(category) clusters by \(names)", configKey: "ranking.weights", source: parameters.source,
          missing: leftOut.joined(separator: ";")))
    }
  }

  /// What a cluster has of a criterion, in units that are the same for all; nil where it is not known.
  private static func number(
    _ criterion: ClusterProperty, of feature: ClusterFeature, _ coveragePercent: Int64
  ) -> Int64? {
    if [.looms, .employment, .turnover, .exports].contains(criterion) {
      guard
        let line = feature.evidence.first(where: { $0.dimension == criterion.rawValue }),
        case .integer(let known) = line.observed, case .integer(let units) = line.limit,
        known * 100 >= units * coveragePercent
      else { return nil }
    }
    switch feature.properties[criterion] {
    case .integer(let value): return value
    // All values of a property have the same digits.
    case .decimal(let value, _): return value
    default: return nil
    }
  }

  /// For each value twice the number of smaller ones, and once that of the others equal to it: the percentile rank, times the
  /// same factor for all criteria.
  static func standings(_ values: [Int64]) -> [Int64] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var standings = Array(repeating: Int64(0), count: values.count)
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end { standings[order[position]] = Int64(2 * start + end - start - 1) }
      start = end
    }
    return standings
  }

  /// Ranks by weighted sums of standings, the greatest first, from 1; ties share the smaller rank.
  static func ranks(_ weights: [Int64], _ standings: [[Int64]]) -> [Int64] {
    let count = standings.first?.count ?? 0
    var scores = Array(repeating: Int64(0), count: count)
    for (weight, standing) in zip(weights, standings) {
      for index in 0..<count { scores[index] += weight * standing[index] }
    }
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var ranks = Array(repeating: Int64(1), count: count)
    for (position, index) in order.enumerated() {
      let isTied = position > 0 && scores[order[position - 1]] == scores[index]
      ranks[index] = isTied ? ranks[order[position - 1]] : Int64(position + 1)
    }
    return ranks
  }

  /// Every combination of each weight taken half, whole, and one and a half times; all doubled, to stay whole.
  static func weightings(_ weights: [Int64]) -> [[Int64]] {
    weights.reduce([[]]) { combinations, weight in
      combinations.flatMap { combination in [1, 2, 3].map { combination + [$0 * weight] } }
    }
  }
}
