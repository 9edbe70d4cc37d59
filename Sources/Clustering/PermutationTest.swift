import Model

/// A cluster as the permutation test sees it.
public struct ScoredCluster: Sendable, Equatable {
  /// Weight of its core sites within the radius of the windows around their weighted centre.
  public var weight: Int64
  /// Weight that the key has in the window around that centre when its labels are spread as all units are.
  public var expected: Double
  /// Excess of the one over the other (`Docs/Method.md`, "Chance"); 0 when there is none.
  public var score: Double
}

/// Whether the clusters of one key are more than chance, as `Docs/Method.md` ("Chance") defines it: the labels of the key are shuffled over the units
/// of all keys, clusters are found again by the same rules, and the greatest score of any of them is what a cluster's score is compared with.
public struct PermutationTest: Sendable {
  private let background: UnitBackground
  private let windows: ScanWindows
  private let key: ShuffledKey
  private let clustering: ClusteringParameters
  private let seed: UInt64

  /// A test of `key`, which is part of `background`. `windows` are over the same background.
  public init(
    of key: ShuffledKey, over background: UnitBackground, windows: ScanWindows, clustering: ClusteringParameters,
    seed: UInt64
  ) {
    self.background = background
    self.windows = windows
    self.key = key
    self.clustering = clustering
    self.seed = seed
  }

  /// A cluster of core sites, at least one of positive weight. Linear.
  public func score(ofCores cores: PointSet) -> ScoredCluster {
    scores(cores, Array(repeating: 0, count: cores.count), clusters: 1)[0]
  }

  /// The greatest score of a cluster in shuffle `number`, 0 when there is none. As `Clustering`.
  public func greatestScore(inShuffle number: Int, _ memory: inout ShuffleMemory) throws(Failure) -> Double {
    let points = background.shuffled(key, seed: seed, number: number, &memory)
    let found = try Clustering(of: points, with: clustering)
    var clusters = found.cluster
    for site in clusters.indices where found.role[site] != .core { clusters[site] = -1 }
    return scores(points, clusters, clusters: found.clusters.count).reduce(0) { max($0, $1.score) }
  }

  /// An upper bound of the chance that a shuffle has a cluster whose score reaches `score`; 1 where nothing bounds it, and as soon as it
  /// exceeds `limit`.
  ///
  /// What counts of a cluster stands in one window, so the chances that the window holds as much are added up over all windows.
  public func chance(ofScore score: Double, limit: Double) -> Double {
    guard score > 0, background.units > 0 else { return 1 }
    var sum = 0.0
    let share = 1 / Double(background.units)
    for bin in windows.bins {
      let expected = Double(key.weight) * Double(bin.fewest) * share
      guard let weight = ScanScore.leastWeight(reaching: score, expected: expected, most: key.weight) else { continue }
      guard let units = key.fewestUnits(weighing: weight) else { continue }
      sum +=
        Double(bin.count) * ScanScore.tail(mean: Double(key.units) * Double(bin.most) * share, least: units)
      if sum > limit { return 1 }
    }
    return sum
  }

  /// The score of each cluster; `cluster` numbers it at its core sites and is −1 elsewhere.
  private func scores(_ points: PointSet, _ cluster: [Int32], clusters: Int) -> [ScoredCluster] {
    var sums = Array(repeating: CoreSum(), count: clusters)
    for site in cluster.indices where cluster[site] >= 0 {
      sums[Int(cluster[site])].add(points.x[site], points.y[site], points.z[site], points.weight[site])
    }
    let centres = sums.map { $0.centre }
    var weights = Array(repeating: Int64(0), count: clusters)
    for site in cluster.indices where cluster[site] >= 0 {
      let number = Int(cluster[site])
      let (x, y, z) = centres[number]
      if windows.holds(points.x[site] - x, points.y[site] - y, points.z[site] - z) {
        weights[number] += points.weight[site]
      }
    }
    return centres.indices.map { number in
      let (x, y, z) = centres[number]
      let expected = Double(key.weight) * Double(windows.units(x: x, y: y, z: z)) / Double(background.units)
      return ScoredCluster(
        weight: weights[number], expected: expected, score: ScanScore.score(weights[number], expected: expected))
    }
  }
}

/// Weight and first moments of some sites.
private struct CoreSum {
  var weight: Int64 = 0
  var x: Int128 = 0
  var y: Int128 = 0
  var z: Int128 = 0

  /// The weighted mean, towards zero to the millimetre.
  var centre: (x: Int64, y: Int64, z: Int64) {
    let whole = Int128(max(weight, 1))
    return (Int64(x / whole), Int64(y / whole), Int64(z / whole))
  }

  @inline(__always)
  mutating func add(_ x: Int64, _ y: Int64, _ z: Int64, _ weight: Int64) {
    self.weight += weight
    self.x += Int128(weight) * Int128(x)
    self.y += Int128(weight) * Int128(y)
    self.z += Int128(weight) * Int128(z)
  }
}
