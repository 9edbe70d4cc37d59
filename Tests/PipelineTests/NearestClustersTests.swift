import Classification
import Model
import Testing

@testable import Pipeline

@Suite struct NearestClustersTests {
  private func cluster(_ id: String, key: Int = 0, lat: Double, lon: Double = 77) -> (
    key: Int, centre: Coordinate, id: String
  ) {
    (key, Coordinate(lat: Int32(lat * 1e7), lon: Int32(lon * 1e7)), id)
  }

  @Test func theTwoNearestOfTheSameKey() {
    let found = NearestClusters.find(
      [
        cluster("a", lat: 0), cluster("b", lat: 0.3), cluster("c", lat: 0.1), cluster("d", lat: -0.2),
        cluster("other", key: 1, lat: 0.01),
      ], count: 2)
    #expect(found[0].map(\.id) == ["c", "d"])
    #expect(found[1].map(\.id) == ["c", "a"])
    #expect(found[4].isEmpty)
    // A tenth of a degree along the meridian at the equator is 11.057 km.
    #expect(abs(found[0][0].distance - 11_057_000) < 20_000)
  }

  @Test func equallyNearOnesGoByName() {
    let found = NearestClusters.find(
      [cluster("a", lat: 0, lon: 0), cluster("z", lat: 0, lon: 0.2), cluster("m", lat: 0, lon: -0.2)], count: 1)
    #expect(found[0].map(\.id) == ["m"])
  }
}
