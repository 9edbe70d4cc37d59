import Classification

/// The sections of `Config/thresholds.toml` for choosing among clusters: ranking, near misses, and places that are no cluster.
public struct SelectionSettings: Sendable, Equatable {
  /// How clusters of one category are ranked.
  public var ranking = RankingParameters()
  /// A near miss is this share of its benchmark away from it, or less; percent, inclusive.
  public var nearMissPercent: Int64 = 20
  /// Most products that the page about a place lists.
  public var mostProducts = 10
  /// A place of many unrelated products has at least so many, each family counted once.
  public var unrelatedProducts = 5
  /// Units that make a product count there.
  public var productLeastUnits: Int64 = 3
  /// The greatest share of all units that its largest product may hold, percent, inclusive.
  public var largestPercent: Int64 = 50

  /// The built-in numbers.
  public init() {}

  /// Reads the sections of `file`, which collects the faults.
  static func read(_ file: ConfigFile) -> SelectionSettings {
    var result = SelectionSettings()
    func integer(_ section: String, _ key: String, _ range: ClosedRange<Int>, _ set: (Int) -> Void) {
      if let value = file.section(section).integer(key, in: range) {
        set(value)
      } else if !file.section().section(section).has(key) {
        file.fault("\(section).\(key)", "is missing")
      }
    }
    let weights = file.section("ranking.weights")
    result.ranking.weights = RankingParameters.criteria.compactMap { criterion in
      weights.integer(criterion.rawValue, in: 0...100).flatMap { $0 > 0 ? (criterion, Int64($0)) : nil }
    }.map { RankingParameters.Weight(criterion: $0.0, weight: $0.1) }
    let count = result.ranking.weights.count
    if !(1...RankingParameters.mostCriteria).contains(count) {
      file.fault(
        "ranking.weights",
        "one to \(RankingParameters.mostCriteria) criteria with a weight above 0 are expected, found \(count)")
      result.ranking.weights = []
    }
    result.ranking.source = file.section("ranking").string("source") ?? "default"
    integer("verify", "near_percent", 0...100) { result.nearMissPercent = Int64($0) }
    integer("near", "most_products", 1...1000) { result.mostProducts = $0 }
    integer("near", "unrelated_products", 2...1000) { result.unrelatedProducts = $0 }
    integer("near", "product_least_units", 1...1_000_000) { result.productLeastUnits = Int64($0) }
    integer("near", "largest_at_most_percent", 1...100) { result.largestPercent = Int64($0) }
    for section in ["verify", "near"] { _ = file.section(section).string("source") }
    return result
  }
}
