import Clustering
import Model
import TestSupport
import Testing

/// The boundaries of the definition, one by one, on sets that can be drawn on paper.
@Suite struct BoundaryTests {
  func planar(
    _ points: [(Double, Double, Int64)], reach: Double, core: Int64, radius: Double? = nil
  ) throws -> Clustering {
    try Clustering(
      of: PlanarPointSet(x: points.map(\.0), y: points.map(\.1), weight: points.map(\.2)),
      with: ClusteringParameters(reach: reach, coreWeight: core, maxRadius: radius))
  }

  @Test func noSites() throws {
    let parameters = try ClusteringParameters(reach: 1, coreWeight: 1, maxRadius: 1)
    #expect(try Clustering(of: PointSet(), with: parameters).cluster.isEmpty)
    #expect(try Clustering(of: PlanarPointSet(), with: parameters).clusters.isEmpty)
  }

  @Test func theReachIsInclusive() throws {
    let pair = [(0.0, 0.0, Int64(1)), (3, 4, 1)]
    #expect(try planar(pair, reach: 5, core: 2).cluster == [0, 0])
    #expect(try planar(pair, reach: 5.0.nextDown, core: 2).cluster == [-1, -1])
  }

  @Test func theGeodesicReachIsInclusiveToTheMillimetre() throws {
    let chord = Chord.chord(ofReachMetres: 8_000)
    func pair(_ distance: Int64) throws -> [Int32] {
      let points = PointSet(
        x: [6_378_137_000, 6_378_137_000], y: [-2_000, distance - 2_000], z: [0, 0], weight: [1, 1])
      return try Clustering(of: points, with: .geodesic(reachMetres: 8_000, coreWeight: 2)).cluster
    }
    #expect(try pair(chord) == [0, 0])
    #expect(try pair(chord + 1) == [-1, -1])
  }

  @Test func aSiteCountsItself() throws {
    let one = try planar([(7, 7, 5)], reach: 1, core: 5)
    #expect(one.role == [.core])
    #expect(try planar([(7, 7, 4)], reach: 1, core: 5).role == [.noise])
  }

  @Test func aSiteWithoutWeightIsNeverCore() throws {
    let found = try planar([(0, 0, 0), (1, 0, 9), (20, 0, 0)], reach: 2, core: 3)
    #expect(found.role == [.border, .core, .noise])
    let twins = try planar([(0, 0, 0), (0, 0, 9)], reach: 2, core: 3)
    #expect(twins.role == [.border, .core])
  }

  @Test func aCornerBeyondReachDoesNotMatch() throws {
    // Within a box of the reach, outside the circle.
    #expect(try planar([(0, 0, 1), (9, 9, 1)], reach: 10, core: 2).cluster == [-1, -1])
    #expect(try planar([(0, 0, 1), (7, 7, 1)], reach: 10, core: 2).cluster == [0, 0])
  }

  @Test func aBorderSiteGoesToTheNearestCoreSite() throws {
    let found = try planar([(-5, 0, 9), (0, 0, 1), (4, 0, 9)], reach: 5, core: 9 + 1)
    #expect(found.cluster == [0, 0, 0])
    let apart = try planar([(-5, 0, 9), (0, 0, 1), (4, 0, 9)], reach: 5, core: 9)
    #expect(apart.role == [.core, .core, .core])
    let border = try planar([(-5, 0, 9), (0, 0, 0), (4, 0, 9)], reach: 5, core: 9)
    #expect(border.cluster == [0, 1, 1])
    #expect(border.tied == [false, false, false])
  }

  @Test func aTieGoesToTheSmallerSiteAndIsFlagged() throws {
    let found = try planar([(4, 0, 9), (-4, 0, 9), (0, 0, 0), (0, 1, 0)], reach: 5, core: 9)
    #expect(found.cluster == [0, 1, 0, 0])
    #expect(found.tied == [false, false, true, true])
    // Two core sites of one cluster at the same distance are no tie.
    let same = try planar([(4, 0, 9), (4, 3, 9), (0, 1.5, 0)], reach: 5, core: 9)
    #expect(same.cluster == [0, 0, 0])
    #expect(same.tied == [false, false, false])
  }

  @Test func clustersAreNumberedByTheirSmallestSite() throws {
    // The border site 0 belongs to the cluster of site 3.
    let found = try planar([(99, 0, 0), (0, 0, 9), (50, 0, 9), (100, 0, 9)], reach: 5, core: 9)
    #expect(found.cluster == [0, 1, 2, 0])
  }

  @Test func aWideComponentIsCutAtItsLongestLinks() throws {
    // Two towns of ten, 8 apart, joined at reach 10; the whole has radius 4.
    let points = [(0.0, 0.0, Int64(10)), (1, 0, 10), (9, 0, 10), (10, 0, 10)]
    #expect(try planar(points, reach: 10, core: 10).cluster == [0, 0, 0, 0])
    let cut = try planar(points, reach: 10, core: 10, radius: 4)
    #expect(cut.cluster == [0, 0, 1, 1])
    #expect(cut.belts == [FoundBelt(members: [0, 1, 2, 3], radius: 5)])
    #expect(cut.clusters.map(\.belt) == [0, 0])
    #expect(cut.clusters.allSatisfy { $0.reach == 64.0.nextDown.squareRoot() && $0.tightest == 1 })
    // The radius is inclusive.
    #expect(try planar(points, reach: 10, core: 10, radius: 5).belts.isEmpty)
  }

  @Test func equalLinksAreCutTogether() throws {
    let chain = (0..<6).map { (Double($0) * 4, 0.0, Int64(10)) }
    let found = try planar(chain, reach: 5, core: 10, radius: 5)
    #expect(found.cluster == [0, 1, 2, 3, 4, 5])
    #expect(found.clusters.allSatisfy { $0.tightest == 0 })
  }

  @Test func aPartOfOneSiteFitsWhateverTheRadius() throws {
    let found = try planar([(0, 0, 10), (4, 0, 10)], reach: 5, core: 10, radius: 1e-9)
    #expect(found.cluster == [0, 1])
    #expect(found.role == [.core, .core])
  }

  @Test func nineTenthsOfTheWeightDecide() throws {
    // Nine at the centre of a line and the tenth far out: 10·s ≥ 9·t holds with equality.
    let points = [(0.0, 0.0, Int64(90)), (10, 0, 10)]
    #expect(try planar(points, reach: 10, core: 10, radius: 1).belts.isEmpty)
    let lighter = [(0.0, 0.0, Int64(89)), (10, 0, 11)]
    #expect(try planar(lighter, reach: 10, core: 10, radius: 1).belts.count == 1)
  }

  @Test func aSiteThatDropsOutMayComeBackAsBorder() throws {
    // Site 2 is core only at distance 6 of its neighbours; the link of 6 is cut, and site 1 stands within it.
    let points = [(0.0, 0.0, Int64(10)), (3, 0, 10), (9, 0, 1), (15, 0, 10), (18, 0, 10)]
    let found = try planar(points, reach: 6, core: 10, radius: 3)
    #expect(found.cluster == [0, 0, -1, 1, 1])
    // Here the site that drops out, core at 7, stands within 4 of the part that is left.
    let near = [(0.0, 0.0, Int64(10)), (3, 0, 10), (7, 0, 1)]
    let back = try planar(near, reach: 7, core: 15, radius: 1.5)
    #expect(back.role == [.core, .core, .border] && back.cluster == [0, 0, 0])
    #expect(back.belts.count == 1 && back.clusters[0].tightest == 3)
  }

  @Test func lengthsOutOfRangeAreRefused() {
    for reach in [0, -1, Double.nan, .infinity, 20_015_115, 1e-4] {
      #expect(throws: Failure.self) { try ClusteringParameters.geodesic(reachMetres: reach, coreWeight: 1) }
      #expect(throws: Failure.self) {
        try ClusteringParameters.geodesic(reachMetres: 1, coreWeight: 1, maxRadiusMetres: reach)
      }
    }
    for reach in [0, -1, Double.nan, .infinity, 1e200, 1e-200] {
      #expect(throws: Failure.self) { try ClusteringParameters(reach: reach, coreWeight: 1) }
    }
    #expect(throws: Failure.self) { try ClusteringParameters(reach: 1, coreWeight: 0) }
    #expect(throws: Failure.self) { try ClusteringParameters(reach: 1, coreWeight: 1, threads: 0) }
    #expect(throws: Never.self) {
      try ClusteringParameters.geodesic(reachMetres: 20_015_114, coreWeight: 1, maxRadiusMetres: 0.001)
    }
  }

  @Test func badSitesAreRefused() throws {
    let parameters = try ClusteringParameters(reach: 1, coreWeight: 1)
    for x in [Double.nan, .infinity, 1e151] {
      #expect(throws: Failure.self) {
        try Clustering(of: PlanarPointSet(x: [x], y: [0], weight: [1]), with: parameters)
      }
    }
    for weight in [Int64(-1), 1 << 59 + 1, .max] {
      #expect(throws: Failure.self) {
        try Clustering(of: PlanarPointSet(x: [0], y: [0], weight: [weight]), with: parameters)
      }
    }
    #expect(throws: Failure.self) {
      try Clustering(of: PointSet(x: [.max], y: [0], z: [0], weight: [1]), with: parameters)
    }
    #expect(throws: Failure.self) {
      try Clustering(of: PointSet(x: [1], y: [0], z: [], weight: [1]), with: parameters)
    }
  }

  @Test func theWholeEarthIsWithinReachOfItself() throws {
    let pole: Int64 = 6_356_752_314
    let points = PointSet(x: [0, 0, 6_378_137_000], y: [0, 0, 0], z: [-pole, pole, 0], weight: [1, 1, 1])
    let all = try Clustering(of: points, with: .geodesic(reachMetres: 20_015_114, coreWeight: 3))
    #expect(all.cluster == [0, 0, 0])
    let quarter = try Clustering(of: points, with: .geodesic(reachMetres: 9_000_000, coreWeight: 1))
    #expect(quarter.cluster == [0, 1, 2])
  }

  @Test func chordsAreThoseOfTheStatedSphere() {
    #expect(Chord.chord(ofReachMetres: 8_000) == 7_999_999)
    #expect(Chord.chord(ofReachMetres: 50_000) == 49_999_872)
    #expect(Chord.chord(ofReachMetres: Double.pi * Chord.earthRadius) == 12_742_017_600)
    for metres in [0.001, 1, 8_000, 200_000, 5e6, 2e7] {
      let back = Chord.metres(ofChord: Double(Chord.chord(ofReachMetres: metres)))
      // Near the antipode a millimetre of chord is metres of arc.
      #expect(abs(back - metres) < (metres > 1e7 ? 10 : 0.001), "\(metres)")
    }
  }

  @Test func spreadHoldsNineTenths() {
    let set = PlanarPointSet(x: [0, 0, 10, 4], y: [0, 0, 0, 0], weight: [45, 45, 10, 0])
    #expect(set.spread(of: [0, 1, 2]) == Spread(centre: (1, 0, 0), radius: 1))
    #expect(set.spread(of: [3]) == Spread(centre: (4, 0, 0), radius: 0))
    let earth = PointSet(x: [100, 103], y: [-100, -103], z: [0, 1], weight: [1, 1])
    #expect(earth.spread(of: [1, 0]).centre == (102, -102, 1))
  }
}
