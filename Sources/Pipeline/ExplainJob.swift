import FoundationEssentials
import Model
import Settings
import Tables

/// `karkhana explain DIR ID`: one cluster in plain sentences, from what `map` wrote.
public struct ExplainJob: Sendable {
  let directory: String
  let id: String

  /// Explains cluster `id` of the result in `directory`.
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
    let properties = try properties()
    let lines = try evidence()
    var page = Page(properties: properties, lines: lines)
    return page.write()
  }

  private func properties() throws(Failure) -> [String: String] {
    let path = "\(directory)/clusters.csv"
    let table: TextTable
    do {
      table = try TextTable(parsing: try Installation.text(path))
    } catch let failure as Failure {
      throw Failure(
        .missingInput,
        "\(directory) holds no clusters.csv that can be read: \(failure.message) Name a directory that 'karkhana map' wrote."
      )
    } catch {
      throw Failure(.data, "\(path) cannot be read: \(error).")
    }
    guard let column = table.column("id"), let row = table.rows.first(where: { $0[column] == id }) else {
      let known = table.column("id").map { column in
        Self.nearest(to: id, in: table.rows.map { $0[column] })
      }
      throw Failure(
        .missingInput,
        "\(path) has no cluster with the id \"\(id)\"\(known.map { "; the nearest is \"\($0)\"" } ?? "").")
    }
    return Dictionary(zip(table.header, row)) { first, _ in first }
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

/// Sentences about one cluster.
private struct Page {
  let properties: [String: String]
  let lines: [ExplainJob.Line]
  private var text = ""

  init(properties: [String: String], lines: [ExplainJob.Line]) {
    self.properties = properties
    self.lines = lines
  }

  private func value(_ name: String) -> String { properties[name] ?? "" }

  private mutating func say(_ sentence: String) { text += sentence + "\n" }

  mutating func write() -> String {
    say(value("name"))
    say(String(repeating: "=", count: value("name").count))
    say("")
    writeStatus()
    writeLocation()
    writeDimensions()
    writeUnknown()
    return text
  }

  private mutating func writeStatus() {
    let what = ["benchmark", "status", "potential"]
    switch value("status") {
    case "cluster":
      say("It counts as a cluster: \(units) against a benchmark of \(limit) (rule \(value("benchmark"))).")
    case "potential":
      say(
        "It is a potential cluster, not yet a cluster: \(units) against a benchmark of \(limit) (rule \(value("benchmark"))); \(value("shortfall")) short."
      )
    default:
      say(
        "Whether it is a cluster is undetermined: \(units) at least, against a benchmark of \(limit) (rule \(value("benchmark")))."
      )
    }
    for line in lines where what.contains(line.dimension) || line.dimension == "category_alternative" {
      say("  - \(sentence(line))")
    }
    for line in lines where line.dimension == "counted_units" || line.dimension == "units" {
      say("  - \(sentence(line))")
    }
    say("")
  }

  private var units: String {
    "\(value("benchmark_value")) \(value("benchmark").hasSuffix("looms") ? "looms" : value("benchmark").hasSuffix("turnover") ? "rupees of turnover" : "units")"
  }
  private var limit: String { value("benchmark_limit") }

  private mutating func writeLocation() {
    let place = [value("place"), value("district"), value("state")].filter { !$0.isEmpty }.joined(separator: ", ")
    say(
      "It stands around \(place.isEmpty ? "a place without a name" : place), within \(value("radius_km")) km of its centre (90 % of its weight)."
    )
    say(
      "Its units were placed by \(value("located_by").replacing(";", with: ", ")); the mean uncertainty is \(value("uncertainty_km")) km."
    )
    if !value("parent_id").isEmpty {
      say("It was cut from the wider belt \(value("parent_id")), whose radius is \(value("spread_km")) km.")
    }
    say("")
  }

  private mutating func writeDimensions() {
    say("What is known, with the evidence:")
    let told = ["benchmark", "status", "potential", "category_alternative", "counted_units", "units"]
    for line in lines where !told.contains(line.dimension) && line.value != "unknown" {
      say("  - \(line.dimension): \(line.value). \(sentence(line))")
    }
    say("")
  }

  private mutating func writeUnknown() {
    let unknown = lines.filter { $0.value == "unknown" && $0.dimension != "counted_units" }
    guard !unknown.isEmpty else { return }
    say("What is unknown, and what would tell:")
    for line in unknown { say("  - \(line.dimension): \(line.missing)") }
  }

  private func sentence(_ line: ExplainJob.Line) -> String {
    var parts: [String] = []
    if !line.observed.isEmpty {
      parts.append(
        "Observed \([line.observed, line.comparison, line.limit, line.unit].filter { !$0.isEmpty }.joined(separator: " "))"
      )
    } else if line.value == "unknown" {
      parts.append("\(line.dimension) by \(line.unit) could not be looked at")
    }
    if !line.configKey.isEmpty { parts.append("set by \(line.configKey)") }
    if !line.source.isEmpty { parts.append("source \(line.source)") }
    if !line.missing.isEmpty { parts.append("column missing: \(line.missing)") }
    return parts.joined(separator: "; ") + "."
  }
}
