import Model

/// Market (FAQ 9) and the subcategory of industrial clusters (CfP 1.2, FAQ 8).
///
/// Exporting when exports are at least `market.exporting_from_percent` of turnover, both summed over the rows that give both
/// and hold no absurd number, in at least `coverage.least_percent` of the units; else domestic. Exports alone, without
/// turnover, settle nothing. An industrial cluster that exports is of the subcategory `export`; one that does not, of a
/// traditional product, is `traditional-sme`. `ancillary` needs to be told: most units that say their role say `parts`.
enum MarketRule {
  static func apply(
    _ subject: Subject, _ verdict: Verdict, _ parameters: ClassificationParameters, to description: inout Description
  ) {
    let sums = subject.candidate.sums
    let market = market(sums, parameters, to: &description)
    guard verdict.category == .industrial else { return }
    let told = ActorRole.allCases.filter { $0 != .unknown }.reduce(Int64(0)) { $0 + sums[.role($1)] }
    let parts = sums[.role(.parts)]
    if told > 0, told * 100 >= sums.units * parameters.coveragePercent, parts * 2 > told {
      description.set(
        .subcategory, .text("ancillary"),
        because: Evidence(
          id: description.id, dimension: "subcategory", value: "ancillary", observed: .integer(parts), comparison: "of",
          limit: .integer(told), unit: "units whose role is told", configKey: "coverage.least_percent",
          source: "CfP 1.2"))
      return
    }
    switch market {
    case "exporting":
      description.set(
        .subcategory, .text("export"),
        because: Evidence(
          id: description.id, dimension: "subcategory", value: "export", observed: .text("exporting"), comparison: "in",
          unit: "market", source: "CfP 1.2"))
    case "domestic" where subject.product.productClass == "traditional":
      description.set(
        .subcategory, .text("traditional-sme"),
        because: Evidence(
          id: description.id, dimension: "subcategory", value: "traditional-sme", observed: .text("traditional"),
          comparison: "in",
          unit: "product class", source: "CfP 1.2"))
    default: description.unknown(.subcategory, missing: market == nil ? AmountField.exports.name : "actor_role")
    }
  }

  private static func market(_ sums: Sums, _ parameters: ClassificationParameters, to description: inout Description)
    -> String?
  {
    let known = sums[.known(.exports)] - sums[.exportsApartUnits]
    let (sold, all) = (sums[.sum(.exports)] - sums[.exportsApart], sums[.turnoverOfExports])
    let least = parameters.coveragePercent
    guard sums.units > 0, known > 0, known * 100 >= sums.units * least, all > 0 else {
      let tellsExports = sums[.known(.exports)] > 0 && sums[.known(.exports)] * 100 >= sums.units * least
      description.unknown(.market, missing: (tellsExports ? AmountField.turnover : .exports).name)
      return nil
    }
    let isExporting = Int128(sold) * 100 >= Int128(all) * Int128(parameters.exportingPercent)
    let value = isExporting ? "exporting" : "domestic"
    description.set(
      .market, .text(value),
      because: Evidence(
        id: description.id, dimension: "market", value: value,
        observed: .percent(sold, of: all, limit: parameters.exportingPercent),
        comparison: isExporting ? ">=" : "<", limit: .integer(parameters.exportingPercent),
        unit: "exports as percent of turnover, \(known) of \(sums.units) units tell both",
        configKey: "market.exporting_from_percent", source: "FAQ 9; number: default"))
    return value
  }
}
