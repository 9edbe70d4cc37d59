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
  /// What it is a family of; nil for a cluster of one product.
  public var family: FamilyFacts?
  /// Id of the belt that it was cut from, when the belt met a benchmark.
  public var beltID: String?
  /// Whether that belt met its benchmark and none of its parts does.
  public var cutBelowBenchmark: Bool
  /// Whether the run counted planned units as operating.
  public var withPlanned: Bool
  /// How it came through the draws that moved its sites; nil when there were none.
  public var stability: Stability?
  /// What shuffled labels say of it; nil when none were shuffled.
  public var significance: Significance?
  /// The nearest published clusters of the same key, the nearest first.
  public var neighbours: [Neighbour] = []
  /// What stands around it; nil where its product has no chain.
  public var surroundings: Surroundings?
  /// What the reference says of its district and state; nil without a reference.
  public var region: RegionFacts?
  /// Whether it stands at the edge of what the register covers; nil where that is not known.
  public var edge: RegisterEdge?
  /// Operating units placed in an industrial estate or area; nil where the registers have no address.
  public var unitsInEstates: Int64?
  /// Operating units of all other products inside the circle of its radius and reach; nil where the product belongs to no group.
  public var unitsAround: Int64?
  /// Its turnover per worker beside others; nil where no row gives both figures.
  public var productivity: ProductivityFacts?
  /// The nearest of the areas with special limits that the user gave; nil without such areas.
  public var protectedArea: AreaDistance?

  /// A subject of which nothing is known but what its benchmark reads.
  public init(judging candidate: ClusterCandidate, productionClass: ProductionClass, columns: ObservedColumns) {
    self.init(
      candidate: candidate, productionClass: productionClass,
      product: ProductFacts(code: "", name: "", otherClass: nil, productClass: "", themes: []), columns: columns,
      area: 0,
      beltID: nil, cutBelowBenchmark: false, withPlanned: false)
  }

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

/// What a cluster of a family of products is made of.
public struct FamilyFacts: Sendable, Equatable {
  /// Its products with their operating units, most first, equal ones by code.
  public var products: [(code: String, units: Int64)]
  /// Where the family comes from: a publication, or `default`.
  public var source: String

  /// Facts from their parts.
  public init(products: [(code: String, units: Int64)], source: String) {
    self.products = products
    self.source = source
  }

  /// Products that have at least `parameters.productUnits`.
  public func products(by parameters: FamilyParameters) -> Int {
    products.count { $0.units >= parameters.productUnits }
  }

  /// Equal in every part.
  public static func == (a: FamilyFacts, b: FamilyFacts) -> Bool {
    a.source == b.source && a.products.elementsEqual(b.products) { $0 == $1 }
  }
}

/// How a cluster came through draws that moved every site within its uncertainty.
public struct Stability: Sendable, Equatable {
  /// Number of draws, 1 or more.
  public var draws: Int
  /// Draws in which the group that holds most of its units had its status and held enough of them.
  public var sameStatus: Int
  /// Units that stayed in that group, over all draws.
  public var keptUnits: Int64

  /// A result from its parts.
  public init(draws: Int, sameStatus: Int, keptUnits: Int64) {
    self.draws = draws
    self.sameStatus = sameStatus
    self.keptUnits = keptUnits
  }
}

/// Another published cluster of the same product, made in the same way.
public struct Neighbour: Sendable, Equatable {
  /// Its id.
  public var id: String
  /// Between the two centres, millimetres.
  public var distance: Int64

  /// A neighbour from its parts.
  public init(id: String, distance: Int64) {
    self.id = id
    self.distance = distance
  }
}

/// How a centre stands to the nearest area.
public struct AreaDistance: Sendable, Equatable {
  /// Name of the area, empty when it has none.
  public var name: String
  /// Metres, 0 inside.
  public var metres: Int64

  /// A distance from its parts.
  public init(name: String, metres: Int64) {
    self.name = name
    self.metres = metres
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
