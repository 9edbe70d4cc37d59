import Model

@testable import Publishing

/// What a writer writes, as bytes.
func written(_ body: (inout OutputFile) throws -> Void) rethrows -> [UInt8] {
  var out = OutputFile()
  try body(&out)
  return out.bytes
}

/// What a writer writes, as text.
func text(_ body: (inout OutputFile) throws -> Void) rethrows -> String {
  String(decoding: try written(body), as: UTF8.self)
}

/// A feature with an id and whatever else a test sets.
func feature(_ id: String, _ values: [ClusterProperty: PropertyValue] = [:], evidence: [Evidence] = [])
  -> ClusterFeature
{
  var properties = ClusterProperties()
  properties[.id] = .text(id)
  for (property, value) in values { properties[property] = value }
  return ClusterFeature(
    properties: properties, centre: Coordinate(lat: 110_000_000, lon: 773_000_000),
    footprint: Fabricated.footprint(11, 77.3, 0.05), evidence: evidence)
}

/// Contents of some features and nothing else.
func contents(_ features: [ClusterFeature], synthetic: Bool = false) -> MapContents {
  MapContents(features: features, belts: [], sites: SiteLayer(), run: RunSummary(title: "Test", synthetic: synthetic))
}
