import Model
import Testing

@testable import Spatial

@Suite("Geodesics")
struct GeodesicTests {
  private let geodesic = Geodesic()

  @Test func knownDistances() throws {
    // A quarter of the meridian and of the equator of WGS 84.
    let origin = Coordinate(lat: 0, lon: 0)
    #expect(abs(geodesic.distance(origin, Coordinate(lat: 900_000_000, lon: 0)) - 10_001_965.729) < 0.001)
    #expect(abs(geodesic.distance(origin, Coordinate(lat: 0, lon: 900_000_000)) - 10_018_754.171) < 0.001)
    // Over the antimeridian.
    let west = Coordinate(lat: 0, lon: -1_799_000_000)
    let east = Coordinate(lat: 0, lon: 1_799_000_000)
    #expect(abs(geodesic.distance(west, east) - 0.02 * 111_319.490_793 * 10) < 0.001)
    #expect(geodesic.distance(east, east) == 0)
  }

  @Test func areas() {
    // An octant of the Earth, whose whole area is 510,065,621,724,088 m².
    let octant = [
      Coordinate(lat: 0, lon: 0), Coordinate(lat: 0, lon: 900_000_000), Coordinate(lat: 900_000_000, lon: 0),
      Coordinate(lat: 0, lon: 0),
    ]
    #expect(abs(geodesic.area(ofRing: octant) - 510_065_621_724_088 / 8) < 1)
    #expect(abs(geodesic.area(ofRing: octant.reversed()) + 510_065_621_724_088 / 8) < 1)
    #expect(geodesic.area(ofRing: [octant[0], octant[1]]) == 0)
    let hole = octant.reversed().map { Coordinate(lat: $0.lat / 2 + 100_000_000, lon: $0.lon / 2 + 100_000_000) }
    let whole = geodesic.area(ofPolygons: [[octant, hole]])
    #expect(whole < geodesic.area(ofRing: octant) && whole > 0)
  }

  @Test func destinations() {
    let start = Coordinate(lat: 200_000_000, lon: 1_799_999_000)
    let end = geodesic.destination(from: start, azimuth: 90, metres: 10_000)
    #expect(end.isValid && end.lon < 0)
    #expect(abs(geodesic.distance(start, end) - 10_000) < 0.02)
  }
}
