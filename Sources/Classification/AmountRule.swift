import Model

/// Units and totals: sums over the rows that give a figure, null when none does, with the coverage as evidence.
enum AmountRule {
  private static let published: [(AmountField, ClusterProperty)] = [
    (.looms, .looms), (.employment, .employment), (.turnover, .turnover), (.exports, .exports),
  ]

  static func apply(_ subject: Subject, to description: inout Description) {
    let sums = subject.candidate.sums
    description.properties[.units] = .integer(sums.units)
    if subject.columns.operating { description.properties[.unitsPlanned] = .integer(sums[.unitsPlanned]) }
    for (field, property) in published {
      let known = sums[.known(field)]
      guard known > 0 else {
        if field != .looms || subject.productionClass == .handloom {
          description.unknown(property, missing: field.name)
        }
        continue
      }
      description.set(
        property, .integer(sums[.sum(field)]),
        because: Evidence(
          id: description.id, dimension: property.rawValue, value: known < sums.units ? "lower-bound" : "complete",
          observed: .integer(known), comparison: "of", limit: .integer(sums.units), unit: "units that give it",
          missing: known < sums.units ? field.name : ""))
    }
  }
}
