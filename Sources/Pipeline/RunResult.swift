import FoundationEssentials
import Glibc
import Model
import Settings
import Tables

/// A result that `karkhana map` wrote, read back: its settings, its clusters with their centres, and their footprints.
struct RunResult {
  /// What `run.json` says of the settings.
  struct Settings: Decodable {
    var config: String
    var rules: String
    var productLevel: String
    var reach: Double
    var coreWeight: [String: Int64]

    enum CodingKeys: String, CodingKey {
      case config, rules
      case productLevel = "product_level"
      case reach = "reach_km"
      case coreWeight = "core_weight"
    }
  }

  /// A published cluster, as `clusters.csv` lists it.
  struct Cluster {
    var id: String
    var name: String
    var status: String
    var productCode: String
    var units: String
    /// Radius that holds nine tenths of it, kilometres.
    var radius: Double
    /// Nil where the result has no `centres.geojson`.
    var centre: Coordinate?
  }

  let directory: String
  let settings: Settings
  /// As listed, ascending by id.
  let clusters: [Cluster]
  /// Whether the result tells where its clusters are.
  let hasCentres: Bool

  /// Reads the result in `directory`; fails with 66 when it is none, and with 65 when it cannot be understood.
  init(_ directory: String) throws(Failure) {
    struct Manifest: Decodable { var settings: Settings }
    self.directory = directory
    let text: String
    do throws(Failure) { text = try Installation.text("\(directory)/run.json") } catch {
      throw Failure(
        .missingInput, "\(directory) is no result of 'karkhana map' that can be read: \(error.message)")
    }
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(text.utf8)) else {
      throw Failure(.data, "\(directory)/run.json does not tell the settings of the run; run 'karkhana map' again.")
    }
    settings = manifest.settings
    let path = "\(directory)/centres.geojson"
    hasCentres = access(path, R_OK) == 0
    var centres: [String: Coordinate] = [:]
    if hasCentres {
      for line in Self.features(try Installation.text(path)) {
        guard let feature = try? JSONDecoder().decode(PointFeature.self, from: Data(line.text.utf8)),
          feature.geometry.coordinates.count == 2
        else { throw Failure(.data, "\(path) has a line that is no point; run 'karkhana map' again.") }
        centres[feature.id] = Coordinate(
          latitude: feature.geometry.coordinates[1], longitude: feature.geometry.coordinates[0])
      }
    }
    clusters = try Self.clusters(directory, centres)
  }

  private static func clusters(
    _ directory: String, _ centres: [String: Coordinate]
  ) throws(Failure) -> [Cluster] {
    let path = "\(directory)/clusters.csv"
    let text = try Installation.text(path)
    let table: TextTable
    do { table = try TextTable(parsing: text) } catch { throw Failure(.data, "\(path) cannot be read: \(error).") }
    func value(_ property: ClusterProperty, _ row: [String]) -> String {
      table.column(property.rawValue).map { row[$0] } ?? ""
    }
    return table.rows.map { row in
      let id = value(.id, row)
      return Cluster(
        id: id, name: value(.name, row), status: value(.status, row), productCode: value(.productCode, row),
        units: value(.units, row), radius: Double(value(.radius, row)) ?? 0, centre: centres[id])
    }
  }

  /// The ids of those of `ids` whose footprint holds `point`; none where the result has no `clusters.geojson`.
  func holding(_ point: Coordinate, among ids: Set<String>) throws(Failure) -> Set<String> {
    let path = "\(directory)/clusters.geojson"
    guard !ids.isEmpty, access(path, R_OK) == 0 else { return [] }
    var found: Set<String> = []
    for line in Self.features(try Installation.text(path)) where ids.contains(line.id) {
      guard let feature = try? JSONDecoder().decode(AreaFeature.self, from: Data(line.text.utf8)) else {
        throw Failure(.data, "\(path) has a line that is no polygon; run 'karkhana map' again.")
      }
      if feature.geometry.polygons.contains(where: { Self.holds($0, point) }) { found.insert(feature.id) }
    }
    return found
  }

  /// The lines of features, each without the comma behind it, with the id at its beginning.
  private static func features(_ text: String) -> [(id: String, text: Substring)] {
    let mark = "{\"type\":\"Feature\",\"id\":\""
    return text.split(separator: "\n").filter { $0.hasPrefix(mark) }.map { line in
      (String(line.dropFirst(mark.count).prefix { $0 != "\"" }), line.hasSuffix(",") ? line.dropLast() : line)
    }
  }

  private struct PointFeature: Decodable {
    struct Geometry: Decodable { var coordinates: [Double] }
    var id: String
    var geometry: Geometry
  }

  private struct AreaFeature: Decodable {
    struct Geometry: Decodable {
      var polygons: [[[[Double]]]]
      enum CodingKeys: CodingKey { case type, coordinates }

      init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        polygons =
          try fields.decode(String.self, forKey: .type) == "Polygon"
          ? [fields.decode([[[Double]]].self, forKey: .coordinates)]
          : fields.decode([[[[Double]]]].self, forKey: .coordinates)
      }
    }
    var id: String
    var geometry: Geometry
  }

  /// Whether a polygon with holes, as rings of longitude and latitude, holds a point: an odd number of edges lies east of it.
  static func holds(_ rings: [[[Double]]], _ point: Coordinate) -> Bool {
    var isInside = false
    let (x, y) = (point.longitude, point.latitude)
    for ring in rings {
      for (a, b) in zip(ring, ring.dropFirst()) where a.count >= 2 && b.count >= 2 && (a[1] > y) != (b[1] > y) {
        if x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]) { isInside.toggle() }
      }
    }
    return isInside
  }
}
