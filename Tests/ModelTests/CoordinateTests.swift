import Model
import TestSupport
import Testing

struct CoordinateTests {
  @Test func degreesBecomeWholeUnits() throws {
    let place = try #require(Coordinate(latitude: 11.1085242, longitude: 77.3410656))
    #expect(place.lat == 111_085_242 && place.lon == 773_410_656)
    #expect(place.latitude == 11.1085242 && place.longitude == 77.3410656)
  }

  @Test func halvesRoundAwayFromZero() throws {
    // 0.00000025 is 2.5 units; the quotient in binary is exact enough to be a tie.
    let place = try #require(Coordinate(latitude: 0.00000025, longitude: -0.00000025))
    #expect(place.lat == 3 && place.lon == -3)
  }

  @Test func theEndsOfTheRangesAreInside() throws {
    for (lat, lon) in [(90.0, 180.0), (-90, -180)] {
      let place = try #require(Coordinate(latitude: lat, longitude: lon))
      #expect(place.isValid && place.latitude == lat && place.longitude == lon)
    }
    #expect(!Coordinate(lat: 900_000_001, lon: 0).isValid && !Coordinate(lat: 0, lon: -1_800_000_001).isValid)
  }

  @Test(arguments: [
    (90.0000001, 0.0), (-91, 0), (0, 180.0000001), (0, -181), (.nan, 0), (0, .infinity), (-.infinity, 0), (1e300, 0),
  ])
  func whatIsNotOnEarthIsNone(lat: Double, lon: Double) {
    #expect(Coordinate(latitude: lat, longitude: lon) == nil)
  }

  @Test func theOrderIsByLatitudeThenLongitude() {
    let seed: UInt64 = 3
    var random = SeededGenerator(seed: seed)
    for _ in 0..<1_000 {
      let a = Coordinate(lat: Int32.random(in: -5...5, using: &random), lon: Int32.random(in: -5...5, using: &random))
      let b = Coordinate(lat: Int32.random(in: -5...5, using: &random), lon: Int32.random(in: -5...5, using: &random))
      #expect((a < b) == ((a.lat, a.lon) < (b.lat, b.lon)), "seed \(seed)")
      #expect([a < b, b < a, a == b].count { $0 } == 1, "seed \(seed): \(a) \(b)")
    }
  }

  @Test func everyUnitComesBackFromItsDegrees() throws {
    let seed: UInt64 = 4
    var random = SeededGenerator(seed: seed)
    for _ in 0..<10_000 {
      let place = Coordinate(
        lat: Int32.random(in: -900_000_000...900_000_000, using: &random),
        lon: Int32.random(in: -1_800_000_000...1_800_000_000, using: &random))
      #expect(Coordinate(latitude: place.latitude, longitude: place.longitude) == place, "seed \(seed)")
    }
  }
}
