import Model
import Text

/// Names, in columns of their own and in the address, and how they stand to the row's PIN.
extension RowEvidence {
  mutating func placeByNames() {
    var names = RowNames()
    if columns.hasNames {
      names = RowNames(
        village: text(columns.village), locality: text(columns.locality), town: text(columns.town),
        subdistrict: text(columns.subdistrict))
    }
    if columns.address != nil { readLabels(&names) }
    if names.isEmpty, pinState == .agrees,
      gazetteer.places[pinPlace].uncertainty <= UInt32(2 * core.parameters.pinUncertainty)
    {
      return standAtPin()
    }
    if area.district == 0 { findDistrictInAddress() }
    var named = NamedPlace()
    if !names.isEmpty {
      saysSomething = true
      named = cached(names)
      result.flags |= named.flags
    }
    if pinState == .contradicts, !names.isEmpty, let own = placeOfPin(names), !named.supported {
      // The PIN and a village of its own speak with one voice against the district.
      stand(own)
      result.uncertainty = UInt32(min(Double(result.uncertainty) * core.parameters.villageOfPinShare, 4e9))
      result.state = gazetteer.places[own.place].state
      result.district = gazetteer.places[own.place].district
      result.confidence = Confidence.contradiction
      return
    }
    if pinState == .contradicts, names.isEmpty, doesAddressSpeakForPin() {
      standAtPin()
      result.state = gazetteer.places[pinPlace].state
      result.district = gazetteer.places[pinPlace].district
      result.confidence = Confidence.contradiction
      return
    }
    if named.isFound, isFine(named) {
      // A name has namesakes, even in its own district; a PIN that agrees with the district has none.
      if pinState == .agrees, !isNearPin(named) {
        result.raise(.nameAgainstPin)
        return standAtPin(against: named.place)
      }
      if isDisputed(named) { return placeCoarsely() }
      stand(named)
      return
    }
    let pinIsTrusted = pinState == .agrees || pinState == .agreesWithState || pinState == .unchecked
    if pinIsTrusted {
      let place = gazetteer.places[pinPlace]
      if named.isFound, named.uncertainty < place.uncertainty, isNearPin(named) {
        stand(named)
        return
      }
      let rival = named.rival != GazetteerFormat.noPlace ? named.rival : townAgainstPin(named)
      if rival != GazetteerFormat.noPlace { result.raise(.nameAgainstPin) }
      if place.uncertainty > UInt32(2 * core.parameters.pinUncertainty) { readAddress(&named) }
      if named.isFound, named.uncertainty < place.uncertainty, belongsToPin(named) {
        standAtPin(confirmedBy: named)
        if rival != GazetteerFormat.noPlace { result.confidence = Confidence.contradiction }
      } else if rival != GazetteerFormat.noPlace {
        standAtPin(against: rival)
      } else if names.isEmpty, pinState != .agrees, let other = placeAgainstPin() {
        result.raise(.nameAgainstPin)
        standAtPin(against: other)
      } else {
        standAtPin()
      }
      return
    }
    if !named.isFound || gazetteer.places[named.place].kind == .subdistrict { readAddress(&named) }
    if pinState == .agrees || pinState == .agreesWithState { return standAtPin() }
    if named.isFound, !isDisputed(named) {
      stand(named)
    } else {
      placeCoarsely()
    }
  }

  /// Fills names that have no column from an address that labels its fields.
  private func readLabels(_ names: inout RowNames) {
    let address = text(columns.address)
    guard LabelledAddress.mayBegin(address) else { return }
    let labelled = LabelledAddress(address)
    if names.village.isEmpty { names.village = labelled.village }
    if names.town.isEmpty { names.town = labelled.city }
    if names.subdistrict.isEmpty { names.subdistrict = labelled.block }
  }

  /// The place of the row's own name columns, remembered for equal rows.
  private mutating func cached(_ names: RowNames) -> NamedPlace {
    let trusted = pinState == .agrees || pinState == .agreesWithState ? pinPlace : GazetteerFormat.noPlace
    var hash = FieldHash()
    hash.add(names.village)
    hash.add(names.locality)
    hash.add(names.town)
    hash.add(names.subdistrict)
    hash.add(UInt64(area.state) << 48 | UInt64(area.district) << 32 | UInt64(trusted))
    let key = hash.fingerprint
    let slot = scratch.named(key)
    if slot.pointee.key != key {
      slot.pointee = (key, core.finder.find(names, area, pin: trusted, scratch: scratch))
    }
    return slot.pointee.value
  }

  /// Whether a place is finer than a town.
  private func isFine(_ named: NamedPlace) -> Bool {
    let level = gazetteer.places[named.place].kind.level
    return level == .village || level == .locality
  }

  /// Whether a PIN that contradicts the district leaves a name too uncertain to place by: the radius would have to hold both
  /// the name's place and the PIN, and reach beyond the district.
  private func isDisputed(_ named: NamedPlace) -> Bool {
    guard pinState == .contradicts, !named.supported else { return false }
    if named.cost > 0 { return true }
    let index = gazetteer.place(district: area.district)
    guard area.district != 0, index != GazetteerFormat.noPlace else { return false }
    return reachOfPin(from: named) > 3 * Double(gazetteer.places[index].uncertainty)
  }

  /// Metres from a named place to the far side of the row's PIN.
  private func reachOfPin(from named: NamedPlace) -> Double {
    let place = gazetteer.places[pinPlace]
    return Distance.metres(gazetteer.places[named.place].coordinate, place.coordinate) + Double(place.uncertainty)
  }

  /// The village of the row's name that the row's PIN serves, where the PIN contradicts the district.
  private func placeOfPin(_ names: RowNames) -> NamedPlace? {
    let place = gazetteer.places[pinPlace]
    guard place.district != 0 else { return nil }
    var other = Administration()
    other.state = place.state
    other.district = place.district
    let found = core.finder.find(names, other, pin: pinPlace, scratch: scratch)
    guard found.isFound, found.cost == 0, isFine(found), gazetteer.places[found.place].pin == pin else { return nil }
    return found
  }

  /// Whether the address names a place of the PIN's own district near the PIN, where another district of the same state is named:
  /// PIN and place speak with one voice against that.
  private mutating func doesAddressSpeakForPin() -> Bool {
    let place = gazetteer.places[pinPlace]
    guard columns.address != nil, place.district != 0, place.state == area.state else { return false }
    foldAddress()
    var other = Administration()
    other.state = place.state
    other.district = place.district
    let finding = core.addresses.find(
      scratch.address, addressCount, other, anchor: core.finder.anchor(pinPlace), scratch)
    return finding.place.isFound && finding.place.cost == 0 && isNearPin(finding.place)
  }

  /// A town that the row names as its village or locality, if it lies far from the PIN. What stands in a column of towns is often
  /// the post town or the seat of the district, and contradicts nothing.
  private func townAgainstPin(_ named: NamedPlace) -> UInt32 {
    guard named.isFound, named.by == .villageName || named.by == .localityName, named.cost == 0,
      KindSet.towns.has(gazetteer.places[named.place].kindValue), !isNearPin(named)
    else { return GazetteerFormat.noPlace }
    return named.place
  }

  /// The only town, estate or village of the row's state that the address names, if it lies far from the PIN of a row that names
  /// no district.
  private mutating func placeAgainstPin() -> UInt32? {
    guard columns.address != nil, area.state != 0, !text(columns.address).isEmpty else { return nil }
    foldAddress()
    let found = core.addresses.find(scratch.address, addressCount, area, anchor: nil, scratch).place
    let isCertain = found.isFound && found.cost == 0 && found.flags & RowFlags.ambiguousPlace.rawValue == 0
    guard isCertain, gazetteer.places[found.place].kind != .subdistrict else { return nil }
    let place = gazetteer.places[pinPlace]
    let apart = Distance.metres(gazetteer.places[found.place].coordinate, place.coordinate)
    return apart > Double(place.uncertainty) + core.parameters.pointMargin ? found.place : nil
  }

  /// Whether an address's place speaks for the row's PIN: the PIN serves it, or it is an estate or locality within the PIN's
  /// reach. A town narrows nothing down: the district's seat stands in most addresses.
  private func belongsToPin(_ named: NamedPlace) -> Bool {
    let record = gazetteer.places[named.place]
    guard isFine(named) else { return false }
    if record.pin == pin { return true }
    guard record.kind == .estate || record.kind == .locality else { return false }
    let place = gazetteer.places[pinPlace]
    return Distance.metres(record.coordinate, place.coordinate) <= Double(place.uncertainty)
  }

  private func isNearPin(_ named: NamedPlace) -> Bool {
    let place = gazetteer.places[pinPlace]
    let distance = Distance.metres(gazetteer.places[named.place].coordinate, place.coordinate)
    return distance <= Double(named.uncertainty) + Double(place.uncertainty) + core.parameters.pointMargin
  }

  /// Stands the row at a named place; a PIN that lies elsewhere widens the uncertainty as far as the PIN.
  mutating func stand(_ named: NamedPlace) {
    let record = gazetteer.places[named.place]
    var uncertainty = named.uncertainty
    var confidence = named.supported ? Confidence.supportedName : Confidence.name
    confidence -= Int(named.cost) * Confidence.perEdit
    if named.flags & RowFlags.ambiguousPlace.rawValue != 0 { confidence -= Confidence.namesake }
    switch pinState {
    case .agrees, .agreesWithState, .unchecked:
      if isNearPin(named) {
        confidence += 3
      } else {
        result.raise(.nameAgainstPin)
        let distance = Distance.metres(record.coordinate, gazetteer.places[pinPlace].coordinate)
        uncertainty = max(uncertainty, UInt32(min(distance, 4e9)))
        confidence = Confidence.contradiction
      }
    case .contradicts:
      if gazetteer.places[named.place].pin != pin {
        uncertainty = max(uncertainty, UInt32(min(reachOfPin(from: named), 4e9)))
      }
      confidence = Confidence.contradiction
    case .none: break
    }
    result.stand(at: named.place, record, uncertainty: uncertainty, by: named.by, confidence: confidence)
  }

  /// A name in the address that lies within the PIN's area narrows the PIN down; one at its far side takes its place.
  private mutating func standAtPin(confirmedBy named: NamedPlace) {
    let place = gazetteer.places[pinPlace]
    let apart = Distance.metres(gazetteer.places[named.place].coordinate, place.coordinate)
    guard apart <= core.parameters.pointMargin else { return stand(named) }
    standAtPin()
    result.uncertainty = min(place.uncertainty, UInt32(apart) + named.uncertainty)
    result.confidence += 3
  }

  /// Stands the row at its PIN although the place that it names lies elsewhere in the district. Either may be right: the name may
  /// be a namesake's, the PIN may be mistyped. The radius reaches as far as that place.
  private mutating func standAtPin(against other: UInt32) {
    standAtPin()
    let apart = Distance.metres(gazetteer.places[other].coordinate, gazetteer.places[pinPlace].coordinate)
    result.uncertainty = max(result.uncertainty, UInt32(min(apart.rounded(.up), 4e9)))
    result.confidence = Confidence.contradiction
  }

  mutating func standAtPin() {
    let place = gazetteer.places[pinPlace]
    result.stand(
      at: pinPlace, place, uncertainty: place.uncertainty, by: pinBy,
      confidence: pinState == .agrees ? Confidence.pinAgrees : Confidence.pinAlone)
  }

  // MARK: Address

  /// Folds the address once.
  mutating func foldAddress() {
    guard addressCount < 0 else { return }
    let address = text(columns.address)
    let tail = UnsafeRawBufferPointer(rebasing: address.suffix(core.parameters.addressBytes))
    addressCount = Folding.words(tail, into: scratch.address, capacity: scratch.addressCapacity)
  }

  mutating func findDistrictInAddress() {
    guard columns.address != nil, addressDistrict == .unread else { return }
    addressDistrict = .read
    guard !text(columns.address).isEmpty else { return }
    foldAddress()
    if area.state == 0 {
      area.state = core.addresses.state(scratch.address, addressCount, scratch)
      result.state = area.state
    }
    let code = core.addresses.district(scratch.address, addressCount, state: area.state, scratch)
    guard code != 0 else { return }
    area.district = code
    area.state = gazetteer.places[gazetteer.place(district: code)].state
    result.district = code
    result.state = area.state
  }

  /// Looks for places in the free text of the address and keeps a finer one than `named`.
  mutating func readAddress(_ named: inout NamedPlace) {
    guard !text(columns.address).isEmpty else { return }
    saysSomething = true
    foldAddress()
    let trusted = pinState == .agrees ? core.finder.anchor(pinPlace) : nil
    let finding = core.addresses.find(scratch.address, addressCount, area, anchor: trusted, scratch)
    if finding.deliveryPin != 0, pinPlace == GazetteerFormat.noPlace, area.country == GazetteerFormat.india {
      usePin(finding.deliveryPin)
    }
    guard finding.place.isFound else {
      result.flags |= finding.place.flags
      return
    }
    let isFiner =
      !named.isFound || gazetteer.places[finding.place.place].kind.level < gazetteer.places[named.place].kind.level
    if isFiner {
      named = finding.place
      result.flags |= named.flags
    }
  }
}
