import Foundation
import TestSupport
import Testing

/// What RFC 7946 asks of a file of features.
enum GeoJSONCheck {
  struct Feature {
    var id: String
    var properties: [String: Any]
    var geometry: [String: Any]
  }

  /// The features of a file of a run, each with one of the geometries `kinds`.
  static func features(of run: MapRun, _ name: String, kinds: Set<String>) throws -> [Feature] {
    let root = try run.json(name)
    #expect(root["type"] as? String == "FeatureCollection")
    return try run.features(name).map { feature in
      #expect(feature["type"] as? String == "Feature")
      let geometry = try #require(feature["geometry"] as? [String: Any])
      #expect(kinds.contains(geometry["type"] as? String ?? ""), "\(name): \(geometry["type"] ?? "")")
      return Feature(
        id: try #require(feature["id"] as? String), properties: try #require(feature["properties"] as? [String: Any]),
        geometry: geometry)
    }
  }

  /// Positions by polygon and ring.
  static func polygons(_ geometry: [String: Any]) -> [[[[Double]]]] {
    if let polygons = geometry["coordinates"] as? [[[[Double]]]] { return polygons }
    return (geometry["coordinates"] as? [[[Double]]]).map { [$0] } ?? []
  }

  /// Closed rings on Earth, the outer ones counter-clockwise and the holes clockwise.
  static func expectRings(_ feature: Feature) {
    let polygons = polygons(feature.geometry)
    #expect(!polygons.isEmpty && polygons.allSatisfy { !$0.isEmpty }, "\(feature.id)")
    for polygon in polygons {
      for (index, ring) in polygon.enumerated() {
        #expect(ring.count >= 4 && ring.first == ring.last, "\(feature.id): ring \(index) is not closed")
        #expect(ring.allSatisfy { $0.count == 2 && abs($0[0]) <= 180 && abs($0[1]) <= 90 }, "\(feature.id)")
        let doubled = zip(ring, ring.dropFirst()).reduce(0.0) { sum, edge in
          sum + (edge.0[0] - ring[0][0]) * (edge.1[1] - ring[0][1]) - (edge.1[0] - ring[0][0])
            * (edge.0[1] - ring[0][1])
        }
        #expect(index == 0 ? doubled > 0 : doubled < 0, "\(feature.id): ring \(index) winds the wrong way")
      }
    }
  }
}
