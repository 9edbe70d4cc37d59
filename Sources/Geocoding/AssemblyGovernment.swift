import Model
import Text

extension GazetteerAssembly {
  /// Places the subdistricts, blocks and towns of the Local Government Directory by the settlements that carry their names:
  /// a subdistrict is nearly always called after its seat.
  mutating func addGovernment() {
    guard let government else { return }
    say("placing subdistricts and towns")
    let settlements = NameTable(draft, kinds: .settlements)
    let sounds = NameTable(draft, kinds: .settlements, bySound: true)
    let byState = StateNames(draft)
    let subdistricts = NameTable(draft, kinds: .subdistrict)
    var counts = (placed: 0, without: 0, towns: 0, townsWithout: 0)
    var seen: Set<String> = []
    for item in government.subdistricts {
      guard seen.insert("\(item.district)/\(item.name.uppercased())").inserted else { continue }
      let scope = Scope.district(item.state, item.district)
      let keys = NameForms.keys(of: item.name)
      guard !keys.contains(where: { !subdistricts.places(scope: scope, key: $0).isEmpty }) else { continue }
      var seats = keys.flatMap { settlements.places(scope: scope, key: $0) }
      if seats.isEmpty { seats = keys.flatMap { sounds.places(scope: scope, key: NameTable.light($0)) } }
      if seats.isEmpty, let district = draft.districtIndex[item.district] {
        seats = keys.flatMap { byState.places(state: item.state, key: $0) }
          .filter { isNear(draft.places[Int($0)], draft.places[Int(district)]) }
      }
      guard let seat = best(seats) else {
        counts.without += 1
        continue
      }
      var place = draft.places[Int(seat)]
      place.uncertainty = max(UInt32(parameters.subdistrictUncertainty), place.uncertainty)
      place.kindValue = PlaceKind.subdistrict.rawValue
      place.state = item.state
      place.district = item.district
      place.code = item.code
      place.population = 0
      place.sourceBits |= PlaceSources.lgd.rawValue
      let name = NameCase.title(item.name)
      draft.add(name: name, for: draft.add(place, name: name))
      counts.placed += 1
    }
    for item in government.towns {
      let keys = NameForms.keys(of: item.name)
      let candidates = keys.flatMap { byState.places(state: item.state, key: $0) }
      if candidates.contains(where: { KindSet.towns.has(draft.places[Int($0)].kindValue) }) { continue }
      guard let seat = best(candidates), areTogether(candidates) else {
        counts.townsWithout += 1
        continue
      }
      var place = draft.places[Int(seat)]
      place.kindValue = PlaceKind.town.rawValue
      place.uncertainty = max(UInt32(parameters.townUncertainty), place.uncertainty)
      place.sourceBits |= PlaceSources.lgd.rawValue
      let name = NameCase.title(item.name)
      draft.add(name: name, for: draft.add(place, name: name))
      counts.towns += 1
    }
    report.add("subdistricts and blocks placed at their seat", counts.placed)
    report.add("subdistricts and blocks without a position", counts.without)
    report.add("towns of the directory added", counts.towns)
    report.add("towns of the directory without one position", counts.townsWithout)
  }

  /// The place to stand for namesakes: a town before a locality before a village, then the first.
  private func best(_ places: [UInt32]) -> UInt32? {
    places.filter { draft.places[Int($0)].hasPosition }
      .min { (draft.places[Int($0)].kindValue, $0) < (draft.places[Int($1)].kindValue, $1) }
  }

  private func areTogether(_ places: [UInt32]) -> Bool {
    guard let first = places.first else { return false }
    let point = draft.places[Int(first)].coordinate
    return places.allSatisfy { Distance.metres(draft.places[Int($0)].coordinate, point) <= 15_000 }
  }

  private func isNear(_ place: PlaceRecord, _ district: PlaceRecord) -> Bool {
    district.hasPosition
      && Distance.metres(place.coordinate, district.coordinate) <= Double(district.uncertainty) * 1.2
  }

  /// Places districts without a position and widens those whose PINs lie farther out than they reach.
  mutating func widenDistricts() {
    var points: [UInt16: [Coordinate]] = [:]
    for place in draft.places where place.kind == .pin && place.district != 0 {
      points[place.district, default: []].append(place.coordinate)
    }
    for (code, index) in draft.districtIndex.sorted(by: { $0.key < $1.key }) {
      guard let own = points[code], own.count >= 5 else { continue }
      let slot = Int(index)
      if !draft.places[slot].hasPosition {
        let centre = PointStatistics.median(own)
        draft.places[slot].lat = centre.lat
        draft.places[slot].lon = centre.lon
      }
      let spread = PointStatistics.radius(own, around: draft.places[slot].coordinate, percent: 90)
      draft.places[slot].uncertainty = max(draft.places[slot].uncertainty, UInt32(min(spread, 300_000)))
    }
  }
}

/// Settlements of a draft by state and key.
struct StateNames {
  private var places: [UInt64: [UInt32]] = [:]

  init(_ draft: GazetteerDraft) {
    for entry in draft.keys where KindSet.settlements.has(draft.places[Int(entry.place)].kindValue) {
      let place = draft.places[Int(entry.place)]
      guard place.country == GazetteerFormat.india else { continue }
      let slot = Self.slot(place.state, entry.key)
      if places[slot]?.contains(entry.place) != true { places[slot, default: []].append(entry.place) }
    }
  }

  func places(state: UInt16, key: [UInt8]) -> [UInt32] { places[Self.slot(state, key[...])] ?? [] }

  private static func slot(_ state: UInt16, _ key: ArraySlice<UInt8>) -> UInt64 {
    let hash = key.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { NameHash.of($0, bytes.count) } ?? 0
    }
    return hash ^ UInt64(state) &* 0xC2B2_AE3D_27D4_EB4F
  }
}
