import Model
import Spatial
import Testing

@testable import Pipeline

@Suite("Circles around clusters") struct CountingCircleTests {
  @Test(arguments: [(0, 0), (28.6, 77.2), (-33.9, 151.2), (64, -179.99), (-60, 179.99)] as [(Double, Double)])
  func theRimStandsAtTheRadius(_ lat: Double, _ lon: Double) throws {
    let centre = try #require(Coordinate(latitude: lat, longitude: lon))
    for radius in [500.0, 20_000, 100_000] {
      let circle = CountingCircle(centre: centre, radius: radius, state: 0)
      #expect(circle.rim.count == 8)
      for point in circle.rim {
        // The sphere of the mean radius is within 0.6 % of the ellipsoid, and the plane within 0.4 % at this size and latitude.
        #expect(abs(Geodesic().distance(centre, point) / radius - 1) < 0.02, "\(point)")
      }
      let inner = CountingCircle(centre: centre, radius: radius * 0.99, state: 0).rim
      let outer = CountingCircle(centre: centre, radius: radius * 1.01, state: 0).rim
      let (held, beyond) = (inner.filter { circle.holds($0) }, outer.filter { circle.holds($0) })
      #expect(held.count == 8 && beyond.isEmpty)
    }
  }

  @Test func atThePoleTheRimKeepsToTheEarth() throws {
    let pole = try #require(Coordinate(latitude: 89.99, longitude: 0))
    let rim = CountingCircle(centre: pole, radius: 20_000, state: 0).rim
    #expect(!rim.isEmpty && rim.filter(\.isValid).count == rim.count)
  }
}
