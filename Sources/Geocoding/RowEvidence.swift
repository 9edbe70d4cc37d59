import Model
import Text

/// All that one row says about where it stands, gathered step by step and weighed.
struct RowEvidence {
  // The caller holds all of these while rows are placed: no counting of references for each row.
  unowned(unsafe) let core: GeocoderCore
  unowned(unsafe) let scratch: Scratch
  unowned(unsafe) let gazetteer: Gazetteer
  unowned(unsafe) let columns: LocatingColumns
  let row: Int
  var area = Administration()
  var result = Placement()
  /// Place of the row's PIN, `noPlace` for none.
  var pinPlace = GazetteerFormat.noPlace
  var pin: UInt32 = 0
  var pinBy = MatchedBy.pinColumn
  var pinState = PinAgreement.none
  var addressCount = -1
  var addressDistrict = Reading.unread
  var saysSomething = false

  enum Reading { case unread, read }

  /// How a PIN stands to the district or state that the row names.
  enum PinAgreement { case none, agrees, agreesWithState, contradicts, unchecked }

  init(columns: LocatingColumns, row: Int, core: GeocoderCore, scratch: Scratch) {
    self.columns = columns
    gazetteer = core.gazetteer
    self.row = row
    self.core = core
    self.scratch = scratch
  }

  /// The row's placement.
  mutating func placement(_ coordinates: RowCoordinates?) -> Placement {
    var country = columns.country(row)
    // Registers also write the name where two letters are asked for.
    if columns.country != nil, text(columns.country).count > 2 {
      let named = core.addresses.country(named: text(columns.country), scratch)
      if named != 0 { country = named }
    }
    if country == GazetteerFormat.india {
      readAdministration()
      country = countryInAddress()
    }
    area.country = country
    result.flags |= area.flags
    result.state = area.state
    result.district = area.district
    if country == GazetteerFormat.india { readPin() } else { readPostcodeAbroad() }
    if let coordinates {
      result.flags |= coordinates.flags[row]
      if coordinates.usable[row] == 1, useCoordinates(coordinates.points[row]) { return result }
    }
    if pinState == .agrees || pinState == .agreesWithState || pinState == .unchecked, !columns.hasNames,
      columns.address == nil
    {
      standAtPin()
      return result
    }
    if country == GazetteerFormat.india { placeByNames() } else { placeAbroad() }
    if area.contradictedState != 0 { weighState() }
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

  @inline(__always)
  func text(_ spans: LocatingColumns.Spans) -> UnsafeRawBufferPointer { columns.text(spans, row) }

  // MARK: Administration

  @inline(__always)
  mutating func readAdministration() {
    guard let area = administration() else { return }
    saysSomething = true
    self.area = area
  }

  /// What the row's state and district resolve to, remembered for equal rows; nil where the row says neither.
  func administration() -> Administration? {
    guard columns.hasAdministration else { return nil }
    let state = text(columns.state)
    let district = text(columns.district)
    let stateCode = text(columns.lgdState)
    let districtCode = text(columns.lgdDistrict)
    if state.isEmpty, district.isEmpty, stateCode.isEmpty, districtCode.isEmpty { return nil }
    var hash = FieldHash()
    hash.add(state)
    hash.add(district)
    hash.add(Self.code(stateCode) << 32 | Self.code(districtCode))
    let key = hash.fingerprint
    let slot = scratch.administration(key)
    if slot.pointee.key != key {
      slot.pointee = (
        key,
        core.resolver.resolve(
          state: state, district: district, stateCode: UInt16(clamping: Self.code(stateCode)),
          districtCode: UInt16(clamping: Self.code(districtCode)), scratch: scratch)
      )
    }
    return slot.pointee.value
  }

  /// A code of up to five digits, 0 for anything else.
  static func code(_ text: UnsafeRawBufferPointer) -> UInt64 {
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
  mutating func readPin() {
    if let column = columns.pin, column[row] != 0 {
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

  mutating func readPinInText() {
    guard columns.address != nil else { return }
    let address = text(columns.address)
    guard address.count >= 6 else { return }
    let tail = UnsafeRawBufferPointer(rebasing: address.suffix(core.parameters.addressBytes))
    var unknown: UInt32 = 0
    let gazetteer = gazetteer
    let state = area.state
    let found = PinText.last(tail) { candidate, isSplit in
      let place = gazetteer.place(pin: candidate)
      // `plot 445 446`: two numbers are a PIN only where a PIN of the row's state is written so.
      if place != GazetteerFormat.noPlace { return !isSplit || state == 0 || gazetteer.places[place].state == state }
      if unknown == 0, !isSplit { unknown = candidate }
      return false
    }
    if found != 0 {
      usePin(found)
    } else if pin == 0, unknown != 0 {
      pin = unknown
      result.raise(.pinFromText)
    }
  }

  mutating func usePin(_ found: UInt32) {
    pin = found
    pinPlace = gazetteer.place(pin: found)
    pinBy = .pinInText
    result.raise(.pinFromText)
    judgePin()
  }

  @inline(__always)
  mutating func judgePin() {
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
  func agrees(_ place: PlaceRecord) -> Bool {
    if place.district == area.district || gazetteer.lists(place, district: area.district) { return true }
    let index = gazetteer.place(district: area.district)
    guard index != GazetteerFormat.noPlace else { return true }
    let district = gazetteer.places[index]
    if place.district != 0, gazetteer.lists(district, district: place.district) { return true }
    guard district.hasPosition else { return true }
    // Sources that name other districts for the PIN speak against this one, unless its middle lies within.
    var reach = Double(district.uncertainty)
    if place.listCount == 0 { reach += min(Double(place.uncertainty), 20_000) + core.parameters.pinDistrictMargin }
    return Distance.metres(place.coordinate, district.coordinate) <= reach
  }

  // MARK: Coordinates

  /// Stands the row at its own coordinates unless its PIN and its district both say otherwise.
  mutating func useCoordinates(_ point: Coordinate) -> Bool {
    var uncertainty = core.parameters.coordinateUncertainty
    var against = 0
    var checks = 0
    var nearest = Double.infinity
    if pinPlace != GazetteerFormat.noPlace, pinState != .contradicts {
      let place = gazetteer.places[pinPlace]
      let distance = Distance.metres(point, place.coordinate)
      checks += 1
      if distance > Double(place.uncertainty) + core.parameters.pointMargin {
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
      if distance > Double(place.uncertainty) * 1.3 + core.parameters.pinDistrictMargin {
        result.raise(.coordinateAgainstDistrict)
        against += 1
        nearest = min(nearest, distance)
      }
    }
    let repaired = result.flags & RowFlags.badCoordinate.rawValue != 0
    if against == 2 || (repaired && (checks == 0 || against > 0)) { return false }
    if against > 0 { uncertainty = max(uncertainty, nearest) }
    result.stand(
      at: point, uncertainty: uncertainty,
      confidence: against > 0 ? Confidence.contradiction : Confidence.coordinates)
    return true
  }
}
