import Model

/// Productivity beside others: the median turnover per worker of the cluster's units over that of the same product's units elsewhere
/// in the register, in hundredths. Unknown while fewer than `productivity.least_units` units on either side give both figures.
///
/// Medians are of single units, in classes of `ProductivityBin`, each to a 32nd, so that the ratio is exact to a 16th.
enum ProductivityRule {
  static func apply(_ subject: Subject, _ parameters: ProductivityParameters, to description: inout Description) {
    guard subject.family == nil else {
      return description.unknown(.productivity, missing: "a single product")
    }
    guard let facts = subject.productivity else {
      return description.unknown(.productivity, missing: "turnover_inr;employment")
    }
    let fewest = min(facts.own.units, facts.elsewhere.units)
    guard fewest >= parameters.leastUnits, facts.elsewhere.median > 0 else {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: ClusterProperty.productivity.rawValue, value: "unknown",
          observed: .integer(fewest), comparison: fewest >= parameters.leastUnits ? "" : "<",
          limit: .integer(parameters.leastUnits),
          unit: facts.own.units <= facts.elsewhere.units
            ? "units of the cluster that give turnover and workers in rows of their own"
            : "units elsewhere that give turnover and workers in rows of their own",
          configKey: "productivity.least_units", source: parameters.source,
          missing: "turnover and workers of more units, each in a row of its own"))
      return
    }
    let value = PropertyValue.rounded(facts.own.median / facts.elsewhere.median, digits: 2)
    description.set(
      .productivity, value,
      because: Evidence(
        id: description.id, dimension: ClusterProperty.productivity.rawValue, value: value.plain,
        observed: .integer(Int64(facts.own.median.rounded())), comparison: "over",
        limit: .integer(Int64(facts.elsewhere.median.rounded())),
        unit:
          "INR a year per worker to 3 %, median of \(facts.own.units) units here and \(facts.elsewhere.units) elsewhere",
        configKey: "productivity.least_units", source: parameters.source))
  }
}

/// Units that give turnover and workers, and their median turnover per worker.
public struct ProductivityFacts: Sendable, Equatable {
  /// Number and median, rupees a year per worker, of some units.
  public struct Side: Sendable, Equatable {
    /// Units that give both figures.
    public var units: Int64
    /// Their median, 0 without any.
    public var median: Double

    /// A side from its parts.
    public init(units: Int64, median: Double) {
      self.units = units
      self.median = median
    }
  }

  /// Units of the cluster.
  public var own: Side
  /// Units of the same product and way of making outside it.
  public var elsewhere: Side

  /// Facts from both sides.
  public init(own: Side, elsewhere: Side) {
    self.own = own
    self.elsewhere = elsewhere
  }
}

/// From where two medians are compared.
public struct ProductivityParameters: Sendable, Equatable {
  /// Units on each side, inclusive.
  public var leastUnits: Int64 = 30
  /// Where it comes from.
  public var source = "default"

  /// The built-in numbers.
  public init() {}
}
