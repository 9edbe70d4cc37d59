import Model

/// Themes: those of the product (TP Table 1), those that the register's own figures show, and what else speaks for a need: the category
/// of the product's sector, and what stands around a cluster that may have to move.
enum ThemeRule {
  private static let energyIntensive = ThemeParameters.energyIntensive
  private static let pollutionIntensive = ThemeParameters.pollutionIntensive
  private static let locationDisadvantage = "location-disadvantage"
  /// The order in which themes are published.
  private static let order = [
    energyIntensive, pollutionIntensive, locationDisadvantage, "quality-challenged", "socially-not-responsible",
    "financially-weak",
  ]
  /// Figures that a register may give, with the unit of their totals; each total is kept in thousandths.
  private static let measures: [(field: AmountField, unit: String)] = [
    (.connectedLoad, "kW"), (.energy, "toe a year"), (.water, "kl a day"), (.effluent, "kl a day"),
  ]

  static func apply(_ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description) {
    for theme in subject.product.themes {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "themes", value: theme.name, observed: .text(subject.product.code),
          comparison: "in", unit: "need flagged by product class, not a finding about these firms",
          configKey: "themes.toml:\(theme.name).products", source: theme.source))
    }
    if !subject.product.pollutionCategory.name.isEmpty {
      let category = subject.product.pollutionCategory
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "pollution_category", value: category.name,
          observed: .text(subject.product.code), comparison: "in",
          unit: "category of the sector by pollution index, not the consent of these firms",
          configKey: "themes.toml:pollution_category.\(category.name).products", source: category.source))
    }
    let measured = measuredThemes(subject, parameters, to: &description)
    let names = subject.product.themes.map(\.name)
    let all = names + measured.filter { !names.contains($0) }
    guard !all.isEmpty else { return }
    let sorted = order.filter(all.contains) + all.filter { !order.contains($0) }
    description.properties[.themes] = .text(sorted.joined(separator: ";"))
    description.properties[.themeBasis] = .text(
      ((names.isEmpty ? [] : ["product"]) + (measured.isEmpty ? [] : ["measured"])).joined(separator: ";"))
    if all.contains(locationDisadvantage) { surroundings(subject, to: &description) }
    // What burns or discharges inside such an area has to change its fuel or move, whatever it makes (CfP 3.1: Firozabad).
    if all.contains(where: [locationDisadvantage, pollutionIntensive, energyIntensive].contains) {
      protectedArea(subject, to: &description)
    }
  }

  /// Totals with their coverage, and the themes that they show by the numbers of the configuration.
  private static func measuredThemes(
    _ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description
  ) -> [String] {
    let sums = subject.candidate.sums
    for (field, unit) in measures where sums[.known(field)] > 0 {
      let isComplete = sums[.known(field)] >= sums.units
      let word = isComplete ? "complete" : "lower-bound"
      description.evidence.append(
        Evidence(
          id: description.id, dimension: field.name, value: word, observed: .integer(sums[.known(field)]),
          comparison: "of", limit: .integer(sums.units), unit: "units that give it",
          missing: isComplete ? "" : field.name))
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "\(field.name)_total", value: word,
          observed: .decimal(sums[.sum(field)], digits: 3), unit: unit))
    }
    fuels(sums, to: &description)
    var themes: [String] = []
    let rules = parameters.themes
    if judge(
      energyIntensive, .energy,
      of: (.energyOfWorkers, .workersOfEnergy, .energyWorkersKnown, AmountField.employment.name),
      rules.energyPerWorker, ("measured.energy_toe_per_worker", "toe a year per worker"), sums, parameters,
      to: &description)
    {
      themes.append(energyIntensive)
    }
    if judge(
      pollutionIntensive, .effluent, of: (.sum(.effluent), .known(.effluent), .known(.effluent), ""),
      rules.effluentPerUnit,
      ("measured.effluent_kld_per_unit", "kl a day per unit that gives it"), sums, parameters, to: &description)
    {
      themes.append(pollutionIntensive)
    }
    if consents(sums, parameters, to: &description), !themes.contains(pollutionIntensive) {
      themes.append(pollutionIntensive)
    }
    if sums[.known(.energy)] == 0, sums[.known(.effluent)] == 0, sums.known(.consentCategory) == 0 {
      let columns = [AmountField.energy.name, AmountField.effluent.name, TraitField.consentCategory.name]
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "theme_measured", value: "unknown", missing: columns.joined(separator: ";")))
    }
    return themes
  }

  /// What the units that name their fuel burn most, one line a fuel. A fuel is no measure of how much is burnt: no theme follows.
  private static func fuels(_ sums: Sums, to description: inout Description) {
    let known = sums.known(.fuel)
    for fuel in TraitField.fuel.traits where sums[.trait(fuel)] > 0 {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "fuel", value: fuel.word, observed: .integer(sums[.trait(fuel)]),
          comparison: "of", limit: .integer(known), unit: "units that name their fuel",
          missing: known >= sums.units ? "" : TraitField.fuel.name))
    }
  }

  /// The consents of the units, one line a category, and whether enough units tell them and enough of those are red.
  private static func consents(
    _ sums: Sums, _ parameters: ClassificationParameters, to description: inout Description
  ) -> Bool {
    let known = sums.known(.consentCategory)
    guard known > 0 else { return false }
    for category in TraitField.consentCategory.traits where sums[.trait(category)] > 0 {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "consent_category", value: category.word,
          observed: .integer(sums[.trait(category)]), comparison: "of", limit: .integer(known),
          unit: "units that tell their consent",
          missing: known >= sums.units ? "" : TraitField.consentCategory.name))
    }
    let red = sums[.trait(.consentRed)]
    let isCovered = known * 100 >= sums.units * parameters.coveragePercent
    let isReached = isCovered && red * 100 >= known * parameters.themes.redConsentPercent
    var evidence = Evidence(
      id: description.id, dimension: "theme_measured", value: "unknown", unit: "percent of the consents that are red",
      configKey: "measured.red_consent_percent", source: parameters.themes.measuredSource,
      missing: isCovered ? "" : TraitField.consentCategory.name)
    if isCovered {
      evidence.value = isReached ? pollutionIntensive : "not-by-consents"
      evidence.observed = .percent(red, of: known, limit: parameters.themes.redConsentPercent)
      evidence.comparison = isReached ? ">=" : "<"
      evidence.limit = .integer(parameters.themes.redConsentPercent)
    }
    description.evidence.append(evidence)
    return isReached
  }

  /// Whether the mean of `field` reaches `least`, both in thousandths, where enough units give it and what it is divided by: `mean`
  /// names the sum, the divisor and the units, all over the same rows, and the column of the divisor.
  private static func judge(
    _ theme: String, _ field: AmountField,
    of mean: (sum: TallyColumn, divisor: TallyColumn, known: TallyColumn, name: String),
    _ least: Int64, _ words: (key: String, unit: String), _ sums: Sums, _ parameters: ClassificationParameters,
    to description: inout Description
  ) -> Bool {
    guard sums[.known(field)] > 0 else { return false }
    func isCovered(_ known: Int64) -> Bool { known * 100 >= sums.units * parameters.coveragePercent }
    var evidence = Evidence(
      id: description.id, dimension: "theme_measured", value: "unknown", unit: words.unit, configKey: words.key,
      source: parameters.themes.measuredSource)
    defer { description.evidence.append(evidence) }
    guard isCovered(sums[mean.known]), sums[mean.divisor] > 0 else {
      evidence.missing = isCovered(sums[.known(field)]) ? mean.name : field.name
      return false
    }
    let (total, count) = (Int128(sums[mean.sum]), Int128(sums[mean.divisor]))
    let isReached = total >= Int128(least) * count
    evidence.value = isReached ? theme : field == .effluent ? "not-by-effluent" : "not-by-energy"
    evidence.observed = .decimal(Int64(clamping: total / count), digits: 3)
    evidence.comparison = isReached ? ">=" : "<"
    evidence.limit = .decimal(least, digits: 3)
    return isReached
  }

  /// What stands around a cluster whose product may have to move (TP VI.6; CfP 3.1).
  private static func surroundings(_ subject: Subject, to description: inout Description) {
    if let units = subject.unitsAround {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "surroundings_units", value: "lower-bound", observed: .integer(units),
          comparison: "beside", limit: .integer(subject.candidate.sums.units),
          unit: "units of all other products of the register within radius and reach of the centre", source: "TP VI.6"))
    }
  }

  /// Where it stands to the nearest of the areas with special limits that the user gave.
  private static func protectedArea(_ subject: Subject, to description: inout Description) {
    if let area = subject.protectedArea {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "protected_area", value: area.metres == 0 ? "inside" : "outside",
          observed: .decimal(area.metres, digits: 3), comparison: area.name.isEmpty ? "" : "from",
          limit: area.name.isEmpty ? .null : .text(area.name), unit: "km", source: "CfP 3.1"))
    }
  }
}
