import Model
import TestSupport
import Testing

@testable import Pipeline
@testable import Taxonomy

@Suite("Units inside circles")
struct CircleCountsTests {
  /// Two products at random sites, some near the antimeridian and the poles.
  private static func tally(_ generator: inout SeededGenerator, _ sites: Int, around: (lat: Double, lon: Double))
    -> Tally
  {
    var points: Set<[Int32]> = []
    while points.count < sites {
      let lat = min(max(around.lat + Double.random(in: -1.2...1.2, using: &generator), -90), 90)
      var lon = around.lon + Double.random(in: -1.5...1.5, using: &generator)
      if lon > 180 { lon -= 360 } else if lon < -180 { lon += 360 }
      points.insert([Int32(lat * 1e7), Int32(lon * 1e7)])
    }
    var tally = Tally()
    tally.keys = [
      TallyKey(product: 0, productionClass: .industrial), TallyKey(product: 1, productionClass: .industrial),
    ]
    tally.sites = points.map { SiteKey(coordinate: Coordinate(lat: $0[0], lon: $0[1]), place: LocatedBatch.noPlace) }
      .sorted()
    var units: [Int64] = []
    for key in 0..<2 {
      for site in tally.sites.indices where key == 0 || site.isMultiple(of: 3) {
        tally.pairKey.append(UInt16(key))
        tally.pairSite.append(UInt32(site))
        units.append(Int64.random(in: 1...9, using: &generator))
      }
    }
    tally.columns[TallyColumn.unitsUnknown.rawValue] = TallySums(units)
    return tally
  }

  @Test(arguments: [(20.0, 78.0), (-0.5, 179.4), (64, -179.9), (0, 0)])
  func agreeWithBruteForce(lat: Double, lon: Double) throws {
    var generator = SeededGenerator(seed: UInt64(abs(lat) * 10) + 5)
    let tally = Self.tally(&generator, 400, around: (lat, lon))
    let groups = ["a", "b"].map { ProductGroup(code: $0, name: $0, productionClass: .industrial) }
    let catalogue = ProductCatalogue(
      groups: groups, nic2008: CodeEdition(classes: []), nic2004: CodeEdition(classes: []))
    let columns = ProductColumns(tally, catalogue.keys(level: .group), catalogue)
    let states = tally.sites.indices.map { UInt16($0 % 2 + 1) }
    let circles = (0..<30).map { index in
      CountingCircle(
        centre: tally.sites[index * 13].coordinate, radius: Double([0, 1_000, 9_000, 40_000, 120_000][index % 5]),
        state: UInt16(index % 3))
    }
    let counts = try CircleCounts(
      circles, tally, columns, numberOfSite: tally.sites.indices.map { UInt32($0) }, stateOfNumber: states, threads: 2)
    let one = try CircleCounts(
      circles, tally, columns, numberOfSite: tally.sites.indices.map { UInt32($0) }, stateOfNumber: states, threads: 1)
    for (index, circle) in circles.enumerated() {
      for key in 0..<2 {
        var (all, state): (Int64, Int64) = (0, 0)
        for pair in 0..<tally.pairCount where Int(tally.pairKey[pair]) == key {
          let site = Int(tally.pairSite[pair])
          let point = tally.sites[site].coordinate
          var east = Double(point.lon) - Double(circle.centre.lon)
          if east > 1.8e9 { east -= 3.6e9 } else if east < -1.8e9 { east += 3.6e9 }
          let angle = Double(circle.centre.lat) * 1e-7 * 3.141592653589793 / 180
          let s = angle * angle
          let cosine = 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90))))
          let x = east * 1e-7 * 111_195.0797 * cosine
          let y = (Double(point.lat) - Double(circle.centre.lat)) * 1e-7 * 111_195.0797
          guard x * x + y * y <= circle.radius * circle.radius else { continue }
          all += tally.units(pair)
          if circle.state != 0, states[site] == circle.state { state += tally.units(pair) }
        }
        #expect(counts.counts(index, key) == (all, state), "circle \(index), key \(key)")
        #expect(one.counts(index, key) == (all, state))
      }
    }
    #expect(circles.indices.contains { counts.counts($0, 0).all > 20 })
  }
}
