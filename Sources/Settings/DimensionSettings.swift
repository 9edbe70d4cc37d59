import Classification

/// The sections of `Config/thresholds.toml` that describe clusters beside their benchmark: coverage, depth, breadth, structure,
/// size, market and reference.
public struct DimensionSettings: Sendable, Equatable {
  /// Share of the units that must give a figure before a total speaks for the cluster, percent.
  public var coveragePercent: Int64 = 60
  /// Depth and breadth.
  public var depth = DepthParameters()
  /// Exporting from this share of turnover, percent.
  public var exportingPercent: Int64 = 25
  /// Vertical from this Herfindahl index.
  public var verticalIndex = 0.1
  /// Units that must give a figure before structure is judged.
  public var structureLeastUnits: Int64 = 10
  /// Least persons of the size classes II to V.
  public var sizeEmployment: [Int64] = []
  /// Least rupees a year of the size classes II to V.
  public var sizeTurnover: [Int64] = []
  /// Location quotients, strong regions and stars.
  public var reference = ReferenceParameters()

  /// Measured themes and thematic concentrations.
  public var themes = ThemeParameters()

  /// Shares that grants ask for.
  public var grant = GrantParameters()

  /// Published shares of clusters.
  public var clusteredShare = ClusteredShareParameters()

  /// Turnover per worker beside others.
  public var productivity = ProductivityParameters()

  /// Families of products.
  public var family = FamilyParameters()

  /// The built-in numbers.
  public init() {}

  /// Sets the numbers in `parameters`.
  public func apply(to parameters: inout ClassificationParameters) {
    parameters.coveragePercent = coveragePercent
    parameters.depth = depth
    parameters.exportingPercent = exportingPercent
    parameters.verticalIndex = verticalIndex
    parameters.structureLeastUnits = structureLeastUnits
    parameters.sizeEmployment = sizeEmployment
    parameters.sizeTurnover = sizeTurnover
    parameters.reference = reference
    parameters.themes = themes
    parameters.grant = grant
    parameters.clusteredShare = clusteredShare
    parameters.productivity = productivity
    parameters.family = family
  }

  /// Reads the sections of `file`, which collects the faults.
  static func read(_ file: ConfigFile) -> DimensionSettings {
    var result = DimensionSettings()
    let root = file.section()
    func integer(_ section: String, _ key: String, _ range: ClosedRange<Int>, _ set: (Int64) -> Void) {
      if let value = file.section(section).integer(key, in: range) {
        set(Int64(value))
      } else if !root.section(section).has(key) {
        file.fault("\(section).\(key)", "is missing")
      }
    }
    func source(_ section: String) { _ = file.section(section).string("source") }
    let percent = 0...100
    integer("coverage", "least_percent", percent) { result.coveragePercent = $0 }
    integer("depth", "least_units", 1...1_000_000) { result.depth.leastUnits = $0 }
    integer("depth", "confidence_percent", 50...99) { value in
      result.depth.confidence = Confidence(Double(value) / 100) ?? .ninety
    }
    integer("depth", "deep_from_percent", percent) { result.depth.deepPercent = $0 }
    integer("depth", "shallow_to_percent", percent) { result.depth.shallowPercent = $0 }
    integer("depth", "observable_percent", percent) { result.depth.observablePercent = $0 }
    integer("depth", "section_percent", percent) { result.depth.sectionPercent = $0 }
    if result.depth.shallowPercent >= result.depth.deepPercent {
      file.fault(
        "depth.shallow_to_percent",
        "is \(result.depth.shallowPercent), and less than depth.deep_from_percent = \(result.depth.deepPercent) is expected"
      )
    }
    integer("breadth", "broad_from_percent", percent) { result.depth.broadPercent = $0 }
    integer("structure", "least_units", 2...1_000_000) { result.structureLeastUnits = $0 }
    if let value = file.section("structure").number("vertical_from_hhi", in: 0...1) {
      result.verticalIndex = value
    } else if !root.section("structure").has("vertical_from_hhi") {
      file.fault("structure.vertical_from_hhi", "is missing")
    }
    integer("market", "exporting_from_percent", percent) { result.exportingPercent = $0 }
    result.sizeEmployment = cuts("employment", file)
    result.sizeTurnover = cuts("turnover_inr", file)
    integer("reference", "groups_percent", percent) { result.reference.groupsPercent = $0 }
    integer("reference", "interval_percent", 50...99) { value in
      result.reference.interval = Confidence(Double(value) / 100) ?? .ninetyFive
    }
    stars(file, &result.reference.strength, integer)
    result.themes = themes(file, integer)
    integer("grant", "more_than_percent", percent) { result.grant.morePercent = $0 }
    result.grant.source = file.section("grant").string("source") ?? "default"
    for measure in ["units", "employment", "investment_inr", "turnover_inr", "exports_inr"] {
      integer("published.clustered_percent", measure, percent) { result.clusteredShare.percents[measure] = $0 }
    }
    result.clusteredShare.source = file.section("published.clustered_percent").string("source") ?? ""
    integer("productivity", "least_units", 1...1_000_000) { result.productivity.leastUnits = $0 }
    result.productivity.source = file.section("productivity").string("source") ?? "default"
    integer("family", "least_products", 2...1_000) { result.family.leastProducts = $0 }
    integer("family", "product_units", 1...1_000_000) { result.family.productUnits = $0 }
    result.family.source = file.section("family").string("source") ?? "default"
    for section in ["coverage", "depth", "breadth", "structure", "market", "size", "reference"] { source(section) }
    return result
  }

  private static func stars(
    _ file: ConfigFile, _ strength: inout RegionStrengthParameters,
    _ integer: (String, String, ClosedRange<Int>, (Int64) -> Void) -> Void
  ) {
    let section = "reference.stars"
    let percent = 0...100
    integer(section, "strong_percentile", percent) { strength.strongPercentile = Int($0) }
    integer(section, "very_strong_percentile", percent) { strength.veryStrongPercentile = Int($0) }
    integer(section, "employment_percentile", percent) { strength.employmentPercentile = Int($0) }
    integer(section, "establishment_percentile", percent) { strength.establishmentPercentile = Int($0) }
    integer(section, "least_quotient_hundredths", 0...100_000) { strength.leastQuotient = $0 }
    integer(section, "size_percentile", percent) { strength.sizePercentile = Int($0) }
    integer(section, "specialisation_quotient_hundredths", 0...100_000) { strength.specialisationQuotient = $0 }
    integer(section, "focus_percentile", percent) { strength.focusPercentile = Int($0) }
    _ = file.section(section).string("source")
  }

  private static func themes(
    _ file: ConfigFile, _ integer: (String, String, ClosedRange<Int>, (Int64) -> Void) -> Void
  ) -> ThemeParameters {
    var themes = ThemeParameters()
    func thousandths(_ section: String, _ key: String, _ most: Double, _ set: (Int64) -> Void) {
      if let value = file.section(section).number(key, in: 0.001...most) {
        set(Int64((value * 1000).rounded()))
      } else if !file.section(section).has(key) {
        file.fault("\(section).\(key)", "is missing")
      }
    }
    integer("concentration", "least_units", 1...1_000_000_000) { themes.leastUnits = $0 }
    thousandths("concentration", "facility_range_km", 20_000) { themes.facilityRange = $0 }
    thousandths("measured", "energy_toe_per_worker", 1_000_000) { themes.energyPerWorker = $0 }
    thousandths("measured", "effluent_kld_per_unit", 1_000_000) { themes.effluentPerUnit = $0 }
    integer("measured", "red_consent_percent", 1...100) { themes.redConsentPercent = $0 }
    themes.concentrationSource = file.section("concentration").string("source") ?? "default"
    themes.measuredSource = file.section("measured").string("source") ?? "default"
    return themes
  }

  /// Four ascending totals: where the size classes II to V begin.
  private static func cuts(_ key: String, _ file: ConfigFile) -> [Int64] {
    let cuts = file.section("size").integers(key) ?? []
    if cuts.count != 4 || cuts.contains(where: { $0 < 1 }) || zip(cuts, cuts.dropFirst()).contains(where: { $0 >= $1 })
    {
      file.fault("size.\(key)", "four ascending totals of 1 or more are expected, where the classes II to V begin")
      return [1, 2, 3, 4]
    }
    return cuts.map { Int64($0) }
  }
}
