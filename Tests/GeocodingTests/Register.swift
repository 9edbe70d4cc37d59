import Foundation
import Model
import TestSupport

@testable import Geocoding

/// A small register made by a test: rows of texts by field.
struct Register {
  var fields: [TextField]
  var rows: [[String]]
  var pins: [UInt32]?
  var country = "IN"

  /// One row from its fields.
  init(_ row: [TextField: String], pin: UInt32? = nil, country: String = "IN") {
    fields = row.keys.sorted { $0.rawValue < $1.rawValue }
    rows = [fields.map { row[$0] ?? "" }]
    pins = pin.map { [$0] }
    self.country = country
  }

  init(fields: [TextField], rows: [[String]], pins: [UInt32]? = nil) {
    self.fields = fields
    self.rows = rows
    self.pins = pins
  }

  /// The rows as a batch.
  var batch: EnterpriseBatch {
    var bytes: [UInt8] = []
    var spans: [[TextSpan]] = []
    for row in rows {
      spans.append(
        row.map { text in
          let start = bytes.count
          bytes += Array(text.utf8)
          return TextSpan(start: UInt32(start), count: UInt32(bytes.count - start))
        })
    }
    let batch = RowBatch(byteCapacity: bytes.count, capacity: rows.count, slotCount: fields.count)
    bytes.withUnsafeBytes { if let base = $0.baseAddress { batch.bytes.copyMemory(from: base, byteCount: $0.count) } }
    batch.count = rows.count
    for (row, list) in spans.enumerated() {
      for (slot, span) in list.enumerated() { batch.spans[slot * rows.count + row] = span }
      batch.lines[row] = UInt64(row + 2)
      batch.offsets[row] = 0
      batch.raw[row] = .empty
      batch.rejects[row] = 0
      batch.flags[row] = 0
    }
    var slots = Array(repeating: -1, count: TextField.allCases.count)
    for (slot, field) in fields.enumerated() { slots[field.rawValue] = slot }
    let result = EnterpriseBatch(
      rows: batch, slots: slots, nicVersion: .nic2008, defaultCountry: country, coordinateSystem: "test")
    if let pins {
      let column = Column<UInt32>(count: rows.count, initial: 0)
      for (row, pin) in pins.enumerated() { column[row] = pin }
      result.pin = column
    }
    return result
  }
}

/// Where one row was placed, in words that tests compare.
struct Located: Equatable {
  var level: String
  var by: String
  var reason: String
  var name: String
  var flags: Set<String>
  var district: Int
  var state: Int
  var uncertainty: UInt32
  var confidence: UInt8
  var point: Coordinate

  init(_ batch: LocatedBatch, _ row: Int, _ gazetteer: Gazetteer) {
    level = MatchLevel(rawValue: batch.level[row])?.name ?? "?"
    by = MatchedBy(rawValue: batch.matchedBy[row])?.name ?? "?"
    reason = UnlocatedReason(rawValue: batch.reason[row])?.name ?? "?"
    name = gazetteer.name(batch.place[row])
    flags = Set(RowFlags(rawValue: batch.flags[row]).text.split(separator: ";").map(String.init))
    district = Int(batch.lgdDistrict[row])
    state = Int(batch.lgdState[row])
    uncertainty = batch.uncertainty[row]
    confidence = batch.confidence[row]
    point = Coordinate(lat: batch.lat[row], lon: batch.lon[row])
  }
}

/// A directory that is removed with the test.
final class TemporaryDirectory {
  let path: String

  init() {
    path = FileManager.default.temporaryDirectory.appending(path: "karkhana-\(UUID().uuidString)").path
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ name: String, _ text: String) -> String { write(name, Array(text.utf8)) }

  func write(_ name: String, _ bytes: [UInt8]) -> String {
    let file = "\(path)/\(name)"
    _ = FileManager.default.createFile(atPath: file, contents: Data(bytes))
    return file
  }
}

/// A country of three districts for tests that need to know every place.
enum SmallCountry {
  static let states = """
    lgd,name,iso,capital,lat,lon,aliases,census2011,pin_prefixes
    1,North State,IN-NS,Northville,20.0,75.0,NS;Uttar,01,20
    2,South State,IN-SS,Southville,12.0,77.0,,02,60
    """
  static let districts = """
    lgd,state_lgd,name,headquarters,lat,lon,radius_km,aliases,parent_lgd,since
    11,1,Alwarpur,Alwarpur,20.0,75.0,30,Alvarpura,,
    12,1,Hamirgarh,Hamirgarh,21.0,76.0,30,,,
    13,1,Navagaon,Navagaon,20.3,75.3,20,,11,2016
    21,2,Tiruvalam,Tiruvalam,12.0,77.0,30,,,
    22,2,Hamirgarh,Hamirgarh,11.0,77.0,30,,,
    """
  static let towns = """
    name,kind,district_lgd,state_lgd,country,lat,lon,radius_km,pins,aliases,known_for
    Alwarpur,city,11,1,,20.0,75.0,6,201001,Alvar;अलवरपुर,
    Manesh,estate,11,1,,20.1,75.1,3,201016,IMT Manesh,
    Tiruvalam,town,21,2,,12.0,77.0,4,601001,,
    Sialpur,city,,,PK,32.5,74.5,8,,,
    """
  static let pinAreas = """
    prefix,lat,lon,radius_km,district_lgd
    201,20.0,75.0,60,11
    601,12.0,77.0,60,21
    """
  static let countries = """
    iso,name,min_lat,max_lat,min_lon,max_lon
    IN,India,6.5,37.5,68.0,97.5
    PK,Pakistan,23.5,37.2,60.8,77.9
    """
  static let villages = """
    state,district,udise_village_code,village,lat,lon,n_schools,spread_km,modal_pin,spatial_district
    North State,Alwarpur,1,RAMPUR,20.05,75.05,3,1.0,201001,Alwarpur
    North State,Alwarpur,2,KISHANPUR,20.10,75.00,2,0.5,201001,Alwarpur
    North State,Alwarpur,3,KISHANPUR,20.20,75.25,2,0.5,201002,Alwarpur
    North State,Alwarpur,4,BHAGWANPURA,20.21,75.24,2,0.5,201002,Alwarpur
    North State,Hamirgarh,5,LAKSHMANGARH,21.02,76.01,1,0.0,202001,Hamirgarh
    North State,Hamirgarh,6,RAMPUR,21.05,76.05,1,0.0,202001,Hamirgarh
    South State,Tiruvalam,7,Kattuputhur,12.05,77.05,4,2.0,601001,Tiruvalam
    """
  static let offices = """
    pincode,office,type,delivery,division,region,circle,taluk,district,state,lat,lng
    201001,Alwarpur H.O,HO,Delivery,,,,,Alwarpur,North State,20.001,75.001
    201002,Bhagwanpura B.O,BO,Delivery,,,,,Alwarpur,North State,20.211,75.241
    201002,Sonapur B.O,BO,Delivery,,,,,Alwarpur,North State,75.242,20.212
    201003,Farpur B.O,BO,Delivery,,,,,Alwarpur,North State,20.3,75.2
    202001,Hamirgarh S.O,PO,Delivery,,,,,Hamirgarh,North State,1.0,1.0
    601001,Tiruvalam S.O,PO,Delivery,,,,,Tiruvalam,South State,NA,NA
    """

  static func directory() -> TemporaryDirectory {
    let directory = TemporaryDirectory()
    _ = directory.write("states.csv", states)
    _ = directory.write("districts.csv", districts)
    _ = directory.write("towns.csv", towns)
    _ = directory.write("pin_areas.csv", pinAreas)
    _ = directory.write("countries.csv", countries)
    return directory
  }

  static func sources(_ directory: TemporaryDirectory) -> GazetteerSources {
    var sources = GazetteerSources(starterDirectory: directory.path)
    sources.villages = directory.write("villages.csv", villages)
    sources.postOffices = directory.write("offices.csv", offices)
    return sources
  }

  /// A geocoder over the small country with its villages and offices.
  static func geocoder(transform: Geocoder.CoordinateTransform? = nil) throws -> Geocoder {
    let directory = directory()
    let (image, _) = try GazetteerBuilder.image(sources(directory))
    return Geocoder(gazetteer: try Gazetteer(image: image), transforms: transform.map { ["test": $0] } ?? [:])
  }
}

extension Geocoder {
  /// The placement of a register of one row.
  func place(_ row: [TextField: String], pin: UInt32? = nil, country: String = "IN") -> Located {
    Located(locate(Register(row, pin: pin, country: country).batch), 0, gazetteer)
  }
}
