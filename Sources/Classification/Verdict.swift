import Model

/// Whether a group is a cluster.
public enum ClusterStatus: String, Sendable, CaseIterable {
  case cluster
  case potential
  case undetermined
  /// Below the potential share: not published.
  case none
}

/// The sums that a benchmark reads.
public struct BenchmarkCounts: Sendable, Equatable {
  /// Operating units.
  public var units: Int64
  /// Operating units less those that the benchmark of the category excludes.
  public var counted: Int64
  /// Looms, and one for each handloom unit that gives none.
  public var looms: Int64
  /// Units that give their looms in a row without an absurd number.
  public var loomsKnown: Int64
  /// Turnover in rupees over the units that give it and that the rule by turnover counts.
  public var turnover: Int64

  /// Counts from their parts.
  public init(units: Int64, counted: Int64, looms: Int64, loomsKnown: Int64, turnover: Int64) {
    self.units = units
    self.counted = counted
    self.looms = looms
    self.loomsKnown = loomsKnown
    self.turnover = turnover
  }

  /// Units that give their looms, where `sum` gives each column. A row with an absurd number counts as silent, whatever the number.
  public static func loomsKnown(_ sum: (TallyColumn) -> Int64) -> Int64 { max(0, sum(.known(.looms)) - sum(.absurd)) }

  /// Turnover that a rule by turnover counts, where `sum` gives each column: not that of units which the rule leaves out, nor of
  /// rows with an absurd number.
  public static func turnover(_ sum: (TallyColumn) -> Int64) -> Int64 { sum(.sum(.turnover)) - sum(.turnoverUncounted) }

  /// What `benchmark` reads in `sums`. Constant time.
  public init(of sums: Sums, for benchmark: Benchmark) {
    self.init(
      units: sums.units, counted: benchmark.countedUnits(sums), looms: sums[.loomWeight],
      loomsKnown: Self.loomsKnown { sums[$0] }, turnover: Self.turnover { sums[$0] })
  }
}

/// How one benchmark judges one set of sums (domain: section 2).
public struct Verdict: Sendable, Equatable {
  /// The outcome.
  public var status: ClusterStatus
  /// The category whose benchmark judged.
  public var category: Category
  /// Whether the turnover rule decided.
  public var byTurnover: Bool
  /// The count that was compared: a lower bound where something needed is missing.
  public var counted: Int64
  /// The least that the count can be.
  public var low: Int64
  /// The most that the count can be; nil when nothing bounds it.
  public var high: Int64?
  /// The column that would settle it; empty when nothing is missing.
  public var missing: String

  /// Judges `sums` by the benchmark of `category`.
  ///
  /// A handloom unit without a loom figure counts one loom, the least that can stand there, so that the count is a lower
  /// bound; the group is undetermined when only the missing figures keep it below the benchmark. Turnover, a lower bound too,
  /// may prove its rule and never disproves it. Constant time.
  public static func judge(_ sums: Sums, as category: Category, by parameters: ClassificationParameters) -> Verdict? {
    guard let benchmark = parameters.rules.benchmarks[category] else { return nil }
    return judge(BenchmarkCounts(of: sums, for: benchmark), as: category, by: parameters)
  }

  /// The same for counts taken by the benchmark of `category`.
  public static func judge(
    _ sums: BenchmarkCounts, as category: Category, by parameters: ClassificationParameters
  ) -> Verdict? {
    guard let benchmark = parameters.rules.benchmarks[category] else { return nil }
    var verdict = Verdict(
      status: .none, category: category, byTurnover: false, counted: 0, low: 0, high: nil, missing: "")
    switch benchmark.count {
    case .units:
      verdict.counted = sums.counted
      verdict.high = verdict.counted
    case .looms:
      verdict.counted = sums.looms
      let complete = sums.loomsKnown >= sums.units
      verdict.high = complete ? verdict.counted : nil
      verdict.missing = complete ? "" : AmountField.looms.name
    }
    verdict.low = verdict.counted
    if verdict.counted >= benchmark.atLeast {
      verdict.status = .cluster
    } else if let rule = benchmark.turnover, verdict.counted > rule.moreThanUnits,
      verdict.counted < rule.fewerThanUnits, sums.turnover >= rule.atLeast
    {
      verdict.status = .cluster
      verdict.byTurnover = true
    } else if verdict.high == nil {
      verdict.status = .undetermined
    } else if verdict.counted * 100 >= benchmark.atLeast * parameters.potentialPercent {
      verdict.status = .potential
    }
    return verdict
  }
}
