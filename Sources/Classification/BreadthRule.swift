import Model

/// Breadth (TP): whether the product's related industries are specialised there too.
///
/// Broad from `breadth.broad_from_percent` of the related industries that the register can show being specialised inside the
/// cluster's reach (`Presence`), else narrow; unknown while it can show fewer than half of them.
enum BreadthRule {
  static func apply(_ subject: Subject, _ parameters: DepthParameters, to description: inout Description) {
    guard let around = subject.surroundings else {
      description.unknown(.breadth, missing: "chain of the product")
      description.unknown(.relatedProducts, missing: "chain of the product")
      return
    }
    let shown = around.related.filter(\.isObservable)
    guard !shown.isEmpty, shown.count * 2 >= around.related.count else {
      description.unknown(.breadth, missing: "a register of all industries")
      return
    }
    let specialised = shown.filter {
      Presence.of($0.count, in: around.all, least: parameters.leastUnits, confidence: parameters.confidence).presence
        == .specialised
    }
    let names = specialised.map { "\($0.code):\($0.count.inside)" }.joined(separator: ";")
    description.properties[.relatedProducts] = names.isEmpty ? .null : .text(names)
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
