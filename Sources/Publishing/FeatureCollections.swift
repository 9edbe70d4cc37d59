import Model

/// `clusters.geojson`: every cluster with its footprint.
public struct ClusterCollection: Sendable {
  private let contents: MapContents
  /// The clusters of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate`, `inputOutput`, or `internal` for a footprint without area.
  public func write(to path: String) throws { try OutputFile.write(path) { try write(into: &$0) } }

  func write(into out: inout OutputFile) throws {
    try out.collection("clusters", contents) { out in
      for (index, feature) in contents.features.enumerated() {
        out.openFeature(index, id: feature.id, feature.properties.published)
        try out.polygons(feature.footprint, id: feature.id)
        out.append("}")
      }
    }
  }
}

/// `centres.geojson`: the same features as points at their weighted centres.
public struct CentreCollection: Sendable {
  private let contents: MapContents
  /// The centres of the clusters of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate` or `inputOutput`.
  public func write(to path: String) throws { try OutputFile.write(path) { try write(into: &$0) } }

  func write(into out: inout OutputFile) throws {
    try out.collection("centres", contents) { out in
      for (index, feature) in contents.features.enumerated() {
        out.openFeature(index, id: feature.id, feature.properties.published)
        out.point(feature.centre)
        out.append("}")
      }
    }
  }
}

/// `belts.geojson`: components that met a benchmark before they were cut.
public struct BeltCollection: Sendable {
  private let contents: MapContents
  /// The belts of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate`, `inputOutput`, or `internal` for a footprint without area.
  public func write(to path: String) throws { try OutputFile.write(path) { try write(into: &$0) } }

  func write(into out: inout OutputFile) throws {
    try out.collection("belts", contents) { out in
      for (index, belt) in contents.belts.enumerated() {
        out.openFeature(index, id: belt.id, belt.published)
        try out.polygons(belt.footprint, id: belt.id)
        out.append("}")
      }
    }
  }
}

/// `themes.geojson`: concentrations of themes across products.
public struct ConcentrationCollection: Sendable {
  private let contents: MapContents
  /// The concentrations of `contents`.
  public init(_ contents: MapContents) { self.contents = contents }

  /// Writes the file at `path`; throws `cannotCreate`, `inputOutput`, or `internal` for a footprint without area.
  public func write(to path: String) throws { try OutputFile.write(path) { try write(into: &$0) } }

  func write(into out: inout OutputFile) throws {
    try out.collection("themes", contents) { out in
      for (index, concentration) in contents.concentrations.enumerated() {
        out.openFeature(index, id: concentration.id, concentration.properties)
        try out.polygons(concentration.footprint, id: concentration.id)
        out.append("}")
      }
    }
  }
}

extension ClusterProperties {
  /// Every property under its published name, in the published order.
  var published: [(name: String, value: PropertyValue)] { ClusterProperty.allCases.map { ($0.rawValue, self[$0]) } }
}

extension OutputFile {
  /// A FeatureCollection, one feature a line. Who is to be named, and that a register is synthetic, stand at its head as
  /// foreign members; nothing there depends on how the input was split.
  fileprivate mutating func collection(
    _ name: String, _ contents: MapContents, _ features: (inout OutputFile) throws -> Void
  ) throws {
    append("{\"type\":\"FeatureCollection\",\"name\":")
    json(name)
    if contents.run.synthetic {
      append(",\"synthetic\":")
      json(contents.run.syntheticLabel)
    }
    if !contents.run.attributions.isEmpty {
      append(",\"attribution\":")
      json(contents.run.attributions.joined(separator: "; "))
    }
    append(",\"features\":[")
    try features(&self)
    append("\n]}\n")
  }

  /// The beginning of a feature up to its geometry.
  fileprivate mutating func openFeature(
    _ index: Int, id: String, _ properties: [(name: String, value: PropertyValue)]
  ) {
    append(index == 0 ? "\n" : ",\n")
    append("{\"type\":\"Feature\",\"id\":")
    json(id)
    append(",\"properties\":{")
    for (index, property) in properties.enumerated() {
      if index > 0 { append(",") }
      json(property.name)
      append(":")
      json(property.value)
    }
    append("},\"geometry\":")
  }
}
