import Model
import Text

extension GazetteerAssembly {
  /// Adds the villages, each findable in the district that the list states and in the one where its point lies.
  mutating func addVillages() {
    say("adding \(villages.count) villages")
    var against = 0
    for village in villages {
      var place = PlaceRecord()
      place.kindValue = PlaceKind.village.rawValue
      place.country = GazetteerFormat.india
      place.lat = village.point.lat
      place.lon = village.point.lon
      place.state = village.area.state
      place.district = village.area.district != 0 ? village.area.district : village.spatialDistrict
      place.pin = village.pin
      place.sourceBits = PlaceSources.villages.rawValue
      var uncertainty = max(parameters.villageUncertainty, min(village.spread, 200) * 1_000)
      if let index = draft.pins[village.pin] {
        let pin = draft.places[Int(index)]
        let distance = Distance.metres(pin.coordinate, village.point)
        if distance > Double(pin.uncertainty) * 1.5 + parameters.pointMargin {
          uncertainty = max(uncertainty, min(distance, 500_000))
          against += 1
        }
      }
      place.uncertainty = UInt32(uncertainty)
      guard place.state != 0 else { continue }
      let index = draft.add(place, name: village.name)
      draft.add(name: village.name, for: index)
      if village.spatialDistrict != 0, village.spatialDistrict != place.district {
        let scope = Scope.district(place.state, village.spatialDistrict)
        for key in NameForms.keys(of: village.name) { draft.keys.append((index, scope, ArraySlice(key))) }
      }
    }
    report.add("villages far from their PIN: uncertainty widened", against)
  }

  /// Adds post offices whose name is not a village's of the same district already: branch offices as villages, others as
  /// localities. An office without a usable point stands at its PIN.
  mutating func addOffices() {
    say("adding \(offices.count) post offices")
    let known = NameTable(draft, kinds: .settlements)
    var added = 0
    for office in offices where office.area.district != 0 {
      guard let pinIndex = draft.pins[office.pin] else { continue }
      let pin = draft.places[Int(pinIndex)]
      var place = PlaceRecord()
      place.kindValue = office.isBranch ? PlaceKind.village.rawValue : PlaceKind.postOffice.rawValue
      place.country = GazetteerFormat.india
      place.state = office.area.state
      place.district = office.area.district
      place.pin = office.pin
      place.sourceBits = PlaceSources.postOffices.rawValue
      let point = office.point ?? pin.coordinate
      let distance = Distance.metres(point, pin.coordinate)
      let isOwn = office.point != nil && distance <= Double(pin.uncertainty) + parameters.pointMargin
      let stand = isOwn ? point : pin.coordinate
      place.lat = stand.lat
      place.lon = stand.lon
      place.uncertainty = isOwn ? UInt32(2 * parameters.localityUncertainty) : pin.uncertainty
      let scope = GazetteerDraft.scope(of: place)
      let keys = NameForms.keys(of: office.name)
      let namesakes = keys.flatMap { known.places(scope: scope, key: $0) }
      let near = namesakes.first { other in
        let reach = max(parameters.namesakeDistance, Double(place.uncertainty))
        return Distance.metres(draft.places[Int(other)].coordinate, stand) <= reach
      }
      if let near {
        draft.places[Int(near)].sourceBits |= PlaceSources.postOffices.rawValue
        continue
      }
      let index = draft.add(place, name: office.name)
      for key in keys { draft.keys.append((index, scope, ArraySlice(key))) }
      added += 1
    }
    report.add("post offices added as villages and localities", added)
  }

  /// Adds the towns and villages of GeoNames, with their names in all scripts; the nearest PIN tells their district in India.
  /// Reads the files of a country and cities15000 alike.
  mutating func addPlaces(_ path: String, _ nearest: NearestPin) throws(Failure) {
    say("reading GeoNames places")
    let table = try SourceTable(path: path, hasHeader: false)
    draft.notes.append(Self.note("geonames-places", table))
    let known = NameTable(draft, kinds: .settlements)
    var boxes: [UInt16: CountryBox] = [:]
    var towns: [(place: PlaceRecord, name: String, aliases: [String])] = []
    table.forEach { row in
      guard row.fields.count >= 15, row.text(6) == "P" else { return }
      let country = GazetteerFormat.country(row.text(8))
      let box = boxes[country] ?? draft.box(of: country)
      boxes[country] = box
      guard let point = SourcePoint.read(row.raw(4), row.raw(5), in: box).point,
        let kind = Self.kind(row.text(7), population: row.number(14))
      else { return }
      var place = PlaceRecord()
      place.population = row.number(14)
      place.kindValue = kind.rawValue
      place.country = country
      place.lat = point.lat
      place.lon = point.lon
      if country == GazetteerFormat.india {
        guard let home = nearest.nearest(to: point) else { return }
        place.district = home.district
        place.state = home.state
        place.pin = home.pin
      }
      place.sourceBits = PlaceSources.geonamesPlaces.rawValue
      place.uncertainty = Self.townRadius(place.population)
      // Plain Latin letters: a reader of a listing searches for "Kapas Hera", not for its scholarly spelling.
      let name = row.text(2).isEmpty ? row.text(1) : row.text(2)
      let aliases = [row.text(1)] + row.text(3).split(separator: ",").map(String.init)
      towns.append((place, name, aliases.filter { Self.isName($0) }))
    }
    for town in towns {
      let keys = NameForms.keys(of: town.name)
      let scope = GazetteerDraft.scope(of: town.place)
      let isVillage = town.place.kind == .village
      let reach = isVillage ? parameters.namesakeDistance : 15_000
      let same = keys.flatMap { known.places(scope: scope, key: $0) }.first { index in
        let other = draft.places[Int(index)]
        return (isVillage || KindSet.towns.has(other.kindValue))
          && Distance.metres(other.coordinate, town.place.coordinate) <= reach
      }
      let index = same ?? draft.add(town.place, name: town.name)
      if same != nil {
        draft.places[Int(index)].sourceBits |= PlaceSources.geonamesPlaces.rawValue
        if town.place.population > 0 { draft.places[Int(index)].population = town.place.population }
      }
      draft.add(name: town.name, for: index)
      for alias in town.aliases { draft.add(name: alias, for: index) }
    }
    report.add("GeoNames places read", towns.count)
  }

  /// What a populated place is: the seat of a government or one of 5,000 persons and more (the Census of India's least town) is
  /// a town; nil for one that is no more.
  private static func kind(_ code: String, population: UInt32) -> PlaceKind? {
    if population >= 100_000 { return .city }
    if population >= 5_000 || code.hasPrefix("PPLA") || code == "PPLC" { return .town }
    return ["PPLH", "PPLQ", "PPLW", "PPLCH"].contains(code) ? nil : .village
  }

  /// Metres that hold nine tenths of a town of so many persons: a default of ours.
  private static func townRadius(_ population: UInt32) -> UInt32 {
    switch population {
    case ..<50_000: 3_000
    case ..<200_000: 4_500
    case ..<1_000_000: 8_000
    case ..<5_000_000: 13_000
    default: 20_000
    }
  }

  /// Whether an alternate name is a name rather than a transliteration made by machine, which begins with a small letter.
  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return false }
    return first >= 0x80 || first &- 0x41 < 26
  }
}

/// Finds places of a draft by area and key while the draft still grows.
struct NameTable {
  private var places: [UInt64: [UInt32]] = [:]

  /// The names of the places of `kinds` so far; with `bySound` under their light keys.
  init(_ draft: GazetteerDraft, kinds: KindSet, bySound: Bool = false) {
    places.reserveCapacity(draft.keys.count)
    for entry in draft.keys where kinds.has(draft.places[Int(entry.place)].kindValue) {
      let key = bySound ? ArraySlice(Self.light(Array(entry.key))) : entry.key
      places[Self.slot(entry.scope, key), default: []].append(entry.place)
    }
  }

  /// The light key of a compact key.
  static func light(_ key: [UInt8]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: IndianSound.capacity(for: key.count)) { out, count in
      key.withUnsafeBufferPointer { text in
        guard let from = text.baseAddress, let to = out.baseAddress else { return }
        count = IndianSound.light(from, text.count, into: to)
      }
    }
  }

  /// Places with this key in this area, in the order of the draft.
  func places(scope: UInt32, key: [UInt8]) -> [UInt32] { places[Self.slot(scope, key[...])] ?? [] }

  private static func slot(_ scope: UInt32, _ key: ArraySlice<UInt8>) -> UInt64 {
    let hash = key.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { NameHash.of($0, bytes.count) } ?? 0
    }
    return hash ^ UInt64(scope) &* 0x9E37_79B9_7F4A_7C15
  }
}
