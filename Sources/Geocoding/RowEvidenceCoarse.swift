import Model

/// What remains when nothing fine is known.
extension RowEvidence {
  /// A PIN that contradicts the district but lies in its state, the PIN's first three digits, the district, the state.
  mutating func placeCoarsely() {
    let district = gazetteer.place(district: area.district)
    if pinState == .contradicts, area.district != 0, gazetteer.places[pinPlace].state == area.state,
      district != GazetteerFormat.noPlace
    {
      // Two sources, the PIN and the state, against the district: the PIN, as uncertain as the district's far end.
      let place = gazetteer.places[pinPlace]
      let far =
        Distance.metres(place.coordinate, gazetteer.places[district].coordinate)
        + Double(gazetteer.places[district].uncertainty)
      result.stand(
        at: pinPlace, place, uncertainty: UInt32(min(far, 4e9)), by: pinBy, confidence: Confidence.contradiction)
      return
    }
    let prefix = pin != 0 && pinState == .none ? gazetteer.place(prefixOf: pin) : GazetteerFormat.noPlace
    if prefix != GazetteerFormat.noPlace, prefixAgrees(gazetteer.places[prefix]) {
      result.raise(.pinPrefixOnly)
      let place = gazetteer.places[prefix]
      result.stand(
        at: prefix, place, uncertainty: place.uncertainty, by: pinBy, confidence: Confidence.pinArea)
    } else if area.district != 0, district != GazetteerFormat.noPlace {
      let place = gazetteer.places[district]
      result.stand(
        at: district, place, uncertainty: place.uncertainty, by: area.byCode ? .lgdCode : .districtName,
        confidence: Confidence.district)
    } else if area.state != 0 {
      let index = gazetteer.place(state: area.state)
      guard index != GazetteerFormat.noPlace else { return }
      let place = gazetteer.places[index]
      result.stand(at: index, place, uncertainty: place.uncertainty, by: .stateName, confidence: Confidence.state)
    }
    if result.flags & RowFlags.ambiguousPlace.rawValue != 0, area.district == 0 { result.reason = .ambiguous }
  }

  /// Whether a three-digit area can hold a place of the row's district.
  private func prefixAgrees(_ prefix: PlaceRecord) -> Bool {
    let index = gazetteer.place(district: area.district)
    guard area.district != 0, index != GazetteerFormat.noPlace else {
      return area.state == 0 || prefix.state == 0 || prefix.state == area.state
    }
    let district = gazetteer.places[index]
    return Distance.metres(prefix.coordinate, district.coordinate)
      <= Double(prefix.uncertainty) + Double(district.uncertainty)
  }
}
