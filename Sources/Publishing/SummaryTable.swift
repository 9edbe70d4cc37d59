import Model

/// `summary.csv`: how many clusters of each status there are, and what stands in them, by region, category and theme.
///
/// Each row groups the features of one level (an enterprise is counted once a level, so levels must never be added up). A
/// feature counts once in each of its themes, so theme rows overlap. Amounts are sums over the features that know them
/// (`…_of` says how many do) and empty where none does.
public struct SummaryTable: Sendable {
  private let contents: MapContents
  /// The summary of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  /// What a row is about, by the names in column `by`, in the order of the file.
  private static let groupings: [(by: String, columns: Set<Column>)] = [
    ("all", []), ("state", [.state]), ("district", [.state, .district]), ("category", [.category]), ("theme", [.theme]),
    ("state-category", [.state, .category]), ("state-theme", [.state, .theme]),
  ]
  private enum Column: Int, CaseIterable { case state, district, category, theme }
  fileprivate static let amounts: [ClusterProperty] = [.looms, .employment, .turnover, .exports]

  fileprivate struct Row {
    var features: [String: Int] = [:]
    var units: [String: Int128] = [:]
    var sums = Array(repeating: Int128(0), count: amounts.count)
    var known = Array(repeating: 0, count: amounts.count)
  }

  func write(into out: inout OutputFile) {
    let statuses = ["cluster", "potential", "undetermined"]
    out.csv(
      ["by", "level", "state", "district", "category", "theme", "clusters", "potential", "undetermined", "units"]
        + ["units_clusters", "units_potential", "units_undetermined"]
        + Self.amounts.flatMap { [$0.rawValue, "\($0.rawValue)_of"] })
    for grouping in Self.groupings {
      let rows = rows(grouping.columns)
      for key in rows.keys.sorted(by: { $0.lexicographicallyPrecedes($1, by: precedes) }) {
        guard let row = rows[key] else { continue }
        var fields = [grouping.by] + key
        fields += statuses.map { String(row.features[$0] ?? 0) }
        fields.append(row.units.values.reduce(0, +).description)
        fields += statuses.map { (row.units[$0] ?? 0).description }
        for (sum, known) in zip(row.sums, row.known) {
          fields += [known == 0 ? "" : sum.description, String(known)]
        }
        out.csv(fields)
      }
    }
  }

  /// The groups by level, state, district, category and theme, empty where the grouping does not ask.
  private func rows(_ columns: Set<Column>) -> [[String]: Row] {
    var rows: [[String]: Row] = [:]
    for feature in contents.features {
      let properties = feature.properties
      let themes =
        columns.contains(.theme) ? properties.text(.themes).split(separator: ";").map(String.init) : [""]
      for theme in themes {
        let key = [
          properties.text(.level), columns.contains(.state) ? properties.text(.state) : "",
          columns.contains(.district) ? properties.text(.district) : "",
          columns.contains(.category) ? properties.text(.category) : "", theme,
        ]
        rows[key, default: Row()].add(properties)
      }
    }
    return rows
  }
}

extension SummaryTable.Row {
  fileprivate mutating func add(_ properties: ClusterProperties) {
    let status = properties.text(.status)
    features[status, default: 0] += 1
    units[status, default: 0] += Int128(properties.integer(.units) ?? 0)
    for (index, amount) in SummaryTable.amounts.enumerated() {
      guard let value = properties.integer(amount) else { continue }
      sums[index] += Int128(value)
      known[index] += 1
    }
  }
}
