import Clustering
import Model
import TestSupport
import Testing

/// A small random set: coordinates on a lattice, so that equal distances, equal points and ties abound.
struct SmallSet {
  var points: [[Int]]
  var weights: [Int]
  var reach: Int
  var coreWeight: Int
  var maxRadius: Int

  init(_ random: inout SeededGenerator, axes: Int) {
    let count = Int.random(in: 1...28, using: &random)
    let extent = Int.random(in: 1...40, using: &random)
    let step = Int.random(in: 1...4, using: &random)
    let style = Int.random(in: 0..<5, using: &random)
    var last = (0..<axes).map { _ in Int.random(in: 0...extent, using: &random) }
    points = (0..<count).map { _ in
      switch style {
      case 0: return last  // all at one point
      case 1:  // a chain
        last[Int.random(in: 0..<axes, using: &random)] += Int.random(in: 0...step, using: &random)
        return last
      default: return (0..<axes).map { _ in Int.random(in: 0...extent, using: &random) * step }
      }
    }
    let heavy = Int.random(in: 0..<3, using: &random)
    weights = (0..<count).map { _ in
      heavy == 0 ? 1 : heavy == 1 ? Int.random(in: 0...3, using: &random) : Int.random(in: 0...20, using: &random)
    }
    reach = Int.random(in: 1...max(extent * step / 2, 2), using: &random)
    coreWeight = Int.random(in: 1...12, using: &random)
    maxRadius = Int.random(in: 1...max(reach * 2, 2), using: &random)
  }

  var planar: PlanarPointSet {
    PlanarPointSet(x: points.map { Double($0[0]) }, y: points.map { Double($0[1]) }, weight: weights.map(Int64.init))
  }
  var geocentric: PointSet {
    PointSet(
      x: points.map { Int64($0[0]) }, y: points.map { Int64($0[1]) }, z: points.map { Int64($0[2]) },
      weight: weights.map(Int64.init))
  }
  /// Displaces the points so that distances stay small and coordinates become great.
  mutating func move(by offsets: [Int]) { points = points.map { zip($0, offsets).map { $0.0 + $0.1 } } }
}

@Suite struct SmallSetTests {
  func expectEqual(_ found: Clustering, _ reference: Reference, planar: Bool, seed: UInt64, _ what: String) {
    let same =
      found.cluster.map(Int.init) == reference.cluster && found.role == reference.role && found.tied == reference.tied
      && found.clusters.map { wholeLevel($0, planar) } == reference.levels
      && found.belts.map { $0.members.map(Int.init) } == reference.belts
      && found.clusters.map(\.belt) == reference.beltOf
    #expect(same, "seed \(seed), \(what): \(found) is not \(reference)")
  }

  /// The whole squared distance up to which a cluster stands: in the plane it is the double below that of the links that were cut.
  func wholeLevel(_ cluster: FoundCluster, _ planar: Bool) -> Int {
    Int((cluster.reach * cluster.reach).rounded()) - (planar && cluster.belt != nil ? 1 : 0)
  }

  @Test func planarEqualsTheDefinition() throws {
    for seed in UInt64(1)...1_500 {
      var random = SeededGenerator(seed: seed)
      let set = SmallSet(&random, axes: 2)
      for maxRadius in [nil, set.maxRadius] {
        let reference = Reference(
          set.points, set.weights, reach: set.reach, coreWeight: set.coreWeight, maxRadius: maxRadius)
        let parameters = try ClusteringParameters(
          reach: Double(set.reach), coreWeight: Int64(set.coreWeight), maxRadius: maxRadius.map(Double.init))
        expectEqual(
          try Clustering(of: set.planar, with: parameters), reference, planar: true, seed: seed,
          "radius \(maxRadius ?? -1)")
      }
    }
  }

  @Test func geodesicEqualsTheDefinition() throws {
    for seed in UInt64(10_001)...11_000 {
      var random = SeededGenerator(seed: seed)
      var set = SmallSet(&random, axes: 3)
      set.move(by: [3_678_000_001, -3_678_000_001, 3_678_000_001])
      for maxRadius in [nil, set.maxRadius] {
        let reference = Reference(
          set.points, set.weights, reach: set.reach, coreWeight: set.coreWeight, maxRadius: maxRadius)
        let parameters = try ClusteringParameters(
          reach: Double(set.reach), coreWeight: Int64(set.coreWeight), maxRadius: maxRadius.map(Double.init))
        expectEqual(
          try Clustering(of: set.geocentric, with: parameters), reference, planar: false, seed: seed,
          "radius \(maxRadius ?? -1)")
      }
    }
  }
}
