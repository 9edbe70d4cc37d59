import FoundationEssentials
import Model
import Tables

/// Reads the starter gazetteer, the compiled facts in `Geo/`, into a draft.
struct StarterGazetteer {
  let directory: String
  let parameters: GeocodingParameters
  private(set) var draft = GazetteerDraft()

  /// The draft of the files in `directory`; a missing file of towns, PIN areas or countries is an empty one.
  /// Districts of `government` that the files lack, and its spellings, are added.
  static func draft(
    directory: String, parameters: GeocodingParameters, government: LocalGovernment? = nil
  ) throws(Failure) -> GazetteerDraft {
    var reader = StarterGazetteer(directory: directory, parameters: parameters)
    reader.draft.notes.append("source starter")
    reader.draft.notes.append("attribution Starter gazetteer of karkhana, compiled in part after GeoNames, CC BY 4.0")
    try reader.states()
    try reader.districts()
    try reader.renamings()
    try reader.youngDistricts()
    if let government { reader.add(government) }
    try reader.countries()
    try reader.towns("towns.csv")
    try reader.towns("estates.csv")
    try reader.pinAreas()
    return reader.draft
  }

  private init(directory: String, parameters: GeocodingParameters) {
    self.directory = directory
    self.parameters = parameters
  }

  private mutating func states() throws(Failure) {
    for row in try rows("states.csv", required: true) {
      var place = try record(row, kind: .state, default: parameters.stateUncertainty)
      place.state = try row.code("lgd")
      let index = try add(place, row)
      let older = row.list("part_of").compactMap { UInt16($0) }
      if !older.isEmpty { draft.lists[index] = older }
    }
  }

  /// Former and present names of states and districts, each a name of the place that bears it.
  private mutating func renamings() throws(Failure) {
    for row in try rows("renamings.csv") {
      let code = try row.code("lgd")
      guard let place = row.text("kind") == "state" ? draft.stateIndex[code] : draft.districtIndex[code] else {
        throw row.fault("there is no \(row.text("kind")) with LGD code \(code)")
      }
      for name in [row.text("former"), row.text("name")] {
        guard !name.isEmpty else { throw row.fault("a name is empty") }
        draft.add(name: name, for: place)
      }
    }
  }

  /// Districts that are younger than the directory and have no code here: names of the district that holds most of them.
  private mutating func youngDistricts() throws(Failure) {
    for row in try rows("new_districts.csv") {
      guard let place = draft.districtIndex[try row.code("held_by")] else {
        throw row.fault("there is no district with LGD code \(row.text("held_by"))")
      }
      for name in [row.text("name")] + row.list("aliases") where !name.isEmpty { draft.add(name: name, for: place) }
    }
  }

  private mutating func districts() throws(Failure) {
    var parents: [(child: UInt16, parent: UInt16)] = []
    for row in try rows("districts.csv", required: true) {
      var place = try record(row, kind: .district, default: parameters.districtUncertainty)
      place.state = try row.code("state_lgd")
      place.district = try row.code("lgd")
      try add(place, row)
      for parent in row.list("parent_lgd") {
        if let code = UInt16(parent) { parents.append((place.district, code)) }
      }
    }
    for (child, parent) in parents {
      relate(child, parent)
      relate(parent, child)
    }
  }

  /// Adds the spellings of the Local Government Directory; a district that the files lack has no position yet.
  private mutating func add(_ government: LocalGovernment) {
    for district in government.districts {
      if let known = draft.districtIndex[district.code] {
        draft.add(name: district.name, for: known)
        draft.places[Int(known)].sourceBits |= PlaceSources.lgd.rawValue
        continue
      }
      var place = PlaceRecord()
      place.kindValue = PlaceKind.district.rawValue
      place.country = GazetteerFormat.india
      place.sourceBits = PlaceSources.lgd.rawValue
      place.state = district.state
      place.district = district.code
      let name = NameCase.title(district.name)
      draft.add(name: name, for: draft.add(place, name: name))
    }
  }

  private mutating func relate(_ one: UInt16, _ other: UInt16) {
    guard let place = draft.districtIndex[one], draft.districtIndex[other] != nil else { return }
    if draft.lists[place]?.contains(other) != true { draft.lists[place, default: []].append(other) }
  }

  private mutating func countries() throws(Failure) {
    for row in try rows("countries.csv") {
      var place = PlaceRecord()
      place.kindValue = PlaceKind.country.rawValue
      place.country = GazetteerFormat.country(row.text("iso"))
      guard let southWest = Coordinate(latitude: try row.number("min_lat"), longitude: try row.number("min_lon")),
        let northEast = Coordinate(latitude: try row.number("max_lat"), longitude: try row.number("max_lon"))
      else { throw row.fault("the box is not within −90…90 and −180…180 degrees") }
      place.lat = southWest.lat
      place.lon = southWest.lon
      place.code = UInt32(bitPattern: northEast.lat)
      place.population = UInt32(bitPattern: northEast.lon)
      _ = try add(place, row)
    }
  }

  private mutating func towns(_ file: String) throws(Failure) {
    for row in try rows(file) {
      let kind: PlaceKind
      switch row.text("kind") {
      case "city": kind = .city
      case "town", "": kind = .town
      case "village": kind = .village
      case "estate": kind = .estate
      case "locality": kind = .locality
      default: throw row.fault("kind is \"\(row.text("kind"))\"; city, town, village, estate or locality is expected")
      }
      var place = try record(
        row, kind: kind, default: kind.level == .town ? parameters.townUncertainty : parameters.localityUncertainty)
      place.district = try row.code("district_lgd", orZero: true)
      place.state = try row.code("state_lgd", orZero: true)
      if place.state == 0, let district = draft.districtIndex[place.district] {
        place.state = draft.places[Int(district)].state
      }
      let pins = row.list("pins").compactMap { UInt32($0) }
      place.pin = pins.first ?? 0
      try add(place, row)
      if place.country == GazetteerFormat.india { addPins(pins, of: place, name: row.text("name")) }
    }
  }

  /// A PIN listed with a town stands where the town does, as uncertain as the town is wide.
  private mutating func addPins(_ pins: [UInt32], of town: PlaceRecord, name: String) {
    for pin in pins where pin >= GazetteerFormat.firstPin && pin < 1_000_000 {
      if let known = draft.pins[pin] {
        if town.district != 0, draft.lists[known]?.contains(town.district) != true {
          draft.lists[known, default: []].append(town.district)
        }
        continue
      }
      var place = town
      place.kindValue = PlaceKind.pin.rawValue
      place.pin = pin
      place.uncertainty = max(town.uncertainty, UInt32(parameters.pinUncertainty))
      let index = draft.add(place, name: "\(name) \(pin)")
      draft.pins[pin] = index
      if town.district != 0 { draft.lists[index] = [town.district] }
    }
  }

  private mutating func pinAreas() throws(Failure) {
    for row in try rows("pin_areas.csv") {
      var place = try record(row, kind: .pinArea, default: parameters.pinAreaUncertainty)
      let prefix = UInt32(try row.code("prefix"))
      place.district = try row.code("district_lgd", orZero: true)
      if let district = draft.districtIndex[place.district] { place.state = draft.places[Int(district)].state }
      draft.prefixes[prefix] = draft.add(place, name: "PIN area \(prefix)")
    }
  }

  @discardableResult
  private mutating func add(_ place: PlaceRecord, _ row: StarterRow) throws(Failure) -> UInt32 {
    let name = row.text("name")
    guard !name.isEmpty else { throw row.fault("the name is empty") }
    let index = draft.add(place, name: name)
    draft.add(name: name, for: index)
    for alias in row.list("aliases") { draft.add(name: alias, for: index) }
    return index
  }

  /// Position, uncertainty and country of a row.
  private func record(_ row: StarterRow, kind: PlaceKind, default radius: Double) throws(Failure) -> PlaceRecord {
    var place = PlaceRecord()
    place.kindValue = kind.rawValue
    place.sourceBits = PlaceSources.starter.rawValue
    guard let coordinate = Coordinate(latitude: try row.number("lat"), longitude: try row.number("lon")) else {
      throw row.fault("lat and lon are not within −90…90 and −180…180 degrees")
    }
    place.lat = coordinate.lat
    place.lon = coordinate.lon
    let text = row.text("radius_km")
    place.uncertainty = UInt32(text.isEmpty ? radius : max(1, min(try row.number("radius_km"), 2_000)) * 1_000)
    let country = row.text("country")
    place.country = country.isEmpty ? GazetteerFormat.india : GazetteerFormat.country(country)
    return place
  }

  private func rows(_ file: String, required: Bool = false) throws(Failure) -> [StarterRow] {
    let path = "\(directory)/\(file)"
    guard FileManager.default.fileExists(atPath: path) else {
      guard required else { return [] }
      throw Failure(
        .missingInput, "the starter gazetteer file \(path) is missing; check the installation or --gazetteer")
    }
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let table = try TextTable(parsing: text)
      let columns = Dictionary(table.header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
      return table.rows.indices.map {
        StarterRow(path: path, line: table.lines[$0], columns: columns, fields: table.rows[$0])
      }
    } catch let fault as TextTable.Fault {
      throw Failure(.configuration, "\(path): \(fault)")
    } catch {
      throw Failure(.inputOutput, "cannot read \(path): \(error)")
    }
  }
}

/// One row of a starter file.
private struct StarterRow {
  let path: String
  let line: Int
  let columns: [String: Int]
  let fields: [String]

  /// A field, empty where the file has no such column.
  func text(_ column: String) -> String { columns[column].map { fields[$0] } ?? "" }

  /// A list joined with `;`, without empty members.
  func list(_ column: String) -> [String] { text(column).split(separator: ";").map(String.init) }

  /// A decimal number.
  func number(_ column: String) throws(Failure) -> Double {
    guard let value = Double(text(column)), value.isFinite else {
      throw fault("\(column) is \"\(text(column))\"; a number is expected")
    }
    return value
  }

  /// A code from 1 to 65535, or 0 for an empty field where that is allowed.
  func code(_ column: String, orZero: Bool = false) throws(Failure) -> UInt16 {
    if orZero, text(column).isEmpty { return 0 }
    guard let value = UInt16(text(column)), value > 0 || orZero else {
      throw fault("\(column) is \"\(text(column))\"; a whole number is expected")
    }
    return value
  }

  func fault(_ message: String) -> Failure { Failure(.configuration, "\(path): line \(line): \(message)") }
}

extension Gazetteer {
  /// The starter gazetteer from the CSV files in `directory` (`Geo/`), as the same image that a gazetteer file holds.
  public static func starter(
    directory: String, parameters: GeocodingParameters = GeocodingParameters()
  ) throws(Failure) -> Gazetteer {
    let draft = try StarterGazetteer.draft(directory: directory, parameters: parameters)
    return try Gazetteer(image: GazetteerWriter.image(of: draft))
  }
}
