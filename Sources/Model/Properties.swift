/// A value of a published property: a flat scalar. Unknown is `null`, never a guess.
public enum PropertyValue: Hashable, Sendable {
  case null
  case text(String)
  case integer(Int64)
  /// `value` / 10^`digits`, written with exactly `digits` decimals less trailing zeros; digits 1…9.
  case decimal(Int64, digits: Int)
  case boolean(Bool)

  /// `number` rounded half away from zero to `digits` decimals; null when not finite.
  public static func rounded(_ number: Double, digits: Int) -> PropertyValue {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = (number * scale).rounded(.toNearestOrAwayFromZero)
    guard scaled.isFinite, abs(scaled) < 9e18 else { return .null }
    return .decimal(Int64(scaled), digits: digits)
  }

  /// `part` as percent of `whole`, which is positive, to one decimal, or to as many (9 at most) as tell it from `limit` percent where
  /// it is not equal to that.
  public static func percent(_ part: Int64, of whole: Int64, limit: Int64) -> PropertyValue {
    let isEqual = Int128(part) * 100 == Int128(limit) * Int128(whole)
    var digits = 1
    while true {
      let value = rounded(Double(part) / Double(whole) * 100, digits: digits)
      if isEqual || digits == 9 || value.plain != String(limit) { return value }
      digits += 1
    }
  }

  /// The value as it stands in CSV and, for numbers, in JSON: point as decimal sign, no grouping; empty for null.
  public var plain: String {
    switch self {
    case .null: return ""
    case .text(let text): return text
    case .integer(let value): return String(value)
    case .boolean(let value): return value ? "true" : "false"
    case .decimal(let value, let digits):
      var scale: Int64 = 1
      for _ in 0..<digits { scale *= 10 }
      let magnitude = value.magnitude
      let whole = magnitude / UInt64(scale)
      var fraction = String(magnitude % UInt64(scale))
      fraction = String(repeating: "0", count: digits - fraction.count) + fraction
      while fraction.last == "0" { fraction.removeLast() }
      let sign = value < 0 ? "-" : ""
      return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
    }
  }
}

/// The properties of a cluster, in the order in which they are published.
public enum ClusterProperty: String, CaseIterable, Sendable {
  case id, name, status, level
  case parentID = "parent_id"
  case category
  case categoryBasis = "category_basis"
  case production, subcategory
  case productCode = "product_code"
  case product
  case productClass = "product_class"
  case place, district, state
  case lgdDistrict = "lgd_district"
  case lgdState = "lgd_state"
  case country, units
  case unitsPlanned = "units_planned"
  case unitsWithRelated = "units_with_related"
  case countedUnits = "counted_units"
  case countedLow = "counted_low"
  case countedHigh = "counted_high"
  case looms, employment
  case turnover = "turnover_inr"
  case exports = "exports_inr"
  case benchmark
  case benchmarkLimit = "benchmark_limit"
  case benchmarkValue = "benchmark_value"
  case shortfall
  case reach = "reach_km"
  case radius = "radius_km"
  case spread
  case spreadRadius = "spread_km"
  case area = "area_km2"
  case density
  case unitsPerArea = "units_per_km2"
  case breadth
  case relatedProducts = "related_products"
  case depth
  case depthShare = "depth_share"
  case chainPresent = "chain_present"
  case chainMissing = "chain_missing"
  case structure, origin
  case sizeClass = "size_class"
  case market, stage, performance
  case productivity = "productivity_vs_peers"
  case shareInEstates = "share_in_estates"
  case themes
  case themeBasis = "theme_basis"
  case pValue = "p_value"
  case qValue = "q_value"
  case lq
  case lqLow = "lq_low"
  case lqHigh = "lq_high"
  case starSize = "star_size"
  case starSpecialisation = "star_specialisation"
  case starFocus = "star_focus"
  case shareOfState = "share_of_state"
  case shareOfNation = "share_of_nation"
  case locatedBy = "located_by"
  case uncertainty = "uncertainty_km"
  case stability
  case atRegisterEdge = "at_register_edge"
  case cutBelowBenchmark = "cut_below_benchmark"
  case rank
  case rankLow = "rank_low"
  case rankHigh = "rank_high"
  case shareMicro = "share_micro"
  case shareRural = "share_rural"
  case shareWomenOwned = "share_women_owned"
  case shareCastesTribes = "share_sc_st"
  case schemes
}

/// One value for every `ClusterProperty`.
public struct ClusterProperties: Sendable, Equatable {
  private var values: [PropertyValue]
  private static let positions: [ClusterProperty: Int] = Dictionary(
    uniqueKeysWithValues: ClusterProperty.allCases.enumerated().map { ($1, $0) })

  /// Null throughout.
  public init() { values = Array(repeating: .null, count: ClusterProperty.allCases.count) }

  /// The value of a property.
  public subscript(property: ClusterProperty) -> PropertyValue {
    get { values[Self.positions[property] ?? 0] }
    set { values[Self.positions[property] ?? 0] = newValue }
  }

  /// The text of a property, empty when it is not text.
  public func text(_ property: ClusterProperty) -> String {
    if case .text(let text) = self[property] { return text }
    return ""
  }

  /// The integer of a property, nil when it is not one.
  public func integer(_ property: ClusterProperty) -> Int64? {
    if case .integer(let value) = self[property] { return value }
    return nil
  }
}

/// Why a dimension of a cluster has its value: one line of `evidence.jsonl`.
public struct Evidence: Sendable, Equatable {
  /// Id of the cluster.
  public var id: String
  /// Which dimension, by the name of its property.
  public var dimension: String
  /// The value it got (`unknown` where it got none).
  public var value: String
  /// What was observed, a number or words.
  public var observed: PropertyValue
  /// How the observation was compared: `>=`, `>`, `<`, `=`, `in`, or empty.
  public var comparison: String
  /// What it was compared with.
  public var limit: PropertyValue
  /// Unit of both, singular-plural neutral: `units`, `looms`, `km`, `INR`, `share`.
  public var unit: String
  /// Key in `Config/` that set the limit.
  public var configKey: String
  /// Publication that the limit comes from, or `default`.
  public var source: String
  /// Column that would be needed, where the value is unknown.
  public var missing: String

  /// Evidence from its parts; what is left out is empty or null.
  public init(
    id: String, dimension: String, value: String, observed: PropertyValue = .null, comparison: String = "",
    limit: PropertyValue = .null, unit: String = "", configKey: String = "", source: String = "",
    missing: String = ""
  ) {
    self.id = id
    self.dimension = dimension
    self.value = value
    self.observed = observed
    self.comparison = comparison
    self.limit = limit
    self.unit = unit
    self.configKey = configKey
    self.source = source
    self.missing = missing
  }
}

/// A polygon with holes, or several: rings of coordinates, each closed (first = last); outer rings counter-clockwise, holes
/// clockwise (RFC 7946). `polygons[p][r]` is ring `r` of polygon `p`, ring 0 the outer one.
public struct Footprint: Sendable, Equatable {
  /// The polygons.
  public var polygons: [[[Coordinate]]]
  /// Area in square metres on the ellipsoid.
  public var area: Double

  /// A footprint from its rings and area.
  public init(polygons: [[[Coordinate]]], area: Double) {
    self.polygons = polygons
    self.area = area
  }
}

/// A cluster as it is published: built once, written by every format.
public struct ClusterFeature: Sendable {
  /// The flat properties.
  public var properties: ClusterProperties
  /// Weighted centre.
  public var centre: Coordinate
  /// Polygon that the cluster covers.
  public var footprint: Footprint
  /// The evidence behind the properties.
  public var evidence: [Evidence]

  /// A feature from its parts.
  public init(properties: ClusterProperties, centre: Coordinate, footprint: Footprint, evidence: [Evidence]) {
    self.properties = properties
    self.centre = centre
    self.footprint = footprint
    self.evidence = evidence
  }

  /// The id of the cluster.
  public var id: String { properties.text(.id) }
}
