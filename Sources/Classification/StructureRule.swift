import Model

/// Structure (FAQ 13): vertical, with one or a few large firms among many small ones, or horizontal, of many firms alike.
///
/// The Herfindahl–Hirschman index of employment, else of turnover, over the units whose row stands for one unit and gives it,
/// without rows with an absurd number: vertical from `structure.vertical_from_hhi`. An index of 0.1 is that of ten equal firms
/// that hold everything. Unknown below `coverage.least_percent` of the units, and below `structure.least_units` of them.
enum StructureRule {
  static func apply(_ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description) {
    let sums = subject.candidate.sums
    for (field, column, grouped, groupedUnits) in Self.measured {
      let known = sums[.known(field)] - sums[groupedUnits]
      guard known >= parameters.structureLeastUnits, known * 100 >= sums.units * parameters.coveragePercent,
        sums.wide[column.rawValue] > 0,
        let index = Concentration.herfindahl(
          sumOfSquares: UInt128(clamping: sums.wide[column.rawValue]), sum: sums[.sum(field)] - sums[grouped])
      else { continue }
      let isVertical = index >= parameters.verticalIndex
      let value = isVertical ? "vertical" : "horizontal"
      description.set(
        .structure, .text(value),
        because: Evidence(
          id: description.id, dimension: "structure", value: value, observed: .rounded(index, digits: 4),
          comparison: isVertical ? ">=" : "<", limit: .rounded(parameters.verticalIndex, digits: 4),
          unit: "Herfindahl index of \(field.name), \(known) of \(sums.units) units tell theirs alone",
          configKey: "structure.vertical_from_hhi", source: "FAQ 13; number: default"))
      return
    }
    let hasColumn = subject.columns.amounts.contains(.employment)
    description.unknown(
      .structure,
      missing: hasColumn ? "employment of more units, each in a row of its own" : AmountField.employment.name)
  }

  /// What can be measured, the first that the register tells, with the columns of what is left out.
  private static let measured: [(AmountField, WideColumn, grouped: TallyColumn, units: TallyColumn)] = [
    (.employment, .employmentSquares, .groupedWorkers, .groupedWorkersUnits),
    (.turnover, .turnoverSquares, .groupedTurnover, .groupedTurnoverUnits),
  ]
}
