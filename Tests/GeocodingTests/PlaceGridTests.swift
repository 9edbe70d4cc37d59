import Model
import TestSupport
import Testing

@testable import Geocoding

@Suite("Places near a point")
struct PlaceGridTests {
  @Test(arguments: [20_000, 1_000_000, 90_000_000] as [Int64])
  func agreeWithLookingAtAll(height: Int64) throws {
    let gazetteer = try CaseTable.starter.get()
    let list = gazetteer.byLatitude
    let all = (0..<list.count).map { list[$0] }
    let grid = PlaceGrid(gazetteer, list, height: height) { _ in true }
    var random = SeededGenerator(seed: 411)
    var seen = 0
    for index in 0..<300 {
      // Around places, at the edges of the world, and anywhere.
      let near = gazetteer.record(all[Int.random(in: all.indices, using: &random)]).coordinate
      let point =
        index % 3 == 0
        ? Coordinate(
          lat: Int32.random(in: -900_000_000...900_000_000, using: &random),
          lon: index % 2 == 0 ? 1_800_000_000 : near.lon)
        : Coordinate(lat: near.lat + Int32(index * 40), lon: near.lon - Int32(index * 70))
      let metres = [0.0, 1_500, 20_000, 300_000, 6_000_000][index % 5]
      var found: Set<UInt32> = []
      grid.forEach(near: point, metres: metres) { place, distance in
        #expect(found.insert(place).inserted, "place \(place) came twice")
        #expect(distance == Distance.metres(gazetteer.record(place).coordinate, point))
      }
      let wanted = Set(all.filter { Distance.metres(gazetteer.record($0).coordinate, point) <= metres })
      #expect(found == wanted, "seed 411, point \(index)")
      seen += found.count
    }
    #expect(seen > 1_000)
  }
}
