import Model

/// Structure (FAQ 13): vertical, with one or a few large firms among many small ones, or horizontal, of many firms alike.
///
/// The Herfindahl–Hirschman index of employment, else of turnover, over the units whose row stands for one unit and gives it:
/// vertical from `structure.vertical_from_hhi`. An index of 0.1 is that of ten equal firms that hold everything. Unknown below
/// `coverage.least_percent` of the units, and below `structure.least_units` of them.
enum StructureRule {
  static func apply(_ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description) {
    let sums = subject.candidate.sums
    for (field, column) in [(AmountField.employment, WideColumn.employmentSquares), (.turnover, .turnoverSquares)] {
      let known = sums[.known(field)]
      guard known >= parameters.structureLeastUnits, known * 100 >= sums.units * parameters.coveragePercent,
        sums.wide[column.rawValue] > 0,
        let index = Concentration.herfindahl(
          sumOfSquares: UInt128(clamping: sums.wide[column.rawValue]), sum: sums[.sum(field)])
      else { continue }
      let isVertical = index >= parameters.verticalIndex
      let value = isVertical ? "vertical" : "horizontal"
      description.set(
        .structure, .text(value),
        because: Evidence(
          id: description.id, dimension: "structure", value: value, observed: .rounded(index, digits: 4),
          comparison: isVertical ? ">=" : "<", limit: .rounded(parameters.verticalIndex, digits: 4),
          unit: "Herfindahl index of \(field.name), \(known) of \(sums.units) units tell",
          configKey: "structure.vertical_from_hhi", source: "FAQ 13; number: default"))
      return
    }
    let hasColumn = subject.columns.amounts.contains(.employment)
    description.unknown(
      .structure,
      missing: hasColumn ? "employment of more units, each in a row of its own" : AmountField.employment.name)
  }
}
