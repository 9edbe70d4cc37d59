import Model
import Publishing
import Taxonomy

/// What `--theme` keeps: clusters that carry one of the named themes. It changes what is published, never what is counted.
struct ThemeFilter: Sendable {
  private let names: Set<String>
  private let keptCodes: Set<String>

  /// A filter by `names`, nil when there are none. Throws `usage` for a name that `themes.toml` does not have.
  init?(_ names: [String], _ catalogue: ProductCatalogue, _ keys: ProductKeys) throws(Failure) {
    guard !names.isEmpty else { return nil }
    let allowed = catalogue.themes.map(\.name)
    for name in names where !allowed.contains(name) {
      throw Failure(.usage, "--theme: \"\(name)\" is unknown; allowed are \(allowed.joined(separator: ", ")).")
    }
    let groups = Set(catalogue.themes.filter { names.contains($0.name) }.flatMap(\.groups))
    self.names = Set(names)
    keptCodes = Set(zip(keys.codes, keys.groups).filter { groups.contains($0.1) }.map(\.0))
  }

  /// Whether a theme is asked for.
  func keeps(theme: String) -> Bool { names.contains(theme) }

  /// Leaves out the other clusters, and belts neither of whose product nor of whose parts is kept. Members of what is left out stand
  /// in no cluster any more.
  func apply(to published: inout DescribeStage.Published) {
    var position = [Int32](repeating: -1, count: published.features.count)
    var kept: [ClusterFeature] = []
    for (index, feature) in published.features.enumerated()
    where feature.properties.text(.themes).split(separator: ";").contains(where: { names.contains(String($0)) }) {
      position[index] = Int32(kept.count)
      kept.append(feature)
    }
    let parents = Set(kept.map { $0.properties.text(.parentID) })
    published.features = kept
    published.belts.removeAll { belt in
      let code = belt.properties.first { $0.name == "product_code" }?.value.plain ?? ""
      return !keptCodes.contains(code) && !parents.contains(belt.id)
    }
    for pair in published.featureOfPair.indices where published.featureOfPair[pair] >= 0 {
      published.featureOfPair[pair] = position[Int(published.featureOfPair[pair])]
      if published.featureOfPair[pair] < 0 { published.roleOfPair[pair] = .noise }
    }
  }
}
