import Model
import TestSupport
import Testing

@testable import Pipeline

/// Layers beside the registers: what is read from them, and what is refused with a sentence.
struct LayerFileTests {
  private let scratch: Scratch
  init() throws { scratch = try Scratch() }

  private func read(_ text: String) throws -> [LayerFile.Feature] {
    try LayerFile.read(try scratch.write(text, to: "layer"), option: "--facilities")
  }

  @Test func pointsFromATable() throws {
    let features = try read("Name,LAT,Longitude\n\"CETP, Jajmau\",26.4,80.4\n,-1,2\n")
    #expect(features.map(\.name) == ["CETP, Jajmau", ""])
    #expect(
      features.map(\.points) == [
        [Coordinate(lat: 264_000_000, lon: 804_000_000)], [Coordinate(lat: -10_000_000, lon: 20_000_000)],
      ])
  }

  @Test func everyGeometryIsRead() throws {
    let features = try read(
      #"""
      {"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"name":"p","n":3,"none":null},"geometry":{"type":"Point","coordinates":[80,26,5]}},
      {"type":"Feature","properties":null,"geometry":{"type":"MultiPoint","coordinates":[[80,26],[81,27]]}},
      {"type":"Feature","geometry":{"type":"LineString","coordinates":[[80,26],[81,27]]}},
      {"type":"Feature","properties":{},"geometry":{"type":"MultiLineString","coordinates":[[[80,26],[81,27]],[[1,2],[3,4]]]}},
      {"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}},
      {"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}},
      {"type":"Feature","properties":{},"geometry":null},
      {"type":"Feature","properties":{},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]},{"type":"LineString","coordinates":[[0,0],[1,1]]}]}}]}
      """#)
    #expect(features.map(\.points.count) == [1, 2, 0, 0, 0, 0, 1])
    #expect(features.map(\.lines.count) == [0, 0, 1, 2, 0, 0, 1])
    #expect(features.map(\.rings.count) == [0, 0, 0, 0, 1, 2, 0])
    #expect(features[0].name == "p" && features[0].points == [Coordinate(lat: 260_000_000, lon: 800_000_000)])
    #expect(try read(#"{"type":"Point","coordinates":[80,26]}"#).map(\.points.count) == [1])
  }

  @Test(arguments: [
    ("name,x,y\na,1,2\n", "lat and lon"), ("lat,lon\n91,0\n", "line 2"), ("lat,lon\nnorth,0\n", "north"),
    ("{\"type\":\"Point\",\"coordinates\":[500000,2900000]}", "ogr2ogr"), ("{\"type\":\"Point\"", "no GeoJSON"),
    ("{\"type\":\"Circle\",\"coordinates\":[1,2]}", "no GeoJSON"),
  ])
  func whatCannotBeReadIsRefused(text: String, word: String) throws {
    let failure = #expect(throws: Failure.self) { try read(text) }
    #expect(failure?.kind == .data && failure?.message.contains(word) == true, "\(String(describing: failure))")
  }

  @Test func theNearestFacilityDoesNotHangOnTheOrder() {
    let place = Coordinate(lat: 0, lon: 0)
    let list = [("z", 10), ("b", 5), ("a", 5)].map {
      FacilityLayer.Facility(name: $0.0, place: Coordinate(lat: 0, lon: Int32($0.1 * 1_000_000)))
    }
    for order in [list, list.reversed()] {
      let nearest = FacilityLayer(facilities: order).nearest(to: place)
      // Half a degree of the equator.
      #expect(nearest?.name == "a" && nearest?.metres == 55_660)
    }
  }
}
