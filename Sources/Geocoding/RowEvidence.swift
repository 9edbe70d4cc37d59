import Model
import Text

/// All that one row says about where it stands, gathered step by step and weighed.
struct RowEvidence {
  private let batch: EnterpriseBatch
  private let row: Int
  private let core: GeocoderCore
  private let scratch: Scratch
  private var area = Administration()
  private var result = Placement()
  /// Place of the row's PIN, `noPlace` for none.
  private var pinPlace = GazetteerFormat.noPlace
  private var pin: UInt32 = 0
  private var pinBy = MatchedBy.pinColumn
  private var pinState = PinAgreement.none
  private var addressCount = -1
  private var saysSomething = false

  private var gazetteer: Gazetteer { core.gazetteer }
  private var parameters: GeocodingParameters { core.parameters }

  /// How a PIN stands to the district or state that the row names.
  private enum PinAgreement { case none, agrees, agreesWithState, contradicts, unchecked }

  init(batch: EnterpriseBatch, row: Int, core: GeocoderCore, scratch: Scratch) {
    self.batch = batch
    self.row = row
    self.core = core
    self.scratch = scratch
  }

  /// The row's placement.
  mutating func placement(_ coordinates: RowCoordinates?, standardCountry: UInt16) -> Placement {
    let country = RowCountry.of(batch, row, standard: standardCountry)
    if country == GazetteerFormat.india { readAdministration() } else { area.country = country }
    result.flags = area.flags
    result.state = area.state
    result.district = area.district
    if country == GazetteerFormat.india { readPin() }
    if let coordinates {
      result.flags |= coordinates.flags[row]
      if coordinates.usable[row] == 1, useCoordinates(coordinates.points[row]) { return result }
    }
    if country == GazetteerFormat.india { placeByNames() } else { placeAbroad() }
    if result.level == .none {
      let badOnly = !saysSomething && coordinates?.given[row] == 1
      result.reason =
        badOnly
        ? .badCoordinate
        : result.flags & RowFlags.ambiguousPlace.rawValue != 0
          ? .ambiguous : saysSomething ? .unknownPlace : .noPlace
    }
    return result
  }

  private func text(_ field: TextField) -> UnsafeRawBufferPointer { batch.rows.text(batch.span(field, row)) }

  // MARK: Administration

  @inline(__always)
  private mutating func readAdministration() {
    let state = text(.state)
    let district = text(.district)
    let stateCode = text(.lgdState)
    let districtCode = text(.lgdDistrict)
    if state.isEmpty, district.isEmpty, stateCode.isEmpty, districtCode.isEmpty { return }
    saysSomething = true
    var hash = FieldHash()
    hash.add(state)
    hash.add(district)
    hash.add(Self.code(stateCode) << 32 | Self.code(districtCode))
    let resolver = core.resolver
    let scratch = scratch
    area = scratch.administration(hash.fingerprint) {
      resolver.resolve(
        state: state, district: district, stateCode: UInt16(clamping: Self.code(stateCode)),
        districtCode: UInt16(clamping: Self.code(districtCode)), scratch: scratch)
    }
  }

  /// A code of up to five digits, 0 for anything else.
  private static func code(_ text: UnsafeRawBufferPointer) -> UInt64 {
    guard text.count <= 5 else { return 0 }
    var value: UInt64 = 0
    for byte in text {
      guard byte &- 0x30 < 10 else { return 0 }
      value = value * 10 + UInt64(byte &- 0x30)
    }
    return value
  }

  // MARK: PIN

  @inline(__always)
  private mutating func readPin() {
    if let column = batch.pin, column[row] != 0 {
      saysSomething = true
      pin = column[row]
      pinPlace = gazetteer.place(pin: pin)
      if pinPlace != GazetteerFormat.noPlace {
        judgePin()
        return
      }
    }
    readPinInText()
    if pin != 0, pinPlace == GazetteerFormat.noPlace { result.raise(.unknownPin) }
  }

  private mutating func readPinInText() {
    let address = text(.address)
    guard address.count >= 6 else { return }
    let tail = UnsafeRawBufferPointer(rebasing: address.suffix(parameters.addressBytes))
    var unknown: UInt32 = 0
    let gazetteer = gazetteer
    let found = PinText.last(tail) { candidate in
      if gazetteer.place(pin: candidate) != GazetteerFormat.noPlace { return true }
      if unknown == 0 { unknown = candidate }
      return false
    }
    if found != 0 {
      usePin(found)
    } else if pin == 0, unknown != 0 {
      pin = unknown
      result.raise(.pinFromText)
    }
  }

  private mutating func usePin(_ found: UInt32) {
    pin = found
    pinPlace = gazetteer.place(pin: found)
    pinBy = .pinInText
    result.raise(.pinFromText)
    judgePin()
  }

  @inline(__always)
  private mutating func judgePin() {
    let place = gazetteer.places[pinPlace]
    if area.district == 0 { findDistrictInAddress() }
    if area.district != 0 {
      pinState = agrees(place) ? .agrees : .contradicts
    } else if area.state != 0 {
      pinState = place.state == area.state || place.state == 0 ? .agreesWithState : .contradicts
    } else {
      pinState = .unchecked
    }
    if pinState == .contradicts { result.raise(.pinAgainstDistrict) }
  }

  /// Whether a PIN may serve the row's district: listed with it, in a district related to it, or near enough to it.
  @inline(__always)
  private func agrees(_ place: PlaceRecord) -> Bool {
    if place.district == area.district || gazetteer.lists(place, district: area.district) { return true }
    let index = gazetteer.place(district: area.district)
    guard index != GazetteerFormat.noPlace else { return true }
    let district = gazetteer.places[index]
    if place.district != 0, gazetteer.lists(district, district: place.district) { return true }
    guard district.hasPosition else { return true }
    let reach =
      Double(district.uncertainty) + min(Double(place.uncertainty), 20_000) + parameters.pinDistrictMargin
    return Distance.metres(place.coordinate, district.coordinate) <= reach
  }

  // MARK: Coordinates

  /// Stands the row at its own coordinates unless its PIN and its district both say otherwise.
  private mutating func useCoordinates(_ point: Coordinate) -> Bool {
    var uncertainty = parameters.coordinateUncertainty
    var against = 0
    var checks = 0
    var nearest = Double.infinity
    if pinPlace != GazetteerFormat.noPlace, pinState != .contradicts {
      let place = gazetteer.places[pinPlace]
      let distance = Distance.metres(point, place.coordinate)
      checks += 1
      if distance > Double(place.uncertainty) + parameters.pointMargin {
        result.raise(.coordinateAgainstPin)
        against += 1
        nearest = min(nearest, distance)
      }
    }
    let index = gazetteer.place(district: area.district)
    if area.district != 0, index != GazetteerFormat.noPlace, gazetteer.places[index].hasPosition {
      let place = gazetteer.places[index]
      let distance = Distance.metres(point, place.coordinate)
      checks += 1
      if distance > Double(place.uncertainty) * 1.3 + parameters.pinDistrictMargin {
        result.raise(.coordinateAgainstDistrict)
        against += 1
        nearest = min(nearest, distance)
      }
    }
    let repaired = result.flags & RowFlags.badCoordinate.rawValue != 0
    if against == 2 || (repaired && (checks == 0 || against > 0)) { return false }
    if against > 0 { uncertainty = max(uncertainty, nearest) }
    result.point = point
    result.level = .coordinate
    result.uncertainty = UInt32(min(uncertainty, 4e9))
    result.by = .coordinates
    result.reason = .none
    result.confidence = against > 0 ? Confidence.contradiction : Confidence.coordinates
    return true
  }

  // MARK: Names

  private mutating func placeByNames() {
    var names = RowNames(
      village: text(.village), locality: text(.locality), town: text(.town), subdistrict: text(.subdistrict))
    let labelled = LabelledAddress(text(.address))
    if labelled.found {
      if names.village.isEmpty { names.village = labelled.village }
      if names.town.isEmpty { names.town = labelled.city }
      if names.subdistrict.isEmpty { names.subdistrict = labelled.block }
    }
    if area.district == 0 { findDistrictInAddress() }
    var named = NamedPlace()
    if !names.isEmpty {
      saysSomething = true
      named = cached(names)
      result.flags |= named.flags
    }
    if named.isFound, isFine(named) {
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
      if place.uncertainty > UInt32(2 * parameters.pinUncertainty) { readAddress(&named) }
      if named.isFound, named.uncertainty < place.uncertainty, isNearPin(named) {
        standAtPin(confirmedBy: named)
      } else {
        standAtPin()
      }
      return
    }
    if !named.isFound || gazetteer.places[named.place].kind == .subdistrict { readAddress(&named) }
    if pinState == .agrees || pinState == .agreesWithState { return standAtPin() }
    if named.isFound {
      stand(named)
    } else {
      placeCoarsely()
    }
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
    let finder = core.finder
    let area = area
    let scratch = scratch
    return scratch.named(hash.fingerprint) { finder.find(names, area, pin: trusted, scratch: scratch) }
  }

  /// Whether a place is finer than a town.
  private func isFine(_ named: NamedPlace) -> Bool {
    let level = gazetteer.places[named.place].kind.level
    return level == .village || level == .locality
  }

  private func isNearPin(_ named: NamedPlace) -> Bool {
    let place = gazetteer.places[pinPlace]
    let distance = Distance.metres(gazetteer.places[named.place].coordinate, place.coordinate)
    return distance <= Double(named.uncertainty) + Double(place.uncertainty) + parameters.pointMargin
  }

  /// Stands the row at a named place; a PIN that lies elsewhere widens the uncertainty as far as the PIN.
  private mutating func stand(_ named: NamedPlace) {
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
    case .contradicts: confidence -= Confidence.namesake
    case .none: break
    }
    result.stand(at: named.place, record, uncertainty: uncertainty, by: named.by, confidence: confidence)
  }

  /// A name in the address that lies within the PIN's area narrows the PIN down; one at its far side takes its place.
  private mutating func standAtPin(confirmedBy named: NamedPlace) {
    let place = gazetteer.places[pinPlace]
    let apart = Distance.metres(gazetteer.places[named.place].coordinate, place.coordinate)
    guard apart <= parameters.pointMargin else { return stand(named) }
    standAtPin()
    result.uncertainty = min(place.uncertainty, UInt32(apart) + named.uncertainty)
    result.confidence += 3
  }

  private mutating func standAtPin() {
    let place = gazetteer.places[pinPlace]
    result.stand(
      at: pinPlace, place, uncertainty: place.uncertainty, by: pinBy,
      confidence: pinState == .agrees ? Confidence.pinAgrees : Confidence.pinAlone)
  }

  // MARK: Address

  /// Folds the address once.
  private mutating func foldAddress() {
    guard addressCount < 0 else { return }
    let address = text(.address)
    let tail = UnsafeRawBufferPointer(rebasing: address.suffix(parameters.addressBytes))
    addressCount = Folding.words(tail, into: scratch.address, capacity: scratch.addressCapacity)
  }

  private mutating func findDistrictInAddress() {
    guard !text(.address).isEmpty else { return }
    foldAddress()
    let code = core.addresses.district(scratch.address, addressCount, state: area.state, scratch)
    guard code != 0 else { return }
    area.district = code
    area.state = gazetteer.places[gazetteer.place(district: code)].state
    result.district = code
    result.state = area.state
  }

  /// Looks for places in the free text of the address and keeps a finer one than `named`.
  private mutating func readAddress(_ named: inout NamedPlace) {
    guard !text(.address).isEmpty else { return }
    saysSomething = true
    foldAddress()
    let trusted = pinState == .agrees ? core.finder.anchor(pinPlace) : nil
    let finding = core.addresses.find(scratch.address, addressCount, area, anchor: trusted, scratch)
    if finding.deliveryPin != 0, pinPlace == GazetteerFormat.noPlace {
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

  // MARK: Coarse and foreign

  /// A PIN that contradicts the district but lies in its state, the PIN's first three digits, the district, the state.
  private mutating func placeCoarsely() {
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

  /// A town of a foreign country, from its own columns or the address.
  private mutating func placeAbroad() {
    let matches = scratch.matches
    let scope = Scope.foreign(area.country)
    for field in [TextField.village, .locality, .town, .subdistrict, .district, .state]
    where scratch.query.prepare(text(field)) {
      saysSomething = true
      matches.clear()
      core.search.exact(scratch.query, .settlements, low: scope, high: scope, into: matches)
      if matches.count == 0 {
        core.search.similar(scratch.query, .settlements, scope: scope, into: matches)
        matches.keepCheapest()
      }
      let named = core.finder.settle(matches, anchor: nil, by: .townName)
      result.flags |= named.flags
      if named.isFound { return stand(named) }
    }
    var named = NamedPlace()
    readAddress(&named)
    if named.isFound { stand(named) }
  }
}
