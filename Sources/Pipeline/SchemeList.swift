import Model
import Settings
import Tables

/// `--schemes FILE`: which clusters a scheme already serves (FAQ 43 asks for the presence or absence of other schemes).
///
/// A CSV with a column `scheme`, and in each row the cluster by `id`, by `product` (code or name) and `district`, or by `lat` and `lon`, of which
/// the first that is given counts. A point means the clusters whose footprint holds it, of `product` where that is given.
struct SchemeList {
  private struct Row {
    var line: Int
    var scheme: String
    var id: String
    var product: String
    var district: String
    var point: Coordinate?
  }

  private let name: String
  private let rows: [Row]

  /// Reads the file at `path`; fails with 66 when it is not there, and with 65 when it cannot be understood, naming the line.
  init(_ path: String) throws(Failure) {
    let text = try Installation.text(path)
    let table: TextTable
    do { table = try TextTable(parsing: text) } catch { throw Failure(.data, "\(path) cannot be read: \(error).") }
    guard table.column("scheme") != nil else {
      throw Failure(
        .data,
        "\(path) has no column scheme; expected are scheme, and id, or product and district, or lat and lon.")
    }
    func value(_ column: String, _ row: [String]) -> String { table.column(column).map { row[$0] } ?? "" }
    var rows: [Row] = []
    for (fields, line) in zip(table.rows, table.lines) {
      // Lists in the outputs are joined with semicolons.
      let scheme = value("scheme", fields).replacing(";", with: ",")
      var row = Row(
        line: line, scheme: scheme, id: value("id", fields), product: value("product", fields).lowercased(),
        district: value("district", fields).lowercased())
      let (lat, lon) = (value("lat", fields), value("lon", fields))
      if !lat.isEmpty || !lon.isEmpty {
        guard let latitude = Double(lat), let longitude = Double(lon),
          let point = Coordinate(latitude: latitude, longitude: longitude)
        else {
          throw Failure(.data, "\(path), line \(line): lat and lon must be degrees, found \"\(lat)\" and \"\(lon)\".")
        }
        row.point = point
      }
      guard !scheme.isEmpty, !row.id.isEmpty || row.point != nil || !(row.product.isEmpty || row.district.isEmpty)
      else {
        throw Failure(
          .data, "\(path), line \(line): a scheme is expected, with an id, a product and a district, or lat and lon.")
      }
      rows.append(row)
    }
    (name, self.rows) = (path, rows)
  }

  /// Sets the property `schemes` of each feature and its evidence: the names of its schemes in ascending order, or `none`. Returns a sentence about the rows
  /// that match no feature, nil where all do. Rows times features.
  func apply(to features: inout [ClusterFeature]) -> String? {
    var isMatched = Array(repeating: false, count: rows.count)
    for index in features.indices {
      var schemes: Set<String> = []
      var count: Int64 = 0
      for (number, row) in rows.enumerated() where Self.matches(row, features[index]) {
        isMatched[number] = true
        schemes.insert(row.scheme)
        count += 1
      }
      let names = schemes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: ";")
      features[index].properties[.schemes] = .text(names.isEmpty ? "none" : names)
      features[index].evidence.append(
        Evidence(
          id: features[index].id, dimension: "schemes", value: names.isEmpty ? "none" : names,
          observed: .integer(count), unit: "entries of the list of schemes", source: "FAQ 43"))
    }
    let lost = zip(rows, isMatched).filter { !$0.1 }.map { String($0.0.line) }
    guard !lost.isEmpty else { return nil }
    let lines = lost.prefix(10).joined(separator: ", ") + (lost.count > 10 ? " and more" : "")
    return
      "\(Reporter.grouped(lost.count)) of \(Reporter.grouped(rows.count)) entries of \(name) match no cluster, potential cluster or undetermined group (lines \(lines))."
  }

  private static func matches(_ row: Row, _ feature: ClusterFeature) -> Bool {
    let properties = feature.properties
    if !row.id.isEmpty { return row.id == feature.id }
    let isProduct =
      row.product == properties.text(.productCode) || row.product == properties.text(.product).lowercased()
    if !row.product.isEmpty, !row.district.isEmpty {
      return isProduct && row.district == properties.text(.district).lowercased()
    }
    guard let point = row.point, row.product.isEmpty || isProduct else { return false }
    return feature.footprint.polygons.contains { polygon in
      RunResult.holds(polygon.map { ring in ring.map { [$0.longitude, $0.latitude] } }, point)
    }
  }
}
