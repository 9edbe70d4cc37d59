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
    // A registered office is not a plant: what is made may be made elsewhere.
    let offices = sums[.offices]
    guard offices > 0 else { return }
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "site_kind", value: offices * 2 > units ? "mostly-offices" : "some-offices",
        observed: .integer(offices), comparison: "of", limit: .integer(units),
        unit: "units whose address is an office, where nothing need be made", source: "default"))
  }
}
