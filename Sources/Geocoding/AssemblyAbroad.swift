import Model
import Text

/// One row of GeoNames postal codes of a country other than India.
struct PostcodeAbroad {
  var country: UInt16
  /// The postcode as a number; 0 for one that holds letters, which then is findable by its place's name alone.
  var code: UInt32
  var name: String
  var point: Coordinate

  /// The key by which the postcode is found in its country: its digits without leading zeros, as registers give it.
  static func key(_ code: UInt32) -> [UInt8] { Array(String(code).utf8) }
}

extension GazetteerDraft {
  /// The box of a country that the starter gazetteer knows; India's own, or the world, for one that it does not.
  func box(of country: UInt16) -> CountryBox {
    for place in places where place.kind == .country && place.country == country {
      return CountryBox(
        south: place.lat, west: place.lon, north: Int32(bitPattern: place.code),
        east: Int32(bitPattern: place.population))
    }
    return country == GazetteerFormat.india ? CountryBoxes.india : .world
  }
}

extension GazetteerAssembly {
  /// Adds the postcodes of other countries and the places that they name. GeoNames alone speaks for them: a postcode is as
  /// certain as a PIN on which sources agree where the list of places knows its name nearby, else as one that GeoNames places
  /// alone. Call it when all towns are added.
  mutating func addPostcodesAbroad() {
    guard !abroad.isEmpty else { return }
    say("adding \(abroad.count) postcodes of other countries")
    let rows = abroad.sorted { a, b in
      if a.country != b.country { return a.country < b.country }
      if a.code != b.code { return a.code < b.code }
      return a.name != b.name ? a.name < b.name : a.point < b.point
    }
    let known = NameTable(draft, kinds: .settlements)
    var seen: Set<String> = []
    var counts = (codes: 0, confirmed: 0, names: 0)
    var start = 0
    while start < rows.count {
      var end = start
      while end < rows.count, rows[end].country == rows[start].country, rows[end].code == rows[start].code { end += 1 }
      let scope = Scope.foreign(rows[start].country)
      var isConfirmed = false
      for row in rows[start..<end] {
        let namesakes = NameForms.keys(of: row.name).flatMap { known.places(scope: scope, key: $0) }
        let isKnown = namesakes.contains {
          Distance.metres(draft.places[Int($0)].coordinate, row.point) <= parameters.agreement
        }
        if isKnown { isConfirmed = true }
        guard !isKnown, seen.insert("\(row.country)/\(row.name)/\(row.point)").inserted else { continue }
        var place = Self.place(row, .postOffice)
        place.uncertainty = UInt32(parameters.pinGeonamesOnly)
        draft.add(name: row.name, for: draft.add(place, name: row.name))
        counts.names += 1
      }
      if rows[start].code != 0 {
        let points = rows[start..<end].map(\.point)
        var place = Self.place(rows[start], .pin)
        let centre = PointStatistics.median(points)
        let spread = PointStatistics.radius(points, around: centre, percent: 90)
        place.lat = centre.lat
        place.lon = centre.lon
        place.pin = rows[start].code
        place.uncertainty = UInt32(max(spread, isConfirmed ? parameters.pinUncertainty : parameters.pinGeonamesOnly))
        let index = draft.add(place, name: "\(rows[start].name) \(rows[start].code)")
        draft.keys.append((index, scope, ArraySlice(PostcodeAbroad.key(rows[start].code))))
        counts.codes += 1
        if isConfirmed { counts.confirmed += 1 }
      }
      start = end
    }
    report.add("postcodes of other countries added", counts.codes)
    report.add("postcodes of other countries near a place of their name", counts.confirmed)
    report.add("places added after postcodes of other countries", counts.names)
  }

  private static func place(_ row: PostcodeAbroad, _ kind: PlaceKind) -> PlaceRecord {
    var place = PlaceRecord()
    place.kindValue = kind.rawValue
    place.country = row.country
    place.lat = row.point.lat
    place.lon = row.point.lon
    place.sourceBits = PlaceSources.geonamesPostal.rawValue
    return place
  }
}

/// Rows of other countries: a postcode and names, without states and districts.
extension RowEvidence {
  /// Finds the place of the row's postcode in its own country.
  mutating func readPostcodeAbroad() {
    guard let column = columns.pin, column[row] != 0 else { return }
    saysSomething = true
    let scope = Scope.foreign(area.country)
    let matches = scratch.matches
    matches.clear()
    PostcodeAbroad.key(column[row]).withUnsafeBufferPointer { text in
      guard let base = text.baseAddress else { return }
      core.search.exact(base, text.count, .of(.pin), low: scope, high: scope, into: matches)
    }
    guard matches.count > 0 else { return }
    pin = column[row]
    pinPlace = matches.base[0].place
    pinState = .unchecked
  }

  /// Places a row of another country: by its village, locality or town, by its address, by its postcode where that is finer,
  /// else by what its coarser columns name.
  mutating func placeAbroad() {
    var named = nameAbroad([columns.village, columns.locality, columns.town])
    if !named.isFound, columns.address != nil {
      readAddress(&named)
      result.flags |= named.flags
    }
    if pinPlace != GazetteerFormat.noPlace {
      let radius = gazetteer.places[pinPlace].uncertainty
      guard named.isFound, named.uncertainty <= radius else { return standAtPin() }
    }
    if !named.isFound { named = nameAbroad([columns.subdistrict, columns.district, columns.state]) }
    if named.isFound { stand(named) }
  }

  /// The settlement that the first telling one of `fields` names in the row's country; namesakes are told by the postcode.
  private mutating func nameAbroad(_ fields: [LocatingColumns.Spans]) -> NamedPlace {
    let matches = scratch.matches
    let scope = Scope.foreign(area.country)
    let anchor = core.finder.anchor(pinPlace)
    for spans in fields where scratch.query.prepare(text(spans)) {
      saysSomething = true
      matches.clear()
      core.search.exact(scratch.query, .settlements, low: scope, high: scope, into: matches)
      if matches.count == 0 {
        core.search.similar(scratch.query, .settlements, scope: scope, into: matches)
        matches.keepCheapest()
      }
      let named = core.finder.settle(matches, anchor: anchor, by: .townName)
      result.flags |= named.flags
      if named.isFound { return named }
    }
    return NamedPlace()
  }
}

extension Geocoder {
  /// The places of a postcode in countries other than India.
  func postcodesAbroad(_ code: UInt32) -> [UInt32] {
    pool.use(addressBytes: parameters.addressBytes) { scratch in
      let digits = PostcodeAbroad.key(code)
      scratch.matches.clear()
      digits.withUnsafeBufferPointer { text in
        guard let base = text.baseAddress else { return }
        core.search.exact(
          base, text.count, .of(.pin), low: Scope.foreign(0), high: .max, into: scratch.matches)
      }
      return (0..<scratch.matches.count).map { scratch.matches.base[$0].place }
    }
  }
}
