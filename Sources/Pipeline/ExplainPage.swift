import Model

/// What `karkhana explain` says about one cluster.
struct ExplainPage: PlainPage {
  private let properties: [String: String]
  private let lines: [ExplainJob.Line]
  var text = ""

  /// A page from a row of `clusters.csv` and the lines of `evidence.jsonl`.
  init(properties: [String: String], lines: [ExplainJob.Line]) {
    self.properties = properties
    self.lines = lines
  }

  /// The page as text.
  mutating func write() -> String {
    title(value("name").isEmpty ? value("id") : value("name"))
    let kind = [value("category"), value("status") == "potential" ? "potential cluster" : value("status")]
    paragraph(([place] + kind).filter { !$0.isEmpty }.joined(separator: ", "))
    writeStatus()
    writeLocation()
    writeChain()
    writeChance()
    writeKnown()
    writeUnknown()
    writeNote()
    return text
  }

  // MARK: Parts

  private mutating func writeStatus() {
    switch value("status") {
    case "cluster": heading("Why it counts as a cluster")
    case "potential": heading("Why it is a potential cluster and not yet a cluster")
    default: heading("Why it is undetermined")
    }
    paragraph(benchmark)
    let standing = ExplainStanding(properties: properties, lines: lines)
    if let sentence = standing.next { paragraph(sentence) }
    if let sentence = standing.rank { paragraph(sentence) }
    let left = lines.filter { $0.dimension == "counted_units" && $0.value == "excluded" && !$0.observed.isEmpty }
      .map { "\(grouped($0.observed)) \(PlainWords.exclusion($0.unit))" }
    if !left.isEmpty { paragraph("Left out of that count: \(left.joined(separator: ", ")).") }
    let unseen = lines.filter { $0.dimension == "counted_units" && $0.value == "unknown" }.map {
      PlainWords.missing($0.missing)
        + ($0.observed == $0.limit ? "" : " (\(grouped($0.observed)) of \(grouped($0.limit)) units are silent)")
    }
    if !unseen.isEmpty {
      paragraph(
        "The register does not tell \(unseen.joined(separator: ", or ")); nothing was left out on that account.")
    }
    if lines.contains(where: { $0.dimension == "units" && $0.value == "upper-bound" }) {
      paragraph("The count is an upper bound: the register does not tell \(PlainWords.missing("operating")).")
    }
    if isCountedInLooms, lines.contains(where: { $0.dimension == "looms" && $0.value == "lower-bound" }) {
      paragraph("A unit without a loom figure counts as one loom, the least that can stand there.")
    }
    let open = lines.filter {
      ["status", "potential"].contains($0.dimension)
        || $0.dimension == "category_alternative" && $0.value.hasSuffix(": passes")
    }
    let deciding = open.map(\.missing).filter { !$0.isEmpty }.map(PlainWords.missing)
    if value("status") != "cluster", !deciding.isEmpty {
      paragraph("What could still decide it: \(deciding.joined(separator: ", or ")).")
    }
    for line in lines where line.dimension == "category_alternative" {
      paragraph("Its product is made in more than one way. Judged as \(line.value): \(found(line)).")
    }
    for line in lines where Self.reasons.contains(line.dimension) { item(line) }
  }

  private mutating func writeLocation() {
    heading("Where it stands")
    let isOnePoint = (Double(value("radius_km")) ?? 1) < 0.05
    paragraph(
      isOnePoint
        ? "Nine tenths of it were placed on one point."
        : "Nine tenths of it stand within \(PlainWords.kilometres(value("radius_km"))) of its centre.")
    paragraph(
      "Its units were placed by \(PlainWords.levels(value("located_by"))); on average a place is exact to about "
        + "\(PlainWords.kilometres(value("uncertainty_km"))).")
    if let line = lines.first(where: { $0.dimension == "site_kind" }) {
      paragraph("\(line.observed) of its \(line.limit) addresses are offices, where nothing need be made.")
    }
    if value("at_register_edge") == "true", let line = lines.first(where: { $0.dimension == "at_register_edge" }) {
      let districts = line.observed.split(separator: ";").joined(separator: ", ")
      paragraph(
        "It stands at the edge of the registers, which hold nothing of \(districts): it may go on there unseen.")
    }
    if let line = lines.first(where: { $0.dimension == "family" }) {
      paragraph("Together with the other products of its family it is part of \(line.value).")
    }
    if value("parent_id").hasPrefix("belt-") {
      paragraph(
        "It was cut from the wider belt \(value("parent_id")), whose radius is \(PlainWords.kilometres(value("spread_km")))."
      )
    }
    writeReach()
    writeStability()
  }

  private mutating func writeReach() {
    if let line = lines.first(where: { $0.dimension == "reach_km" }) {
      let reach = PlainWords.kilometres(line.observed)
      paragraph(
        line.value == "cut"
          ? "It was cut from a wider group and stands alone up to a linking distance of \(reach), \(PlainWords.kilometres(line.limit)) being the largest that is used."
          : "Its units are linked over at most \(reach); it was not cut from a wider group.")
    }
    let near = lines.filter { $0.dimension == "neighbour" }.map {
      "\($0.value), \(PlainWords.kilometres($0.observed)) between the centres"
    }
    if !near.isEmpty {
      paragraph("Nearest of the same product, made in the same way: \(near.joined(separator: "; ")).")
    }
  }

  private mutating func writeStability() {
    guard let line = lines.first(where: { $0.dimension == "stability" && $0.value != "unknown" }) else { return }
    let status = value("status") == "potential" ? "a potential cluster" : value("status")
    let kept = lines.first { $0.dimension == "members_kept" }.flatMap { Double($0.value) }
    let share = kept.map { "; on average \(Int(($0 * 100).rounded())) % of its units stay together" } ?? ""
    paragraph(
      "When all places are moved within their uncertainty, it stays \(status == "cluster" ? "a cluster" : status) in "
        + "\(line.observed) of \(line.limit) draws\(share).")
  }

  private mutating func writeChance() {
    guard let p = lines.first(where: { $0.dimension == "p_value" && $0.value != "unknown" }) else { return }
    heading("Is it more than chance?")
    if let excess = lines.first(where: { $0.dimension == "p_value_excess" }) {
      paragraph(
        "Around its centre \(grouped(excess.observed)) are counted; \(excess.limit) would stand there if the product were spread as all units of the registers are."
      )
    }
    let q =
      lines.first { $0.dimension == "q_value" }.map {
        "; \($0.value) after correction for all groups that were looked at"
      } ?? ""
    paragraph("Shuffled products give as much anywhere with a chance of \(p.value)\(q).")
  }

  private mutating func writeChain() {
    let links = lines.filter { $0.dimension == "chain_link" }
    guard !links.isEmpty else { return }
    heading("What stands around it")
    func name(_ line: ExplainJob.Line) -> String {
      let parts = line.observed.split(separator: ":")
      let word = String(parts.first ?? "").replacing("-", with: " ")
      return parts.count > 1 && parts[1] != "0" ? "\(word) (\(grouped(String(parts[1]))))" : word
    }
    func isThere(_ line: ExplainJob.Line) -> Bool { line.observed.contains(":") && !line.observed.hasSuffix(":0") }
    func say(_ words: String, _ lines: [ExplainJob.Line]) {
      if !lines.isEmpty { paragraph("\(words): \(lines.map(name).joined(separator: ", ")).") }
    }
    func all(_ value: String) -> [ExplainJob.Line] { links.filter { $0.value == value } }
    say("More than the region would lead to expect", all("specialised"))
    say("There, as elsewhere", all("generic"))
    say("There, at least so many; the register shows too little of their trades to compare", all("seen"))
    say("Too few to count as there", all("absent").filter(isThere))
    say("Missing", all("absent").filter { !isThere($0) })
    say("Not shown by this register", all("unobservable"))
    if let unit = (links.first { !["unobservable", "seen"].contains($0.value) } ?? all("seen").first)?.unit {
      paragraph("Counted: \(unit); links and weights by \(links.first?.configKey ?? "").")
    }
  }

  /// What the status follows from.
  private static let reasons = ["benchmark", "status", "potential", "turnover_counted", "turnover_counted_units"]

  private mutating func writeKnown() {
    let told =
      [
        "category_alternative", "counted_units", "units", "neighbour", "chain_link", "p_value", "q_value",
        "p_value_excess", "p_value_model", "rank",
      ] + Self.reasons
    let known = lines.filter { !told.contains($0.dimension) && $0.value != "unknown" }
    guard !known.isEmpty else { return }
    heading("What is known")
    for line in known { item(line) }
  }

  private mutating func writeUnknown() {
    var columns: [(missing: String, dimensions: [String])] = []
    for line in lines where line.value == "unknown" && line.dimension != "counted_units" && !line.missing.isEmpty {
      if let index = columns.firstIndex(where: { $0.missing == line.missing }) {
        columns[index].dimensions.append(line.dimension)
      } else {
        columns.append((line.missing, [line.dimension]))
      }
    }
    guard !columns.isEmpty else { return }
    heading("What is not known, and what would tell")
    for column in columns {
      let names = column.dimensions.map(PlainWords.dimension).joined(separator: ", ")
      entry("\(names): needs \(PlainWords.missing(column.missing))")
    }
  }

  private mutating func writeNote() {
    text += "\n"
    paragraph(
      "FAQ, CfP and TP are publications of the Foundation for MSME Clusters, default is a choice of this program: Docs/Method.md."
    )
  }

  // MARK: Sentences

  private var place: String {
    let parts = [value("place"), value("district") == value("place") ? "" : value("district"), value("state")]
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var isCountedInLooms: Bool { value("benchmark").hasSuffix("looms") }

  /// What the benchmark asks for and what there is, in one sentence.
  private var benchmark: String {
    let category = value("category").prefix(1).uppercased() + value("category").dropFirst()
    let set = String(value("benchmark").prefix { $0 != ":" })
    let isDefault = lines.contains { $0.dimension == "status" && $0.source.hasPrefix("default") }
    let rule =
      isDefault ? "a default of this program, for no source names a number" : "the \(PlainWords.rules(set)) benchmark"
    if value("benchmark").hasSuffix("turnover") {
      let least = lines.first { $0.dimension == "benchmark" && !$0.limit.isEmpty }
      let units = least.map { "more than \($0.limit) units and " } ?? ""
      return
        "\(category) clusters need \(units)a turnover of \(PlainWords.rupees(value("benchmark_limit"))) a year by \(rule); "
        + "\(grouped(value("counted_units"))) units with \(PlainWords.rupees(value("benchmark_value"))) count here."
    }
    let least = value("status") == "undetermined" ? "at least " : ""
    let short =
      value("status") == "potential" && value("shortfall") != "0" ? ", \(grouped(value("shortfall"))) too few" : ""
    let need =
      "\(category) clusters need \(grouped(value("benchmark_limit"))) \(isCountedInLooms ? "looms" : "units") by \(rule); "
    let (count, units) = (grouped(value("benchmark_value")), grouped(value("units")))
    if isCountedInLooms { return need + "\(least)\(count) looms count here, in \(units) operating units\(short)." }
    let some = count == units ? "all \(units) of its" : "\(least)\(count) of its \(units)"
    return need + "\(some) operating units count\(short)."
  }

  /// What a line observed and what that was compared with.
  private func found(_ line: ExplainJob.Line) -> String {
    let unit = line.unit
    func say(_ number: String) -> String { unit == "INR" ? PlainWords.rupees(number) : grouped(number) }
    if line.dimension == "uncertainty_km" {
      return "mean over units of the radius that holds the true place with 90 % confidence"
    }
    if line.observed.isEmpty { return "" }
    if line.dimension == "essential_links" {
      return line.observed.split(separator: ";").joined(separator: ", ")
    }
    if line.dimension == "district" {
      return line.observed.replacing(":", with: " ").replacing(";", with: ", ") + " " + unit
    }
    if line.dimension == "lq", !line.comparison.isEmpty {
      return "\(line.comparison); \(line.observed) \(unit) \(line.limit)"
    }
    if line.comparison == "in" { return "\(unit): \(line.observed)" }
    if line.comparison == "of" { return "\(say(line.observed)) of \(say(line.limit)) \(unit)" }
    let words = [">=": "at least ", "<=": "at most ", ">": "more than ", "<": "less than "]
    let limit = line.limit.isEmpty ? "" : "; compared with \(words[line.comparison] ?? "")\(say(line.limit))"
    // Numbers that differ must not read alike.
    if unit == "INR", line.observed != line.limit, say(line.observed) == say(line.limit) {
      return "Rs \(grouped(line.observed))\(limit)"
    }
    return "\(say(line.observed))\(unit.isEmpty || unit == "INR" ? "" : " \(unit)")\(limit)"
  }

  /// The value of a line; for a sum the sum itself, with the word that a sum over some of the units needs.
  private func said(_ line: ExplainJob.Line) -> String {
    guard line.value == "complete" || line.value == "lower-bound" else { return PlainWords.value(line.value) }
    // Of what is no property, the line itself holds the sum.
    let sum = properties[line.dimension] ?? (line.comparison == "of" ? "" : line.observed)
    if sum.isEmpty { return line.value == "complete" ? "complete" : "a lower bound" }
    let number = line.dimension.hasSuffix("_inr") || line.unit == "INR" ? PlainWords.rupees(sum) : grouped(sum)
    return line.value == "complete" ? number : "at least \(number)"
  }

  private func value(_ name: String) -> String { properties[name] ?? "" }

  private func grouped(_ number: String) -> String { Int(number).map(Reporter.grouped) ?? number }

  // MARK: Lines

  private mutating func item(_ line: ExplainJob.Line) {
    var parts = [found(line)]
    if !line.missing.isEmpty, line.comparison != "of" { parts.append("not known: \(PlainWords.missing(line.missing))") }
    if !line.source.isEmpty { parts.append("source \(line.source)") }
    if !line.configKey.isEmpty { parts.append("setting \(line.configKey)") }
    entry(
      "\(PlainWords.dimension(line.dimension)): \(said(line)) (\(parts.filter { !$0.isEmpty }.joined(separator: "; ")))"
    )
  }
}
