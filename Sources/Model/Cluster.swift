/// The part that a site plays in a cluster, as in DBSCAN.
public enum SiteRole: UInt8, Sendable {
  /// Dense enough to carry the cluster.
  case core
  /// Within reach of a core site.
  case border
  /// In no cluster.
  case noise

  /// The word in the outputs.
  public var name: String {
    switch self {
    case .core: "core"
    case .border: "border"
    case .noise: "noise"
    }
  }
}

/// What a place or a coordinate is called, and what it belongs to.
public struct PlaceInfo: Sendable, Equatable {
  /// Name for people, empty when unknown.
  public var name: String
  /// Name of the town or village that a cluster here would be called by; empty when unknown.
  public var town: String
  /// District name in LGD spelling, empty when unknown.
  public var district: String
  /// State name in LGD spelling, empty when unknown.
  public var state: String
  /// LGD code of the district, 0 unknown.
  public var lgdDistrict: Int
  /// LGD code of the state, 0 unknown.
  public var lgdState: Int
  /// ISO 3166 alpha-2.
  public var country: String

  /// A description from its parts.
  public init(
    name: String = "", town: String = "", district: String = "", state: String = "", lgdDistrict: Int = 0,
    lgdState: Int = 0, country: String = "IN"
  ) {
    self.name = name
    self.town = town
    self.district = district
    self.state = state
    self.lgdDistrict = lgdDistrict
    self.lgdState = lgdState
    self.country = country
  }
}

/// A component that was too wide for one cluster and was cut (see the definition in `Docs/Method.md`).
public struct Belt: Sendable {
  /// Sums of all members of the uncut component.
  public var sums: Sums
  /// Pairs of the tally that belong to it, ascending.
  public var pairs: [Int32]
  /// Weighted centre.
  public var centre: Coordinate
  /// Radius around the centre that holds 90 % of the weight, millimetres.
  public var radius: Int64

  /// A belt from its parts.
  public init(sums: Sums, pairs: [Int32], centre: Coordinate, radius: Int64) {
    self.sums = sums
    self.pairs = pairs
    self.centre = centre
    self.radius = radius
  }
}

/// Totals over a set of pairs, by tally column.
public struct Sums: Sendable, Equatable {
  /// By `TallyColumn.rawValue`.
  public var columns: [Int64]
  /// By `WideColumn.rawValue`.
  public var wide: [Int128]

  /// Zero everywhere.
  public init() {
    columns = Array(repeating: 0, count: TallyColumn.count)
    wide = Array(repeating: 0, count: WideColumn.allCases.count)
  }

  /// One total.
  public subscript(column: TallyColumn) -> Int64 {
    get { columns[column.rawValue] }
    set { columns[column.rawValue] = newValue }
  }

  /// Operating units.
  public var units: Int64 { self[.unitsYes] + self[.unitsUnknown] }

  /// Units whose row tells what `field` asks.
  public func known(_ field: TraitField) -> Int64 { field.traits.reduce(0) { $0 + self[.trait($1)] } }

  /// Adds the pairs `first + members[i]` of `tally`. Linear in members and columns held.
  public mutating func add(_ tally: Tally, _ members: [Int32], from first: Int) {
    for column in 0..<TallyColumn.count {
      if let values = tally.columns[column] { columns[column] += values.total(members, from: first) }
    }
    for column in wide.indices {
      if let values = tally.wide[column] { wide[column] += values.wideTotal(members, from: first) }
    }
  }
}

/// A group of sites of one key that clustering found, before it is judged and described.
public struct ClusterCandidate: Sendable {
  /// Index in `Tally.keys`.
  public var key: Int
  /// Pairs of the tally that belong to it, ascending.
  public var pairs: [Int32]
  /// Role of each of `pairs`.
  public var roles: [SiteRole]
  /// Whether each of `pairs` is a border site that stood equally near to another cluster.
  public var tied: [Bool]
  /// Totals over `pairs`.
  public var sums: Sums
  /// Linking distance at which the cluster stands, millimetres.
  public var reach: Int64
  /// Weighted centre.
  public var centre: Coordinate
  /// Radius around the centre that holds 90 % of the weight, millimetres; over all members.
  public var radius: Int64
  /// The same radius of the uncut component that the cluster came from, millimetres.
  public var spread: Int64
  /// Index in the list of belts of the component that it was cut from; nil when never cut.
  public var belt: Int?
  /// Place that names it and administrative description.
  public var place: PlaceInfo
  /// Units by LGD district code, descending by units, then ascending by code.
  public var unitsByDistrict: [(district: PlaceInfo, units: Int64)]

  /// A candidate from its parts.
  public init(
    key: Int, pairs: [Int32], roles: [SiteRole], tied: [Bool], sums: Sums, reach: Int64, centre: Coordinate,
    radius: Int64, spread: Int64, belt: Int?, place: PlaceInfo = PlaceInfo(),
    unitsByDistrict: [(district: PlaceInfo, units: Int64)] = []
  ) {
    self.key = key
    self.pairs = pairs
    self.roles = roles
    self.tied = tied
    self.sums = sums
    self.reach = reach
    self.centre = centre
    self.radius = radius
    self.spread = spread
    self.belt = belt
    self.place = place
    self.unitsByDistrict = unitsByDistrict
  }
}
