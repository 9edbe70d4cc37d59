import Model

/// Depth (TP, FAQ 3–4): how much of the product's value chain stands inside the cluster's reach.
///
/// `depth_share` = Σ weight · (specialised + ½ generic) / Σ weight, over the links that the register can show; deep from
/// `depth.deep_from_percent` with no essential link absent, shallow up to `depth.shallow_to_percent`, else partial; unknown while
/// the links that can be shown carry less than `depth.observable_percent` of the weight. Presence is not supply: a link is
/// specialised where its units exceed what the state would lead to expect (`Presence`). Without a list of institutions the links
/// that no enterprise register holds are left out, and the share is that of the supply chain alone.
///
/// A register that shows too little of a link's section cannot prove that a link is absent, but units that it holds are there: such a
/// link is named as `seen` with its units, a lower bound, and carries no weight.
enum DepthRule {
  static func apply(_ subject: Subject, _ parameters: DepthParameters, to description: inout Description) {
    guard let around = subject.surroundings else {
      let missing = subject.family == nil ? "chain of the product" : "chain of the family"
      for property in [ClusterProperty.depth, .depthShare, .chainPresent, .chainMissing] {
        description.unknown(property, missing: missing)
      }
      return
    }
    var (shown, score): (Int64, Int64) = (0, 0)
    var (present, missing, essential): ([String], [String], [String]) = ([], [], [])
    for link in around.links {
      guard link.isObservable else {
        if link.count.inside > 0 { present.append("\(link.name):\(link.count.inside)") }
        description.evidence.append(unobservable(link, around, id: description.id))
        continue
      }
      let (presence, lower) = Presence.of(
        link.count, in: around.all, least: parameters.leastUnits, confidence: parameters.confidence)
      shown += link.weight
      score += link.weight * (presence == .specialised ? 2 : presence == .generic ? 1 : 0)
      if presence == .absent {
        missing.append(link.name)
        if link.isEssential { essential.append(link.name) }
      } else {
        present.append("\(link.name):\(link.count.inside)")
      }
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "chain_link", value: presence.rawValue,
          observed: .text("\(link.name):\(link.count.inside)"),
          comparison: "lq lower bound", limit: lower.map { .rounded($0, digits: 2) } ?? .null,
          unit: "\(unit(around)), against \(around.referenceName)",
          configKey: "chains.csv:\(around.chain)", source: link.source))
    }
    description.properties[.chainPresent] = present.isEmpty ? .null : .text(present.joined(separator: ";"))
    description.properties[.chainMissing] = missing.isEmpty ? .null : .text(missing.joined(separator: ";"))
    guard shown > 0, shown >= parameters.observablePercent else {
      description.unknown(.depth, missing: "a register of all industries")
      description.unknown(.depthShare, missing: "a register of all industries")
      return
    }
    let share = PropertyValue.rounded(Double(score) / Double(2 * shown), digits: 3)
    description.properties[.depthShare] = share
    let isDeep = score * 100 >= 2 * shown * parameters.deepPercent
    let isShallow = score * 100 <= 2 * shown * parameters.shallowPercent
    let value = isDeep && essential.isEmpty ? "deep" : isShallow ? "shallow" : "partial"
    let institutions = around.links.contains { $0.isInstitutional && $0.isObservable }
    description.set(
      .depth, .text(value),
      because: Evidence(
        id: description.id, dimension: "depth", value: value, observed: share,
        comparison: value == "shallow" ? "<=" : isDeep ? ">=" : "<",
        limit: .decimal(value == "shallow" ? parameters.shallowPercent : parameters.deepPercent, digits: 2),
        unit: institutions ? "depth_share" : "supply_chain_depth",
        configKey: value == "shallow" ? "depth.shallow_to_percent" : "depth.deep_from_percent",
        source: "TP; numbers: default"))
    if !essential.isEmpty {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "essential_links", value: "absent",
          observed: .text(essential.joined(separator: ";")),
          configKey: "chains.csv:\(around.chain)", source: "default"))
    }
  }

  /// The line of a link that the register may hold only in part: what is seen of it, or nothing.
  private static func unobservable(_ link: Surroundings.Link, _ around: Surroundings, id: String) -> Evidence {
    let isSeen = link.count.inside > 0
    return Evidence(
      id: id, dimension: "chain_link", value: isSeen ? "seen" : "unobservable",
      observed: .text(isSeen ? "\(link.name):\(link.count.inside)" : link.name), comparison: isSeen ? "" : "weight",
      limit: isSeen ? .null : .integer(link.weight), unit: isSeen ? "\(unit(around)), a lower bound" : "percent",
      configKey: "chains.csv:\(around.chain)", source: link.source,
      missing: link.isInstitutional ? "actor_role" : "a register of all industries")
  }

  private static func unit(_ around: Surroundings) -> String {
    "units within \(PropertyValue.rounded(Double(around.radius) / 1e6, digits: 1).plain) km"
  }
}
