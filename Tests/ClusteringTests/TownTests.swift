import Clustering
import Model
import Testing

/// A town of 600 units must not fall apart unseen: it is one cluster, or its parts name the belt that they were cut from.
@Suite struct TownTests {
  private func cluster(sigma: Double, reach: Double, radius: Double, core: Int64) throws -> (Clustering, [Int]) {
    let spots = ResamplingTests.town(600, sigma: sigma, radius: 0.1, seed: 600)
    let found = try Clustering(
      of: ResamplingTests.sites(spots).points,
      with: .geodesic(reachMetres: reach * 1000, coreWeight: core, maxRadiusMetres: radius * 1000))
    return (found, found.members().map(\.count).sorted(by: >))
  }

  @Test(arguments: [2.0, 4, 8])
  func theDefaultsKeepATownWhole(sigma: Double) throws {
    let (found, sizes) = try cluster(sigma: sigma, reach: 8, radius: 15, core: 10)
    #expect(sizes.filter { $0 >= 50 }.count == 1)
    #expect(sizes[0] >= 570, "\(sizes)")
    // The widest one is trimmed, not split: its rim is cut off, and it says so.
    #expect((found.clusters.first?.belt == nil) == (sigma < 8))
  }

  private static let settings = [
    (2.0, 15.0, 10), (3, 15, 10), (15, 15, 10), (8, 8, 10), (8, 40, 10), (8, 15, 5), (8, 15, 20),
  ]

  @Test(arguments: [2.0, 4, 8], settings)
  func nothingIsCutInSilence(sigma: Double, setting: (reach: Double, radius: Double, core: Int)) throws {
    let (found, sizes) = try cluster(
      sigma: sigma, reach: setting.reach, radius: setting.radius, core: Int64(setting.core))
    #expect(sizes[0] >= 200, "\(sizes)")
    // Of two or more parts that could count, each names the component that it was cut from.
    let large = found.members().enumerated().filter { $0.element.count >= 50 }
    if large.count > 1 {
      for (number, _) in large { #expect(found.clusters[number].belt != nil) }
    }
    for belt in found.belts { #expect(belt.members.count >= sizes[0]) }
  }

  @Test func aTownCutByASmallRadiusIsABelt() throws {
    let (found, sizes) = try cluster(sigma: 8, reach: 8, radius: 8, core: 10)
    #expect(found.belts.count == 1 && found.belts[0].members.count >= 590)
    #expect(sizes[0] < 400, "\(sizes)")
    #expect(found.clusters.allSatisfy { $0.belt == 0 })
  }
}
