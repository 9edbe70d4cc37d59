import Model

/// A candidate with everything that rules may look at.
public struct Subject: Sendable {
  /// The group of sites.
  public var candidate: ClusterCandidate
  /// How its product is made.
  public var productionClass: ProductionClass
  /// What the configuration says of its product.
  public var product: ProductFacts
  /// Which columns the registers have.
  public var columns: ObservedColumns
  /// Area of its footprint in square metres.
  public var area: Double
  /// Id of the belt that it was cut from, when the belt met a benchmark.
  public var beltID: String?
  /// Whether that belt met its benchmark and none of its parts does.
  public var cutBelowBenchmark: Bool
  /// Whether the run counted planned units as operating.
  public var withPlanned: Bool

  /// A subject from its parts.
  public init(
    candidate: ClusterCandidate, productionClass: ProductionClass, product: ProductFacts, columns: ObservedColumns,
    area: Double, beltID: String?, cutBelowBenchmark: Bool, withPlanned: Bool
  ) {
    self.candidate = candidate
    self.productionClass = productionClass
    self.product = product
    self.columns = columns
    self.area = area
    self.beltID = beltID
    self.cutBelowBenchmark = cutBelowBenchmark
    self.withPlanned = withPlanned
  }
}

/// The properties and evidence that the rules build up for one cluster.
struct Description {
  /// Id of the cluster, in every line of evidence.
  let id: String
  var properties = ClusterProperties()
  var evidence: [Evidence] = []

  init(id: String) {
    self.id = id
    properties[.id] = .text(id)
  }

  /// Sets a property and says why.
  mutating func set(_ property: ClusterProperty, _ value: PropertyValue, because reason: Evidence) {
    properties[property] = value
    evidence.append(reason)
  }

  /// Leaves a property null and says which column would tell.
  mutating func unknown(_ property: ClusterProperty, missing: String) {
    properties[property] = .null
    evidence.append(Evidence(id: id, dimension: property.rawValue, value: "unknown", missing: missing))
  }
}
