import Classification
import Foundation
import Model
import Settings
import TestSupport
import Testing

/// `Config/thresholds.toml`: the numbers that it must hold, and what it says about every fault.
struct ThresholdSettingsTests {
  private let text: String
  init() throws {
    text = try String(
      contentsOf: SharedData.checkout.appending(path: "Config/thresholds.toml"), encoding: .utf8)
  }

  private func load(_ text: String) -> (thresholds: Thresholds, faults: [String]) {
    Thresholds.load(name: "thresholds.toml", text: text)
  }

  /// The faults after the first `old` became `new`, which must stand in the file.
  private func faults(_ old: String, _ new: String) throws -> [String] {
    let range = try #require(text.range(of: old), "\(old)")
    return load(text.replacingCharacters(in: range, with: new)).faults
  }

  @Test func theShippedFileHoldsTheBenchmarksOfTheSources() throws {
    let (thresholds, faults) = load(text)
    #expect(faults.isEmpty)
    #expect(thresholds.ruleSets.map(\.name) == ["cluster-observatory", "unido", "unido-2005-list"])
    let unido = try thresholds.rules(named: "unido")
    let expected: [(Model.Category, BenchmarkCount, Int64)] = [
      (.industrial, .units, 100), (.handicraft, .units, 50), (.handloom, .looms, 500), (.service, .units, 100),
      (.micro, .units, 100),
    ]
    for (category, count, least) in expected {
      #expect(unido.benchmarks[category]?.count == count && unido.benchmarks[category]?.atLeast == least)
    }
    let turnover = try #require(unido.benchmarks[.industrial]?.turnover)
    #expect(turnover.moreThanUnits == 50 && turnover.fewerThanUnits == 100 && turnover.atLeast == 100_000_000)
    #expect(unido.benchmarks[.industrial]?.source == "FAQ 7" && turnover.source == "CfP 1.5")
    #expect(unido.benchmarks[.service]?.source == "default" && unido.benchmarks[.micro]?.source == "default")
    #expect(unido.benchmarks[.handicraft]?.excludes == [])
    let strict = try thresholds.rules(named: "unido-2005-list")
    #expect(strict.benchmarks[.industrial]?.atLeast == 101)
    #expect(thresholds.potentialPercent == 50 && thresholds.potentialSource == "default")
    #expect(thresholds.reachKilometres == 8)
    #expect(
      thresholds.maxRadiusKilometres == [.industrial: 15, .service: 15, .handicraft: 25, .handloom: 25])
    #expect(thresholds.coreWeight == [.industrial: 10, .service: 10, .handicraft: 5, .handloom: 50])
    #expect(thresholds.denseTimes == 5 && thresholds.finePercent == 80)
    let stability = thresholds.stability
    #expect(stability.draws == 50 && stability.sharedPercent == 25 && stability.matchPercent == 50)
    #expect(stability.partsPerSite == 16 && stability.seed == 2008)
    let permutation = thresholds.permutation
    #expect(permutation.shuffles == 999 && permutation.stopAfter == 20 && permutation.leastShuffles == 99)
    #expect(permutation.seed == 2008)
    #expect(permutation.mostUnits == 20_000_000 && permutation.mostUnitsAsked == 3_000_000_000)
  }

  @Test func everyBenchmarkNamesItsSource() {
    for set in load(text).thresholds.ruleSets {
      for (category, benchmark) in set.benchmarks {
        #expect(!benchmark.source.isEmpty, "\(set.name) \(category)")
        #expect(benchmark.excludes.isEmpty == benchmark.excludesSource.isEmpty, "\(set.name) \(category)")
        if let turnover = benchmark.turnover { #expect(!turnover.source.isEmpty, "\(set.name) \(category)") }
      }
    }
  }

  @Test func aRuleSetOfOnesOwnIsRead() throws {
    var own = text
    for category in Model.Category.allCases {
      own += "\n[rules.mine.\(category.name)]\ncount = \"units\"\nat_least = 7\n"
    }
    let (thresholds, faults) = load(own)
    #expect(faults.isEmpty)
    let mine = try thresholds.rules(named: "mine")
    #expect(
      mine.benchmarks.count == 5 && mine.benchmarks.values.allSatisfy { $0.atLeast == 7 && $0.source == "default" })
  }

  /// Turnover is summed once, without the units that are left out.
  @Test func rulesByTurnoverLeaveOutTheSameUnits() throws {
    let turnover =
      "turnover_more_than_units = 50\nturnover_fewer_than_units = 100\nturnover_at_least_inr = 1\n"
    func rules(_ micro: String) -> String {
      var own = text
      for category in Model.Category.allCases {
        let extra =
          category == .industrial
          ? "excludes = [\"household\", \"unregistered\"]\n" + turnover
          : category == .micro ? micro : ""
        own += "\n[rules.mine.\(category.name)]\ncount = \"units\"\nat_least = 7\n\(extra)"
      }
      return own
    }
    for fine in ["", "excludes = [\"household\"]\n", "excludes = [\"unregistered\", \"household\"]\n" + turnover] {
      let (thresholds, faults) = load(rules(fine))
      #expect(faults.isEmpty)
      #expect(try thresholds.rules(named: "mine").turnoverExcludes == [.household, .unregistered])
    }
    let faults = load(rules("excludes = [\"household\"]\n" + turnover)).faults
    #expect(
      faults.contains { "\($0)".contains("rules.mine.micro.excludes") || "\($0)".contains("leave out the same units") })
  }

  @Test func anUnknownRuleSetIsAFaultOfTheCommandLine() {
    let failure = #expect(throws: Failure.self) { try load(text).thresholds.rules(named: "none") }
    #expect(failure?.kind == .usage)
    #expect(failure?.message.contains("cluster-observatory, unido, unido-2005-list") == true)
  }

  @Test(arguments: [
    ("at_least = 100\n", "at_least = 0\n", "rules.unido.industrial.at_least: a whole number from 1"),
    ("at_least = 100\n", "at_least = \"many\"\n", "rules.unido.industrial.at_least: a whole number from 1"),
    ("at_least = 100\n", "", "rules.unido.industrial.at_least: is missing"),
    ("count = \"units\"\n", "count = \"weavers\"\n", "rules.unido.industrial.count: one of units, looms is expected"),
    ("count = \"units\"\n", "", "rules.unido.industrial.count: is missing; allowed: units, looms"),
    (
      "\"few-persons\"", "\"few-people\"",
      "rules.unido.industrial.excludes: \"few-people\" is unknown; allowed: household"
    ),
    (
      "turnover_more_than_units = 50", "turnover_more_than_units = -1",
      "rules.unido.industrial.turnover_more_than_units: a whole number from 0"
    ),
    (
      "turnover_at_least_inr = 100_000_000", "turnover_at_least_inr = 0",
      "rules.unido.industrial.turnover_at_least_inr: a whole number from 1"
    ),
    (
      "[rules.unido.handloom]", "[rules.unido.handlooms]",
      "rules.unido.handloom: is missing: a rule set has a benchmark"
    ),
    ("[rules.unido.handloom]", "[rules.unido.handlooms]", "rules.unido.handlooms.count: this key is unknown"),
    ("share_percent = 50", "share_percent = 100", "potential.share_percent: a whole number from 1 to 99"),
    ("share_percent = 50", "", "potential.share_percent: is missing"),
    ("household_more_than_percent = 50", "household_more_than_percent = 101", "micro.household_more_than_percent: "),
    ("reach_km = 8.0", "reach_km = 0", "clustering.reach_km: a number from 0.001 to 10000"),
    ("reach_km = 8.0", "reach = 8.0", "clustering.reach: this key is unknown"),
    ("reach_km = 8.0", "reach = 8.0", "clustering.reach_km: is missing"),
    ("industrial = 15.0", "industrial = 0.0", "clustering.max_radius_km.industrial: a number"),
    ("handloom = 50\n", "", "clustering.core_weight.handloom: is missing"),
    ("handloom = 50\n", "handloom = 0\n", "clustering.core_weight.handloom: a whole number from 1"),
    ("dense_from_times = 5", "dense_from_times = 0", "density.dense_from_times: a whole number"),
    ("fine_share_percent = 80", "fine_share_percent = 101", "density.fine_share_percent: a whole number from 1 to 100"),
    ("max_reject_share = 0.2", "max_reject_share = 1.2", "quality.max_reject_share: a number from 0.0 to 1.0"),
    ("max_row_bytes = 16_777_216", "max_row_bytes = 10", "tables.max_row_bytes: a whole number from 1024"),
    ("shuffles = 999", "shuffles = -1", "permutation.shuffles: a whole number from 0"),
    ("shuffles = 999", "shuffle = 999", "permutation.shuffle: this key is unknown"),
    ("stop_after = 20", "stop_after = 0", "permutation.stop_after: a whole number from 1"),
    ("most_units = 20_000_000", "", "permutation.most_units: is missing"),
    ("most_units_asked = 3_000_000_000", "", "permutation.most_units_asked: is missing"),
    ("least_shuffles = 99", "least_shuffles = 0", "permutation.least_shuffles: a whole number from 1"),
    ("facility_range_km = 25", "facility_range = 25", "concentration.facility_range_km: is missing"),
    ("[concentration]", "[concentrations]", "concentration.least_units: is missing"),
    ("effluent_kld_per_unit = 10.0", "", "measured.effluent_kld_per_unit: is missing"),
    ("energy_toe_per_worker = 2.0", "energy_toe_per_worker = 0", "measured.energy_toe_per_worker: a number"),
    ("[quality]", "[qualities]", "quality.max_reject_share: is missing"),
    ("[quality]", "[qualities]", "qualities.max_reject_share: this key is unknown"),
  ])
  func everyFaultHasItsPath(old: String, new: String, expected: String) throws {
    let found = try faults(old, new)
    #expect(found.contains { $0.hasPrefix("thresholds.toml: \(expected)") }, "\(found)")
    #expect(found.count <= 12, "one fault is not many: \(found)")
  }

  @Test func aFileWithoutRuleSetsIsAFault() {
    let found = load("").faults
    #expect(found.contains { $0.hasPrefix("thresholds.toml: rules: at least one rule set") })
    #expect(found.contains { $0.hasPrefix("thresholds.toml: clustering.core_weight.service: is missing") })
  }

  @Test func aTurnoverRuleIsWholeOrAbsent() throws {
    let found = try faults("turnover_fewer_than_units = 100\n", "")
    #expect(!found.isEmpty, "half a turnover rule is dropped in silence")
  }
}
