@testable import Clustering
import Model
import TestSupport
import Testing

/// Sets large enough for every shortcut of the engine, compared with plain counting or with the same set put differently.
@Suite struct LargeSetTests {
  /// Towns over a background, in whole units within ±extent; weights 0…6.
  func towns(_ count: Int, extent: Double, seed: UInt64) -> PlanarPointSet {
    var random = SeededGenerator(seed: seed)
    var set = PlanarPointSet()
    let centres = (0..<9).map { _ in
      (Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
    }
    for index in 0..<count {
      var point = (Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
      if index % 3 > 0 {
        let town = centres[Int.random(in: 0..<9, using: &random)]
        let size = index % 2 == 0 ? 0.01 : 0.06
        point = (town.0 + point.0 * point.1 * size, town.1 + (point.0 - point.1) * size)
      }
      set.append(
        x: (point.0 * extent).rounded(), y: (point.1 * extent).rounded(),
        weight: Int64.random(in: 0...6, using: &random))
    }
    return set
  }

  /// The same set among the far greater coordinates of the Earth, its plane upright on the equator.
  func onEarth(_ set: PlanarPointSet) -> PointSet {
    PointSet(
      x: set.x.map { _ in 6_378_137_000 }, y: set.x.map { Int64($0) }, z: set.y.map { Int64($0) }, weight: set.weight)
  }

  /// Flat clustering by counting every pair.
  func counted(_ set: PlanarPointSet, reach: Double, core: Int64) -> (role: [SiteRole], cluster: [Int32]) {
    let sites = 0..<set.count
    func near(_ site: Int) -> [Int] {
      sites.filter {
        let dx = set.x[$0] - set.x[site]
        let dy = set.y[$0] - set.y[site]
        return dx * dx + dy * dy <= reach * reach
      }
    }
    let lists = sites.map { near($0) }
    let isCore = sites.map { site in set.weight[site] > 0 && lists[site].reduce(0) { $0 + set.weight[$1] } >= core }
    var cluster = [Int32](repeating: -1, count: set.count)
    var number: Int32 = 0
    for site in sites where isCore[site] && cluster[site] < 0 {
      var stack = [site]
      cluster[site] = number
      while let next = stack.popLast() {
        for other in lists[next] where isCore[other] && cluster[other] < 0 {
          cluster[other] = number
          stack.append(other)
        }
      }
      number += 1
    }
    let role = sites.map { site -> SiteRole in
      isCore[site] ? .core : lists[site].contains { isCore[$0] } ? .border : .noise
    }
    return (role, sites.map { isCore[$0] ? cluster[$0] : -1 })
  }

  /// Whether two numberings mean the same groups.
  func isSamePartition(_ a: [Int32], _ b: [Int32]) -> Bool {
    var forth: [Int32: Int32] = [:]
    var back: [Int32: Int32] = [:]
    for (one, two) in zip(a, b) where one >= 0 || two >= 0 {
      if forth.updateValue(two, forKey: one) ?? two != two { return false }
      if back.updateValue(one, forKey: two) ?? one != one { return false }
    }
    return true
  }

  @Test func countingEveryPairGivesTheSame() throws {
    // From cells of one site to all sites in one cell, with core weights that no cell alone reaches.
    for (seed, reach, core) in [
      (UInt64(1), 30.0, Int64(8)), (2, 200, 60), (3, 900, 700), (4, 900, 1_500), (5, 4_000, 2_500), (6, 20_000, 4_000),
    ] {
      let set = towns(1_200, extent: 10_000, seed: seed)
      let expected = counted(set, reach: reach, core: core)
      for found in [
        try Clustering(of: set, with: ClusteringParameters(reach: reach, coreWeight: core)),
        try Clustering(of: onEarth(set), with: ClusteringParameters(reach: reach, coreWeight: core)),
      ] {
        #expect(found.role == expected.role, "seed \(seed)")
        let cores = found.cluster.indices.map { found.role[$0] == .core ? found.cluster[$0] : -1 }
        #expect(isSamePartition(cores, expected.cluster), "seed \(seed)")
      }
    }
  }

  @Test func aRadiusThatNothingExceedsChangesNothing() throws {
    for seed in UInt64(21)...24 {
      let set = towns(2_000, extent: 10_000, seed: seed)
      let flat = try Clustering(of: set, with: ClusteringParameters(reach: 400, coreWeight: 30))
      let wide = try Clustering(of: set, with: ClusteringParameters(reach: 400, coreWeight: 30, maxRadius: 1e6))
      #expect(flat == wide, "seed \(seed)")
      #expect(flat.clusters.count > 1, "seed \(seed)")
    }
  }

  @Test func hierarchiesOfSomeHundredSitesEqualTheDefinition() throws {
    for seed in UInt64(31)...42 {
      let set = towns(160, extent: 300, seed: seed)
      let points = (0..<set.count).map { [Int(set.x[$0]), Int(set.y[$0])] }
      let reference = Reference(
        points, set.weight.map { Int($0) }, reach: 90, coreWeight: 8, maxRadius: 15 + 5 * Int(seed % 4))
      let parameters = try ClusteringParameters(
        reach: 90, coreWeight: 8, maxRadius: Double(15 + 5 * Int(seed % 4)))
      let found = try Clustering(of: set, with: parameters)
      #expect(found.cluster.map(Int.init) == reference.cluster, "seed \(seed)")
      #expect(found.tied == reference.tied, "seed \(seed)")
      #expect(found.clusters.count > 2, "seed \(seed)")
    }
  }

  /// A far site makes the plane too wide for cells, so that everything goes through trees instead.
  @Test func withoutCellsTheResultIsTheSame() throws {
    for (seed, radius) in [(UInt64(51), nil), (52, 900.0), (53, 300)] {
      var set = towns(3_000, extent: 10_000, seed: seed)
      let parameters = try ClusteringParameters(reach: 500, coreWeight: 40, maxRadius: radius)
      let cells = try Clustering(of: set, with: parameters)
      set.append(x: 1e13, y: 0, weight: 1)
      let trees = try Clustering(of: set, with: parameters)
      #expect(Array(trees.cluster.dropLast()) == cells.cluster, "seed \(seed)")
      #expect(Array(trees.tied.dropLast()) == cells.tied, "seed \(seed)")
      #expect(trees.clusters == cells.clusters && trees.role.last == .noise, "seed \(seed)")
      #expect(trees.belts.map(\.members) == cells.belts.map(\.members), "seed \(seed)")
    }
  }

  @Test func threadsChangeNothing() throws {
    let set = towns(24_000, extent: 40_000, seed: 61)
    for radius in [nil, 3_000.0] {
      let one = try Clustering(of: set, with: ClusteringParameters(reach: 600, coreWeight: 50, maxRadius: radius))
      #expect(one.clusters.count > 2)
      for threads in [2, 3, 8] {
        let many = try Clustering(
          of: set, with: ClusteringParameters(reach: 600, coreWeight: 50, maxRadius: radius, threads: threads))
        #expect(one == many, "\(threads) threads")
      }
    }
  }

  @Test func theOrderOfSitesChangesOnlyTies() throws {
    for (seed, radius) in [(UInt64(71), nil), (72, 700.0)] {
      let set = towns(3_000, extent: 10_000, seed: seed)
      var random = SeededGenerator(seed: seed)
      let order = Array(0..<set.count).shuffled(using: &random)
      let shuffled = PlanarPointSet(
        x: order.map { set.x[$0] }, y: order.map { set.y[$0] }, weight: order.map { set.weight[$0] })
      let parameters = try ClusteringParameters(reach: 500, coreWeight: 40, maxRadius: radius)
      let first = try Clustering(of: set, with: parameters)
      let second = try Clustering(of: shuffled, with: parameters)
      #expect(second.role == order.map { first.role[$0] }, "seed \(seed)")
      #expect(second.tied == order.map { first.tied[$0] }, "seed \(seed)")
      let untied = order.indices.filter { !second.tied[$0] }
      #expect(
        isSamePartition(untied.map { second.cluster[$0] }, untied.map { first.cluster[order[$0]] }), "seed \(seed)")
    }
  }

  /// Reaches beyond 67 km are measured in 128-bit integers.
  @Test func farReachesAreExact() throws {
    for seed in UInt64(81)...280 {
      var random = SeededGenerator(seed: seed)
      var set = SmallSet(&random, axes: 3)
      set.points = set.points.map { $0.map { $0 * 5_000_000 } }
      set.move(by: [5_000_000_000, -4_000_000_000, 3_000_000_000])
      let reach = max(set.reach, 14) * 5_000_000
      let reference = Reference(
        set.points, set.weights, reach: reach, coreWeight: set.coreWeight, maxRadius: set.maxRadius * 5_000_000)
      let parameters = try ClusteringParameters(
        reach: Double(reach), coreWeight: Int64(set.coreWeight), maxRadius: Double(set.maxRadius * 5_000_000))
      let found = try Clustering(of: set.geocentric, with: parameters)
      #expect(found.cluster.map(Int.init) == reference.cluster && found.tied == reference.tied, "seed \(seed)")
    }
  }

  /// Core distances that take more sites than the heap holds come from the ring around the last one, or by bisection.
  @Test func coreLevelsEqualSortedSums() {
    let set = towns(2_000, extent: 1_000, seed: 91)
    let positions = Slab<PlanarPosition>(count: set.count)
    let weights = Slab<Int64>(count: set.count)
    for site in 0..<set.count {
      positions[site] = PlanarPosition(x: set.x[site], y: set.y[site])
      weights[site] = set.weight[site]
    }
    let space = Space(positions: positions, weights: weights)
    let tree = space.weightedTree()
    for coreWeight in [Int64(1), 6, 40, 1_400, 3_000] {
      var search = CoreLevelSearch(tree, coreWeight: coreWeight)
      for site in stride(from: 0, to: set.count, by: 61) {
        var sum: Int64 = 0
        let expected = (0..<set.count).map { (positions[$0].level(to: positions[site]), weights[$0]) }
          .sorted { $0.0 < $1.0 }.first {
            sum += $0.1
            return sum >= coreWeight
          }?.0
        #expect(
          search.level(around: positions[site], limit: 1e9) == expected, "core weight \(coreWeight), site \(site)")
      }
    }
  }
}
