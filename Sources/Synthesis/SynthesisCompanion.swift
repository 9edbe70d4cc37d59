import Model

extension RegisterSynthesizer {
  /// The text of `synth.json`, which goes with the register: that it is synthetic, how it was made, what was planted where
  /// and what the default rule set should make of it, and what else stands in it. The same bytes for the same register.
  ///
  /// Units count operating units once, without duplicates. `status_expected` is null at any scale but 1.
  public var companion: String {
    let isExample = plan.scaleUp == plan.scaleDown
    let rounds =
      tables.areas.cells.isEmpty ? 0 : (plan.background + tables.areas.cells.count - 1) / tables.areas.cells.count
    var json = JSONText()
    json.open("{")
    json.member("synthetic", true)
    json.member(
      "note",
      "Made by karkhana synth. No row is a real enterprise. Places and the units of clusters with a source are published facts; all else is default."
    )
    json.member("seed", "\(seed)")
    json.member("rows", plan.rows)
    json.member("scale", plan.scaleDown == 1 ? "\(plan.scaleUp)" : "\(plan.scaleUp)/\(plan.scaleDown)")
    json.key("counts")
    json.open("{")
    json.member("planted", plan.planted)
    json.member("planted_excluded", plan.excluded)
    json.member("background", plan.background)
    json.member("closed_or_planned", plan.idle)
    json.member("duplicates", plan.duplicates)
    json.member("without_place", plan.unlocated)
    json.member("without_product", plan.uncoded)
    json.member("unreadable", plan.rejects)
    json.close("}")
    json.key("background")
    json.open("{")
    json.member("areas", tables.areas.count)
    json.member("area_link_km", "\(parameters.areaLinkKilometres)")
    json.member("most_units_of_one_product_in_one_area", tables.areas.mostOfOneProduct * rounds)
    json.close("}")
    json.key("clusters")
    json.open("[")
    for (index, cluster) in parameters.planted.enumerated() {
      json.element()
      json.open("{")
      json.member("product", cluster.product)
      json.member("group", cluster.group)
      json.member("class", cluster.productionClass.name)
      let places = Self.distinct(cluster.places).map { parameters.places[$0] }
      json.member("place", places.map(\.name).joined(separator: ";"))
      json.member(
        "lgd_district", Self.distinct(places.map { $0.district == 0 ? "" : "\($0.district)" }).joined(separator: ";"))
      json.member("country", places.first?.country ?? "")
      let record = tables.clusters[index]
      json.member("units", record.units)
      json.member("excluded", record.excluded)
      if cluster.looms > 0 { json.member("looms", record.looms) }
      if record.silentLooms > 0 { json.member("units_without_looms", record.silentLooms) }
      if record.turnover >= 0 { json.member("turnover_inr", record.turnover) }
      json.member("status_expected", isExample ? cluster.status : nil)
      json.member("source", cluster.source)
      json.close("}")
    }
    json.close("]")
    json.close("}")
    return json.text + "\n"
  }

  private static func distinct<T: Equatable>(_ values: [T]) -> [T] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

/// Writes JSON one member a line, objects of a list on lines of their own.
private struct JSONText {
  private(set) var text = ""
  private var isFirst = true
  private var depth = 0

  mutating func open(_ bracket: String) {
    text += bracket
    isFirst = true
    depth += 1
  }

  mutating func close(_ bracket: String) {
    depth -= 1
    if !isFirst { newLine() }
    text += bracket
    isFirst = false
  }

  mutating func element() {
    if !isFirst { text += "," }
    newLine()
    isFirst = false
  }

  mutating func key(_ name: String) {
    element()
    string(name)
    text += ": "
  }

  mutating func member(_ name: String, _ value: Bool) {
    key(name)
    text += value ? "true" : "false"
  }

  mutating func member(_ name: String, _ value: Int) {
    key(name)
    text += "\(value)"
  }

  mutating func member(_ name: String, _ value: String?) {
    key(name)
    if let value { string(value) } else { text += "null" }
  }

  private mutating func newLine() {
    text += "\n" + String(repeating: "  ", count: depth)
  }

  private mutating func string(_ value: String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case _ where scalar.value < 0x20: text += " "
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
