import Model
import TestSupport
import Testing

@testable import Spatial

/// What RFC 7946 and the interface ask of every footprint, as sentences; empty when all is well.
private func faults(_ footprint: Footprint, decimals: Int) throws -> [String] {
  var faults: [String] = []
  if footprint.polygons.isEmpty { faults.append("empty") }
  var step: Int32 = 1
  for _ in decimals..<7 { step *= 10 }
  for rings in footprint.polygons {
    for (position, ring) in rings.enumerated() {
      if ring.count < 4 || ring.first != ring.last { faults.append("a ring is not closed") }
      if (RingOrder.doubledArea(ring) > 0) != (position == 0) { faults.append("a ring is wound the wrong way") }
      if !ring.allSatisfy(\.isValid) { faults.append("out of range") }
      if !ring.allSatisfy({ $0.lat % step == 0 && $0.lon % step == 0 }) { faults.append("not rounded") }
      for (a, b) in zip(ring, ring.dropFirst())
      where abs(Int64(a.lon) - Int64(b.lon)) > 1_800_000_000 && abs(a.lat) != 900_000_000 {
        faults.append("an edge jumps over the antimeridian")
      }
    }
  }
  let context = try GeosContext()
  let geometry = try context.multipolygon(
    footprint.polygons.map { $0.map { $0.flatMap { [$0.longitude, $0.latitude] } } })
  if !geometry.isValid { faults.append("invalid") }
  if !(footprint.area > 0) { faults.append("area \(footprint.area)") }
  return faults
}

/// Whether a coordinate lies inside or on the edge, by crossings.
private func covers(_ footprint: Footprint, _ site: Coordinate) -> Bool {
  if abs(site.lat) == 900_000_000 { return footprint.polygons.joined().joined().contains { $0.lat == site.lat } }
  var inside = false
  for ring in footprint.polygons.joined() {
    for (a, b) in zip(ring, ring.dropFirst()) where (a.lat > site.lat) != (b.lat > site.lat) {
      let crossing =
        Double(a.lon) + (Double(site.lat) - Double(a.lat)) / (Double(b.lat) - Double(a.lat))
        * (Double(b.lon) - Double(a.lon))
      if abs(crossing - Double(site.lon)) <= 1 { return true }
      if crossing > Double(site.lon) { inside.toggle() }
    }
  }
  return inside
}

@Suite("Footprints")
struct FootprintBuilderTests {
  private static let kinds = FootprintKind.allCases

  private static func builder(_ kind: FootprintKind, decimals: Int = 5) throws -> FootprintBuilder {
    try FootprintBuilder(parameters: FootprintParameters(kind: kind, decimals: decimals))
  }

  /// Sites around a centre within `spread` metres.
  private static func sites(
    around centre: Coordinate, count: Int, spread: Double, seed: UInt64
  ) -> [Coordinate] {
    var generator = SeededGenerator(seed: seed)
    let geodesic = Geodesic()
    return (0..<count).map { _ in
      geodesic.destination(
        from: centre, azimuth: Double.random(in: 0..<360, using: &generator),
        metres: Double.random(in: 0...spread, using: &generator))
    }
  }

  private static let centres = [
    Coordinate(lat: 111_085_000, lon: 773_411_000), Coordinate(lat: 0, lon: 0),
    Coordinate(lat: 170_000_000, lon: 1_799_900_000), Coordinate(lat: -180_000_000, lon: -1_800_000_000),
    Coordinate(lat: -170_000_000, lon: 1_800_000_000), Coordinate(lat: 900_000_000, lon: 0),
    Coordinate(lat: 899_800_000, lon: 1_234_567_890), Coordinate(lat: -899_900_000, lon: -1_799_999_999),
    Coordinate(lat: -900_000_000, lon: 0), Coordinate(lat: 850_000_000, lon: 1_790_000_000),
  ]

  @Test(arguments: kinds, [1, 2, 3, 4, 7, 40, 400])
  func anywhereOnEarth(kind: FootprintKind, count: Int) throws {
    let builder = try Self.builder(kind)
    for (number, centre) in Self.centres.enumerated() {
      for (round, spread) in [0.0, 3, 3000, 25_000].enumerated() {
        let seed = UInt64(number * 1000 + round * 10 + count)
        let sites = Self.sites(around: centre, count: count, spread: spread, seed: seed)
        let footprint = try builder.footprint(coordinates: sites, uncertainty: spread / 5)
        let found = try faults(footprint, decimals: 5)
        #expect(found.isEmpty, "\(kind) seed \(seed) at \(centre), \(count) sites within \(spread) m: \(found)")
        let outside = sites.filter { !covers(footprint, $0) }
        #expect(outside.isEmpty, "\(kind) seed \(seed) at \(centre), \(count) sites within \(spread) m: \(outside)")
      }
    }
  }

  @Test(arguments: kinds)
  func tenThousandSites(kind: FootprintKind) throws {
    let sites = Self.sites(around: Self.centres[0], count: 10_000, spread: 15_000, seed: 99)
    let footprint = try Self.builder(kind).footprint(coordinates: sites, uncertainty: 800)
    #expect(try faults(footprint, decimals: 5).isEmpty)
    #expect(sites.allSatisfy { covers(footprint, $0) })
    #expect(footprint.polygons.joined().joined().count < 1000)
  }

  @Test func aSingleSiteIsACircle() throws {
    let site = Self.centres[0]
    for (uncertainty, radius) in [(0.0, 500.0), (1200, 1200), (90_000, 3000), (.nan, 500), (.infinity, 3000)] {
      let footprint = try Self.builder(.concave).footprint(coordinates: [site, site], uncertainty: uncertainty)
      let circle = Double.pi * radius * radius
      #expect(footprint.area > 0.93 * circle && footprint.area < 1.01 * circle, "\(uncertainty): \(footprint.area)")
    }
  }

  @Test(arguments: kinds)
  func collinearSites(kind: FootprintKind) throws {
    for (dLat, dLon) in [(0, 100_000), (100_000, 0), (100_000, 100_000)] as [(Int32, Int32)] {
      let sites = (0..<20).map {
        Coordinate(lat: 111_085_000 + Int32($0) * dLat, lon: 773_411_000 + Int32($0) * dLon)
      }
      let footprint = try Self.builder(kind).footprint(coordinates: sites, uncertainty: 0)
      #expect(try faults(footprint, decimals: 5).isEmpty)
      #expect(sites.allSatisfy { covers(footprint, $0) })
    }
  }

  @Test(arguments: kinds)
  func orderAndRepetitionDoNotMatter(kind: FootprintKind) throws {
    let builder = try Self.builder(kind)
    var sites = Self.sites(around: Self.centres[2], count: 300, spread: 12_000, seed: 5)
    let first = try builder.footprint(coordinates: sites, uncertainty: 700)
    var generator = SeededGenerator(seed: 6)
    sites += sites.prefix(100)
    sites.shuffle(using: &generator)
    #expect(try builder.footprint(coordinates: sites, uncertainty: 700) == first)
  }

  @Test func concaveLiesWithinConvex() throws {
    // Two arms of a right angle, each a little uneven.
    var generator = SeededGenerator(seed: 11)
    let sites = (0..<200).flatMap { step in
      let aside = Int32.random(in: 0...40_000, using: &generator)
      return [
        Coordinate(lat: 111_000_000 + Int32(step) * 8000, lon: 773_000_000 + aside),
        Coordinate(lat: 111_000_000 + aside, lon: 773_000_000 + Int32(step) * 8000),
      ]
    }
    let concave = try Self.builder(.concave).footprint(coordinates: sites, uncertainty: 0)
    let convex = try Self.builder(.convex).footprint(coordinates: sites, uncertainty: 0)
    #expect(concave.area < 0.6 * convex.area)
  }

  /// GEOS shuffles points inside; that must not show.
  @Test func twiceTheSameIsTheSame() throws {
    for (number, centre) in Self.centres.enumerated() {
      let sites = Self.sites(around: centre, count: 80, spread: 9000, seed: UInt64(number))
      let builder = try FootprintBuilder(
        parameters: FootprintParameters(cell: 1, minimumBuffer: 10, maximumBuffer: 10, tolerance: 0))
      let first = try builder.footprint(coordinates: sites, uncertainty: 0)
      for _ in 0..<5 { #expect(try builder.footprint(coordinates: sites, uncertainty: 0) == first, "\(centre)") }
    }
  }

  @Test func antimeridianIsSplit() throws {
    let sites = [Coordinate(lat: 170_000_000, lon: 1_799_000_000), Coordinate(lat: 170_000_000, lon: -1_799_000_000)]
    let footprint = try Self.builder(.convex).footprint(coordinates: sites, uncertainty: 1000)
    #expect(footprint.polygons.count == 2)
    #expect(footprint.polygons[0].joined().allSatisfy { $0.lon < -1_798_000_000 })
    #expect(footprint.polygons[1].joined().allSatisfy { $0.lon > 1_798_000_000 })
    let same = try Self.builder(.convex).footprint(
      coordinates: sites.map { Coordinate(lat: $0.lat, lon: $0.lon > 0 ? -1_000_000 : 1_000_000) }, uncertainty: 1000)
    #expect(abs(footprint.area / same.area - 1) < 0.001)
  }

  @Test func polesAreEnclosed() throws {
    let sites = (0..<12).map { Coordinate(lat: 899_500_000, lon: Int32($0 * 300_000_000 - 1_800_000_000)) }
    for south in [false, true] {
      let footprint = try Self.builder(.convex).footprint(
        coordinates: sites.map { Coordinate(lat: south ? -$0.lat : $0.lat, lon: $0.lon) }, uncertainty: 1000)
      #expect(try faults(footprint, decimals: 5).isEmpty)
      // A cap of 5.58 km and one kilometre around it.
      let area = Double.pi * 6580 * 6580
      #expect(footprint.area > 0.93 * area && footprint.area < 1.01 * area, "\(footprint.area)")
    }
  }

  @Test(arguments: [5, 6, 7])
  func decimals(decimals: Int) throws {
    let sites = Self.sites(around: Self.centres[0], count: 60, spread: 5000, seed: 8)
    let footprint = try Self.builder(.concave, decimals: decimals).footprint(coordinates: sites, uncertainty: 0)
    #expect(try faults(footprint, decimals: decimals).isEmpty)
  }

  @Test func narrowestParameters() throws {
    let parameters = FootprintParameters(
      cell: 1, minimumBuffer: 10, maximumBuffer: 10, concaveRatio: 0, tolerance: 0, decimals: 5)
    let builder = try FootprintBuilder(parameters: parameters)
    for seed in 0..<20 as Range<UInt64> {
      let centre = Self.centres[Int(seed) % Self.centres.count]
      let sites = Self.sites(around: centre, count: 50, spread: 800, seed: seed)
      let found = try faults(builder.footprint(coordinates: sites, uncertainty: 0), decimals: 5)
      #expect(found.isEmpty, "seed \(seed): \(found)")
    }
  }

  @Test func refusals() throws {
    let builder = try Self.builder(.convex)
    #expect(throws: Failure.self) { try builder.footprint(coordinates: [], uncertainty: 0) }
    #expect(throws: Failure.self) {
      try builder.footprint(coordinates: [Coordinate(lat: .max, lon: 0)], uncertainty: 0)
    }
    for parameters in [
      FootprintParameters(cell: 0), FootprintParameters(minimumBuffer: 9), FootprintParameters(maximumBuffer: 400),
      FootprintParameters(concaveRatio: 1.1), FootprintParameters(tolerance: 200), FootprintParameters(decimals: 8),
      FootprintParameters(cell: .nan),
    ] {
      #expect(!parameters.faults.isEmpty)
      #expect(throws: Failure.self) { try FootprintBuilder(parameters: parameters) }
    }
  }
}
