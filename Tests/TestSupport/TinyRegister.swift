/// A register written in a test: groups of units, each group at a point of its own, half a degree from every other.
///
/// Only the columns that some group uses stand in it, so that a test also says which columns are missing. The record ids of a
/// group are its name, `-u` and a number.
public struct TinyRegister: Sendable {
  private var rows: [[String: String]] = []
  private var columns: [String] = ["record_id", "product", "lat", "lon"]
  private var places = 0

  /// A register without rows.
  public init() {}

  /// Adds `units` rows of `product`, all with `fields`.
  public mutating func add(_ group: String, _ product: String, _ units: Int, _ fields: [String: String] = [:]) {
    add(group, product, units) { _ in fields }
  }

  /// Adds `units` rows of `product`; `fields` gives the further fields of each, by its number from 0.
  public mutating func add(_ group: String, _ product: String, _ units: Int, _ fields: (Int) -> [String: String]) {
    let (lat, lon) = Self.point(places)
    places += 1
    for unit in 0..<units {
      var row = ["record_id": "\(group)-u\(unit)", "product": product, "lat": lat, "lon": lon]
      row.merge(fields(unit)) { _, new in new }
      for column in row.keys.sorted() where !columns.contains(column) { columns.append(column) }
      rows.append(row)
    }
  }

  /// Points in the middle of India, 0.5 degrees apart.
  private static func point(_ place: Int) -> (lat: String, lon: String) {
    ("\(18 + Double(place / 10) * 0.5)", "\(75 + Double(place % 10) * 0.5)")
  }

  /// Names of the columns.
  public var header: String { columns.joined(separator: ",") }

  /// The rows without the header, each without its line end. No field needs quotes.
  public var lines: [String] {
    rows.map { row in columns.map { row[$0] ?? "" }.joined(separator: ",") }
  }

  /// The whole register.
  public var text: String { ([header] + lines).joined(separator: "\n") + "\n" }
}

extension MapRun {
  /// What became of a group of a `TinyRegister`: the properties of the one cluster that its members are in, nil when they are in
  /// none. Throws when the members of the group are in several clusters.
  public func cluster(of group: String) throws -> [String: String]? {
    let members = try table("members.csv")
    var ids: Set<String> = []
    for row in members.rows where members.value("record_id", row)?.hasPrefix("\(group)-u") == true {
      let id = members.value("cluster_id", row) ?? ""
      if !id.isEmpty { ids.insert(id) }
    }
    guard ids.count <= 1 else { throw Unexpected(description: "\(group) is in several clusters: \(ids.sorted())") }
    guard let id = ids.first else { return nil }
    guard let cluster = try clusters().first(where: { $0["id"] == id }) else {
      throw Unexpected(description: "\(id) stands in members.csv and not in clusters.csv")
    }
    return cluster
  }

  /// The status of the cluster of a group, `none` when it is in none.
  public func status(of group: String) throws -> String { try cluster(of: group)?["status"] ?? "none" }
}
