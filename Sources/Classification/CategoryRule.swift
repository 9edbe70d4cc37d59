import Model

/// Category: the class whose benchmark judges the cluster, its basis, and the verdict of that benchmark (CfP 1.2, FAQ 8).
///
/// The class of the key decides; an industrial group most of whose units say that they are household units is judged as
/// handicraft where its product is made by hand too, else as micro-enterprises. A unit that does not tell is none: what is not
/// known never makes a majority. The basis is `evidence` when what the rows say settles the matter whatever the silent ones would
/// say, `product` when only the product speaks; then the verdict of the other way of making the product stands beside it, or that
/// of micro-enterprises where silent units could make the majority and the group is no cluster yet.
enum CategoryRule {
  /// The category of `subject` and whether the rows' own evidence speaks for it.
  static func category(of subject: Subject, by parameters: ClassificationParameters) -> (Category, isEvidence: Bool) {
    let sums = subject.candidate.sums
    let household = sums[.household]
    let atMost = household + sums.units - sums[.householdKnown]
    let mostlyHousehold = household * 100 > sums.units * parameters.householdPercent
    switch subject.productionClass {
    case .industrial:
      let isSettled = atMost * 100 <= sums.units * parameters.householdPercent
      let artisan: Category = subject.product.otherClass == .handicraft ? .handicraft : .micro
      return (mostlyHousehold ? artisan : .industrial, mostlyHousehold || isSettled)
    case .handicraft: return (.handicraft, mostlyHousehold)
    case .handloom: return (.handloom, sums[.known(.looms)] > 0)
    case .service: return (.service, false)
    }
  }

  static func apply(
    _ subject: Subject, _ verdict: Verdict, _ parameters: ClassificationParameters, to description: inout Description
  ) {
    let (category, isEvidence) = category(of: subject, by: parameters)
    let basis = isEvidence ? "evidence" : "product"
    description.properties[.categoryBasis] = .text(basis)
    description.properties[.category] = .text(category.name)
    description.evidence.append(
      evidence(of: category, isEvidence, subject, parameters, id: description.id))
    let artisan = category == .handicraft || category == .handloom || category == .micro
    let production = artisan ? "artisan" : category == .service ? "service" : "industrial"
    description.set(
      .production, .text(production),
      because: Evidence(
        id: description.id, dimension: "production", value: production, observed: .text(category.name),
        comparison: "in",
        unit: "category", source: "CfP 1.2"))
    if artisan {
      description.properties[.subcategory] = .text(category == .micro ? "tiny" : category.name)
    }
    applyBenchmark(subject, verdict, parameters, to: &description)
    guard !isEvidence else { return }
    if let other = subject.product.otherClass {
      applyOther(Self.judging(other), subject, parameters, to: &description)
    } else if category == .industrial, verdict.status != .cluster, subject.candidate.sums[.householdKnown] > 0 {
      // Silent units may make a majority of households.
      applyOther(.micro, subject, parameters, to: &description)
    }
  }

  private static func judging(_ productionClass: ProductionClass) -> Category {
    switch productionClass {
    case .industrial: .industrial
    case .handicraft: .handicraft
    case .handloom: .handloom
    case .service: .service
    }
  }

  private static func evidence(
    of category: Category, _ isEvidence: Bool, _ subject: Subject, _ parameters: ClassificationParameters, id: String
  ) -> Evidence {
    let sums = subject.candidate.sums
    var evidence = Evidence(id: id, dimension: "category", value: category.name, source: "CfP 1.2")
    if isEvidence, category == .handloom {
      evidence.observed = .integer(sums[.known(.looms)])
      evidence.comparison = "of"
      evidence.limit = .integer(sums.units)
      evidence.unit = "units that give their looms"
    } else if isEvidence {
      evidence.observed = .integer(sums[.household])
      evidence.comparison = sums[.household] * 100 > sums.units * parameters.householdPercent ? ">" : "<="
      evidence.limit = .decimal(sums.units * parameters.householdPercent, digits: 2)
      evidence.unit = "household units"
      evidence.configKey = "micro.household_more_than_percent"
    } else {
      evidence.observed = .text(subject.product.name)
      evidence.comparison = "in"
      evidence.limit = .text(subject.productionClass.name)
      evidence.unit = "product group"
      evidence.configKey = "products.csv:class"
      evidence.missing = category == .handloom ? AmountField.looms.name : category == .service ? "" : "household"
    }
    return evidence
  }

  private static func applyBenchmark(
    _ subject: Subject, _ verdict: Verdict, _ parameters: ClassificationParameters, to description: inout Description
  ) {
    guard let benchmark = parameters.rules.benchmarks[verdict.category] else { return }
    let key = "rules.\(parameters.rules.name).\(verdict.category.name)"
    let name = "\(parameters.rules.name):\(verdict.category.name)"
    description.properties[.countedUnits] = .integer(benchmark.countedUnits(subject.candidate.sums))
    description.properties[.countedLow] = .integer(verdict.low)
    description.properties[.countedHigh] = verdict.high.map { .integer($0) } ?? .null
    description.properties[.shortfall] = .integer(max(0, benchmark.atLeast - verdict.counted))
    if verdict.byTurnover, let rule = benchmark.turnover {
      description.properties[.benchmark] = .text("\(name)-turnover")
      description.properties[.benchmarkLimit] = .integer(rule.atLeast)
      let turnover = BenchmarkCounts(of: subject.candidate.sums, for: benchmark).turnover
      description.properties[.benchmarkValue] = .integer(turnover)
      description.properties[.shortfall] = .integer(0)
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "benchmark", value: verdict.status.rawValue,
          observed: .integer(verdict.counted),
          comparison: ">", limit: .integer(rule.moreThanUnits), unit: "units",
          configKey: "\(key).turnover_more_than_units", source: rule.source))
      description.set(
        .status, .text(verdict.status.rawValue),
        because: Evidence(
          id: description.id, dimension: "status", value: verdict.status.rawValue,
          observed: .integer(turnover), comparison: ">=", limit: .integer(rule.atLeast),
          unit: "INR", configKey: "\(key).turnover_at_least_inr", source: rule.source))
    } else {
      description.properties[.benchmark] = .text("\(name)-\(benchmark.count.rawValue)")
      description.properties[.benchmarkLimit] = .integer(benchmark.atLeast)
      description.properties[.benchmarkValue] = .integer(verdict.counted)
      let passes = verdict.status == .cluster
      description.set(
        .status, .text(verdict.status.rawValue),
        because: Evidence(
          id: description.id, dimension: "status", value: verdict.status.rawValue, observed: .integer(verdict.counted),
          comparison: passes ? ">=" : "<", limit: .integer(benchmark.atLeast), unit: benchmark.count.rawValue,
          configKey: "\(key).at_least", source: benchmark.source, missing: verdict.missing))
      if verdict.status == .potential {
        description.evidence.append(
          Evidence(
            id: description.id, dimension: "potential", value: "potential", observed: .integer(verdict.counted),
            comparison: ">=",
            limit: .integer((benchmark.atLeast * parameters.potentialPercent + 99) / 100),
            unit: benchmark.count.rawValue,
            configKey: "potential.share_percent", source: parameters.potentialSource,
            missing: turnoverWouldTell(benchmark, verdict, subject.candidate.sums) ? AmountField.turnover.name : ""))
      }
    }
    applyTurnover(subject, verdict, benchmark, key: key, to: &description)
    ExclusionRule.apply(subject, benchmark, key: key, to: &description)
  }

  /// Whether the turnover of units that do not give it could make the group a cluster.
  private static func turnoverWouldTell(_ benchmark: Benchmark, _ verdict: Verdict, _ sums: Sums) -> Bool {
    guard let rule = benchmark.turnover, turnoverKnown(sums) < verdict.counted else { return false }
    return verdict.counted > rule.moreThanUnits && verdict.counted < rule.fewerThanUnits
  }

  /// Units that count and give a turnover that counts.
  private static func turnoverKnown(_ sums: Sums) -> Int64 {
    sums[.known(.turnover)] - sums[.turnoverUncountedUnits]
  }

  /// What the rule by turnover reads, where a group can come near it: the turnover of the units that count, and how many give it.
  private static func applyTurnover(
    _ subject: Subject, _ verdict: Verdict, _ benchmark: Benchmark, key: String, to description: inout Description
  ) {
    let sums = subject.candidate.sums
    guard let rule = benchmark.turnover else { return }
    let turnover = BenchmarkCounts(of: sums, for: benchmark).turnover
    // A group with turnover enough may lack but a unit.
    guard
      verdict.counted > rule.moreThanUnits
        ? turnoverKnown(sums) > 0 || verdict.status == .potential
        : verdict.status == .potential && turnover >= rule.atLeast
    else { return }
    let isComplete = turnoverKnown(sums) >= verdict.counted
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "turnover_counted", value: isComplete ? "complete" : "lower-bound",
        observed: .integer(turnover), comparison: turnover >= rule.atLeast ? ">=" : "<", limit: .integer(rule.atLeast),
        unit: "INR",
        configKey: "\(key).turnover_at_least_inr", source: rule.source))
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "turnover_counted_units", value: isComplete ? "complete" : "lower-bound",
        observed: .integer(turnoverKnown(sums)), comparison: "of", limit: .integer(verdict.counted),
        unit: "units that count and give their turnover", missing: isComplete ? "" : AmountField.turnover.name))
  }

  private static func applyOther(
    _ other: Category, _ subject: Subject, _ parameters: ClassificationParameters,
    to description: inout Description
  ) {
    guard let verdict = Verdict.judge(subject.candidate.sums, as: other, by: parameters),
      let benchmark = parameters.rules.benchmarks[other]
    else { return }
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "category_alternative",
        value: "\(other.name): \(verdict.status == .cluster ? "passes" : "does not pass")",
        observed: .integer(verdict.counted), comparison: verdict.counted >= benchmark.atLeast ? ">=" : "<",
        limit: .integer(benchmark.atLeast), unit: benchmark.count.rawValue,
        configKey: "rules.\(parameters.rules.name).\(other.name).at_least", source: benchmark.source,
        missing: "household"))
  }
}
