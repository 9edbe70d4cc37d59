import Model
import Publishing

/// Links clusters of products to the family clusters that hold them.
enum FamilyLinks {
  /// Adds the clusters and belts of families to `published`, and names for each cluster of a product the family cluster that holds most of
  /// its units, the first by id of equals: as its parent where it was not cut from a belt, and always in its evidence. Members stay in the
  /// clusters of their product. Linear in pairs.
  static func join(
    _ found: DescribeStage.Published, _ families: FamilyTally, to published: inout DescribeStage.Published,
    _ tally: Tally
  ) {
    let familyOfPair = families.spread(found.featureOfPair, over: tally.pairCount)
    var units: [[Int32: Int64]] = Array(repeating: [:], count: published.features.count)
    for (pair, feature) in published.featureOfPair.enumerated() where feature >= 0 && familyOfPair[pair] >= 0 {
      units[Int(feature)][familyOfPair[pair], default: 0] += tally.units(pair)
    }
    for (index, candidates) in units.enumerated() {
      let best = candidates.min { a, b in
        a.value != b.value
          ? a.value > b.value : found.features[Int(a.key)].id < found.features[Int(b.key)].id
      }
      guard let best else { continue }
      let family = found.features[Int(best.key)].id
      if published.features[index].properties[.parentID] == .null {
        published.features[index].properties[.parentID] = .text(family)
      }
      published.features[index].evidence.append(
        Evidence(
          id: published.features[index].id, dimension: "family", value: family, observed: .integer(best.value),
          comparison: "of", limit: published.features[index].properties[.units], unit: "units in the family cluster",
          configKey: "families.csv:products", source: "FAQ 1"))
    }
    published.features += found.features
    published.belts += found.belts
  }
}
