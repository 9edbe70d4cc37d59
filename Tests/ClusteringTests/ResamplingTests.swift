import Model
import TestSupport
import Testing

@testable import Clustering

/// Clusters whose sites move within their uncertainty: what holds, what falls apart, and that nothing else decides.
@Suite struct ResamplingTests {
  /// A point of the Earth, kilometres east and north of one at about 18° N, 78° E.
  static func point(east: Double, north: Double) -> (x: Int64, y: Int64, z: Int64) {
    let start: (x: Int64, y: Int64, z: Int64) = (1_261_590_000, 5_935_310_000, 1_958_000_000)
    let step = Ground(x: start.x, y: start.y, z: start.z).step(east: east * 1e6, north: north * 1e6)
    return (start.x + step.x, start.y + step.y, start.z + step.z)
  }

  struct Spot {
    var east = 0.0
    var north = 0.0
    var units: Int64 = 1
    /// Kilometres.
    var radius = 0.1
    var site: UInt64 = 0
  }

  static func sites(_ spots: [Spot]) -> UncertainSites {
    var sites = UncertainSites(measures: 1)
    for spot in spots {
      let point = point(east: spot.east, north: spot.north)
      sites.points.append(x: point.x, y: point.y, z: point.z, weight: spot.units)
      sites.radius.append(Int64(spot.radius * 1e6))
      sites.place.append(UInt64(bitPattern: point.x &* 31 &+ point.y))
      sites.site.append(spot.site)
      sites.units.append(spot.units)
      sites.measures[0].append(spot.units * 3 + 1)
    }
    return sites
  }

  static func resampling(_ spots: [Spot], shared: Int = 25, draws: Int = 100, threads: Int = 1) throws -> Resampling {
    Resampling(
      of: sites(spots),
      parameters: try .geodesic(reachMetres: 8_000, coreWeight: 10, maxRadiusMetres: 15_000, threads: threads),
      resampling: ResamplingParameters(draws: draws, sharedPercent: shared, partsPerSite: 16, seed: 2008))
  }

  /// Share of draws in which a group of at least `least` units holds half of all the units of the first `count` spots.
  static func survival(_ spots: [Spot], first count: Int? = nil, least: Int64, shared: Int = 25) throws -> Double {
    let resampling = try resampling(spots, shared: shared)
    let members = (0..<Int32(count ?? spots.count)).map { $0 }
    let all = members.reduce(0) { $0 + spots[Int($1)].units }
    var same = 0
    for draw in 0..<100 {
      let group = try resampling.draw(draw, clusters: [members])[0]
      if group.units >= least, 2 * group.kept >= all { same += 1 }
    }
    return Double(same) / 100
  }

  /// Units at places of their own, normal around a town.
  static func town(_ units: Int, sigma: Double, radius: Double, seed: UInt64) -> [Spot] {
    var random = SeededGenerator(seed: seed)
    func normal() -> Double {
      (0..<12).reduce(-6.0) { sum, _ in sum + Double.random(in: 0..<1, using: &random) } * sigma
    }
    return (0..<units).map { _ in Spot(east: normal(), north: normal(), radius: radius) }
  }

  @Test func ninetyPercentLieInsideTheRadius() throws {
    let spots = [Spot(units: 16, radius: 5)]
    let resampling = try Self.resampling(spots)
    let centre = Self.point(east: 0, north: 0)
    var inside = 0
    var east = 0.0
    for draw in 0..<2_000 {
      let points = resampling.moved(draw)
      for part in 0..<points.count {
        let (x, y, z) = (points.x[part] - centre.x, points.y[part] - centre.y, points.z[part] - centre.z)
        if x * x + y * y + z * z <= 25_000_000_000_000 { inside += 1 }
        east += Double(x)
      }
    }
    #expect(abs(Double(inside) / 32_000 - 0.9) < 0.01)
    // The mean step is small against the radius of 5e6 mm.
    #expect(abs(east / 32_000) < 100_000)
  }

  @Test func aFirmClusterStaysOne() throws {
    #expect(try Self.survival(Self.town(120, sigma: 2, radius: 0.1, seed: 11), least: 100) >= 0.99)
  }

  @Test func aStackOnABadlyPlacedPinFallsApart() throws {
    let narrow = try Self.survival([Spot(units: 120, radius: 3)], least: 100)
    let wide = try Self.survival([Spot(units: 120, radius: 20)], least: 100)
    let wider = try Self.survival([Spot(units: 120, radius: 30)], least: 100)
    #expect(narrow == 1)
    #expect(wide >= 0.3 && wide <= 0.6, "\(wide)")
    #expect(wider <= 0.05, "\(wider)")
  }

  @Test func aStackThatMovesAsAWholeStaysAStack() throws {
    #expect(try Self.survival([Spot(units: 120, radius: 20)], least: 100, shared: 100) == 1)
  }

  @Test func sitesOfOnePlaceMoveTogether() throws {
    let spots = [Spot(units: 1, radius: 20), Spot(units: 1, radius: 20, site: 1)]
    for draw in 0..<20 {
      let points = try Self.resampling(spots, shared: 100).moved(draw)
      #expect(points.x[0] == points.x[1] && points.y[0] == points.y[1] && points.z[0] == points.z[1])
      let apart = try Self.resampling(spots, shared: 0).moved(draw)
      #expect(apart.x[0] != apart.x[1])
    }
  }

  @Test func withoutUncertaintyNothingMoves() throws {
    var spots = Self.town(60, sigma: 3, radius: 0, seed: 5)
    spots[7].units = 40
    let resampling = try Self.resampling(spots)
    let (moved, points) = (resampling.moved(3), Self.sites(spots).points)
    #expect(
      moved.x == points.x && moved.y == points.y && moved.z == points.z && moved.weight == points.weight)
    let plain = try Clustering(
      of: Self.sites(spots).points, with: .geodesic(reachMetres: 8_000, coreWeight: 10, maxRadiusMetres: 15_000))
    let members = try #require(plain.members().first)
    let units = members.reduce(0) { $0 + spots[Int($1)].units }
    let sum = members.reduce(0) { $0 + spots[Int($1)].units * 3 + 1 }
    #expect(
      try resampling.draw(0, clusters: [members]) == [ResampledGroup(kept: units, units: units, measures: [sum])])
  }

  @Test func partsOfASiteAddUpToIt() throws {
    let points = try Self.resampling([Spot(units: 119, radius: 4), Spot(east: 1, units: 3, radius: 4)]).moved(0)
    #expect(points.count == 19)
    #expect(points.weight.prefix(16) == [8, 8, 8, 8, 8, 8, 8, 7, 7, 7, 7, 7, 7, 7, 7, 7])
    #expect(points.weight.suffix(3) == [1, 1, 1])
  }

  @Test func neitherOrderNorThreadsNorCompanyMatter() throws {
    let spots = Self.town(90, sigma: 4, radius: 6, seed: 21)
    let plain = try Self.resampling(spots)
    let reversed = try Self.resampling(Array(spots.reversed()))
    let threaded = try Self.resampling(spots, threads: 4)
    let company = try Self.resampling(spots + [Spot(east: 90, units: 30)])
    let members = (0..<90).map { Int32($0) }
    for draw in 0..<10 {
      let expected = try plain.draw(draw, clusters: [members])
      #expect(try reversed.draw(draw, clusters: [members]) == expected)
      #expect(try threaded.draw(draw, clusters: [members]) == expected)
      #expect(try company.draw(draw, clusters: [members]) == expected)
    }
  }

  /// However many rows a PIN has, they are at most 16 points: at 40 km both stacks lose a good part of their units.
  @Test func moreRowsOnOnePinDoNotMakeItsPlaceBetterKnown() throws {
    let members: [[Int32]] = [[0]]
    for units in [Int64(120), 300] {
      let resampling = try Self.resampling([Spot(units: units, radius: 40)])
      #expect(resampling.size == 16)
      var kept = 0.0
      for draw in 0..<100 {
        kept += Double(try resampling.draw(draw, clusters: members)[0].kept) / Double(units) / 100
      }
      #expect(kept < 0.75, "\(units): \(kept)")
    }
  }

  /// Over several seeded towns at once, a larger uncertainty never makes the clusters firmer.
  @Test func moreUncertaintyIsNeverFirmer() throws {
    var means: [Double] = []
    for radius in [0.1, 3, 6, 12, 24] {
      var sum = 0.0
      for seed in UInt64(1)...4 {
        sum += try Self.survival(Self.town(115, sigma: 4, radius: radius, seed: seed), least: 100)
      }
      means.append(sum / 4)
    }
    for (firmer, looser) in zip(means, means.dropFirst()) { #expect(firmer >= looser - 0.02, "\(means)") }
    #expect(means[0] > means[4] + 0.3, "\(means)")
  }
}
