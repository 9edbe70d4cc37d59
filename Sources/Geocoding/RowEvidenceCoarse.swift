import Model

/// What remains when nothing fine is known.
extension RowEvidence {
  /// The district, as wide as a PIN that contradicts it is far; the PIN's first three digits; the state.
  mutating func placeCoarsely() {
    let prefix = pin != 0 && pinState == .none ? gazetteer.place(prefixOf: pin) : GazetteerFormat.noPlace
    let isPrefixKnown = prefix != GazetteerFormat.noPlace && prefixAgrees(gazetteer.places[prefix])
    if isPrefixKnown { result.raise(.pinPrefixOnly) }
    let district = gazetteer.place(district: area.district)
    if area.district != 0, district != GazetteerFormat.noPlace {
      let place = gazetteer.places[district]
      result.stand(
        at: district, place, uncertainty: place.uncertainty, by: area.byCode ? .lgdCode : .districtName,
        confidence: Confidence.district)
      if pinState == .contradicts { holdPin() }
      return
    }
    if isPrefixKnown {
      let place = gazetteer.places[prefix]
      result.stand(
        at: prefix, place, uncertainty: place.uncertainty, by: pinBy, confidence: Confidence.pinArea)
    } else if area.state != 0 {
      let index = gazetteer.place(state: area.state)
      guard index != GazetteerFormat.noPlace else { return }
      let place = gazetteer.places[index]
      result.stand(at: index, place, uncertainty: place.uncertainty, by: .stateName, confidence: Confidence.state)
      if pinState == .contradicts { holdPin() }
    }
    if result.flags & RowFlags.ambiguousPlace.rawValue != 0, area.district == 0 { result.reason = .ambiguous }
  }

  /// Widens the row's radius so that it holds its PIN too: of a PIN and a district or state that contradict one another one is
  /// wrong, and nothing tells which. Of the PIN's own surroundings only those on its far side can lie outside.
  private mutating func holdPin() {
    let other = gazetteer.places[pinPlace]
    let far = Distance.metres(result.point, other.coordinate) + core.parameters.pinFarSide * Double(other.uncertainty)
    result.uncertainty = max(result.uncertainty, UInt32(min(far, 4e9)))
    result.confidence = Confidence.contradiction
  }

  /// A district that never lay in the state that the row names: unless the PIN or the coordinates speak for the district, either
  /// may be wrong, and the radius holds both.
  mutating func weighState() {
    let index = gazetteer.place(state: area.contradictedState)
    guard result.level != .none, result.level != .coordinate, pinState != .agrees, index != GazetteerFormat.noPlace
    else { return }
    let state = gazetteer.places[index]
    let far = Distance.metres(result.point, state.coordinate) + Double(state.uncertainty)
    result.uncertainty = max(result.uncertainty, UInt32(min(far, 4e9)))
    result.confidence = min(result.confidence, Confidence.contradiction)
  }

  /// The country that the end of the address names where nothing else of the row says India: a row of an Indian register may
  /// name a place abroad, and India has namesakes of many.
  mutating func countryInAddress() -> UInt16 {
    guard columns.address != nil, area.state == 0, area.district == 0, columns.pin.map({ $0[row] == 0 }) ?? true,
      !text(columns.address).isEmpty
    else { return GazetteerFormat.india }
    foldAddress()
    let found = core.addresses.country(scratch.address, addressCount, scratch)
    guard found != 0 else { return GazetteerFormat.india }
    result.raise(.outOfCountry)
    saysSomething = true
    return found
  }

  /// Whether a three-digit area can lie in the row's state.
  private func prefixAgrees(_ prefix: PlaceRecord) -> Bool {
    if area.state == 0 || prefix.state == area.state { return true }
    guard prefix.state == 0 else { return false }
    let index = gazetteer.place(state: area.state)
    guard index != GazetteerFormat.noPlace, gazetteer.places[index].hasPosition else { return true }
    let state = gazetteer.places[index]
    let reach = Double(state.uncertainty) + Double(prefix.uncertainty)
    return Distance.metres(prefix.coordinate, state.coordinate) <= reach
  }
}
