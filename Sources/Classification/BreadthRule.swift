import Model

/// Breadth (TP): whether the product's related industries are specialised there too.
///
/// Broad from `breadth.broad_from_percent` of the related industries that the register can show being specialised inside the
/// cluster's reach (`Presence`), else narrow; unknown while it can show fewer than half of them: those it shows are listed all the
/// same. `units_with_related` adds the units of all related industries that it shows there, which never count for a benchmark.
enum BreadthRule {
  static func apply(_ subject: Subject, _ parameters: DepthParameters, to description: inout Description) {
    guard let around = subject.surroundings else {
      description.unknown(.breadth, missing: subject.family == nil ? "chain of the product" : "chain of the family")
      // A family's related products are its own: see `LevelRule`.
      if subject.family == nil { description.unknown(.relatedProducts, missing: "chain of the product") }
      return
    }
    let shown = around.related.filter(\.isObservable)
    let specialised = shown.filter {
      Presence.of($0.count, in: around.all, least: parameters.leastUnits, confidence: parameters.confidence).presence
        == .specialised
    }
    if shown.isEmpty {
      description.unknown(.relatedProducts, missing: "a register of all industries")
    } else {
      let relatedUnits = shown.reduce(0) { $0 + $1.count.inside }
      description.set(
        .unitsWithRelated, .integer(subject.candidate.sums.units + relatedUnits),
        because: Evidence(
          id: description.id, dimension: "units_with_related",
          value: shown.count == around.related.count ? "counted" : "lower-bound", observed: .integer(relatedUnits),
          comparison: "in",
          unit: "units of \(shown.count) related industries inside the cluster's reach, beside its own",
          configKey: "chains.csv:\(around.chain)", source: "CfP 1.5; list: default"))
      let names = specialised.map { "\($0.code):\($0.count.inside)" }.joined(separator: ";")
      description.properties[.relatedProducts] = names.isEmpty ? .null : .text(names)
    }
    guard !shown.isEmpty, shown.count * 2 >= around.related.count else {
      description.unknown(.breadth, missing: "a register of all industries")
      return
    }
    let isBroad = Int64(specialised.count) * 100 >= Int64(shown.count) * parameters.broadPercent
    let value = isBroad ? "broad" : "narrow"
    description.set(
      .breadth, .text(value),
      because: Evidence(
        id: description.id, dimension: "breadth", value: value, observed: .integer(Int64(specialised.count)),
        comparison: "of",
        limit: .integer(Int64(shown.count)), unit: "related industries specialised against \(around.referenceName)",
        configKey: "breadth.broad_from_percent", source: "TP; number: default"))
  }
}
