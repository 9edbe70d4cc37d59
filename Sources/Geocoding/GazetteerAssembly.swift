import Model
import Text

/// The state of one build: what was read so far and the draft that grows from it.
struct GazetteerAssembly {
  let sources: GazetteerSources
  let parameters: GeocodingParameters
  let say: (String) -> Void
  var draft: GazetteerDraft
  var report = GazetteerReport()
  /// Resolves the state and district spellings of the sources.
  var resolver: SourceDistricts
  let government: LocalGovernment?

  var boundaries: DistrictBoundaries?
  var villages: [SourceVillage] = []
  var offices: [SourceOffice] = []
  /// Usable points by PIN.
  var points: [PinPoint] = []
  /// Rows of GeoNames postal codes by PIN and the district that they name, for PINs on which nothing better speaks.
  var postalVotes: [UInt64: Int] = [:]
  /// Postcodes of other countries.
  var abroad: [PostcodeAbroad] = []

  init(
    _ sources: GazetteerSources, parameters: GeocodingParameters, say: @escaping (String) -> Void
  ) throws(Failure) {
    self.sources = sources
    self.parameters = parameters
    self.say = say
    say("reading the starter gazetteer")
    if let directory = sources.lgdDirectory {
      government = try LocalGovernment(directory: directory)
    } else {
      government = nil
    }
    draft = try StarterGazetteer.draft(
      directory: sources.starterDirectory, parameters: parameters, government: government)
    for (name, fingerprint) in government?.files ?? [] {
      draft.notes.append("source lgd \(name) \(fingerprint.hexadecimal)")
    }
    if let path = sources.aliases {
      let table = try SourceTable(path: path)
      draft.notes.append(Self.note("aliases", table))
      try DistrictAliases.add(table, to: &draft, report: &report)
    }
    resolver = try SourceDistricts(draft: draft, parameters: parameters)
  }

  /// Reads every source, weighs them and fills the draft.
  mutating func run() throws(Failure) {
    try read()
    let all = points.count
    points = points.withoutCopies(metres: parameters.copiedPoint)
    report.add("post offices that copy a GeoNames point of their PIN", all - points.count)
    let areas = PinAreas(points, parameters: parameters)
    let before = points.count
    points = areas.kept(points)
    report.add("points refused: far from their three-digit PIN area", before - points.count)
    say("weighing \(points.count) points of PINs")
    addPins()
    addPrefixes()
    let nearest = NearestPin(draft)
    addVillages()
    addOffices()
    if let path = sources.places { try addPlaces(path, nearest) }
    addPostcodesAbroad()
    addGovernment()
    widenDistricts()
    attribute()
  }

  private mutating func read() throws(Failure) {
    if let path = sources.districts {
      say("reading district boundaries")
      let polygons = try DistrictBoundaries(path: path, resolver: &resolver)
      draft.notes.append("source districts \(Self.fileName(path)) \(polygons.fingerprint.hexadecimal)")
      report.add("district boundaries read", polygons.count)
      report.add("district boundaries of unknown districts", polygons.unknown)
      boundaries = polygons
    }
    if let path = sources.villages {
      say("reading villages")
      let table = try SourceTable(path: path)
      draft.notes.append(Self.note("villages", table))
      villages = try SourceVillage.read(table, &resolver, &report)
      if let boundaries {
        for index in villages.indices where villages[index].spatialDistrict == 0 {
          villages[index].spatialDistrict = boundaries.district(of: villages[index].point)
        }
      }
      for village in villages where village.pin != 0 && isInItsDistrict(village) {
        points.append(PinPoint(pin: village.pin, source: .villages, point: village.point))
      }
    }
    if let path = sources.postOffices {
      say("reading post offices")
      let table = try SourceTable(path: path)
      draft.notes.append(Self.note("post-offices", table))
      offices = try SourceOffice.read(table, &resolver, parameters, &report)
      refuseOutside()
      refuseFar()
      for office in offices {
        if let point = office.point { points.append(PinPoint(pin: office.pin, source: .postOffices, point: point)) }
      }
    }
    if let path = sources.geonamesPostal {
      say("reading GeoNames postal codes")
      let table = try SourceTable(path: path, hasHeader: false)
      draft.notes.append(Self.note("geonames-postal", table))
      let postal = GeoNamesPostal.read(table, draft, &resolver, parameters, &report)
      postalVotes = postal.votes
      points += postal.pins
      abroad = postal.abroad
    }
    if let path = sources.pins {
      say("reading PINs")
      let table = try SourceTable(path: path)
      draft.notes.append(Self.note("pins", table))
      points += try PinTable.read(table, &report)
    }
  }

  /// Whether a village's point lies in the district that the list states, or in one that it was divided from or into; a
  /// village elsewhere has a wrong point or a wrong district and cannot speak for its PIN.
  private func isInItsDistrict(_ village: SourceVillage) -> Bool {
    !areUnrelated(village.area.district, village.spatialDistrict)
  }

  /// Empties the points of post offices that lie in another district than the directory states.
  private mutating func refuseOutside() {
    guard let boundaries else { return }
    var refused = 0
    for index in offices.indices {
      guard let point = offices[index].point else { continue }
      let lies = boundaries.district(of: point)
      if areUnrelated(offices[index].area.district, lies) {
        offices[index].point = nil
        refused += 1
      }
    }
    report.add("post offices refused: outside their district's boundary", refused)
  }

  /// Empties the points of post offices far from the district that the directory states.
  private mutating func refuseFar() {
    var refused = 0
    for index in offices.indices {
      guard let point = offices[index].point,
        draft.isFar(point, fromDistrict: offices[index].area.district, margin: parameters.pinDistrictMargin)
      else { continue }
      offices[index].point = nil
      refused += 1
    }
    report.add("post offices refused: far from their district", refused)
  }

  /// Whether two districts are known, different, and neither was divided from the other.
  private func areUnrelated(_ stated: UInt16, _ other: UInt16) -> Bool {
    guard stated != 0, other != 0, stated != other, let place = draft.districtIndex[stated] else { return false }
    return draft.lists[place]?.contains(other) != true
  }

  static func note(_ source: String, _ table: SourceTable) -> String {
    "source \(source) \(fileName(table.path)) \(table.fingerprint.hexadecimal)"
  }

  private static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// What the licences of the sources ask to be said.
  private mutating func attribute() {
    if sources.postOffices != nil || sources.lgdDirectory != nil {
      draft.notes.append(
        "attribution Post-office and Local Government Directory data: Government of India, data.gov.in (GODL-India)")
    }
    if sources.geonamesPostal != nil || sources.places != nil {
      draft.notes.append("attribution GeoNames (geonames.org), CC BY 4.0")
    }
  }
}

/// Resolves the state and district spellings of source files, each distinct pair once.
struct SourceDistricts {
  private let gazetteer: Gazetteer
  private let resolver: AdministrationResolver
  private let scratch = Scratch(addressBytes: 64)
  private var known: [Fingerprint: Administration] = [:]

  /// A resolver over the states, districts and towns of `draft`.
  init(draft: GazetteerDraft, parameters: GeocodingParameters) throws(Failure) {
    gazetteer = try Gazetteer(image: GazetteerWriter.image(of: draft))
    resolver = AdministrationResolver(search: NameSearch(gazetteer: gazetteer, parameters: parameters))
  }

  /// The state and district that two texts name; zeros for what is unknown.
  mutating func resolve(state: UnsafeRawBufferPointer, district: UnsafeRawBufferPointer) -> Administration {
    var hash = FieldHash()
    hash.add(state)
    hash.add(district)
    if let found = known[hash.fingerprint] { return found }
    let found = resolver.resolve(state: state, district: district, stateCode: 0, districtCode: 0, scratch: scratch)
    known[hash.fingerprint] = found
    return found
  }
}

/// Reads a table that pairs district spellings with LGD codes.
enum DistrictAliases {
  static func add(_ table: SourceTable, to draft: inout GazetteerDraft, report: inout GazetteerReport) throws(Failure) {
    let name = try table.required("districtraw", "district", "alias")
    let code = try table.required("lgddistrictcode", "lgddistrict", "lgd")
    var seen: [String: Set<UInt16>] = [:]
    var order: [(key: String, name: String, code: UInt16)] = []
    table.forEach { row in
      let text = row.text(name)
      let number = UInt16(clamping: row.number(code))
      let key = Folding.key(text)
      guard number != 0, key.utf8.count >= 3 else { return }
      if seen[key, default: []].insert(number).inserted { order.append((key, text, number)) }
    }
    var owners: [String: UInt32] = [:]
    for entry in draft.keys where draft.places[Int(entry.place)].kind == .district {
      owners["\(entry.scope)/\(String(decoding: entry.key, as: UTF8.self))"] = entry.place
    }
    var added = 0
    for item in order {
      guard let place = draft.districtIndex[item.code] else { continue }
      // A spelling that is another district's own name, in the same state, stays with that district.
      let state = draft.places[Int(place)].state
      if let owner = owners["\(Scope.state(state))/\(item.key)"], owner != place { continue }
      draft.add(name: item.name, for: place)
      added += 1
    }
    report.add("district spellings added", added)
  }
}
