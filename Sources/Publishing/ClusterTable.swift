import Model

/// `clusters.csv`: one row for each feature, ascending by id, with the properties of `ClusterProperty`; unknown is empty.
public struct ClusterTable: Sendable {
  private let contents: MapContents
  /// The listing of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { write(into: &$0) } }

  func write(into out: inout OutputFile) {
    out.csv(ClusterProperty.allCases.map(\.rawValue))
    for feature in contents.features { out.csv(ClusterProperty.allCases.map { feature.properties[$0].plain }) }
  }
}
