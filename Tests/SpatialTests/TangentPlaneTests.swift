import Model
import TestSupport
import Testing

@testable import Spatial

@Suite("The tangent plane against PROJ")
struct TangentPlaneTests {
  @Test(arguments: [0, 11.1, -33.9, 64, 89.9] as [Double])
  func agreesWithTheProjection(latitude: Double) throws {
    var generator = SeededGenerator(seed: UInt64(abs(latitude) * 10) + 3)
    let centre = try #require(Coordinate(latitude: latitude, longitude: 179.99))
    let projection = try LocalProjection(centre: centre)
    let tangent = TangentPlane(centre: centre)
    for reach in [1_000.0, 20_000, 99_000] {
      let sites = (0..<200).map { _ in
        tangent.coordinate(
          Double.random(in: -0.7...0.7, using: &generator) * reach,
          Double.random(in: -0.7...0.7, using: &generator) * reach)
      }
      let (x, y) = try projection.plane(sites)
      let near = try #require(tangent.plane(sites.map { Geocentric.millimetres($0) }))
      // d³/6R², the rounding of coordinates (a centimetre), and as much again.
      let limit = 2 * (reach * reach * reach / (6 * 6.371e6 * 6.371e6) + 0.012)
      for index in sites.indices {
        #expect(abs(near.x[index] - x[index]) <= limit && abs(near.y[index] - y[index]) <= limit, "\(sites[index])")
        let back = tangent.coordinate(near.x[index], near.y[index])
        // The fall of the surface is that of a sphere: 7 cm at 100 km.
        #expect(abs(back.lat - sites[index].lat) <= (reach > 50_000 ? 7 : 1))
      }
    }
  }

  @Test func sitesBeyondItsReachAreLeftToTheProjection() throws {
    let centre = try #require(Coordinate(latitude: 20, longitude: 75))
    let tangent = TangentPlane(centre: centre)
    #expect(tangent.plane([Geocentric.millimetres(try #require(Coordinate(latitude: 20.89, longitude: 75)))]) != nil)
    #expect(tangent.plane([Geocentric.millimetres(try #require(Coordinate(latitude: 20.91, longitude: 75)))]) == nil)
    #expect(tangent.plane([Geocentric.millimetres(try #require(Coordinate(latitude: -20, longitude: -105)))]) == nil)
  }
}
