import FoundationEssentials
import Model
import Settings
import Tables

/// A layer that the user gives beside the registers: treatment plants, rivers, areas with special limits. GeoJSON in longitude and
/// latitude (FeatureCollection, Feature or geometry) or, for points, CSV with the columns `lat`, `lon` and `name`.
struct LayerFile {
  /// A feature with what of its geometry is points, lines and rings.
  struct Feature: Sendable {
    var name = ""
    /// What an institution does, as the column or property `role` says; empty where there is none.
    var role = ""
    /// Where the feature stands in its file, in words.
    var position = ""
    var points: [Coordinate] = []
    var lines: [[Coordinate]] = []
    /// Of all polygons, holes included.
    var rings: [[Coordinate]] = []
  }

  /// The features of the file at `path`, in its order. `option` stands in messages. Throws `missingInput` when it cannot be
  /// read and `data` when it is neither of the two formats.
  static func read(_ path: String, option: String) throws(Failure) -> [Feature] {
    let text = try Installation.text(path, .missingInput)
    let start = text.utf8.first { $0 > 0x20 && $0 < 0x80 }
    return start == UInt8(ascii: "{") ? try geoJSON(text, path, option) : try table(text, path, option)
  }

  // MARK: CSV

  private static func table(_ text: String, _ path: String, _ option: String) throws(Failure) -> [Feature] {
    let table: TextTable
    do { table = try TextTable(parsing: text) } catch {
      throw Failure(.data, "\(path), given with \(option), is neither GeoJSON nor a table with commas: \(error).")
    }
    func column(_ names: [String]) -> Int? { table.header.firstIndex { names.contains($0.lowercased()) } }
    guard let lat = column(["lat", "latitude"]), let lon = column(["lon", "lng", "long", "longitude"]) else {
      throw Failure(
        .data,
        "\(path), given with \(option), has no columns lat and lon; found \(table.header.joined(separator: ", ")).")
    }
    let (name, role) = (column(["name"]), column(["role", "actor_role"]))
    var features: [Feature] = []
    for (line, row) in zip(table.lines, table.rows) {
      guard let latitude = Double(row[lat]), let longitude = Double(row[lon]),
        let point = Coordinate(latitude: latitude, longitude: longitude)
      else {
        throw Failure(
          .data,
          "\(path), line \(line): lat and lon must be degrees, found \"\(row[lat])\" and \"\(row[lon])\".")
      }
      features.append(
        Feature(
          name: name.map { row[$0] } ?? "", role: role.map { row[$0] } ?? "", position: "line \(line)", points: [point])
      )
    }
    return features
  }

  // MARK: GeoJSON

  private static func geoJSON(_ text: String, _ path: String, _ option: String) throws(Failure) -> [Feature] {
    let root: Node
    var bytes = Data(text.utf8)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    do { root = try JSONDecoder().decode(Node.self, from: bytes) } catch {
      throw Failure(.data, "\(path), given with \(option), is no GeoJSON: \(error).")
    }
    var features: [Feature] = []
    for (index, node) in (root.features ?? [root]).enumerated() {
      guard let geometry = node.geometry ?? (node.features == nil ? node.shape : nil) else { continue }
      var feature = Feature(name: node.name, role: node.role, position: "feature \(index + 1)")
      guard geometry.add(to: &feature) else {
        throw Failure(
          .data,
          "\(path), given with \(option): a position must be longitude and latitude in degrees; convert it with ogr2ogr -t_srs EPSG:4326."
        )
      }
      features.append(feature)
    }
    return features
  }

  /// A FeatureCollection, a feature, or a bare geometry.
  private struct Node: Decodable {
    var features: [Node]?
    var geometry: Geometry?
    var shape: Geometry?
    var name = ""
    var role = ""

    private enum Key: String, CodingKey { case type, features, geometry, properties }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      switch try container.decode(String.self, forKey: .type) {
      case "FeatureCollection": features = try container.decode([Node].self, forKey: .features)
      case "Feature":
        geometry = try container.decodeIfPresent(Geometry.self, forKey: .geometry)
        let properties = try? container.decodeIfPresent([String: Text].self, forKey: .properties)
        for key in ["name", "Name", "NAME"] where name.isEmpty { name = properties?[key]?.value ?? "" }
        for key in ["role", "actor_role"] where role.isEmpty { role = properties?[key]?.value ?? "" }
      default: shape = try Geometry(from: decoder)
      }
    }
  }

  /// A property that is text, or empty.
  private struct Text: Decodable {
    var value: String
    init(from decoder: any Decoder) throws {
      value = (try? decoder.singleValueContainer().decode(String.self)) ?? ""
    }
  }

  private struct Geometry: Decodable {
    var points: [[Double]] = []
    var lines: [[[Double]]] = []
    var rings: [[[Double]]] = []

    private enum Key: CodingKey { case type, coordinates, geometries }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      func coordinates<T: Decodable>(_ type: T.Type) throws -> T { try container.decode(type, forKey: .coordinates) }
      switch try container.decode(String.self, forKey: .type) {
      case "Point": points = [try coordinates([Double].self)]
      case "MultiPoint": points = try coordinates([[Double]].self)
      case "LineString": lines = [try coordinates([[Double]].self)]
      case "MultiLineString": lines = try coordinates([[[Double]]].self)
      case "Polygon": rings = try coordinates([[[Double]]].self)
      case "MultiPolygon": rings = try coordinates([[[[Double]]]].self).flatMap { $0 }
      case "GeometryCollection":
        for part in try container.decode([Geometry].self, forKey: .geometries) {
          points += part.points
          lines += part.lines
          rings += part.rings
        }
      default:
        throw DecodingError.dataCorruptedError(forKey: .type, in: container, debugDescription: "unknown geometry")
      }
    }

    /// Adds everything to `feature`; false when a position is none.
    func add(to feature: inout Feature) -> Bool {
      func place(_ numbers: [Double]) -> Coordinate? {
        numbers.count >= 2 ? Coordinate(latitude: numbers[1], longitude: numbers[0]) : nil
      }
      func path(_ positions: [[Double]]) -> [Coordinate]? {
        let path = positions.compactMap(place)
        return path.count == positions.count ? path : nil
      }
      guard let points = path(points) else { return false }
      let (lines, rings) = (lines.compactMap(path), rings.compactMap(path))
      guard lines.count == self.lines.count, rings.count == self.rings.count else { return false }
      feature.points += points
      feature.lines += lines
      feature.rings += rings
      return true
    }
  }
}
