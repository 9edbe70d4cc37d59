import Foundation
import Model
import TestSupport
import Testing

@testable import Publishing

@Suite struct GeoJSONTests {
  @Test(arguments: [
    (0, "0"), (1, "0.0000001"), (-1, "-0.0000001"), (10_000_000, "1"), (-773_400_000, "-77.34"),
    (1_800_000_000, "180"), (123_456_789, "12.3456789"),
  ])
  func degreesHaveAtMostSevenDecimals(_ number: Int, _ expected: String) {
    #expect(text { $0.degrees(Int32(number)) } == expected)
  }

  @Test func ringsAreClosedAndWound() throws {
    let corners = [(0, 0), (0, 10), (10, 10), (10, 0)].map { Coordinate(lat: $0.0, lon: $0.1) }
    // South-west, south-east, north-east, north-west: counter-clockwise.
    let exterior = try #require(Ring.wound(corners, exterior: true))
    #expect(exterior.first == exterior.last && exterior.count == 5)
    #expect(Ring.doubledArea(exterior) == 200)
    let hole = try #require(Ring.wound(corners, exterior: false))
    #expect(Ring.doubledArea(hole) == -200)
    #expect(Ring.wound(corners.reversed(), exterior: true).map(Ring.doubledArea) == 200)
  }

  @Test func aFootprintWithoutAreaIsAFault() {
    let line = [Coordinate(lat: 0, lon: 0), Coordinate(lat: 5, lon: 5), Coordinate(lat: 0, lon: 0)]
    let flat = Footprint(polygons: [[line]], area: 0)
    #expect(throws: Failure.self) { _ = try text { try $0.polygons(flat, id: "x") } }
    #expect(Ring.wound([], exterior: true) == nil)
  }

  @Test func areasOfTheWholeEarthDoNotOverflow() {
    let (south, north, west, east): (Int32, Int32, Int32, Int32) = (
      -900_000_000, 900_000_000, -1_800_000_000, 1_800_000_000
    )
    let ring = [(south, west), (south, east), (north, east), (north, west), (south, west)]
    #expect(Ring.doubledArea(ring.map { Coordinate(lat: $0.0, lon: $0.1) }) == Int128(3_600_000_000) * 3_600_000_000)
  }

  /// Every rule of RFC 7946 that concerns us, over a whole file read back by another reader.
  @Test func clustersAreValid() throws {
    let contents = Fabricated.contents(features: 80, sites: 10)
    let data = Data(try written { try ClusterCollection(contents).write(into: &$0) })
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(root["type"] as? String == "FeatureCollection")
    #expect(root["synthetic"] as? String == contents.run.syntheticLabel)
    let features = try #require(root["features"] as? [[String: Any]])
    #expect(features.count == 80)
    var ids: [String] = []
    for feature in features {
      let id = try #require(feature["id"] as? String)
      let properties = try #require(feature["properties"] as? [String: Any])
      #expect(properties["id"] as? String == id)
      #expect(Set(properties.keys) == Set(ClusterProperty.allCases.map(\.rawValue)))
      ids.append(id)
      let geometry = try #require(feature["geometry"] as? [String: Any])
      #expect(geometry["type"] as? String == "Polygon")
      for ring in try #require(geometry["coordinates"] as? [[[Double]]]) {
        #expect(ring.count >= 4 && ring.first == ring.last)
        let area = zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0[0] * $1.1[1] - $1.1[0] * $1.0[1] }
        #expect(area > 0)
      }
    }
    #expect(ids == ids.sorted())
  }

  @Test func severalPolygonsMakeAMultiPolygonWithHoles() throws {
    let hole = Array(Fabricated.ring(11, 77, 0.01).reversed())
    let footprint = Footprint(
      polygons: [[Fabricated.ring(11, 77, 0.05), hole], [Fabricated.ring(12, 78, 0.05)]], area: 1)
    let data = Data(try written { try $0.polygons(footprint, id: "x") })
    let geometry = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(geometry["type"] as? String == "MultiPolygon")
    let polygons = try #require(geometry["coordinates"] as? [[[[Double]]]])
    #expect(polygons.map(\.count) == [2, 1])
  }

  @Test func propertiesStandInTheirPublishedOrder() throws {
    let out = try text { try ClusterCollection(contents([feature("a")])).write(into: &$0) }
    var rest = out[...]
    for property in ClusterProperty.allCases {
      let key = try #require(rest.firstRange(of: "\"\(property.rawValue)\":"), "\(property.rawValue) is out of order")
      rest = rest[key.upperBound...]
    }
    #expect(out.contains("\"employment\":null"))
    #expect(!out.contains("synthetic"))
  }

  @Test func centresArePointsAndBeltsCarryTheirProperties() throws {
    let all = Fabricated.contents(features: 3, sites: 0)
    let centres = try text { try CentreCollection(all).write(into: &$0) }
    #expect(centres.components(separatedBy: "\"type\":\"Point\"").count == 4)
    let belts = try text { try BeltCollection(all).write(into: &$0) }
    #expect(
      belts.contains(
        #""properties":{"id":"belt-knitwear-kongu","product":"Cotton knitwear","units":11800,"radius_km":48}"#))
  }

  @Test func orderOfFeaturesDoesNotShow() throws {
    let all = Fabricated.contents(features: 40, sites: 10)
    let turned = MapContents(
      features: all.features.reversed(), belts: all.belts.reversed(), sites: all.sites, run: all.run)
    let first = try written { try ClusterCollection(all).write(into: &$0) }
    #expect(try written { try ClusterCollection(turned).write(into: &$0) } == first)
  }
}
