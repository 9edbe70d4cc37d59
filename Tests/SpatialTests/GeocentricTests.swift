import CProj
import Model
import TestSupport
import Testing

@testable import Spatial

@Suite("Geocentric coordinates")
struct GeocentricTests {
  private static let awkward: [Coordinate] = [
    Coordinate(lat: 0, lon: 0), Coordinate(lat: 0, lon: 1_800_000_000), Coordinate(lat: 0, lon: -1_800_000_000),
    Coordinate(lat: 900_000_000, lon: 0), Coordinate(lat: -900_000_000, lon: 770_000_000),
    Coordinate(lat: 450_000_000, lon: 450_000_000), Coordinate(lat: -450_000_000, lon: -1_350_000_000),
    Coordinate(lat: 1, lon: -1), Coordinate(lat: 899_999_999, lon: 1_799_999_999),
    Coordinate(lat: 449_999_999, lon: 450_000_001),
  ]

  private static func random(_ count: Int, seed: UInt64) -> [Coordinate] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      Coordinate(
        lat: Int32.random(in: -900_000_000...900_000_000, using: &generator),
        lon: Int32.random(in: -1_800_000_000...1_800_000_000, using: &generator))
    }
  }

  /// PROJ's `cart` in metres.
  private static func cart(_ coordinates: [Coordinate]) throws -> [(x: Double, y: Double, z: Double)] {
    let handle = try ProjHandle.operation(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=cart +ellps=WGS84")
    return coordinates.map {
      let result = proj_trans(handle.transformation, PJ_FWD, proj_coord($0.longitude, $0.latitude, 0, 0))
      return (result.xyz.x, result.xyz.y, result.xyz.z)
    }
  }

  @Test(arguments: [1, 2, 3])
  func equalsCart(seed: UInt64) throws {
    let coordinates = Self.awkward + Self.random(5000, seed: seed)
    let (x, y, z) = Geocentric.millimetres(coordinates)
    for (index, expected) in try Self.cart(coordinates).enumerated() {
      let off = max(
        abs(expected.x * 1000 - Double(x[index])), abs(expected.y * 1000 - Double(y[index])),
        abs(expected.z * 1000 - Double(z[index])))
      #expect(off <= 0.500_01, "seed \(seed): \(coordinates[index]) is off by \(off) mm")
    }
  }

  @Test func cardinalPoints() {
    let (x, y, z) = Geocentric.millimetres([
      Coordinate(lat: 0, lon: 0), Coordinate(lat: 0, lon: 900_000_000), Coordinate(lat: 900_000_000, lon: 123),
      Coordinate(lat: 0, lon: 1_800_000_000),
    ])
    #expect(x == [6_378_137_000, 0, 0, -6_378_137_000])
    #expect(y == [0, 6_378_137_000, 0, 0])
    #expect(z == [0, 0, 6_356_752_314, 0])
    #expect(Geocentric.millimetres([]).x.isEmpty)
  }

  @Test(arguments: [4, 5])
  func thereAndBack(seed: UInt64) {
    for coordinate in Self.random(5000, seed: seed) {
      let point = Geocentric.millimetres(coordinate)
      let back = Geocentric.coordinate(ofX: point.x, y: point.y, z: point.z)
      #expect(back.lat == coordinate.lat, "seed \(seed): \(coordinate)")
      // A millimetre is more than a unit of longitude only within 6° of a pole.
      if abs(coordinate.latitude) < 84 { #expect(back.lon == coordinate.lon, "seed \(seed): \(coordinate)") }
    }
  }

  @Test func pointsBelowTheSurface() throws {
    let handle = try ProjHandle.operation("+proj=cart +ellps=WGS84")
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<2000 {
      let lon = Double.random(in: -3.1...3.1, using: &generator)
      let lat = Double.random(in: -1.5...1.5, using: &generator)
      let height = Double.random(in: -100_000...0, using: &generator)
      let point = proj_trans(handle.transformation, PJ_FWD, proj_coord(lon, lat, height, 0)).xyz
      let found = Geocentric.coordinate(
        ofX: Int64((point.x * 1000).rounded()), y: Int64((point.y * 1000).rounded()),
        z: Int64((point.z * 1000).rounded()))
      #expect(abs(found.latitude * .pi / 180 - lat) < 2e-9, "at \(lat) \(lon) \(height)")
      #expect(abs(found.longitude * .pi / 180 - lon) < 6e-9, "at \(lat) \(lon) \(height)")
    }
    #expect(Geocentric.coordinate(ofX: 0, y: 0, z: 0) == Coordinate(lat: 0, lon: 0))
    #expect(Geocentric.coordinate(ofX: 0, y: 0, z: -5_000_000_000).lat == -900_000_000)
    #expect(Geocentric.coordinate(ofX: -1_000_000_000, y: 0, z: 0) == Coordinate(lat: 0, lon: 1_800_000_000))
  }

  /// What clustering measures, the straight line between two sites, against PROJ's geodesic.
  @Test(arguments: [(8000.0, 0.000_55), (50_000.0, 0.135)])
  func chordAgainstGeodesic(metres: Double, bound: Double) {
    let geodesic = Geodesic()
    var generator = SeededGenerator(seed: 7)
    var worst = 0.0
    for _ in 0..<2000 {
      let start = Coordinate(
        lat: Int32.random(in: -900_000_000...900_000_000, using: &generator),
        lon: Int32.random(in: -1_800_000_000...1_800_000_000, using: &generator))
      let end = geodesic.destination(
        from: start, azimuth: Double.random(in: 0...360, using: &generator), metres: metres)
      let (a, b) = (Geocentric.millimetres(start), Geocentric.millimetres(end))
      let (dx, dy, dz) = (Double(a.x - b.x), Double(a.y - b.y), Double(a.z - b.z))
      let chord = (dx * dx + dy * dy + dz * dz).squareRoot() / 1000
      worst = max(worst, abs(chord - geodesic.distance(start, end)))
    }
    // Rounding the two ends to millimetres adds at most √3 mm.
    #expect(worst <= bound + 0.001_74, "the chord of \(metres) m is off by \(worst) m")
    #expect(worst >= bound * 0.8, "the bound for \(metres) m is too wide: \(worst) m")
  }

  /// The reach is turned into a chord once with the mean radius; what is left is the Earth's uneven curvature.
  @Test(arguments: [(8000.0, 0.000_02), (50_000.0, 0.003)])
  func convertedReachAgainstGeodesic(metres: Double, bound: Double) {
    let sine = Geocentric.sineCosine(Int32((metres / (2 * Geocentric.meanRadius) * 180 / .pi * 1e7).rounded())).sine
    // The angle was rounded to 1e-7 degrees; put its share back.
    let angle = metres / (2 * Geocentric.meanRadius)
    let rounded = (angle * 180 / .pi * 1e7).rounded() / 1e7 * .pi / 180
    let reach = 2 * Geocentric.meanRadius * (sine + (angle - rounded))
    // Chord of a geodesic along the equator and the meridian of 0 and 90 degrees latitude: the extremes of curvature.
    let (a, b) = (Geocentric.semiMajorAxis, Geocentric.semiMajorAxis * (1 - 1 / Geocentric.inverseFlattening))
    for radius in [b * b / a, a * a / b] {
      let chord = metres - metres * metres * metres / (24 * radius * radius)
      #expect(abs(chord - reach) < bound, "\(metres) m at radius \(radius): \(chord - reach)")
    }
  }

  @Test func sineAndCosineAreExactAtQuadrants() {
    for (angle, sine, cosine) in [
      (0, 0.0, 1.0), (900_000_000, 1, 0), (1_800_000_000, 0, -1), (-900_000_000, -1, 0), (-1_800_000_000, 0, -1),
    ] {
      let result = Geocentric.sineCosine(Int32(angle))
      #expect(result.sine == sine && result.cosine == cosine, "at \(angle)")
    }
    #expect(abs(Geocentric.sineCosine(300_000_000).sine - 0.5) < 2e-16)
    #expect(abs(Geocentric.arcTangent(1, 1) - .pi / 4) < 2e-16)
    #expect(abs(Geocentric.arcTangent(-1, -3.0.squareRoot()) + 5 * .pi / 6) < 5e-16)
  }
}
