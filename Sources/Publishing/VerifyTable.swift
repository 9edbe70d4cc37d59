import Model

/// `to-verify.csv`: what to survey to settle each undetermined cluster and each near miss, one row each, ascending by id.
///
/// A near miss is a potential cluster that lacks little, one whose turnover could decide, or a cluster that stands little above its
/// benchmark. Nothing in it tells of single enterprises.
public struct VerifyTable: Sendable {
  private let contents: MapContents
  private let nearPercent: Int64
  private let turnoverLimit: Int64?

  /// The survey list of `contents`: a near miss is at most `nearPercent` of its benchmark away from it; `turnoverLimit` is what the
  /// rule by turnover asks for, rupees a year, nil where the rule set has none.
  public init(_ contents: MapContents, nearPercent: Int64, turnoverLimit: Int64?) {
    self.contents = contents
    self.nearPercent = nearPercent
    self.turnoverLimit = turnoverLimit
  }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  private static let copied: [ClusterProperty] = [
    .id, .name, .product, .place, .district, .state, .status, .benchmark, .countedLow, .countedHigh, .shortfall,
  ]

  func write(into out: inout OutputFile) {
    out.csv(Self.copied.map(\.rawValue) + ["missing_column", "what_to_survey", "units_to_ask"])
    // Whoever surveys the clusters of the products has surveyed their families.
    for feature in contents.features where feature.properties.text(.level) != "family" {
      guard let survey = survey(feature) else { continue }
      out.csv(
        Self.copied.map { feature.properties[$0].plain }
          + [survey.columns.joined(separator: ";"), survey.sentence, survey.units.map(String.init) ?? ""])
    }
  }

  /// What to ask.
  struct Survey: Equatable {
    /// The columns whose figures are missing; empty where the register has all of them.
    var columns: [String]
    /// One sentence for the surveyor.
    var sentence: String
    /// Units of the register to ask, nil where it names none.
    var units: Int64?
  }

  /// The survey that could change the status of `feature`; nil where it is settled well enough.
  func survey(_ feature: ClusterFeature) -> Survey? {
    let properties = feature.properties
    switch properties.text(.status) {
    case "undetermined": return undetermined(feature)
    case "potential":
      if let turnover = turnover(feature) { return turnover }
      guard let limit = properties.integer(.benchmarkLimit), let short = properties.integer(.shortfall),
        short * 100 <= limit * nearPercent
      else { return nil }
      return below(feature, short)
    default:
      guard let limit = properties.integer(.benchmarkLimit), let value = properties.integer(.benchmarkValue),
        Int128(value - limit) * 100 <= Int128(limit) * Int128(nearPercent)
      else { return nil }
      return above(feature, value - limit)
    }
  }

  private func undetermined(_ feature: ClusterFeature) -> Survey {
    let column = feature.evidence.first { $0.dimension == "status" }?.missing ?? ""
    let units = silent(column, feature)
    let short = feature.properties.integer(.shortfall) ?? 0
    let sentence =
      column == "looms"
      ? "Ask the looms of \(count(units, "unit")), each of which counts as one: \(count(short, "more loom")) in all make it a cluster."
      : "Ask \(words(column)) of \(count(units, "unit")): \(short) more in all make it a cluster."
    return Survey(columns: [column], sentence: sentence, units: units)
  }

  /// A group that the rule by turnover could make a cluster, had all units told their turnover.
  private func turnover(_ feature: ClusterFeature) -> Survey? {
    let column = ClusterProperty.turnover.rawValue
    guard feature.evidence.contains(where: { $0.dimension == "potential" && $0.missing == column }) else { return nil }
    let units = silent(column, feature)
    let need = turnoverLimit.map { $0 % 10_000_000 == 0 ? "Rs \($0 / 10_000_000) crore" : "Rs \($0)" } ?? "enough"
    return Survey(
      columns: [column],
      sentence: "Ask the turnover of \(count(units, "unit")): \(need) a year in all make it a cluster.", units: units)
  }

  private func below(_ feature: ClusterFeature, _ short: Int64) -> Survey {
    let isLooms = feature.properties.text(.benchmark).hasSuffix("looms")
    let need = "\(count(short, isLooms ? "more loom" : "more unit"))"
    let goal = "\(need) \(short == 1 ? "makes" : "make") it a cluster"
    let planned = feature.properties.integer(.unitsPlanned) ?? 0
    // Looms of planned units are not in the tally.
    if !isLooms, planned >= short {
      return Survey(
        columns: [], sentence: "Ask which of the \(count(planned, "planned unit")) operate by now: \(goal).",
        units: planned)
    }
    let left = feature.evidence.filter {
      $0.dimension == "counted_units" && $0.value == "excluded" && $0.observed != .null
    }
    let units = (feature.properties.integer(.units) ?? 0) - (feature.properties.integer(.countedUnits) ?? 0)
    if !isLooms, units >= short, !left.isEmpty {
      let reasons = left.map { $0.unit.replacing("-", with: " ") }.joined(separator: ", ")
      return Survey(
        columns: [],
        sentence: "Ask again the \(count(units, "unit")) left out of the count (\(reasons)): \(goal).",
        units: units)
    }
    return Survey(columns: [], sentence: "Look for \(need) that the register does not hold.", units: nil)
  }

  private func above(_ feature: ClusterFeature, _ margin: Int64) -> Survey {
    let properties = feature.properties
    let units = properties.integer(.units) ?? 0
    let benchmark = properties.text(.benchmark)
    let fewer =
      benchmark.hasSuffix("turnover")
      ? "it passes by its turnover, with little to spare"
      : "\(count(margin + 1, benchmark.hasSuffix("looms") ? "loom" : "unit")) fewer, and it is no cluster"
    let open = feature.evidence.filter { $0.dimension == "counted_units" && $0.value == "unknown" }.map(\.missing)
    var silent: Int64 = 0
    if case .integer(let units)? = feature.evidence.first(where: {
      $0.dimension == "units" && $0.value == "upper-bound"
    })?
    .observed {
      silent = units
    }
    // So few units that do not tell whether they operate cannot take it below; of looms each may have many.
    if open.isEmpty, silent <= margin, benchmark.hasSuffix("units") { silent = 0 }
    guard silent > 0 || !open.isEmpty else {
      return Survey(
        columns: [], sentence: "No missing figure could change it: count the units on the spot (\(fewer)).",
        units: units)
    }
    let asked = open.isEmpty ? silent : units
    let columns = (silent == 0 ? [] : ["operating"]) + open
    let states = columns.compactMap { Self.states[$0] }
    let figures = columns.filter { Self.states[$0] == nil }.map { words($0) }
    var asks: [String] = []
    if !states.isEmpty { asks.append("whether each of \(count(asked, "unit")) \(list(states))") }
    if !figures.isEmpty { asks.append(list(figures) + (states.isEmpty ? " of each of \(count(asked, "unit"))" : "")) }
    return Survey(columns: columns, sentence: "Ask \(asks.joined(separator: ", and ")): \(fewer).", units: asked)
  }

  private static let states = [
    "operating": "operates", "registered": "is registered", "household": "is a household unit",
  ]

  /// Units that do not give `column`.
  private func silent(_ column: String, _ feature: ClusterFeature) -> Int64 {
    let units = feature.properties.integer(.units) ?? 0
    guard let line = feature.evidence.first(where: { $0.dimension == column }), case .integer(let known) = line.observed
    else { return units }
    return units - known
  }

  private func words(_ column: String) -> String {
    "the " + column.replacing("_inr", with: "").replacing("_", with: " ")
  }

  private func count(_ number: Int64, _ what: String) -> String { "\(number) \(what)\(number == 1 ? "" : "s")" }

  private func list(_ words: [String]) -> String {
    guard words.count > 1, let last = words.last else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }
}
