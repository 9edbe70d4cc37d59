import Model

/// Units of one theme across products at one place, as it is published. It is no cluster: no benchmark judges it.
public struct ConcentrationFeature: Sendable {
  /// Identifier, `theme-` and `[a-z0-9-]+`.
  public var id: String
  /// The properties in the order in which they are published, `id` first; every feature has the same names.
  public var properties: [(name: String, value: PropertyValue)]
  /// Polygon that it covers.
  public var footprint: Footprint
  /// The evidence behind the properties.
  public var evidence: [Evidence]

  /// A concentration from its parts.
  public init(
    id: String, properties: [(name: String, value: PropertyValue)], footprint: Footprint, evidence: [Evidence]
  ) {
    self.id = id
    self.properties = properties
    self.footprint = footprint
    self.evidence = evidence
  }

  /// The value of a property, null when there is none of that name.
  public subscript(name: String) -> PropertyValue { properties.first { $0.name == name }?.value ?? .null }
}

/// `themes.csv`: one row for each concentration, ascending by id; unknown is empty.
public struct ConcentrationTable: Sendable {
  private let contents: MapContents
  private let columns: [String]

  /// The listing of `contents`; `columns` stand at its head also where there is no concentration.
  public init(_ contents: MapContents, columns: [String]) {
    self.contents = contents
    self.columns = columns
  }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  func write(into out: inout OutputFile) {
    out.csv(columns)
    for concentration in contents.concentrations { out.csv(columns.map { concentration[$0].plain }) }
  }
}
