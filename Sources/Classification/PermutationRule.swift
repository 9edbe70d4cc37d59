import Model

/// How the permutation test is run.
public struct PermutationParameters: Sendable, Equatable {
  /// Number of shuffles; 0: p and q stay unknown.
  public var shuffles = 0
  /// A cluster is settled once so many shuffles have reached its score, 1 or more.
  public var stopAfter = 20
  /// All shuffles together draw at most so many units.
  public var mostUnits = 20_000_000
  /// The same where the user asked for shuffles.
  public var mostUnitsAsked = 3_000_000_000
  /// Where a cluster is not settled, fewer shuffles than this tell too little: p and q stay unknown.
  public var leastShuffles = 99
  /// Where the random bits begin.
  public var seed = 0

  /// No shuffles.
  public init() {}
}

/// What the permutation test found for a cluster.
public struct Significance: Sendable, Equatable {
  /// What settled it.
  public enum Outcome: Sendable, Equatable {
    /// So many of so many shuffles reached its score; `stopped` before the last one, after the last that counts.
    case shuffled(reached: Int, of: Int, stopped: Bool)
    /// The chance of its score is bounded, far below what so many shuffles can show.
    case bounded(shuffles: Int)
    /// It weighs no more than what its surroundings let one expect: every shuffle reaches that.
    case noExcess
    /// More shuffles would be needed than the configuration allows.
    case tooLarge
  }

  /// What settled it.
  public var outcome: Outcome
  /// Weight of its core sites within the radius around their centre.
  public var weight: Int64
  /// Weight that was to be expected around its centre.
  public var expected: Double
  /// q by Benjamini and Hochberg; nil where p is unknown.
  public var q: Fraction?
  /// Number of hypotheses behind `q`.
  public var tests = 0

  /// A result from its parts.
  public init(outcome: Outcome, weight: Int64, expected: Double) {
    self.outcome = outcome
    self.weight = weight
    self.expected = expected
  }

  /// p; nil where it is unknown.
  public var p: Fraction? {
    switch outcome {
    case .shuffled(let reached, let shuffles, true): Fraction(Int64(reached), over: Int64(shuffles))
    case .shuffled(let reached, let shuffles, false):
      Fraction(exceeding: Int64(reached), permutations: Int64(shuffles))
    case .bounded(let shuffles): Fraction(exceeding: 0, permutations: Int64(shuffles))
    case .noExcess: Fraction(1, over: 1)
    case .tooLarge: nil
    }
  }
}

/// Chance: would shuffled product labels give such a cluster as well (`Docs/Method.md`, "Chance")?
///
/// `p_value` by shuffling the labels of its key over the units of all keys, `q_value` by Benjamini and Hochberg over all candidates.
enum PermutationRule {
  private static let source = "Kulldorff 1997; Besag and Clifford 1991"

  static func apply(_ subject: Subject, _ parameters: PermutationParameters, to description: inout Description) {
    guard let found = subject.significance, let p = found.p, let q = found.q else {
      let missing =
        subject.significance == nil
        ? "shuffles of the product labels (--permutations)"
        : "more shuffles than permutation.most_units allows (--permutations)"
      description.unknown(.pValue, missing: missing)
      description.unknown(.qValue, missing: missing)
      return
    }
    let value = roundedUp(p)
    var reason = Evidence(
      id: description.id, dimension: "p_value", value: value.plain, comparison: "of",
      configKey: "permutation.shuffles", source: source)
    switch found.outcome {
    case .shuffled(let reached, let shuffles, let stopped):
      reason.observed = .integer(Int64(reached))
      reason.limit = .integer(Int64(shuffles))
      reason.unit =
        stopped
        ? "shuffles with a cluster of the product of at least this excess, then stopped: p = reached / shuffles"
        : "shuffles with a cluster of the product of at least this excess: p = (reached + 1) / (shuffles + 1)"
    case .bounded(let shuffles):
      reason.observed = .integer(0)
      reason.limit = .integer(Int64(shuffles))
      reason.unit = "shuffles, not drawn: a chance below one in a million is certain; p = 1 / (shuffles + 1)"
    case .noExcess, .tooLarge:
      reason.observed = .integer(found.weight)
      reason.comparison = "<="
      reason.limit = .rounded(found.expected, digits: 1)
      reason.unit = "weight of core sites around their centre against the weight expected there: no excess, p = 1"
    }
    description.set(.pValue, value, because: reason)
    let rate = roundedUp(q)
    description.set(
      .qValue, rate,
      because: Evidence(
        id: description.id, dimension: "q_value", value: rate.plain,
        observed: value, comparison: "of", limit: .integer(Int64(found.tests)),
        unit: "candidates of all products: least false discovery rate at which p counts",
        configKey: "permutation.shuffles",
        source: "Benjamini and Hochberg 1995"))
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "p_value_excess", value: found.weight > 0 ? "core-weight" : "none",
        observed: .integer(found.weight), comparison: "expected", limit: .rounded(found.expected, digits: 1),
        unit: "weight of core sites around their centre; expected there if the product were spread as all units are",
        configKey: "permutation.shuffles", source: source))
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "p_value_model", value: "label-permutation",
        observed: .integer(Int64(parameters.seed)), unit: "seed of the shuffles", configKey: "permutation.seed",
        source: "default"))
  }

  /// Six decimals, never below the fraction.
  private static func roundedUp(_ value: Fraction) -> PropertyValue {
    let scaled = Int128(value.numerator) * 1_000_000 + Int128(value.denominator) - 1
    return .decimal(Int64(scaled / Int128(value.denominator)), digits: 6)
  }
}
