import Classification
import Model

/// `Config/thresholds.toml`: rule sets, clustering defaults, dimensions and limits of a run.
public struct Thresholds: Sendable, Equatable {
  /// Every rule set, by name in ascending order.
  public var ruleSets: [RuleSet] = []
  /// Share of a benchmark from which a group is a potential cluster, percent.
  public var potentialPercent: Int64 = 50
  /// Source of `potentialPercent`.
  public var potentialSource = "default"
  /// Share of household units above which the micro benchmark judges, percent.
  public var householdPercent: Int64 = 50
  /// Largest linking distance, kilometres.
  public var reachKilometres = 8.0
  /// Largest radius of a cluster's cores by class, kilometres.
  public var maxRadiusKilometres: [ProductionClass: Double] = [:]
  /// Core weight by class.
  public var coreWeight: [ProductionClass: Int64] = [:]
  /// Dense from this many times the benchmark.
  public var denseTimes: Int64 = 5
  /// Share of finely placed units from which density per area is published, percent.
  public var finePercent: Int64 = 80
  /// How stability is found.
  public var stability = StabilityParameters()
  /// The other dimensions.
  public var dimensions = DimensionSettings()
  /// How the permutation test is run.
  public var permutation = PermutationParameters()
  /// Ranking, near misses, and places that are no cluster.
  public var selection = SelectionSettings()
  /// Greatest share of rejects of a run.
  public var maxRejectShare = 0.2
  /// Longest row, bytes.
  public var maxRowBytes = 16_777_216

  /// Thresholds without rule sets and with the built-in limits.
  public init() {}

  /// Reads `text`; every fault is a sentence with its key path.
  public static func load(name: String, text: String) -> (thresholds: Thresholds, faults: [String]) {
    let file = ConfigFile(name: name, text: text)
    var result = Thresholds()
    let rules = file.section("rules")
    result.ruleSets = rules.keys.map { ruleSet($0, rules.section($0)) }
    if result.ruleSets.isEmpty { file.fault("rules", "at least one rule set is expected, found none") }
    let root = file.section()
    func required<T>(_ section: String, _ key: String, _ value: T?, _ set: (T) -> Void) {
      if let value {
        set(value)
      } else if !root.section(section).has(key) {
        file.fault("\(section).\(key)", "is missing")
      }
    }
    let potential = file.section("potential")
    required("potential", "share_percent", potential.integer("share_percent", in: 1...99)) {
      result.potentialPercent = Int64($0)
    }
    result.potentialSource = potential.string("source") ?? "default"
    let micro = file.section("micro")
    required("micro", "household_more_than_percent", micro.integer("household_more_than_percent", in: 0...99)) {
      result.householdPercent = Int64($0)
    }
    _ = micro.string("source")
    let clustering = file.section("clustering")
    _ = clustering.string("source")
    required("clustering", "reach_km", clustering.number("reach_km", in: 0.001...10_000)) {
      result.reachKilometres = $0
    }
    for productionClass in ProductionClass.allCases {
      let radius = clustering.section("max_radius_km").number(productionClass.name, in: 0.001...20_000)
      required("clustering.max_radius_km", productionClass.name, radius) {
        result.maxRadiusKilometres[productionClass] = $0
      }
      let core = clustering.section("core_weight").integer(productionClass.name, in: 1...1_000_000_000)
      required("clustering.core_weight", productionClass.name, core) { result.coreWeight[productionClass] = Int64($0) }
    }
    let density = file.section("density")
    required("density", "dense_from_times", density.integer("dense_from_times", in: 1...1000)) {
      result.denseTimes = Int64($0)
    }
    required("density", "fine_share_percent", density.integer("fine_share_percent", in: 1...100)) {
      result.finePercent = Int64($0)
    }
    _ = density.string("source")
    let stability = file.section("stability")
    required("stability", "draws", stability.integer("draws", in: 0...10_000)) { result.stability.draws = $0 }
    required("stability", "shared_percent", stability.integer("shared_percent", in: 0...100)) {
      result.stability.sharedPercent = $0
    }
    required("stability", "parts_per_site", stability.integer("parts_per_site", in: 1...1000)) {
      result.stability.partsPerSite = $0
    }
    required("stability", "match_percent", stability.integer("match_percent", in: 1...100)) {
      result.stability.matchPercent = Int64($0)
    }
    required("stability", "seed", stability.integer("seed", in: 0...1_000_000_000)) { result.stability.seed = $0 }
    required("stability", "most_points", stability.integer("most_points", in: 0...1_000_000_000_000)) {
      result.stability.mostPoints = $0
    }
    required("stability", "least_draws", stability.integer("least_draws", in: 1...10_000)) {
      result.stability.leastDraws = $0
    }
    _ = stability.string("source")
    result.dimensions = DimensionSettings.read(file)
    let permutation = file.section("permutation")
    required("permutation", "shuffles", permutation.integer("shuffles", in: 0...1_000_000)) {
      result.permutation.shuffles = $0
    }
    required("permutation", "stop_after", permutation.integer("stop_after", in: 1...1_000_000)) {
      result.permutation.stopAfter = $0
    }
    required("permutation", "most_units", permutation.integer("most_units", in: 0...1_000_000_000_000)) {
      result.permutation.mostUnits = $0
    }
    required(
      "permutation", "most_units_asked", permutation.integer("most_units_asked", in: 0...1_000_000_000_000)
    ) {
      result.permutation.mostUnitsAsked = $0
    }
    required("permutation", "least_shuffles", permutation.integer("least_shuffles", in: 1...1_000_000)) {
      result.permutation.leastShuffles = $0
    }
    required("permutation", "seed", permutation.integer("seed", in: 0...1_000_000_000)) {
      result.permutation.seed = $0
    }
    _ = permutation.string("source")
    result.selection = SelectionSettings.read(file)
    required("quality", "max_reject_share", file.section("quality").number("max_reject_share", in: 0...1)) {
      result.maxRejectShare = $0
    }
    required("tables", "max_row_bytes", file.section("tables").integer("max_row_bytes", in: 1024...1_073_741_824)) {
      result.maxRowBytes = $0
    }
    file.finish()
    return (result, file.faults)
  }

  private static func ruleSet(_ name: String, _ section: ConfigSection) -> RuleSet {
    var set = RuleSet(name: name, title: section.string("title") ?? name, benchmarks: [:])
    for category in Category.allCases {
      guard section.has(category.name) else {
        section.fault(category.name, "is missing: a rule set has a benchmark for each category")
        continue
      }
      set.benchmarks[category] = benchmark(section.section(category.name))
    }
    for category in Category.allCases {
      guard let benchmark = set.benchmarks[category], benchmark.turnover != nil,
        ExclusionEvidence(benchmark.excludes) != set.turnoverExcludes
      else { continue }
      section.section(category.name).fault(
        "excludes", "benchmarks with a rule by turnover must leave out the same units, for turnover is summed once")
    }
    return set
  }

  private static func benchmark(_ section: ConfigSection) -> Benchmark {
    let counts = BenchmarkCount.allCases.map(\.rawValue)
    let count = section.choice("count", of: counts).flatMap(BenchmarkCount.init(rawValue:))
    if count == nil, !section.has("count") {
      section.fault("count", "is missing; allowed: \(counts.joined(separator: ", "))")
    }
    if !section.has("at_least") { section.fault("at_least", "is missing") }
    var benchmark = Benchmark(
      count: count ?? .units, atLeast: Int64(section.integer("at_least", in: 1...1_000_000_000) ?? 1),
      source: section.string("source") ?? "default")
    let allowed = ExclusionEvidence.names.map(\.1)
    for word in section.strings("excludes") ?? [] {
      if let match = ExclusionEvidence.names.first(where: { $0.1 == word }) {
        benchmark.excludes.append(match.0)
      } else {
        section.fault("excludes", "\"\(word)\" is unknown; allowed: \(allowed.joined(separator: ", "))")
      }
    }
    benchmark.excludesSource = section.string("excludes_source") ?? (benchmark.excludes.isEmpty ? "" : "default")
    benchmark.turnover = turnover(section)
    return benchmark
  }

  /// The rule by turnover; nil where none of its keys stands.
  private static func turnover(_ section: ConfigSection) -> TurnoverRule? {
    let source = section.string("turnover_source")
    let more = section.integer("turnover_more_than_units", in: 0...1_000_000_000)
    let fewer = section.integer("turnover_fewer_than_units", in: 1...1_000_000_000)
    let least = section.integer("turnover_at_least_inr", in: 1...1_000_000_000_000_000)
    let keys = ["turnover_more_than_units", "turnover_fewer_than_units", "turnover_at_least_inr"]
    guard source != nil || keys.contains(where: section.has) else { return nil }
    for key in keys where !section.has(key) { section.fault(key, "is missing: the rule by turnover needs all three") }
    guard let more, let fewer, let least else { return nil }
    return TurnoverRule(
      moreThanUnits: Int64(more), fewerThanUnits: Int64(fewer), atLeast: Int64(least), source: source ?? "default")
  }

  /// The rule set called `name`, or a failure that lists the names there are.
  public func rules(named name: String) throws(Failure) -> RuleSet {
    if let set = ruleSets.first(where: { $0.name == name }) { return set }
    throw Failure(
      .usage,
      "--rules: there is no rule set \"\(name)\" in thresholds.toml; choose one of \(ruleSets.map(\.name).joined(separator: ", "))."
    )
  }
}
