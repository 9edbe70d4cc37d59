import Model

/// The place that the names of a row lead to, and what was noticed on the way.
struct NamedPlace {
  /// Index of the place, `GazetteerFormat.noPlace` for none.
  var place: UInt32 = GazetteerFormat.noPlace
  /// Metres.
  var uncertainty: UInt32 = 0
  /// `NameMatch.cost`.
  var cost: UInt8 = 0
  var by: MatchedBy = .nothing
  /// Whether a second piece of evidence of the row's (its subdistrict, its PIN) lies there too.
  var supported = false
  /// What was noticed, raw bits of `RowFlags`.
  var flags: UInt64 = 0
  /// The nearest place of exactly the row's name that was not taken because another PIN serves it, `noPlace` for none.
  var rival: UInt32 = GazetteerFormat.noPlace

  var isFound: Bool { place != GazetteerFormat.noPlace }

  mutating func raise(_ flag: RowFlags) { flags |= flag.rawValue }
}

/// The names of a row, as bytes; empty ones are absent.
struct RowNames {
  var village = UnsafeRawBufferPointer(start: nil, count: 0)
  var locality = UnsafeRawBufferPointer(start: nil, count: 0)
  var town = UnsafeRawBufferPointer(start: nil, count: 0)
  var subdistrict = UnsafeRawBufferPointer(start: nil, count: 0)

  var isEmpty: Bool { village.isEmpty && locality.isEmpty && town.isEmpty && subdistrict.isEmpty }
}

/// Finds the place that a row's village, locality, town and subdistrict name, within the area that the row names.
struct NamedPlaceFinder: Sendable {
  let search: NameSearch
  private var gazetteer: Gazetteer { search.gazetteer }
  private var parameters: GeocodingParameters { search.parameters }

  init(search: NameSearch) { self.search = search }

  /// The finest place that the names support; `pin` is the place of a PIN that agrees with the row's district, or none.
  func find(_ names: RowNames, _ area: Administration, pin: UInt32, scratch: Scratch) -> NamedPlace {
    var flags: UInt64 = 0
    var block = NamedPlace()
    if scratch.query.prepare(names.subdistrict) {
      block = find(
        KindSet.subdistrict.union(.towns), area, anchor: anchor(pin), by: .subdistrictName, scratch)
      flags |= block.flags
    }
    let near = anchor(pin) ?? (block.isFound ? anchor(block.place, share: parameters.subdistrictShare) : nil)
    var rival = GazetteerFormat.noPlace
    for level in 0..<3 {
      let text = level == 0 ? names.village : level == 1 ? names.locality : names.town
      let by: MatchedBy = level == 0 ? .villageName : level == 1 ? .localityName : .townName
      guard !text.isEmpty, scratch.query.prepare(text) else { continue }
      var found = find(KindSet.settlements, area, anchor: near, by: by, scratch)
      if found.isFound {
        weigh(&found, area, near)
        found.flags |= flags
        found.rival = rival
        return found
      }
      flags |= found.flags
      if rival == GazetteerFormat.noPlace { rival = found.rival }
    }
    block.flags |= flags
    block.rival = rival
    return block
  }

  /// A point that the sought place should be near to.
  struct Anchor {
    var point: Coordinate
    /// Metres within which a place is near.
    var reach: Double
    /// The row's PIN, if that is the point; else 0.
    var pin: UInt32
    /// Metres: the least uncertainty of a name that only the point tells from namesakes that the gazetteer lacks.
    var floor: Double
  }

  func anchor(_ place: UInt32, share: Double? = nil) -> Anchor? {
    guard place != GazetteerFormat.noPlace, gazetteer.places[place].hasPosition else { return nil }
    let record = gazetteer.places[place]
    return Anchor(
      point: record.coordinate, reach: Double(record.uncertainty) + parameters.pointMargin,
      pin: record.kind == .pin ? record.pin : 0,
      floor: Double(record.uncertainty) * (share ?? parameters.samePinShare))
  }

  /// Judges how far a found name can be trusted. Lists of villages have gaps, and a name that stands once in a list may
  /// belong to a second village that the list lacks: without a second piece of evidence the row may be anywhere in its
  /// district, with one anywhere near that.
  func weigh(_ found: inout NamedPlace, _ area: Administration, _ anchor: Anchor?) {
    let record = gazetteer.places[found.place]
    if let anchor, Distance.metres(record.coordinate, anchor.point) <= anchor.reach {
      found.supported = true
      if Self.hasNamesakes(record.kind) || (anchor.pin != 0 && record.pin != anchor.pin && found.by == .villageName) {
        found.uncertainty = max(found.uncertainty, UInt32(anchor.floor))
      }
      return
    }
    guard anchor == nil, Self.hasNamesakes(record.kind) || found.cost > 0 else { return }
    widen(&found, area)
  }

  /// Lets a place reach about as far as the row's district: what was found says little more than that.
  func widen(_ found: inout NamedPlace, _ area: Administration) {
    let index = gazetteer.place(district: area.district)
    let reach =
      area.district != 0 && index != GazetteerFormat.noPlace && gazetteer.places[index].hasPosition
      ? gazetteer.places[index].uncertainty : UInt32(parameters.districtUncertainty)
    found.uncertainty = max(found.uncertainty, UInt32(Double(reach) * parameters.districtShare))
    found.raise(.unsupportedName)
  }

  /// Whether places of this kind are so many that lists of them have gaps and names recur.
  static func hasNamesakes(_ kind: PlaceKind) -> Bool { kind == .village || kind == .postOffice }

  /// The place of `kinds` that the prepared query names in `area`.
  func find(
    _ kinds: KindSet, _ area: Administration, anchor: Anchor?, by: MatchedBy, _ scratch: Scratch
  ) -> NamedPlace {
    let matches = scratch.matches
    let query = scratch.query
    matches.clear()
    if area.district != 0 {
      forEachDistrict(area) { scope in
        search.exact(query, kinds, low: scope, high: scope, into: matches)
      }
      keepPlaced(matches)
      if matches.count == 0 {
        forEachDistrict(area) { scope in search.similar(query, kinds, scope: scope, into: matches) }
        keepPlaced(matches)
        matches.keepCheapest()
      }
      if matches.count == 0, let anchor {
        // A border case: the place lies in a neighbouring district, yet where the row's other evidence says.
        inState(query, kinds, area.state, matches, similar: false)
        matches.keep { Distance.metres(gazetteer.places[$0.place].coordinate, anchor.point) <= anchor.reach }
      }
    } else if area.state != 0 {
      inState(query, kinds, area.state, matches, similar: true)
    } else {
      search.exact(query, kinds, low: 0, high: 0xFFFE_FFFF, into: matches)
      keepPlaced(matches)
    }
    return settle(matches, anchor: anchor, by: by)
  }

  private func inState(
    _ query: NameQuery, _ kinds: KindSet, _ state: UInt16, _ matches: NameMatches, similar: Bool
  ) {
    let low = Scope.state(state)
    search.exact(query, kinds, low: low, high: low | 0xFFFF, into: matches)
    keepPlaced(matches)
    if matches.count == 0, similar {
      search.sounding(query, kinds, low: low, high: low | 0xFFFF, into: matches)
      keepPlaced(matches)
      matches.keepCheapest()
    }
  }

  private func keepPlaced(_ matches: NameMatches) {
    matches.keep { gazetteer.places[$0.place].hasPosition }
  }

  /// The row's district, then those that it was divided from or into, then the places of its state without a district.
  func forEachDistrict(_ area: Administration, _ body: (UInt32) -> Void) {
    body(Scope.district(area.state, area.district))
    let index = gazetteer.place(district: area.district)
    if index != GazetteerFormat.noPlace {
      let place = gazetteer.places[index]
      for offset in 0..<Int(place.listCount) {
        let other = gazetteer.districtList[Int(place.listStart) + offset]
        let otherIndex = gazetteer.place(district: other)
        guard otherIndex != GazetteerFormat.noPlace else { continue }
        body(Scope.district(gazetteer.places[otherIndex].state, other))
      }
    }
    body(Scope.state(area.state))
  }

  /// Decides between namesakes: the nearest to the anchor; without one, all if they lie together, the only town among
  /// villages; else none, flagged.
  func settle(_ matches: NameMatches, anchor: Anchor?, by: MatchedBy) -> NamedPlace {
    var result = NamedPlace()
    result.by = by
    guard matches.count > 0 else { return result }
    if let anchor, anchor.pin != 0, !keepOwn(matches, anchor, &result) { return result }
    var best = 0
    if let anchor {
      best = nearest(matches, to: anchor.point)
      let distance = Distance.metres(gazetteer.places[matches.base[best].place].coordinate, anchor.point)
      if matches.base[best].cost > 0, distance > max(anchor.reach, parameters.fuzzyDistance) { return result }
    } else {
      best = mostProminent(matches, by)
    }
    let chosen = gazetteer.places[matches.base[best].place]
    let spread = self.spread(matches, from: chosen.coordinate, anchor: anchor)
    var uncertainty = Double(chosen.uncertainty)
    if spread > parameters.namesakeDistance {
      result.raise(.ambiguousPlace)
      guard anchor != nil || isOnlyTown(matches, best) else { return result }
      if anchor != nil { uncertainty = max(uncertainty, min(spread, 3 * parameters.namesakeDistance)) }
    } else if spread > 0 {
      uncertainty = max(uncertainty, spread + uncertainty / 2)
    }
    if matches.base[best].cost > 0 { result.raise(.fuzzyPlace) }
    if matches.base[best].cost > 1 { uncertainty *= 1.5 }
    result.place = matches.base[best].place
    result.cost = matches.base[best].cost
    result.uncertainty = UInt32(uncertainty)
    return result
  }

  /// Keeps the matches that the row's PIN serves, else those of which that is not known; a village that another PIN serves
  /// is a namesake. False when nothing remains.
  private func keepOwn(_ matches: NameMatches, _ anchor: Anchor, _ result: inout NamedPlace) -> Bool {
    var own = false
    var rival = GazetteerFormat.noPlace
    var least = Double.infinity
    for index in 0..<matches.count {
      let match = matches.base[index]
      let record = gazetteer.places[match.place]
      own = own || record.pin == anchor.pin
      let distance = match.cost == 0 ? Distance.metres(record.coordinate, anchor.point) : .infinity
      if distance < least || (distance == least && match.place < rival) {
        rival = match.place
        least = distance
      }
    }
    matches.keep { match in
      let record = gazetteer.places[match.place]
      return own ? record.pin == anchor.pin : record.pin == 0 || !Self.hasNamesakes(record.kind)
    }
    if matches.count == 0, least < .infinity {
      result.raise(.nameAgainstPin)
      result.rival = rival
    }
    return matches.count > 0
  }

  private func nearest(_ matches: NameMatches, to point: Coordinate) -> Int {
    var best = 0
    var least = Double.infinity
    for index in 0..<matches.count {
      let distance = Distance.metres(gazetteer.places[matches.base[index].place].coordinate, point)
      if distance < least || (distance == least && matches.base[index].place < matches.base[best].place) {
        best = index
        least = distance
      }
    }
    return best
  }

  /// Towns before estates before villages; a subdistrict last, unless one is asked for.
  private func mostProminent(_ matches: NameMatches, _ by: MatchedBy) -> Int {
    func rank(_ index: Int) -> (UInt8, UInt32) {
      let place = matches.base[index].place
      let kind = gazetteer.places[place].kind
      return (kind == .subdistrict && by != .subdistrictName ? .max : kind.rawValue, place)
    }
    return (0..<matches.count).min { rank($0) < rank($1) } ?? 0
  }

  private func isOnlyTown(_ matches: NameMatches, _ best: Int) -> Bool {
    func isTown(_ index: Int) -> Bool { KindSet.towns.has(gazetteer.places[matches.base[index].place].kindValue) }
    return matches.base[best].cost == 0 && isTown(best)
      && (0..<matches.count).allSatisfy { $0 == best || !isTown($0) }
  }

  /// How far namesakes that are as good as the chosen one lie from it, metres: with an anchor, those nearly as near to it.
  private func spread(_ matches: NameMatches, from chosen: Coordinate, anchor: Anchor?) -> Double {
    var spread = 0.0
    let limit = anchor.map { Distance.metres(chosen, $0.point) + parameters.namesakeDistance / 2 }
    for index in 0..<matches.count {
      let other = gazetteer.places[matches.base[index].place].coordinate
      if let anchor, let limit, Distance.metres(other, anchor.point) > limit { continue }
      spread = max(spread, Distance.metres(other, chosen))
    }
    return spread
  }
}
