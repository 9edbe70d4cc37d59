import Classification
import Model
import Taxonomy

/// The properties and evidence of one thematic concentration, built up part by part.
struct ConcentrationText {
  /// Units by words; each sums to all units.
  struct Composition {
    var products: [String: Int64]
    var categories: [String: Int64]
    var pollution: [String: Int64]
  }

  /// Amounts that are published, with the decimals of the unit of their column.
  static let amounts: [(field: AmountField, digits: Int)] = [
    (.employment, 0), (.turnover, 0), (.connectedLoad, 3), (.energy, 3), (.water, 3), (.effluent, 3),
  ]
  /// Products that are named; the others are added up.
  private static let listed = 12

  private(set) var values: [String: PropertyValue] = [:]
  private(set) var evidence: [Evidence] = []
  private let id: String
  private let theme: Theme
  private let parameters: ClassificationParameters

  init(id: String, name: String, theme: Theme, parameters: ClassificationParameters) {
    self.id = id
    self.theme = theme
    self.parameters = parameters
    values = ["id": .text(id), "name": .text(name), "theme": .text(theme.name)]
  }

  private mutating func add(
    _ dimension: String, _ value: String, _ observed: PropertyValue = .null, _ comparison: String = "",
    _ limit: PropertyValue = .null, unit: String, key: String = "", source: String = "", missing: String = ""
  ) {
    evidence.append(
      Evidence(
        id: id, dimension: dimension, value: value, observed: observed, comparison: comparison, limit: limit,
        unit: unit, configKey: key, source: source, missing: missing))
  }

  mutating func place(_ place: PlaceInfo) {
    func text(_ value: String) -> PropertyValue { value.isEmpty ? .null : .text(value) }
    values["place"] = text(place.town.isEmpty ? place.name : place.town)
    values["district"] = text(place.district)
    values["state"] = text(place.state)
    values["lgd_district"] = place.lgdDistrict == 0 ? .null : .integer(Int64(place.lgdDistrict))
    values["lgd_state"] = place.lgdState == 0 ? .null : .integer(Int64(place.lgdState))
    values["country"] = text(place.country)
  }

  /// `word:units`, most first, then by word; those after `listed` as `others`.
  static func list(_ units: [String: Int64], listed: Int = .max) -> String {
    let sorted = units.sorted { a, b in a.value != b.value ? a.value > b.value : a.key < b.key }
    var parts = sorted.prefix(listed).map { "\($0.key):\($0.value)" }
    if sorted.count > listed { parts.append("others:\(sorted.dropFirst(listed).reduce(0) { $0 + $1.value })") }
    return parts.joined(separator: ";")
  }

  mutating func units(_ sums: Sums, _ composition: Composition, _ columns: ObservedColumns) {
    let products = Self.list(composition.products, listed: Self.listed)
    values["units"] = .integer(sums.units)
    if columns.operating { values["units_planned"] = .integer(sums[.unitsPlanned]) }
    values["products"] = .integer(Int64(composition.products.count))
    values["units_by_product"] = .text(products)
    values["units_by_category"] = .text(Self.list(composition.categories))
    values["units_by_pollution_category"] = .text(Self.list(composition.pollution))
    consents(sums)
    add(
      "concentration", "thematic-concentration", .integer(sums.units), ">=", .integer(parameters.themes.leastUnits),
      unit: "units of all products of the theme; no cluster and no benchmark", key: "concentration.least_units",
      source: parameters.themes.concentrationSource)
    add(
      "theme", theme.name, .text(products), "in",
      unit: "need flagged by product class, not a finding about these firms",
      key: "themes.toml:\(theme.name).products", source: theme.source)
    if sums[.unitsUnknown] > 0 {
      add(
        "units", "upper-bound", .integer(sums[.unitsUnknown]), "of", .integer(sums.units),
        unit: "units that do not tell whether they operate", source: "FAQ 7", missing: "operating")
    }
    add(
      "pollution_category", composition.pollution.keys.allSatisfy { $0 == "none" } ? "none" : "by-product",
      .text(Self.list(composition.pollution)),
      unit: "units by category of the sector by pollution index, not the consent of these firms",
      key: "themes.toml:pollution_category", source: "CPCB 2016; groups: default")
  }

  /// The units by their own consents, where rows tell them.
  private mutating func consents(_ sums: Sums) {
    let known = sums.known(.consentCategory)
    guard known > 0 else { return }
    let units = TraitField.consentCategory.traits.filter { sums[.trait($0)] > 0 }.map { ($0.word, sums[.trait($0)]) }
    let list = Self.list(Dictionary(uniqueKeysWithValues: units))
    values["units_by_consent"] = .text(list)
    add(
      "consent_category", known >= sums.units ? "complete" : "lower-bound", .integer(known), "of", .integer(sums.units),
      unit: "units that tell their consent: \(list)",
      missing: known >= sums.units ? "" : TraitField.consentCategory.name)
  }

  /// Totals, each with the number of units that give it.
  mutating func amounts(_ sums: Sums) {
    for (field, digits) in Self.amounts {
      let known = sums[.known(field)]
      values["\(field.name)_of"] = .integer(known)
      guard known > 0 else {
        add(field.name, "unknown", unit: "", missing: field.name)
        continue
      }
      let total = sums[.sum(field)]
      values[field.name] = digits == 0 ? .integer(total) : .decimal(total, digits: digits)
      let isComplete = known >= sums.units
      add(
        field.name, isComplete ? "complete" : "lower-bound", .integer(known), "of", .integer(sums.units),
        unit: "units that give it", missing: isComplete ? "" : field.name)
    }
  }

  mutating func shape(radius: Int64, area: Double, _ sums: Sums) {
    values["radius_km"] = .decimal((radius + 500) / 1000, digits: 3)
    values["area_km2"] = .rounded(area / 1e6, digits: 2)
    guard sums.units > 0 else { return }
    let levels = MatchLevel.allCases.filter { $0.isLocated && sums[.level($0)] > 0 }.map { level in
      "\(level.name):\(PropertyValue.rounded(Double(sums[.level(level)]) / Double(sums.units), digits: 2).plain)"
    }
    values["located_by"] = .text(levels.joined(separator: ";"))
    values["uncertainty_km"] = .decimal(sums[.uncertainty] / sums.units, digits: 3)
  }

  /// The nearest facility, and whether it is in range; without the layer nothing is said.
  mutating func facility(_ nearest: (name: String, metres: Int64)?, given: Bool) {
    guard given, let nearest else { return }
    let range = parameters.themes.facilityRange
    let isInRange = nearest.metres <= range
    values["nearest_facility"] = nearest.name.isEmpty ? .null : .text(nearest.name)
    values["facility_km"] = .decimal(nearest.metres, digits: 3)
    values["facility_in_range"] = .boolean(isInRange)
    add(
      "facility_in_range", isInRange ? "true" : "false", .decimal(nearest.metres, digits: 3), isInRange ? "<=" : ">",
      .decimal(range, digits: 3), unit: "km from the centre", key: "concentration.facility_range_km",
      source: parameters.themes.concentrationSource)
  }

  mutating func line(_ metres: Double?) {
    guard let metres else { return }
    values["line_km"] = .rounded(metres / 1000, digits: 3)
    add("line_km", "measured", .rounded(metres / 1000, digits: 3), unit: "km from the centre", source: "--lines")
  }

  mutating func protected(_ area: AreaDistance?, unitsInside: Int64?, _ sums: Sums) {
    guard let area, let unitsInside else { return }
    values["protected_area"] = area.name.isEmpty ? .null : .text(area.name)
    values["protected_km"] = .decimal(area.metres, digits: 3)
    values["units_in_protected"] = .integer(unitsInside)
    add(
      "protected_area", area.metres == 0 ? "inside" : "outside", .decimal(area.metres, digits: 3),
      area.name.isEmpty ? "" : "from", area.name.isEmpty ? .null : .text(area.name), unit: "km from the centre",
      source: "CfP 3.1")
    add(
      "units_in_protected", "measured", .integer(unitsInside), "of", .integer(sums.units), unit: "units",
      source: "CfP 3.1")
  }
}
