import Model

/// `clustered-share.csv`: how much of the register stands in clusters, by units and by what units give, beside the shares that are
/// published for India (CfP 1.3, TP V.I).
public struct ClusteredShareTable: Sendable {
  /// One measure over all units of one kind.
  public struct Row: Sendable {
    /// `industrial`, or `all` ways of making.
    public var made: String
    /// `units`, or the column of an amount.
    public var measure: String
    /// Totals of the located units that operate: in clusters, in potential and undetermined ones, and in all.
    public var totals: (clusters: Int64, potential: Int64, undetermined: Int64, all: Int64) = (0, 0, 0, 0)
    /// Units that give the amount, of so many; equal for `units`.
    public var known: (units: Int64, of: Int64) = (0, 0)
    /// The published share in percent; nil where none is.
    public var published: Int64?
    /// Where it is published.
    public var source = ""

    /// A row of nothing yet.
    public init(made: String, measure: String) { (self.made, self.measure) = (made, measure) }
  }

  private let rows: [Row]

  /// The table of `rows`, in their order.
  public init(_ rows: [Row]) { self.rows = rows }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  func write(into out: inout OutputFile) {
    out.csv([
      "made_as", "measure", "in_clusters", "in_potential", "in_undetermined", "all", "units_that_tell", "units",
      "share_in_clusters", "published_percent", "source",
    ])
    for row in rows {
      let isKnown = row.known.units > 0
      func total(_ value: Int64) -> String { isKnown ? String(value) : "" }
      let share =
        row.totals.all > 0
        ? PropertyValue.rounded(Double(row.totals.clusters) / Double(row.totals.all), digits: 3).plain : ""
      out.csv([
        row.made, row.measure, total(row.totals.clusters), total(row.totals.potential), total(row.totals.undetermined),
        total(row.totals.all), String(row.known.units), String(row.known.of), share,
        row.published.map { String($0) } ?? "", row.source,
      ])
    }
  }
}
