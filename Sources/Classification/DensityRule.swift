import Model

/// Density: dense or sparse by the number of firms (TP), and units per square kilometre where the places allow it.
enum DensityRule {
  static func apply(
    _ subject: Subject, _ verdict: Verdict, _ parameters: ClassificationParameters, to description: inout Description
  ) {
    description.properties[.area] = .rounded(subject.area / 1e6, digits: 2)
    let sums = subject.candidate.sums
    if let benchmark = parameters.rules.benchmarks[verdict.category] {
      let limit = benchmark.atLeast * parameters.denseTimes
      let dense = verdict.counted >= limit
      if dense || verdict.high != nil {
        let value = dense ? "dense" : "sparse"
        description.set(
          .density, .text(value),
          because: Evidence(
            id: description.id, dimension: "density", value: value, observed: .integer(verdict.counted),
            comparison: dense ? ">=" : "<", limit: .integer(limit), unit: benchmark.count.rawValue,
            configKey: "density.dense_from_times", source: "TP; number: default"))
      } else {
        description.unknown(.density, missing: verdict.missing)
      }
    }
    var fine: Int64 = 0
    for level in [MatchLevel.coordinate, .village, .locality] { fine += sums[.level(level)] }
    guard sums.units > 0, fine * 100 >= sums.units * parameters.finePercent, subject.area > 0 else {
      description.unknown(.unitsPerArea, missing: "lat;lon")
      return
    }
    let value = PropertyValue.rounded(Double(sums.units) / (subject.area / 1e6), digits: 2)
    description.set(
      .unitsPerArea, value,
      because: Evidence(
        id: description.id, dimension: "units_per_km2", value: value.plain, observed: .integer(fine), comparison: "of",
        limit: .integer(sums.units), unit: "units placed finely", configKey: "density.fine_share_percent",
        source: "default"))
  }
}
