import Model

/// How the members were placed, and how far that can be off.
enum LocationRule {
  static func apply(_ subject: Subject, to description: inout Description) {
    let sums = subject.candidate.sums
    let units = sums.units
    guard units > 0 else { return }
    var shares: [String] = []
    for level in MatchLevel.allCases where level.isLocated && sums[.level(level)] > 0 {
      let share = PropertyValue.rounded(Double(sums[.level(level)]) / Double(units), digits: 2)
      shares.append("\(level.name):\(share.plain)")
    }
    description.properties[.locatedBy] = .text(shares.joined(separator: ";"))
    let metres = sums[.uncertainty] / units
    description.set(
      .uncertainty, .decimal(metres, digits: 3),
      because: Evidence(
        id: description.id, dimension: "uncertainty_km", value: PropertyValue.decimal(metres, digits: 3).plain,
        observed: .text(shares.joined(separator: ";")), unit: "km, mean over units of the 90 % radius",
        source: "gazetteer"))
  }
}
