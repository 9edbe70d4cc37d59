import Model

/// Reach: the linking distance at which the cluster stands, the wider group that it was cut from, and the nearest clusters of the same
/// product, so that a reader can see what a little more or less reach would do.
enum ReachRule {
  static func apply(_ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description) {
    let candidate = subject.candidate
    let id = description.id
    let isCut = candidate.belt != nil
    description.evidence.append(
      Evidence(
        id: id, dimension: "reach_km", value: isCut ? "cut" : "uncut", observed: .kilometres(candidate.reach),
        comparison: parameters.reach > 0 ? isCut ? "<" : "<=" : "",
        limit: parameters.reach > 0 ? .kilometres(parameters.reach) : .null, unit: "km",
        configKey: "clustering.reach_km", source: "default"))
    if isCut {
      let limit = parameters.maxRadius[subject.productionClass]
      description.evidence.append(
        Evidence(
          id: id, dimension: "parent_id", value: subject.beltID ?? "wider-group",
          observed: .kilometres(candidate.spread),
          comparison: limit.map { candidate.spread > $0 ? ">" : "<=" } ?? "",
          limit: limit.map { .kilometres($0) } ?? .null, unit: "km radius of the wider group that it was cut from",
          configKey: "clustering.max_radius_km.\(subject.productionClass.name)", source: "default"))
    }
    for neighbour in subject.neighbours {
      description.evidence.append(
        Evidence(
          id: id, dimension: "neighbour", value: neighbour.id, observed: .kilometres(neighbour.distance),
          comparison: neighbour.distance > candidate.reach ? ">" : "<=", limit: .kilometres(candidate.reach),
          unit: "km between the centres", configKey: "clustering.reach_km", source: "default"))
    }
  }
}
