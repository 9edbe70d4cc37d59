import Model

/// What `karkhana explain` says about one thematic concentration.
struct ConcentrationPage: PlainPage {
  private let properties: [String: String]
  private let lines: [ExplainJob.Line]
  var text = ""
  /// Totals in the order of `themes.csv`, with the unit that is said behind the number.
  private static let totals: [(name: String, unit: String)] = [
    ("employment", "persons"), ("turnover_inr", ""), ("connected_load_kw", "kW"), ("energy_toe", "toe a year"),
    ("water_kld", "kl a day"), ("effluent_kld", "kl a day"),
  ]

  /// A page from a row of `themes.csv` and the lines of `evidence.jsonl`.
  init(properties: [String: String], lines: [ExplainJob.Line]) {
    self.properties = properties
    self.lines = lines
  }

  /// The page as text.
  mutating func write() -> String {
    title(value("name").isEmpty ? value("id") : value("name"))
    let district = value("district") == value("place") ? "" : value("district")
    paragraph(
      [value("place"), district, value("state"), "thematic concentration"].filter { !$0.isEmpty }
        .joined(separator: ", "))
    writeKind()
    writeUnits()
    writeTotals()
    writePlace()
    writeUnknown()
    text += "\n"
    paragraph(
      "CfP and TP are publications of the Foundation for MSME Clusters, default is a choice of this program: Docs/Method.md."
    )
    return text
  }

  // MARK: Parts

  private mutating func writeKind() {
    heading("What it is")
    let products = value("products") == "1" ? "one product" : "\(grouped("products")) products"
    paragraph(
      "\(grouped("units")) operating units of \(products) with the theme \(PlainWords.value(value("theme"))) stand "
        + "together here. It is no cluster, and no benchmark judges it; its units may stand in clusters too.")
    if let line = line("concentration") {
      paragraph("Concentrations are published from \(number(line.limit)) units\(origin(line)).")
    }
    if let line = line("theme") {
      paragraph("The theme is a \(line.unit)\(origin(line)).")
    }
    if let line = lines.first(where: { $0.dimension == "units" && $0.value == "upper-bound" }) {
      paragraph(
        "The count is an upper bound: \(number(line.observed)) of \(number(line.limit)) units do not tell whether they operate."
      )
    }
    if let planned = Int(value("units_planned")), planned > 0 {
      paragraph("Not counted: \(Reporter.grouped(planned)) planned at the same places.")
    }
  }

  private mutating func writeUnits() {
    heading("Its units")
    entry("by product: \(list("units_by_product"))")
    entry("by way of making: \(list("units_by_category"))")
    if !value("units_by_pollution_category").isEmpty {
      entry(
        "by pollution category of the sector: \(list("units_by_pollution_category"))"
          + "\(line("pollution_category").map(origin) ?? ""); this is not the consent of these firms")
    }
    if !value("units_by_consent").isEmpty, let line = line("consent_category") {
      entry("by their own consent: \(list("units_by_consent")) (\(coverage(line.observed)) tell it)")
    }
  }

  private mutating func writeTotals() {
    let known = Self.totals.filter { !value($0.name).isEmpty }
    guard !known.isEmpty else { return }
    heading("Totals")
    for (name, unit) in known {
      let total = name == "turnover_inr" ? PlainWords.rupees(value(name)) : "\(grouped(name)) \(unit)"
      let least = value("\(name)_of") == value("units") ? "" : "at least "
      entry("\(PlainWords.dimension(name)): \(least)\(total) (\(coverage(value("\(name)_of"))) give it)")
    }
  }

  private mutating func writePlace() {
    heading("Where it stands")
    let isOnePoint = (Double(value("radius_km")) ?? 1) < 0.05
    paragraph(
      isOnePoint
        ? "Nine tenths of it were placed on one point."
        : "Nine tenths of it stand within \(PlainWords.kilometres(value("radius_km"))) of its centre.")
    paragraph(
      "Its units were placed by \(PlainWords.levels(value("located_by"))); on average a place is exact to about "
        + "\(PlainWords.kilometres(value("uncertainty_km"))).")
    if let line = line("facility_in_range") {
      let name = value("nearest_facility").isEmpty ? "" : ", \(value("nearest_facility")),"
      let isInRange = line.value == "true"
      paragraph(
        "The nearest facility\(name) stands \(PlainWords.kilometres(value("facility_km"))) from the centre: "
          + "\(isInRange ? "in" : "out of") range, which ends at \(PlainWords.kilometres(line.limit))\(origin(line)).")
    }
    if !value("line_km").isEmpty {
      paragraph("The nearest of the lines given runs \(PlainWords.kilometres(value("line_km"))) from the centre.")
    }
    if let line = line("protected_area") {
      let name = value("protected_area").isEmpty ? "a protected area" : value("protected_area")
      let distance = PlainWords.kilometres(value("protected_km"))
      paragraph(
        "Its centre lies \(line.value == "inside" ? "inside \(name)" : "\(distance) outside \(name)"); "
          + "\(coverage(value("units_in_protected"))) stand in protected areas\(origin(line)).")
    }
  }

  private mutating func writeUnknown() {
    var unknown = Self.totals.filter { value($0.name).isEmpty }.map {
      "\(PlainWords.dimension($0.name)): needs \(PlainWords.missing($0.name))"
    }
    if value("units_by_consent").isEmpty { unknown.append("consents: needs \(PlainWords.missing("consent_category"))") }
    if value("units_planned").isEmpty { unknown.append("planned units: needs \(PlainWords.missing("operating"))") }
    for (column, name, option) in [
      ("facility_km", "treatment plants and other facilities near it", "facilities"),
      ("line_km", "rivers and other lines near it", "lines"),
      ("protected_km", "protected areas near it", "protected"),
    ] where value(column).isEmpty {
      unknown.append("\(name): needs a run of map with --\(option) FILE")
    }
    guard !unknown.isEmpty else { return }
    heading("What is not known, and what would tell")
    for sentence in unknown { entry(sentence) }
  }

  // MARK: Words

  private func value(_ name: String) -> String { properties[name] ?? "" }

  private func line(_ dimension: String) -> ExplainJob.Line? { lines.first { $0.dimension == dimension } }

  private func number(_ text: String) -> String { Int(text).map(Reporter.grouped) ?? text }

  private func grouped(_ name: String) -> String { number(value(name)) }

  /// So many of the units.
  private func coverage(_ count: String) -> String {
    count == value("units") ? "all \(number(count)) units" : "\(number(count)) of \(grouped("units")) units"
  }

  /// `word:units` joined with `;`, as a list for people.
  private func list(_ name: String) -> String {
    value(name).split(separator: ";").map { part in
      let fields = part.split(separator: ":")
      return "\(PlainWords.value(String(fields.first ?? ""))) \(number(String(fields.last ?? "")))"
    }.joined(separator: ", ")
  }

  /// Where a line comes from.
  private func origin(_ line: ExplainJob.Line) -> String {
    var parts: [String] = []
    if !line.source.isEmpty { parts.append("source \(line.source)") }
    if !line.configKey.isEmpty { parts.append("setting \(line.configKey)") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: "; ")))"
  }
}
