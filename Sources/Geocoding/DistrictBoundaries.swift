import FoundationEssentials
import Model

/// District polygons that the user supplies: they tell in which district a point lies. They are never drawn or kept.
struct DistrictBoundaries {
  private struct Collection: Decodable {
    var features: [Feature]
  }

  private struct Feature: Decodable {
    var properties: [String: Text?]
    var geometry: Geometry?
  }

  /// A property that is text or can be read as none.
  private struct Text: Decodable {
    var value: String
    init(from decoder: any Decoder) throws {
      value = (try? decoder.singleValueContainer().decode(String.self)) ?? ""
    }
  }

  private struct Geometry: Decodable {
    var polygons: [[[[Double]]]]

    private enum Key: CodingKey { case type, coordinates }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      switch try container.decode(String.self, forKey: .type) {
      case "Polygon": polygons = [try container.decode([[[Double]]].self, forKey: .coordinates)]
      case "MultiPolygon": polygons = try container.decode([[[[Double]]]].self, forKey: .coordinates)
      default: polygons = []
      }
    }
  }

  /// One polygon's ring in degrees, all rings of a district together: a point inside an odd number of them is inside.
  private struct District {
    var code: UInt16
    var box: CountryBox
    var rings: [[(lat: Double, lon: Double)]]
  }

  private var districts: [District] = []
  let fingerprint: Fingerprint
  /// Features whose district is not known.
  private(set) var unknown = 0
  var count: Int { districts.count }

  /// Reads GeoJSON polygons with a district's name and its state's among their properties (`district`, `dtname`, `NAME_2` …
  /// and `st_nm`, `state`, `NAME_1` …).
  init(path: String, resolver: inout SourceDistricts) throws(Failure) {
    let (bytes, fingerprint) = try SourceBytes.read(path)
    self.fingerprint = fingerprint
    let collection: Collection
    do {
      collection = try JSONDecoder().decode(Collection.self, from: Data(bytes))
    } catch {
      throw Failure(.data, "\(path) is not a GeoJSON FeatureCollection of polygons: \(error); check --districts")
    }
    for feature in collection.features {
      guard let geometry = feature.geometry else { continue }
      func property(_ names: [String]) -> [UInt8] {
        for name in names { if let text = feature.properties[name] ?? nil { return Array(text.value.utf8) } }
        return []
      }
      let district = property(["district", "dtname", "DISTRICT", "District", "NAME_2", "name"])
      let state = property(["st_nm", "stname", "state", "STATE", "State", "NAME_1"])
      let area = state.withUnsafeBytes { first in
        district.withUnsafeBytes { second in resolver.resolve(state: first, district: second) }
      }
      guard area.district != 0 else {
        unknown += 1
        continue
      }
      add(area.district, geometry)
    }
    guard !districts.isEmpty else {
      throw Failure(.data, "\(path) names no district that is known; properties district and st_nm are expected")
    }
  }

  private mutating func add(_ code: UInt16, _ geometry: Geometry) {
    var rings: [[(lat: Double, lon: Double)]] = []
    var box = CountryBox(south: .max, west: .max, north: .min, east: .min)
    for ring in geometry.polygons.joined() {
      var points: [(lat: Double, lon: Double)] = []
      for pair in ring where pair.count >= 2 {
        guard let point = Coordinate(latitude: pair[1], longitude: pair[0]) else { continue }
        points.append((Double(point.lat), Double(point.lon)))
        box.south = min(box.south, point.lat)
        box.north = max(box.north, point.lat)
        box.west = min(box.west, point.lon)
        box.east = max(box.east, point.lon)
      }
      if points.count >= 3 { rings.append(points) }
    }
    if !rings.isEmpty { districts.append(District(code: code, box: box, rings: rings)) }
  }

  /// The district in which `point` lies, 0 for none. O(districts + edges of those whose box holds it).
  func district(of point: Coordinate) -> UInt16 {
    for district in districts where district.box.contains(point) {
      var inside = false
      for ring in district.rings where Self.isInside(point, ring) { inside.toggle() }
      if inside { return district.code }
    }
    return 0
  }

  /// Whether a ray to the east crosses the ring an odd number of times.
  private static func isInside(_ point: Coordinate, _ ring: [(lat: Double, lon: Double)]) -> Bool {
    let lat = Double(point.lat)
    let lon = Double(point.lon)
    var inside = false
    var previous = ring[ring.count - 1]
    for current in ring {
      if (current.lat > lat) != (previous.lat > lat),
        lon < (previous.lon - current.lon) * (lat - current.lat) / (previous.lat - current.lat) + current.lon
      {
        inside.toggle()
      }
      previous = current
    }
    return inside
  }
}
