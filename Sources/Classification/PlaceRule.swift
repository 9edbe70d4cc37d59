import Model

/// Where the cluster is: its place, district and state, by the weight of its members.
enum PlaceRule {
  static func apply(_ subject: Subject, to description: inout Description) {
    let place = subject.candidate.place
    func text(_ value: String) -> PropertyValue { value.isEmpty ? .null : .text(value) }
    description.properties[.place] = text(place.town.isEmpty ? place.name : place.town)
    description.properties[.district] = text(place.district)
    description.properties[.state] = text(place.state)
    description.properties[.lgdDistrict] = place.lgdDistrict == 0 ? .null : .integer(Int64(place.lgdDistrict))
    description.properties[.lgdState] = place.lgdState == 0 ? .null : .integer(Int64(place.lgdState))
    description.properties[.country] = text(place.country)
    let parts = subject.candidate.unitsByDistrict.filter { !$0.district.district.isEmpty }
    if parts.count > 1 {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "district", value: place.district,
          observed: .text(parts.map { "\($0.district.district):\($0.units)" }.joined(separator: ";")), unit: "units",
          source: "gazetteer"))
    }
  }
}
