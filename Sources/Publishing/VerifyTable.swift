import Model

/// `to-verify.csv`: what to survey to settle each undetermined cluster and each near miss, one row each, ascending by id.
///
/// A near miss is a potential cluster that lacks little, one whose turnover could decide, or a cluster that stands little above its
/// benchmark. Nothing in it tells of single enterprises.
public struct VerifyTable: Sendable {
  private let contents: MapContents
  private let nearPercent: Int64
  private let turnoverRule: TurnoverLimits?

  /// A rule by turnover: a cluster of more than so many units has at least so many rupees of turnover a year.
  public struct TurnoverLimits: Sendable {
    let moreThanUnits: Int64
    let atLeast: Int64

    /// A rule from its parts.
    public init(moreThanUnits: Int64, atLeast: Int64) {
      (self.moreThanUnits, self.atLeast) = (moreThanUnits, atLeast)
    }
  }

  /// The survey list of `contents`: a near miss is at most `nearPercent` of its benchmark away from it; `turnoverRule` is nil where the
  /// rule set has none.
  public init(_ contents: MapContents, nearPercent: Int64, turnoverRule: TurnoverLimits?) {
    self.contents = contents
    self.nearPercent = nearPercent
    self.turnoverRule = turnoverRule
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
    /// One sentence for the surveyor, two where either of two things would do.
    var sentence: String
    /// Units of the register to ask, nil where it names none.
    var units: Int64?

    /// Either of two things to ask.
    func or(_ other: Survey) -> Survey {
      Survey(
        columns: columns + other.columns,
        sentence: "\(sentence) Or \(other.sentence.prefix(1).lowercased())\(other.sentence.dropFirst())",
        units: max(units ?? 0, other.units ?? 0))
    }
  }

  /// The survey that could change the status of `feature`; nil where it is settled well enough.
  func survey(_ feature: ClusterFeature) -> Survey? {
    let properties = feature.properties
    switch properties.text(.status) {
    case "undetermined": return undetermined(feature)
    case "potential":
      var near: Survey?
      if let limit = properties.integer(.benchmarkLimit), let short = properties.integer(.shortfall),
        short * 100 <= limit * nearPercent
      {
        near = below(feature, short)
      } else if let rule = turnoverRule, let turnover = counted(feature), turnover >= rule.atLeast,
        let units = properties.integer(.countedUnits), units <= rule.moreThanUnits,
        (rule.moreThanUnits + 1 - units) * 100 <= rule.moreThanUnits * nearPercent
      {
        // With turnover enough, the rule by turnover is the nearer one.
        near = below(feature, rule.moreThanUnits + 1 - units)
      }
      return [alternative(feature), turnover(feature), near].compactMap(\.self).reduce(nil) { $0?.or($1) ?? $1 }
    default:
      guard let limit = properties.integer(.benchmarkLimit), let value = properties.integer(.benchmarkValue) else {
        return nil
      }
      // What a cluster by turnover has to spare in units, and in rupees.
      if properties.text(.benchmark).hasSuffix("turnover"), let rule = turnoverRule {
        let spare = (properties.integer(.countedUnits) ?? 0) - rule.moreThanUnits - 1
        if spare * 100 <= rule.moreThanUnits * nearPercent { return above(feature, spare) }
        return isNear(value - limit, limit) ? above(feature, nil) : nil
      }
      // With turnover enough, fewer units than the benchmark asks for are a cluster still.
      if properties.text(.benchmark).hasSuffix("units"), let rule = turnoverRule, let turnover = counted(feature),
        turnover >= rule.atLeast, rule.moreThanUnits < limit
      {
        return isNear(value - rule.moreThanUnits - 1, limit) ? above(feature, value - rule.moreThanUnits - 1) : nil
      }
      return isNear(value - limit, limit) ? above(feature, value - limit) : nil
    }
  }

  private func isNear(_ margin: Int64, _ limit: Int64) -> Bool {
    Int128(margin) * 100 <= Int128(limit) * Int128(nearPercent)
  }

  /// Rupees a year of the units that the rule by turnover counts; nil where it is not about the feature.
  private func counted(_ feature: ClusterFeature) -> Int64? {
    guard case .integer(let turnover)? = feature.evidence.first(where: { $0.dimension == "turnover_counted" })?.observed
    else { return nil }
    return turnover
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

  /// A group whose product is made in more than one way, and that passes when judged by the other way.
  private func alternative(_ feature: ClusterFeature) -> Survey? {
    guard
      let line = feature.evidence.first(where: {
        $0.dimension == "category_alternative" && $0.value.hasSuffix(": passes")
      }),
      !line.missing.isEmpty
    else { return nil }
    let units = silent("household", feature)
    let kind = line.value.prefix { $0 != ":" }
    return Survey(
      columns: [line.missing],
      sentence:
        "Ask whether each of \(count(units, "unit")) is a household unit: if most of all units are, it is a \(kind) cluster.",
      units: units)
  }

  /// A group that the rule by turnover could make a cluster, had all units told their turnover.
  private func turnover(_ feature: ClusterFeature) -> Survey? {
    let column = ClusterProperty.turnover.rawValue
    guard feature.evidence.contains(where: { $0.dimension == "potential" && $0.missing == column }) else { return nil }
    let units = silent("turnover_counted_units", feature)
    let need =
      turnoverRule.map { rule in
        rule.atLeast % 10_000_000 == 0 ? "Rs \(rule.atLeast / 10_000_000) crore" : "Rs \(rule.atLeast)"
      } ?? "enough"
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

  /// A cluster that is none with more than `margin` units or looms fewer; nil for one that has little turnover to spare.
  private func above(_ feature: ClusterFeature, _ margin: Int64?) -> Survey {
    let properties = feature.properties
    let units = properties.integer(.units) ?? 0
    let isLooms = properties.text(.benchmark).hasSuffix("looms")
    // An answer may make it a cluster of another category.
    let category = properties.text(.category)
    let kind = category.isEmpty ? "cluster" : "\(category) cluster"
    let fewer =
      margin.map {
        "\(count($0 + 1, isLooms ? "loom" : "unit")) fewer, and it is no \(kind)"
      }
      ?? "it passes by its turnover, with little to spare"
    // How many units leave each column open that could take some of them out of the count.
    var open: [(column: String, units: Int64)] = []
    for line in feature.evidence {
      let isState = line.dimension == "units" && line.value == "upper-bound"
      guard isState || line.dimension == "counted_units" && line.value == "unknown",
        case .integer(let silent) = line.observed
      else { continue }
      open.insert((isState ? "operating" : line.missing, silent), at: isState ? 0 : open.count)
    }
    // So few silent units cannot take it below; of looms each may have many.
    let most = min(units, open.reduce(0) { $0 + $1.units })
    if let margin, !isLooms, most <= margin { open = [] }
    guard !open.isEmpty else {
      return Survey(
        columns: [], sentence: "No missing figure could change it: count the units on the spot (\(fewer)).",
        units: units)
    }
    let isExact = open.allSatisfy { $0.units == most }
    let asked = (isExact ? "" : "up to ") + count(most, "unit")
    let columns = open.map(\.column)
    let states = columns.compactMap { Self.states[$0] }
    let figures = columns.filter { Self.states[$0] == nil }.map { words($0) }
    var asks: [String] = []
    if !states.isEmpty { asks.append("whether each of \(asked) \(list(states))") }
    if !figures.isEmpty { asks.append(list(figures) + (states.isEmpty ? " of each of \(asked)" : "")) }
    return Survey(columns: columns, sentence: "Ask \(asks.joined(separator: ", and ")): \(fewer).", units: most)
  }

  private static let states = [
    "operating": "operates", "registered": "is registered", "household": "is a household unit",
  ]

  /// Units that do not give what the evidence of `column` is about, or give a number beyond belief.
  private func silent(_ column: String, _ feature: ClusterFeature) -> Int64 {
    let units = feature.properties.integer(.units) ?? 0
    guard let line = feature.evidence.first(where: { $0.dimension == column }),
      case .integer(let known) = line.observed,
      case .integer(let of) = line.limit
    else { return units }
    guard column == ClusterProperty.looms.rawValue,
      case .integer(let absurd)? = feature.evidence.first(where: { $0.dimension == "absurd_numbers" })?.observed
    else { return of - known }
    return min(of, of - known + absurd)
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
