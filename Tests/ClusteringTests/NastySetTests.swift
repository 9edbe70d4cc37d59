import Clustering
import Model
import TestSupport
import Testing

/// Sets on which simple algorithms take quadratic time. Quadratic time would be minutes here, so each is its own alarm.
@Suite struct NastySetTests {
  func cluster(_ set: PlanarPointSet, reach: Double, core: Int64, radius: Double? = nil) throws -> Clustering {
    let start = ContinuousClock.now
    let found = try Clustering(
      of: set, with: ClusteringParameters(reach: reach, coreWeight: core, maxRadius: radius))
    #expect(ContinuousClock.now - start < .seconds(30))
    return found
  }

  @Test(arguments: [nil, 1e-3]) func everySiteAtOnePoint(radius: Double?) throws {
    let count = 100_000
    let set = PlanarPointSet(
      x: Array(repeating: 5, count: count), y: Array(repeating: 6, count: count),
      weight: (0..<count).map { $0 % 2 == 0 ? 1 : 0 })
    let found = try cluster(set, reach: 1, core: Int64(count / 2), radius: radius)
    #expect(found.clusters.count == 1 && found.belts.isEmpty)
    #expect(found.role.filter { $0 == .core }.count == count / 2)
    #expect(try cluster(set, reach: 1, core: Int64(count / 2 + 1), radius: radius).clusters.isEmpty)
  }

  @Test func twoCrowdsJustBeyondReach() throws {
    // Each crowd fills one cell; no site of one is within reach of the other, no cell alone is dense enough to shortcut.
    let count = 30_000
    for (gap, clusters, core) in [(1_001.0, 2, Int64(15_000)), (1_000, 1, 15_000), (1_001, 0, 15_001)] {
      var set = PlanarPointSet()
      for index in 0..<count {
        let side = index % 2 == 0
        set.append(x: side ? 0 : gap, y: Double(index / 2) / 30, weight: 1)
      }
      #expect(try cluster(set, reach: 1_000, core: core).clusters.count == clusters)
    }
  }

  @Test func aCrowdWithoutWeightBesideADenseOne() throws {
    var random = SeededGenerator(seed: 3)
    var set = PlanarPointSet()
    for index in 0..<30_000 {
      set.append(
        x: Double.random(in: 0...500, using: &random) + (index % 2 == 0 ? 0 : 700),
        y: Double.random(in: 0...500, using: &random), weight: index % 2 == 0 ? 1 : 0)
    }
    let found = try cluster(set, reach: 1_000, core: 1_000)
    #expect(found.clusters.count == 1 && found.role.filter { $0 == .border }.count > 14_000)
  }

  @Test func aLongChainThatShedsSitesOneByOne() throws {
    // Gaps grow along the chain: each level cuts off one site, tens of thousands deep.
    let count = 12_000
    var set = PlanarPointSet()
    var x = 0.0
    for index in 0..<count {
      set.append(x: x, y: 0, weight: 1)
      x += 100_000 + Double(index)
    }
    let found = try cluster(set, reach: 200_000, core: 1, radius: 10_000_000)
    #expect(found.belts.count == 1 && found.clusters.count > count / 2)
    #expect(found.cluster[0] == found.cluster[1])
  }

  @Test func manyPilesInALine() throws {
    // Equal links everywhere, many sites at each point.
    var set = PlanarPointSet()
    for index in 0..<30_000 { set.append(x: Double(index / 300 * 10), y: 0, weight: 1) }
    let found = try cluster(set, reach: 10, core: 600, radius: 100)
    #expect(found.belts.count == 1 && found.belts[0].members.count == 30_000)
    #expect(try cluster(set, reach: 10, core: 300, radius: 100).clusters.count == 100)
  }
}
