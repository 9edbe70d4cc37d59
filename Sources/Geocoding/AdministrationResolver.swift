import Model
import Text

/// The state and district that a row names, as far as the gazetteer knows them.
struct Administration: BitwiseCopyable {
  /// LGD code of the state, 0 unknown.
  var state: UInt16 = 0
  /// LGD code of the district, 0 unknown.
  var district: UInt16 = 0
  /// ISO 3166 alpha-2 as in `PlaceRecord.country`.
  var country: UInt16 = GazetteerFormat.india
  /// Whether codes, not names, said so.
  var byCode = false
  /// LGD code of the state that the row names where its district lies in another, else 0.
  var contradictedState: UInt16 = 0
  /// What was noticed, raw bits of `RowFlags`.
  var flags: UInt64 = 0

  mutating func raise(_ flag: RowFlags) { flags |= flag.rawValue }
}

/// Resolves state and district names and codes.
struct AdministrationResolver: Sendable {
  let search: NameSearch

  /// Resolves what a row says; `stateCode` and `districtCode` are LGD codes, 0 for none. Names win over a code that names
  /// another state.
  func resolve(
    state: UnsafeRawBufferPointer, district: UnsafeRawBufferPointer, stateCode: UInt16, districtCode: UInt16,
    scratch: Scratch
  ) -> Administration {
    var result = Administration()
    if scratch.query.prepare(state) {
      let found = self.state(scratch, &result)
      if found == 0, stateCode == 0 { result.raise(.unknownState) }
      result.state = found
    } else if stateCode == 0, Self.isNumber(state) {
      result.raise(.unknownState)
    }
    if result.state == 0, stateCode != 0, search.gazetteer.place(state: stateCode) != GazetteerFormat.noPlace {
      result.state = stateCode
    }
    if scratch.query.prepare(district) {
      self.district(scratch, &result)
    } else if districtCode == 0, Self.isNumber(district) {
      result.raise(.unknownDistrict)
    }
    if result.district == 0, districtCode != 0 {
      useCode(districtCode, &result)
    }
    return result
  }

  /// Whether a number other than zero stands where a name should: something was said, and it is no place.
  private static func isNumber(_ text: UnsafeRawBufferPointer) -> Bool {
    text.contains { $0 &- 0x31 < 9 }
  }

  /// The state that the query names, 0 for none.
  private func state(_ scratch: Scratch, _ result: inout Administration) -> UInt16 {
    let matches = scratch.matches
    matches.clear()
    search.exact(scratch.query, .state, low: Scope.country, high: Scope.country, into: matches)
    // Abbreviations have no sound of their own.
    if matches.count == 0, soundsLong(scratch) {
      search.similar(scratch.query, .state, scope: Scope.country, into: matches)
      matches.keepCheapest()
      if matches.count == 1 { result.raise(.fuzzyPlace) }
    }
    return matches.count == 1 ? search.gazetteer.places[matches.base[0].place].state : 0
  }

  /// Finds the district that the query names: in the state, then anywhere if it is the only one, then by a similar spelling.
  private func district(_ scratch: Scratch, _ result: inout Administration) {
    let matches = scratch.matches
    let query = scratch.query
    matches.clear()
    if result.state != 0 {
      let scope = Scope.state(result.state)
      search.exact(query, .district, low: scope, high: scope, into: matches)
      if matches.count == 0 {
        search.similar(query, .district, scope: scope, into: matches)
        matches.keepCheapest()
        if matches.count > 1 { keepSameSound(scratch, scope) }
        if matches.count == 1 { result.raise(.fuzzyPlace) }
      }
      if matches.count == 0 { town(scratch, &result) }
    }
    if matches.count == 0 {
      search.exact(query, .district, low: 0, high: UInt32.max, into: matches)
    }
    if matches.count == 0, result.state == 0 {
      search.sounding(query, .district, low: 0, high: UInt32.max, into: matches)
      matches.keepCheapest()
      if matches.count == 1 { result.raise(.fuzzyPlace) }
    }
    if matches.count > 1, result.state != 0 { keepOwnNames(scratch) }
    switch matches.count {
    case 1:
      let place = search.gazetteer.places[matches.base[0].place]
      if result.state != 0, place.state != result.state, !wasPart(place.state, of: result.state) {
        result.raise(.districtAgainstState)
        result.contradictedState = result.state
      }
      result.district = place.district
      result.state = place.state
    case 0: result.raise(.unknownDistrict)
    default: result.raise(.ambiguousPlace)
    }
  }

  /// Whether a state was once part of another: rows older than the division name the older one.
  private func wasPart(_ state: UInt16, of older: UInt16) -> Bool {
    let index = search.gazetteer.place(state: state)
    guard index != GazetteerFormat.noPlace else { return false }
    return search.gazetteer.lists(search.gazetteer.places[index], district: older)
  }

  /// Whether the query keeps enough letters of its sound to be compared with others.
  private func soundsLong(_ scratch: Scratch) -> Bool {
    scratch.query.prepareSound()
    return scratch.query.lightCount >= search.parameters.oneEditFrom
  }

  /// Among districts of a state whose spellings are equally near, those that sound like the query: they differ from it in
  /// vowels only.
  private func keepSameSound(_ scratch: Scratch, _ scope: UInt32) {
    let matches = scratch.matches
    let all = (0..<matches.count).map { matches.base[$0] }
    matches.clear()
    search.sounding(scratch.query, .district, low: scope, high: scope, into: matches)
    if matches.count == 1 { return }
    matches.clear()
    for match in all { matches.append(match) }
  }

  /// Among districts of a state that answer to the query, those whose own name it is before those that only have it as another
  /// spelling.
  private func keepOwnNames(_ scratch: Scratch) {
    let gazetteer = search.gazetteer
    let key = String(
      decoding: UnsafeBufferPointer(start: scratch.query.whole, count: scratch.query.wholeCount), as: UTF8.self)
    let matches = scratch.matches
    guard (0..<matches.count).contains(where: { Folding.key(gazetteer.name(matches.base[$0].place)) == key }) else {
      return
    }
    matches.keep { Folding.key(gazetteer.name($0.place)) == key }
  }

  /// The district of the town or subdistrict that stands in the district's place, if all of that name in the state lie in one
  /// district: one match, the district.
  private func town(_ scratch: Scratch, _ result: inout Administration) {
    let matches = scratch.matches
    let low = Scope.state(result.state)
    search.exact(
      scratch.query, KindSet.towns.union(.subdistrict), low: low, high: low | 0xFFFF, into: matches)
    guard matches.count > 0 else { return }
    let district = search.gazetteer.places[matches.base[0].place].district
    let place = search.gazetteer.place(district: district)
    let same = (0..<matches.count).allSatisfy { search.gazetteer.places[matches.base[$0].place].district == district }
    matches.clear()
    if same, place != GazetteerFormat.noPlace {
      matches.append(NameMatch(place: place, cost: 1))
      result.raise(.fuzzyPlace)
    }
  }

  private func useCode(_ code: UInt16, _ result: inout Administration) {
    let index = search.gazetteer.place(district: code)
    guard index != GazetteerFormat.noPlace else { return }
    let place = search.gazetteer.places[index]
    guard result.state == 0 || result.state == place.state else {
      result.raise(.ambiguousPlace)
      return
    }
    result.flags &= ~RowFlags.unknownDistrict.rawValue
    result.district = code
    result.state = place.state
    result.byCode = true
  }
}
