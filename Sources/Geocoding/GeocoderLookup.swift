import Model
import Text

/// One answer to a question about places.
public struct PlaceCandidate: Sendable, Equatable {
  /// Index in the gazetteer.
  public var place: UInt32
  /// Name for people.
  public var name: String
  /// What sort of place it is.
  public var kind: PlaceKind
  /// The level at which a row matched to it would stand.
  public var level: MatchLevel
  /// District name in LGD spelling, empty when unknown.
  public var district: String
  /// State name in LGD spelling, empty when unknown.
  public var state: String
  /// Where it is.
  public var coordinate: Coordinate
  /// Radius in metres that holds a unit of the place with 90 % confidence; 0: no position is known.
  public var uncertainty: UInt32
  /// 0…100; the candidates are sorted by it.
  public var score: Int
  /// Why it stands where it does among the candidates.
  public var reason: String
  /// The sources that spoke for it, joined with `;`.
  public var sources: String
}

extension Geocoder {
  /// The most candidates that a lookup answers with.
  public static let maximumCandidates = 20

  /// Every place that `text` may name, the best first: a name, optionally followed by `, district`, `, state`; or an address,
  /// for which the first answer is where a row with that address would stand.
  public func lookup(text: String) -> [PlaceCandidate] {
    if Self.isAddress(text) { return lookup(address: text) }
    let parts = text.split(separator: ",").map(String.init)
    guard let name = parts.first else { return [] }
    let area = pool.use(addressBytes: parameters.addressBytes) { self.area(parts.dropFirst(), $0) }
    let named = lookup(name: name, area: area, similar: true)
    return named.isEmpty && parts.count > 1 ? lookup(address: text) : named
  }

  /// The places of a name, exact ones only or, where there are none, those of a similar spelling.
  func lookup(name: String, area: Administration, similar: Bool) -> [PlaceCandidate] {
    pool.use(addressBytes: parameters.addressBytes) { scratch in
      var found: [(match: NameMatch, by: String)] = []
      let known = Self.prepare(scratch, name)
      guard known else { return [] }
      let kinds = KindSet(rawValue: .max).subtracting(.of(.country))
      scratch.matches.clear()
      core.search.exact(scratch.query, kinds, low: 0, high: .max, into: scratch.matches)
      found += (0..<scratch.matches.count).map { (scratch.matches.base[$0], "same name") }
      if found.isEmpty, similar {
        scratch.matches.clear()
        core.search.sounding(scratch.query, kinds, low: 0, high: .max, into: scratch.matches)
        for scope in Self.scopes(of: area) where area.state != 0 {
          core.search.similar(scratch.query, kinds, scope: scope, into: scratch.matches)
        }
        found += (0..<scratch.matches.count).map { index in
          let match = scratch.matches.base[index]
          return (match, match.cost <= 1 ? "same sound" : "similar name, \(match.cost - 1) edits")
        }
      }
      let candidates = found.map { candidate($0.match, $0.by, area) }
      return Self.sorted(candidates)
    }
  }

  /// The place of a PIN; its three-digit area when the PIN is not known.
  public func lookup(pin: UInt32) -> [PlaceCandidate] {
    let place = gazetteer.place(pin: pin)
    if place != GazetteerFormat.noPlace { return [describe(place, score: 100, reason: "this PIN")] }
    let abroad = postcodesAbroad(pin)
    if !abroad.isEmpty { return abroad.map { describe($0, score: 90, reason: "this postcode of another country") } }
    let area = gazetteer.place(prefixOf: pin)
    guard area != GazetteerFormat.noPlace, pin >= GazetteerFormat.firstPin, pin < 1_000_000 else { return [] }
    return [describe(area, score: 40, reason: "the PIN is not known, only the area of its first three digits")]
  }

  /// The named places nearest to a point, within 30 km.
  public func lookup(point: Coordinate) -> [PlaceCandidate] {
    var near: [(place: UInt32, distance: Double)] = []
    grids.all.forEach(near: point, metres: 30_000) { near.append(($0, $1)) }
    near.sort { $0.distance != $1.distance ? $0.distance < $1.distance : $0.place < $1.place }
    return near.prefix(Self.maximumCandidates).map { item in
      let kilometres = Double(Int(item.distance / 100)) / 10
      return describe(
        item.place, score: max(0, 100 - Int(item.distance / 300)), reason: "\(kilometres) km from the point")
    }
  }

  /// What place `index` is called and belongs to; empty for `LocatedBatch.noPlace`.
  public func info(place index: UInt32) -> PlaceInfo {
    guard Int(index) < gazetteer.placeCount else { return PlaceInfo() }
    let record = gazetteer.record(index)
    var info = administration(state: record.state, district: record.district)
    info.country = GazetteerFormat.countryText(record.country)
    info.name = gazetteer.name(index)
    switch record.kind {
    case .city, .town, .subdistrict: info.town = info.name
    case .village, .locality, .estate, .postOffice, .pin:
      let town = nearbyPlaces.town(of: record.coordinate, district: record.district)
      info.town = town.map { gazetteer.name($0) } ?? Self.withoutPin(info.name)
    case .country, .state, .district, .pinArea: break
    }
    return info
  }

  /// What the surroundings of a point are called and belong to: the nearest town within 20 km, the district of the nearest
  /// PIN or town within 50 km. O(places nearby); for sites, not for rows.
  public func info(at point: Coordinate) -> PlaceInfo { info(nearbyPlaces.surroundings(of: point)) }

  /// What is near points.
  public var nearbyPlaces: NearbyPlaces { NearbyPlaces(gazetteer: gazetteer, all: grids.all, towns: grids.towns) }

  /// Whether a place is an industrial estate or area. Constant time.
  public func isEstate(place index: UInt32) -> Bool {
    Int(index) < gazetteer.placeCount && gazetteer.record(index).kind == .estate
  }

  /// The region that a place belongs to: LGD codes of state and district, 0 unknown, and a number of the country, 0 for India.
  /// Constant time.
  public func region(place index: UInt32) -> (state: UInt16, district: UInt16, country: UInt16) {
    guard Int(index) < gazetteer.placeCount else { return (0, 0, 0) }
    let record = gazetteer.record(index)
    return (record.state, record.district, record.country == GazetteerFormat.india ? 0 : record.country)
  }

  /// What describes a point: places of the gazetteer, `LocatedBatch.noPlace` where there is none.
  public struct Surroundings: Sendable, Hashable {
    /// Whose district, state and country are those of the point.
    public let nearest: UInt32
    /// The town that the point is called after.
    public let town: UInt32
  }

  /// What the places of `NearbyPlaces.surroundings(of:)` are called. O(places nearby).
  public func info(_ surroundings: Surroundings) -> PlaceInfo {
    guard surroundings.nearest != GazetteerFormat.noPlace else { return PlaceInfo(country: "") }
    var info = self.info(place: surroundings.nearest)
    if surroundings.town != GazetteerFormat.noPlace { info.town = gazetteer.name(surroundings.town) }
    info.name = info.town
    return info
  }

  private func administration(state: UInt16, district: UInt16) -> PlaceInfo {
    var info = PlaceInfo()
    let statePlace = gazetteer.place(state: state)
    let districtPlace = gazetteer.place(district: district)
    if statePlace != GazetteerFormat.noPlace { info.state = gazetteer.name(statePlace) }
    if districtPlace != GazetteerFormat.noPlace { info.district = gazetteer.name(districtPlace) }
    info.lgdState = Int(state)
    info.lgdDistrict = Int(district)
    return info
  }

  /// A PIN place's name without the digits at its end.
  private static func withoutPin(_ name: String) -> String {
    guard let last = name.lastIndex(of: " "), UInt32(name[name.index(after: last)...]) != nil else { return name }
    let plain = String(name[..<last])
    return plain == "PIN" ? "" : plain
  }

  private static func prepare(_ scratch: Scratch, _ text: String) -> Bool {
    var text = text
    return text.withUTF8 { scratch.query.prepare(UnsafeRawBufferPointer($0)) }
  }

  /// The state and district that the parts after a name say, in either order.
  private func area(_ parts: ArraySlice<String>, _ scratch: Scratch) -> Administration {
    var area = Administration()
    func resolve(_ state: String, _ district: String) -> Administration {
      var state = state
      var district = district
      return state.withUTF8 { first in
        district.withUTF8 { second in
          core.resolver.resolve(
            state: UnsafeRawBufferPointer(first), district: UnsafeRawBufferPointer(second), stateCode: 0,
            districtCode: 0, scratch: scratch)
        }
      }
    }
    for part in parts.reversed() {
      let asState = resolve(part, "")
      if area.state == 0, asState.state != 0, asState.flags & RowFlags.fuzzyPlace.rawValue == 0 {
        area = asState
        continue
      }
      let stateName = area.state == 0 ? "" : gazetteer.name(gazetteer.place(state: area.state))
      let asDistrict = resolve(stateName, part)
      if asDistrict.district != 0, area.state != 0 || asDistrict.flags & RowFlags.fuzzyPlace.rawValue == 0 {
        area = asDistrict
      } else if let district = townDistrict(part, scratch) {
        area.district = district
        area.state = gazetteer.record(gazetteer.place(district: district)).state
      }
    }
    return area
  }

  /// The district of the towns of a name, if all lie in one.
  private func townDistrict(_ name: String, _ scratch: Scratch) -> UInt16? {
    guard Self.prepare(scratch, name) else { return nil }
    let matches = scratch.matches
    matches.clear()
    core.search.exact(scratch.query, .towns, low: 0, high: 0xFFFE_FFFF, into: matches)
    let districts = Set((0..<matches.count).map { gazetteer.record(matches.base[$0].place).district })
    guard districts.count == 1, let only = districts.first else { return nil }
    return gazetteer.place(district: only) == GazetteerFormat.noPlace ? nil : only
  }

  private static func scopes(of area: Administration) -> [UInt32] {
    area.district == 0
      ? [Scope.state(area.state)] : [Scope.district(area.state, area.district), Scope.state(area.state)]
  }

  private func candidate(_ match: NameMatch, _ by: String, _ area: Administration) -> PlaceCandidate {
    let record = gazetteer.record(match.place)
    var score = 60 - Int(match.cost) * 10
    var reasons = [by]
    if area.district != 0 {
      let inDistrict = record.district == area.district
      score += inDistrict ? 30 : -20
      reasons.append(inDistrict ? "in the district" : "in another district")
    } else if area.state != 0 {
      let inState = record.state == area.state
      score += inState ? 20 : -20
      reasons.append(inState ? "in the state" : "in another state")
    }
    switch record.kind {
    case .state, .district, .city: score += 10
    case .town, .estate: score += 8
    case .locality, .subdistrict: score += 4
    default: break
    }
    if !record.hasPosition { reasons.append("no position known") }
    return describe(match.place, score: max(0, min(100, score)), reason: reasons.joined(separator: ", "))
  }

  func describe(_ place: UInt32, score: Int, reason: String) -> PlaceCandidate {
    let record = gazetteer.record(place)
    let info = administration(state: record.state, district: record.district)
    return PlaceCandidate(
      place: place, name: gazetteer.name(place), kind: record.kind, level: record.kind.level,
      district: info.district, state: info.state, coordinate: record.coordinate, uncertainty: record.uncertainty,
      score: score, reason: reason, sources: PlaceSources(rawValue: record.sourceBits).text)
  }

  static func sorted(_ candidates: [PlaceCandidate]) -> [PlaceCandidate] {
    Array(
      candidates.sorted { $0.score != $1.score ? $0.score > $1.score : $0.place < $1.place }.prefix(maximumCandidates))
  }
}
