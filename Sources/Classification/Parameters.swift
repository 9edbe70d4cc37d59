import Model

/// The numbers that classification reads, all from `Config/thresholds.toml`.
public struct ClassificationParameters: Sendable, Equatable {
  /// The rule set that judges.
  public var rules: RuleSet
  /// A potential cluster has at least this share of its benchmark, percent, inclusive; 1…99.
  public var potentialPercent: Int64
  /// Where `potentialPercent` comes from.
  public var potentialSource: String
  /// The micro benchmark is tried when more than this share of all units say that they are household units, percent.
  public var householdPercent: Int64
  /// Dense from this many times the benchmark, inclusive.
  public var denseTimes: Int64
  /// Units per area are published from this share of finely placed units, percent, inclusive.
  public var finePercent: Int64
  /// A cluster is dispersed when its uncut component's radius exceeds this, millimetres, by class: the configuration's radius,
  /// whatever radius the run was told to cut at.
  public var maxRadius: [ProductionClass: Int64]
  /// How stability is found.
  public var stability = StabilityParameters()
  /// How the permutation test is run.
  public var permutation = PermutationParameters()
  /// Largest linking distance of the run, millimetres; 0 when not known.
  public var reach: Int64 = 0
  /// Depth and breadth.
  public var depth = DepthParameters()
  /// Location quotients and stars.
  public var reference = ReferenceParameters()
  /// Measured themes, and concentrations across products.
  public var themes = ThemeParameters()
  /// From where a family of products is published.
  public var family = FamilyParameters()
  /// Shares that grants ask for.
  public var grant = GrantParameters()
  /// Published shares of clusters.
  public var clusteredShare = ClusteredShareParameters()
  /// Turnover per worker beside others.
  public var productivity = ProductivityParameters()
  /// A total speaks for a cluster when at least this share of its units gives it, percent, inclusive.
  public var coveragePercent: Int64 = 60
  /// Exporting from this share of turnover, percent, inclusive.
  public var exportingPercent: Int64 = 25
  /// Vertical from this Herfindahl index, inclusive.
  public var verticalIndex = 0.1
  /// Units that must give their employment or turnover before structure is judged.
  public var structureLeastUnits: Int64 = 10
  /// Least persons of the size classes II to V, ascending.
  public var sizeEmployment: [Int64] = [1_000, 5_000, 20_000, 100_000]
  /// Least rupees a year of the size classes II to V, ascending.
  public var sizeTurnover: [Int64] = [100_000_000, 1_000_000_000, 5_000_000_000, 25_000_000_000]

  /// Parameters from their parts.
  public init(
    rules: RuleSet, potentialPercent: Int64, potentialSource: String, householdPercent: Int64, denseTimes: Int64,
    finePercent: Int64, maxRadius: [ProductionClass: Int64]
  ) {
    self.rules = rules
    self.potentialPercent = potentialPercent
    self.potentialSource = potentialSource
    self.householdPercent = householdPercent
    self.denseTimes = denseTimes
    self.finePercent = finePercent
    self.maxRadius = maxRadius
  }
}

/// When a group of a family's units is a cluster of the family, and not of one product with a few others.
public struct FamilyParameters: Sendable, Equatable {
  /// Products with `productUnits` that it needs, inclusive; at least 2.
  public var leastProducts: Int64 = 2
  /// Units that make a product one of the family's there, inclusive.
  public var productUnits: Int64 = 10
  /// Where both come from.
  public var source = "default"

  /// The built-in numbers.
  public init() {}
}

/// What makes a chain deep and a cluster broad.
public struct DepthParameters: Sendable, Equatable {
  /// Units that make an industry present.
  public var leastUnits: Int64 = 3
  /// Of the one-sided lower bound of a link's location quotient.
  public var confidence = Confidence.ninety
  /// Deep from this share of the weight, percent, inclusive.
  public var deepPercent: Int64 = 75
  /// Shallow up to this share, percent, inclusive.
  public var shallowPercent: Int64 = 40
  /// Depth is known when the links that the register can show carry at least this much weight, percent, inclusive.
  public var observablePercent: Int64 = 60
  /// Broad from this share of related industries, percent, inclusive.
  public var broadPercent: Int64 = 50
  /// The register shows a section of the economy when it holds units of at least this share of its product groups, percent.
  public var sectionPercent: Int64 = 25

  /// The built-in numbers.
  public init() {}
}

/// When the register may stand for the economy, and how location quotients are given.
public struct ReferenceParameters: Sendable, Equatable {
  /// The register covers all industries when it holds units of at least this share of the product groups of industry, percent.
  public var groupsPercent: Int64 = 50
  /// Whether the user said that the register is the reference, whatever it covers.
  public var isForced = false
  /// Of the interval of a published location quotient.
  public var interval = Confidence.ninetyFive
  /// Cut-offs of strong regions and stars.
  public var strength = RegionStrengthParameters()

  /// The built-in numbers.
  public init() {}
}

/// How many draws tell the stability of a cluster, and what counts as the same cluster.
public struct StabilityParameters: Sendable, Equatable {
  /// Number of draws; 0: stability stays unknown.
  public var draws = 0
  /// Share of a place's variance that all its units have in common, percent.
  public var sharedPercent = 25
  /// A site stands for at most so many points that move on their own.
  public var partsPerSite = 16
  /// A group is the same cluster when it holds at least this share of its units, percent, inclusive.
  public var matchPercent: Int64 = 50
  /// Where the random bits begin.
  public var seed = 0
  /// All draws together move at most so many points: a large result is drawn fewer times.
  public var mostPoints = 10_000_000
  /// Fewer draws than this tell too little: stability stays unknown.
  public var leastDraws = 10

  /// How often clusters that stand for `points` points are drawn, 0 when `mostPoints` allows too few draws.
  public func draws(of points: Int) -> Int {
    let allowed = min(draws, mostPoints / max(points, 1))
    return allowed >= min(leastDraws, draws) ? allowed : 0
  }

  /// No draws.
  public init() {}
}

/// What `Config/` says of the product that a cluster is made by.
public struct ProductFacts: Sendable, Equatable {
  /// Code as published.
  public var code: String
  /// Words of the field, lower case.
  public var name: String
  /// The other way in which the product is also made, if any.
  public var otherClass: ProductionClass?
  /// `micro`, `traditional` or `high-tech`; empty when the configuration does not tell.
  public var productClass: String
  /// Theme names with the source of each, in the order of `Config/themes.toml`.
  public var themes: [(name: String, source: String)]
  /// Category of its sector by pollution index, with its source; empty where the configuration gives none.
  public var pollutionCategory: (name: String, source: String) = ("", "")

  /// Facts from their parts.
  public init(
    code: String, name: String, otherClass: ProductionClass?, productClass: String,
    themes: [(name: String, source: String)]
  ) {
    self.code = code
    self.name = name
    self.otherClass = otherClass
    self.productClass = productClass
    self.themes = themes
  }

  /// Equal in every part.
  public static func == (a: ProductFacts, b: ProductFacts) -> Bool {
    a.code == b.code && a.name == b.name && a.otherClass == b.otherClass && a.productClass == b.productClass
      && a.pollutionCategory == b.pollutionCategory
      && a.themes.elementsEqual(b.themes) { $0.name == $1.name && $0.source == $1.source }
  }
}

/// Which columns the registers of the run have: tells "no such column" from "no such value".
public struct ObservedColumns: Sendable, Equatable {
  /// Amounts that at least one register has a column for.
  public var amounts: Set<AmountField>
  /// Whether a register tells which units operate.
  public var operating: Bool

  /// Observed columns from their parts.
  public init(amounts: Set<AmountField>, operating: Bool) {
    self.amounts = amounts
    self.operating = operating
  }
}

/// What is published of how much of India's industry stands in clusters.
public struct ClusteredShareParameters: Sendable, Equatable {
  /// Percent by measure: `units`, or the column of an amount.
  public var percents: [String: Int64] = [:]
  /// Where they are published.
  public var source = ""

  /// Nothing published.
  public init() {}
}
