import Model
import TestSupport
import Testing

@testable import Spatial

@Suite("Lines and areas")
struct LineSetTests {
  private let geodesic = Geodesic()

  private func at(_ latitude: Double, _ longitude: Double) -> Coordinate {
    Coordinate(lat: Int32((latitude * 1e7).rounded()), lon: Int32((longitude * 1e7).rounded()))
  }

  @Test func aVertexIsAsFarAsItsGeodesic() throws {
    let place = at(26.5, 80.3)
    let vertex = at(26.4, 80.4)
    #expect(LineSet([[vertex]]).distance(from: place) == geodesic.distance(place, vertex))
    #expect(LineSet([[vertex, at(26.0, 81)]]).distance(from: place) == geodesic.distance(place, vertex))
    #expect(LineSet([[vertex]]).distance(from: vertex) == 0)
    #expect(LineSet([]).distance(from: place) == nil && LineSet([[]]).isEmpty)
  }

  @Test func segmentsAreMeasuredWithinTwoMetres() throws {
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<60 {
      let place = at(.random(in: 10...30, using: &generator), .random(in: 70...90, using: &generator))
      let near = { (value: Double) in value + Double.random(in: -0.4...0.4, using: &generator) }
      let from = at(near(place.latitude), near(place.longitude))
      let to = at(near(place.latitude), near(place.longitude))
      var least = Double.infinity
      for step in 0...20_000 {
        let share = Double(step) / 20_000
        let point = at(
          from.latitude + (to.latitude - from.latitude) * share,
          from.longitude + (to.longitude - from.longitude) * share)
        least = min(least, geodesic.distance(place, point))
      }
      let found = try #require(LineSet([[from, to]]).distance(from: place))
      // The samples stand at most 6 m apart.
      #expect(abs(found - least) < 2, "\(place) \(from) \(to): \(found), sampled \(least)")
    }
  }

  @Test func theAntimeridianIsNoWall() throws {
    let line = LineSet([[at(-17, 179.9), at(-17, -179.9)]])
    #expect(try #require(line.distance(from: at(-17, 180))) < 1)
    #expect(try #require(line.distance(from: at(-17, -179.95))) < 1)
    #expect(try #require(line.distance(from: at(-17, 179.8))) > 10_000)
  }

  @Test func orderAndDirectionDoNotMatter() throws {
    let first = [at(20, 78), at(20.5, 78.5), at(21, 78)]
    let second = [at(19, 77), at(19.5, 79)]
    let place = at(20.2, 78.6)
    let expected = try #require(LineSet([first, second]).distance(from: place))
    let turned = try #require(LineSet([second.reversed(), first.reversed()]).distance(from: place))
    #expect(abs(turned - expected) < 0.05)
  }

  @Test func anAreaHoldsItsInsideButNotItsHoles() throws {
    let outer = [at(20, 78), at(20, 79), at(21, 79), at(21, 78)]
    let hole = [at(20.4, 78.4), at(20.4, 78.6), at(20.6, 78.6), at(20.6, 78.4)]
    let area = Area(rings: [outer + [outer[0]], hole])
    #expect(area.contains(at(20.2, 78.2)) && area.distance(from: at(20.2, 78.2)) == 0)
    #expect(!area.contains(at(20.5, 78.5)) && !area.contains(at(19.999, 78.5)))
    let inHole = try #require(area.distance(from: at(20.5, 78.5)))
    #expect(abs(inHole - geodesic.distance(at(20.5, 78.5), at(20.5, 78.4))) < 5)
    let outside = try #require(area.distance(from: at(20.5, 77.9)))
    #expect(abs(outside - geodesic.distance(at(20.5, 77.9), at(20.5, 78))) < 5)
    #expect(Area(rings: [[outer[0], outer[1]]]).distance(from: outer[0]) == nil)
  }
}
