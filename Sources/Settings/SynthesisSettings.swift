import Model
import Synthesis
import Tables

/// Reads `Config/example/` and the towns of `Geo/` into the parameters of the synthetic register.
public struct SynthesisSettings {
  private var parameters = SynthesisParameters()
  private var faults: [String] = []
  private var placeIndex: [String: Int] = [:]
  private var groups: Set<String> = []

  /// The parameters, and every fault found with its file and line.
  ///
  /// `config` and `geo` give the text of a file in `Config/` and `Geo/` by its relative path (`example/planted.csv`,
  /// `towns.csv`). `groups` are the product groups that exist; empty: not checked.
  public static func load(
    config: (String) throws(Failure) -> String, geo: (String) throws(Failure) -> String, groups: Set<String> = []
  ) throws(Failure) -> (parameters: SynthesisParameters, faults: [String]) {
    var reader = SynthesisSettings()
    reader.groups = groups
    reader.shares(name: "example/synthesis.toml", text: try config("example/synthesis.toml"))
    reader.places(
      states: reader.table("states.csv", try geo("states.csv")),
      districts: reader.table("districts.csv", try geo("districts.csv")),
      towns: reader.table("towns.csv", try geo("towns.csv")))
    reader.prefixes(reader.table("pin_areas.csv", try geo("pin_areas.csv")))
    reader.planted(reader.table("example/planted.csv", try config("example/planted.csv")))
    reader.background(reader.table("example/background.csv", try config("example/background.csv")))
    return (reader.parameters, reader.faults)
  }

  private mutating func shares(name: String, text: String) {
    let file = ConfigFile(name: name, text: text)
    parameters.rows = file.section("register").integer("rows", in: 1...Int(Int32.max)) ?? parameters.rows
    let background = file.section("background")
    parameters.areaLinkKilometres =
      background.number("area_link_km", in: 0...200) ?? parameters.areaLinkKilometres
    parameters.mostPerArea = background.integer("most_per_area", in: 1...1000) ?? parameters.mostPerArea
    let kinds = file.section("rows_in_10000")
    let faults = file.section("faults_in_10000")
    let keys: [(ConfigSection, String, WritableKeyPath<DirtShares, Int>)] = [
      (kinds, "idle", \.idle), (kinds, "duplicates", \.duplicates), (kinds, "unlocated", \.unlocated),
      (kinds, "uncoded", \.uncoded), (kinds, "rejects", \.rejects),
      (faults, "without_pin", \.withoutPin), (faults, "without_code", \.withoutCode),
      (faults, "with_coordinates", \.withCoordinates), (faults, "other_names", \.otherNames),
      (faults, "misspelt", \.misspelt), (faults, "grouped", \.grouped), (faults, "short", \.short),
      (faults, "bad_dates", \.badDates), (faults, "other_pins", \.otherPins), (faults, "bad_text", \.badText),
    ]
    for (section, key, path) in keys {
      if let share = section.integer(key, in: 0...10_000) { parameters.dirt[keyPath: path] = share }
    }
    file.finish()
    self.faults += file.faults
  }

  private mutating func places(states: NamedTable, districts: NamedTable, towns: NamedTable) {
    let stateRows = Dictionary(states.rows.map { ($0["lgd"], $0) }, uniquingKeysWith: { first, _ in first })
    let districtRows = Dictionary(districts.rows.map { ($0["lgd"], $0) }, uniquingKeysWith: { first, _ in first })
    var owned: Set<UInt32> = []
    for town in towns.rows {
      guard let latitude = Double(town["lat"]), let longitude = Double(town["lon"]),
        let coordinate = Coordinate(latitude: latitude, longitude: longitude)
      else {
        fault(town, "lat and lon are expected in degrees")
        continue
      }
      let district = districtRows[town["district_lgd"]]
      let state = stateRows[town["state_lgd"]]
      if town["country"] == "IN", district == nil || state == nil { fault(town, "its district or state is unknown") }
      // A PIN that two towns share belongs to the one that stands first.
      let pins = town.list("pins").compactMap { UInt32($0) }.filter { owned.insert($0).inserted }
      placeIndex["\(town["name"])@\(town["district_lgd"].isEmpty ? town["country"] : town["district_lgd"])"] =
        parameters.places.count
      parameters.places.append(
        SynthesisPlace(
          name: town["name"], district: UInt16(town["district_lgd"]) ?? 0, districtName: district?["name"] ?? "",
          districtAliases: district?.list("aliases") ?? [], stateName: state?["name"] ?? "",
          stateAliases: (state?.list("aliases") ?? []).filter { $0.utf8.allSatisfy { $0 < 0x80 } },
          country: town["country"], coordinate: coordinate, radiusKilometres: Double(town["radius_km"]) ?? 1,
          pins: pins, isCity: town["kind"] == "city"))
    }
  }

  private mutating func prefixes(_ table: NamedTable) {
    parameters.pinPrefixes = table.rows.compactMap { UInt32($0["prefix"]) }.sorted()
  }

  private mutating func planted(_ table: NamedTable) {
    for row in table.rows {
      let places = row.list("places").map { placeIndex[$0] }
      guard let productionClass = ProductionClass(name: row["class"]), !places.isEmpty, !places.contains(nil) else {
        fault(row, "its class is none, or one of its places does not stand in Geo/towns.csv")
        continue
      }
      let turnover: PlantedTurnover
      switch row["turnover_inr"] {
      case "": turnover = .drawn
      case "none": turnover = .none
      default: turnover = .total(number(row, "turnover_inr"))
      }
      check(row)
      parameters.planted.append(
        PlantedCluster(
          group: row["group"], product: row["product"], code: row["nic_code"], productionClass: productionClass,
          places: places.compactMap { $0 }, units: number(row, "units"), looms: number(row, "looms"),
          excluded: number(row, "excluded"), silentLooms: number(row, "silent_looms"), turnover: turnover,
          status: row["status"], source: row["source"]))
    }
  }

  private mutating func background(_ table: NamedTable) {
    for row in table.rows {
      guard let productionClass = ProductionClass(name: row["class"]), parameters.background.count < 256 else {
        fault(row, "its class is none, or more than 256 products stand here")
        continue
      }
      check(row)
      parameters.background.append(
        BackgroundProduct(
          group: row["group"], product: row["product"], code: row["nic_code"], productionClass: productionClass))
    }
  }

  private mutating func check(_ row: NamedRow) {
    if !groups.isEmpty, !groups.contains(row["group"]) {
      fault(row, "group \"\(row["group"])\" does not stand in products.csv")
    }
  }

  private mutating func number(_ row: NamedRow, _ column: String) -> Int {
    if row[column].isEmpty { return 0 }
    guard let number = Int(row[column]), number >= 0 else {
      fault(row, "\(column) is \"\(row[column])\"; a whole number is expected")
      return 0
    }
    return number
  }

  private mutating func table(_ name: String, _ text: String) -> NamedTable {
    do {
      return NamedTable(name: name, table: try TextTable(parsing: text))
    } catch {
      faults.append("\(name): \(error)")
      return NamedTable(name: name, table: nil)
    }
  }

  private mutating func fault(_ row: NamedRow, _ message: String) {
    faults.append("\(row.table): line \(row.line): \(message)")
  }
}

/// A table whose fields are asked for by column name.
private struct NamedTable {
  let rows: [NamedRow]

  init(name: String, table: TextTable?) {
    guard let table else {
      rows = []
      return
    }
    let columns = Dictionary(
      table.header.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    rows = zip(table.rows, table.lines).map { NamedRow(table: name, line: $0.1, columns: columns, fields: $0.0) }
  }
}

/// A row of a `NamedTable`; a column that the table does not have is empty.
private struct NamedRow {
  let table: String
  let line: Int
  let columns: [String: Int]
  let fields: [String]

  subscript(_ column: String) -> String { columns[column].map { fields[$0] } ?? "" }

  func list(_ column: String) -> [String] { self[column].split(separator: ";").map(String.init) }
}
