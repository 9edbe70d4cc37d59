@testable import Clustering
import Model
import TestSupport
import Testing

/// Steps of the engine by themselves, against plain sorting and counting.
@Suite struct StepTests {
  @Test func linksSortedByDigitsAreSortedAndStable() {
    var random = SeededGenerator(seed: 71)
    for levels in [1, 7, 5_000] {
      let links = (0..<3_000).map { index in
        Link(level: Double(Int.random(in: 0..<levels, using: &random)) * 0.75, a: Int32(index), b: 0)
      }
      let expected = links.enumerated().sorted { ($0.element.level, $0.offset) < ($1.element.level, $1.offset) }
      #expect(radixAscending(links).map(\.a) == expected.map(\.element.a), "\(levels) levels")
    }
  }

  @Test func theLevelThatHoldsAWeightIsThatOfSorting() {
    for seed in UInt64(81)...100 {
      var random = SeededGenerator(seed: seed)
      let count = Int.random(in: 1...400, using: &random)
      let distinct = Int.random(in: 1...300, using: &random)
      let items = (0..<count).map { _ in
        (level: Double(Int.random(in: 0..<distinct, using: &random)), weight: Int64.random(in: 0...4, using: &random))
      }
      let total = items.reduce(0) { $0 + $1.weight }
      for wanted in [1, total / 3 + 1, total, total + 1] where wanted > 0 {
        var sum: Int64 = 0
        let expected = items.sorted { $0.level < $1.level }.first {
          sum += $0.weight
          return sum >= wanted
        }?.level
        var copy = items
        let found = copy.withUnsafeMutableBufferPointer { buffer in
          buffer.baseAddress.flatMap {
            CoreLevelSearch<PlanarPosition>.level(of: $0, count, holding: wanted)
          }
        }
        #expect(found == expected, "seed \(seed), \(wanted) of \(total)")
      }
    }
  }

  @Test func coreDistancesOfBlocksAreThoseOfCounting() {
    // By the heap, with points many times over, and by rings.
    for (seed, step, core) in [(UInt64(101), 1.0, Int64(6)), (102, 25, 6), (103, 1, 500), (104, 40, 500)] {
      var random = SeededGenerator(seed: seed)
      let count = 1_500
      let points = Slab<PlanarPosition>(count: count)
      let weights = Slab<Int64>(count: count)
      for index in 0..<count {
        let x = Double.random(in: 0...1_000, using: &random) * (index % 3 == 0 ? 1 : 0.1)
        let y = Double.random(in: 0...1_000, using: &random) * (index % 3 == 0 ? 1 : 0.1)
        points[index] = PlanarPosition(x: (x / step).rounded() * step, y: (y / step).rounded() * step)
        weights[index] = Int64.random(in: 0...3, using: &random)
      }
      let space = Space(positions: points, weights: weights)
      let tree = space.tree((0..<Int32(count)).map { $0 })
      let limit = 300.0 * 300
      let levels = Slab<Double>(count: count)
      var search = CoreLevels(tree, coreWeight: core)
      search.fill(levels, 0..<700, limit: limit)
      search.fill(levels, 700..<count, limit: limit)
      for item in 0..<count {
        let near = (0..<count).map { (tree.positions[$0].level(to: tree.positions[item]), tree.weights[$0]) }
          .sorted { $0.0 < $1.0 }
        var sum: Int64 = 0
        let counted = near.first {
          sum += $0.1
          return sum >= core
        }?.0
        #expect(levels[item] == min(counted ?? limit, limit), "seed \(seed), item \(item)")
      }
    }
  }

  @Test func aMillionEqualPointsAreOnePlace() throws {
    let count = 1_000_000
    let set = PlanarPointSet(
      x: Array(repeating: 3, count: count), y: Array(repeating: -4, count: count),
      weight: Array(repeating: 1, count: count))
    let parameters = try ClusteringParameters(reach: 1, coreWeight: 1_000_000, maxRadius: 1, threads: 2)
    let found = try Clustering(of: set, with: parameters)
    #expect(found.clusters == [FoundCluster(reach: 1)] && found.belts.isEmpty)
    #expect(found.role.allSatisfy { $0 == .core })
  }

  @Test func allPointsInOneCellThatDoNotFitAreCut() throws {
    // Everything within reach of everything; the radius alone decides.
    let set = PlanarPointSet(
      x: (0..<400).map { Double($0 % 20) + ($0 < 200 ? 0 : 500) }, y: (0..<400).map { Double($0 / 20 % 10) },
      weight: Array(repeating: 1, count: 400))
    let flat = try Clustering(of: set, with: ClusteringParameters(reach: 10_000, coreWeight: 5))
    #expect(flat.clusters.count == 1)
    let cut = try Clustering(of: set, with: ClusteringParameters(reach: 10_000, coreWeight: 5, maxRadius: 50))
    #expect(cut.cluster == (0..<400).map { $0 < 200 ? 0 : 1 } && cut.belts.count == 1)
  }

  @Test func onePointOnEarth() throws {
    let one = PointSet(x: [6_378_137_000], y: [0], z: [0], weight: [1])
    let found = try Clustering(of: one, with: .geodesic(reachMetres: 2_000, coreWeight: 1, maxRadiusMetres: 1))
    #expect(found.cluster == [0] && found.role == [.core] && found.belts.isEmpty)
    #expect(try Clustering(of: one, with: .geodesic(reachMetres: 2_000, coreWeight: 2)).role == [.noise])
  }
}

/// The hierarchy by way of groups far below the reach is the one without them.
@Suite struct ContractionTests {
  @Test func groupsFarBelowTheReachChangeNothing() throws {
    var cut = 0
    for seed in UInt64(201)...240 {
      var random = SeededGenerator(seed: seed)
      let count = Int.random(in: 50...600, using: &random)
      let step = [1.0, 10, 40][Int(seed % 3)]
      let positions = Slab<PlanarPosition>(count: count)
      var weights: [Int64] = []
      for site in 0..<count {
        // Two thirds stand around nine places, each with a width of its own.
        let (place, width) = site % 3 == 0 ? (4, 1_500.0) : (site % 9, Double(site % 9 + 1) * 30)
        let x = Double(place % 3) * 700 + Double.random(in: -width...width, using: &random)
        let y = Double(place / 3) * 700 + Double.random(in: -width...width, using: &random)
        positions[site] = PlanarPosition(x: (x / step).rounded() * step, y: (y / step).rounded() * step)
        weights.append(Int64.random(in: 0...3, using: &random))
      }
      let parameters = try ClusteringParameters(reach: 250, coreWeight: 8, maxRadius: 220, threads: 1)
      let found = [1, Int.max].map {
        Engine(positions, weights, 250, 220, parameters, contractFrom: $0).run()
      }
      #expect(found[0].cluster == found[1].cluster && found[0].role == found[1].role, "seed \(seed)")
      #expect(found[0].tied == found[1].tied, "seed \(seed)")
      #expect(found[0].clusters.map(\.reach) == found[1].clusters.map(\.reach), "seed \(seed)")
      #expect(found[0].clusters.map(\.tightest) == found[1].clusters.map(\.tightest), "seed \(seed)")
      #expect(found[0].belts.map(\.members) == found[1].belts.map(\.members), "seed \(seed)")
      cut += found[0].belts.count
    }
    #expect(cut >= 40, "\(cut) components were cut")
  }
}
