import Model

/// What a benchmark counts.
public enum BenchmarkCount: String, CaseIterable, Sendable {
  /// Operating units, less the excluded ones.
  case units
  /// Handlooms.
  case looms
}

/// One row of a rule set: how much of what makes a cluster of one category.
public struct Benchmark: Sendable, Equatable {
  /// What is counted.
  public var count: BenchmarkCount
  /// The least count that is a cluster, inclusive; 1 or more.
  public var atLeast: Int64
  /// Publication, or `default`.
  public var source: String
  /// Units left out of the count where a row gives positive evidence.
  public var excludes: [ExclusionEvidence]
  /// Publication behind `excludes`.
  public var excludesSource: String
  /// The rule by turnover, where the rule set has one.
  public var turnover: TurnoverRule?

  /// A benchmark from its parts.
  public init(
    count: BenchmarkCount, atLeast: Int64, source: String, excludes: [ExclusionEvidence] = [],
    excludesSource: String = "", turnover: TurnoverRule? = nil
  ) {
    self.count = count
    self.atLeast = atLeast
    self.source = source
    self.excludes = excludes
    self.excludesSource = excludesSource
    self.turnover = turnover
  }

  /// Units of `sums` that count: all operating units but those with any excluded evidence. Constant time.
  public func countedUnits(_ sums: Sums) -> Int64 { countedUnits { sums[$0] } }

  /// The same where `sum` gives each column. Constant time.
  public func countedUnits(_ sum: (TallyColumn) -> Int64) -> Int64 {
    var mask: UInt8 = 0
    for evidence in excludes { mask |= evidence.rawValue }
    var counted: Int64 = 0
    for combination in 0..<UInt8(ExclusionEvidence.combinations) where combination & mask == 0 {
      counted += sum(.exclusion(ExclusionEvidence(rawValue: combination)))
    }
    return counted
  }
}

/// A second way to be a cluster: fewer units with a large turnover.
public struct TurnoverRule: Sendable, Equatable {
  /// The count must be greater than this.
  public var moreThanUnits: Int64
  /// The count must be less than this.
  public var fewerThanUnits: Int64
  /// Aggregate annual turnover in rupees, inclusive.
  public var atLeast: Int64
  /// Publication, or `default`.
  public var source: String

  /// A rule from its parts.
  public init(moreThanUnits: Int64, fewerThanUnits: Int64, atLeast: Int64, source: String) {
    self.moreThanUnits = moreThanUnits
    self.fewerThanUnits = fewerThanUnits
    self.atLeast = atLeast
    self.source = source
  }
}

/// A named set of benchmarks, one for each category.
public struct RuleSet: Sendable, Equatable {
  /// Name in `Config/thresholds.toml` and after `--rules`.
  public var name: String
  /// Words for people.
  public var title: String
  /// Benchmark of each category.
  public var benchmarks: [Category: Benchmark]

  /// Evidence for which the rules by turnover leave units out; the same for all of them, for turnover is summed once.
  public var turnoverExcludes: ExclusionEvidence {
    benchmarks.values.filter { $0.turnover != nil }.reduce(into: []) { all, benchmark in
      for evidence in benchmark.excludes { all.insert(evidence) }
    }
  }

  /// A rule set from its parts.
  public init(name: String, title: String, benchmarks: [Category: Benchmark]) {
    self.name = name
    self.title = title
    self.benchmarks = benchmarks
  }
}
