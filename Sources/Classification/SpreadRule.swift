import Model

/// Spread: localised or dispersed, judged on the component before it was cut for span (TP).
///
/// `spread_km` is the radius around the weighted centre that holds 90 % of the weight; dispersed beyond the class radius.
enum SpreadRule {
  static func apply(_ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description) {
    let candidate = subject.candidate
    description.properties[.reach] = .kilometres(candidate.reach)
    description.properties[.radius] = .kilometres(candidate.radius)
    description.properties[.spreadRadius] = .kilometres(candidate.spread)
    let limit = parameters.maxRadius[subject.productionClass]
    let dispersed = limit.map { candidate.spread > $0 } ?? false
    let value = dispersed ? "dispersed" : "localised"
    description.set(
      .spread, .text(value),
      because: Evidence(
        id: description.id, dimension: "spread", value: value, observed: .kilometres(candidate.spread),
        comparison: dispersed ? ">" : "<=", limit: limit.map { .kilometres($0) } ?? .null, unit: "km",
        configKey: "clustering.max_radius_km.\(subject.productionClass.name)", source: "TP; limit: default"))
    description.properties[.parentID] = subject.beltID.map { .text($0) } ?? .null
    description.properties[.cutBelowBenchmark] = .boolean(subject.cutBelowBenchmark)
  }
}

extension PropertyValue {
  /// Millimetres as kilometres with three decimals, rounded half up.
  static func kilometres(_ millimetres: Int64) -> PropertyValue { .decimal((millimetres + 500) / 1000, digits: 3) }
}
