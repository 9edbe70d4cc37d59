import FoundationEssentials
import Model
import Settings
import Tables

/// `karkhana explain DIR ID`: one cluster, thematic concentration or belt in plain sentences, from what `map` wrote.
public struct ExplainJob: Sendable {
  let directory: String
  let id: String

  /// Explains the cluster, concentration or belt `id` of the result in `directory`.
  public init(directory: String, id: String) {
    self.directory = directory
    self.id = id
  }

  /// One line of `evidence.jsonl`; numbers and words alike are kept as text.
  struct Line: Decodable {
    var dimension: String
    var value: String
    var observed: String
    var comparison: String
    var limit: String
    var unit: String
    var configKey: String
    var source: String
    var missing: String

    enum Key: String, CodingKey {
      case id, dimension, value, observed, comparison, limit, unit, source, missing
      case configKey = "config_key"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      func text(_ key: Key) -> String {
        if let text = try? fields.decode(String.self, forKey: key) { return text }
        if let number = try? fields.decode(Int64.self, forKey: key) { return String(number) }
        if let number = try? fields.decode(Double.self, forKey: key) { return "\(number)" }
        return ""
      }
      dimension = text(.dimension)
      value = text(.value)
      observed = text(.observed)
      comparison = text(.comparison)
      limit = text(.limit)
      unit = text(.unit)
      configKey = text(.configKey)
      source = text(.source)
      missing = text(.missing)
    }
  }

  /// The page as text. Fails with 66 when the result or the id is not there.
  public func run() throws(Failure) -> String {
    let clusters = try table("clusters.csv")
    if let properties = row(of: clusters) {
      var page = ExplainPage(properties: properties, lines: try evidence())
      return page.write()
    }
    // A run without `--by theme` has no concentrations.
    let concentrations = FileManager.default.fileExists(atPath: path("themes.csv")) ? try table("themes.csv") : nil
    if let properties = concentrations.flatMap(row(of:)) {
      var page = ConcentrationPage(properties: properties, lines: try evidence())
      return page.write()
    }
    if let belt = try belt() {
      let parent = clusters.column("parent_id")
      let parts = clusters.rows.filter { row in parent.map { row[$0] == id } ?? false }
      var page = BeltPage(belt: belt, parts: parts.map { fields($0, of: clusters) })
      return page.write()
    }
    throw unknown(among: [clusters, concentrations].compactMap { $0 })
  }

  private func path(_ file: String) -> String { "\(directory)/\(file)" }

  private func table(_ file: String) throws(Failure) -> TextTable {
    do {
      return try TextTable(parsing: try Installation.text(path(file)))
    } catch let failure as Failure {
      throw Failure(
        .missingInput,
        "\(directory) holds no \(file) that can be read: \(failure.message) Name a directory that 'karkhana map' wrote."
      )
    } catch {
      throw Failure(.data, "\(path(file)) cannot be read: \(error).")
    }
  }

  /// The row of the id that was asked for, by column.
  private func row(of table: TextTable) -> [String: String]? {
    guard let column = table.column("id"), let row = table.rows.first(where: { $0[column] == id }) else { return nil }
    return fields(row, of: table)
  }

  private func fields(_ row: [String], of table: TextTable) -> [String: String] {
    Dictionary(zip(table.header, row)) { first, _ in first }
  }

  /// The belt of the id; nil for none, as where the run wrote no GeoJSON.
  private func belt() throws(Failure) -> BeltPage.Belt? {
    struct Collection: Decodable {
      var features: [Feature]
    }
    struct Feature: Decodable {
      var properties: BeltPage.Belt
    }
    guard id.hasPrefix("belt-"), FileManager.default.fileExists(atPath: path("belts.geojson")) else { return nil }
    let text = try Installation.text(path("belts.geojson"))
    guard let belts = try? JSONDecoder().decode(Collection.self, from: Data(text.utf8)) else {
      throw Failure(.data, "\(path("belts.geojson")) cannot be read; run 'karkhana map' again.")
    }
    return belts.features.first { $0.properties.id == id }?.properties
  }

  private func unknown(among tables: [TextTable]) -> Failure {
    let ids = tables.flatMap { table in table.column("id").map { column in table.rows.map { $0[column] } } ?? [] }
    let nearest = ids.isEmpty ? "" : "; the nearest is \"\(Self.nearest(to: id, in: ids))\""
    return Failure(
      .missingInput,
      "\(path("clusters.csv")) has no cluster\(tables.count > 1 ? ", and themes.csv no concentration," : "") with the id \"\(id)\"\(nearest)."
    )
  }

  private func evidence() throws(Failure) -> [Line] {
    let text = try Installation.text("\(directory)/evidence.jsonl")
    let mark = "{\"id\":\(JSONWriter.quoted(id)),"
    var lines: [Line] = []
    for line in text.split(separator: "\n") where line.hasPrefix(mark) {
      guard let decoded = try? JSONDecoder().decode(Line.self, from: Data(line.utf8)) else {
        throw Failure(.data, "\(directory)/evidence.jsonl has a line that is no JSON object; run 'karkhana map' again.")
      }
      lines.append(decoded)
    }
    return lines
  }

  /// The id that shares the longest beginning with `id`, the smallest of those.
  private static func nearest(to id: String, in ids: [String]) -> String {
    ids.min { a, b in
      let (x, y) = (a.commonPrefix(with: id).count, b.commonPrefix(with: id).count)
      return x != y ? x > y : a < b
    } ?? ""
  }
}

extension String {
  /// The longest beginning that both share.
  fileprivate func commonPrefix(with other: String) -> Substring {
    var end = startIndex
    for (a, b) in zip(indices, other) {
      if self[a] != b { break }
      end = index(after: a)
    }
    return self[..<end]
  }
}
