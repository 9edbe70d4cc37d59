import Model

/// How sites are moved within their uncertainty.
public struct ResamplingParameters: Sendable, Equatable {
  /// Number of draws, 1 or more.
  public var draws: Int
  /// Share of a place's variance that all its units have in common, percent, 0…100.
  public var sharedPercent: Int
  /// A site stands for at most so many points that move on their own, 1 or more.
  public var partsPerSite: Int
  /// Where the random bits begin.
  public var seed: UInt64

  /// Parameters from their parts.
  public init(draws: Int, sharedPercent: Int, partsPerSite: Int, seed: UInt64) {
    self.draws = draws
    self.sharedPercent = sharedPercent
    self.partsPerSite = partsPerSite
    self.seed = seed
  }
}

/// Sites with what is known of where they really are: parallel arrays in ascending order of site key.
public struct UncertainSites: Sendable {
  /// Where the sites stand, and their weights.
  public var points = PointSet()
  /// Radius in millimetres that holds the true place with 90 % confidence, 0 or more.
  public var radius: [Int64] = []
  /// Number that sites of one place share: their common error is drawn for it.
  public var place: [UInt64] = []
  /// Number below 2^32 that tells a site from others of its place.
  public var site: [UInt64] = []
  /// Units of each site, 0 or more: a site of n units stands for up to n points.
  public var units: [Int64] = []
  /// Further sums of each site, 0 or more, one array a measure.
  public var measures: [[Int64]] = []

  /// No sites, with a number of measures.
  public init(measures: Int = 0) { self.measures = Array(repeating: [], count: measures) }

  /// Number of sites.
  public var count: Int { radius.count }
}

/// What became of a cluster in one draw: the group that holds most of its units.
public struct ResampledGroup: Sendable, Equatable {
  /// Units of the cluster that stand in the group.
  public var kept: Int64
  /// All units of the group.
  public var units: Int64
  /// Each measure over the group.
  public var measures: [Int64]

  /// A group from its parts.
  public init(kept: Int64, units: Int64, measures: [Int64]) {
    self.kept = kept
    self.units = units
    self.measures = measures
  }
}

/// Clusters again after every site was moved within its uncertainty, as `Docs/Method.md` ("Stability") defines it.
///
/// The error of a site is normal in two directions with σ = r90/2.146. `sharedPercent` of its variance is common to all sites of a
/// place; the rest is drawn for each part of a site. Every number drawn follows from the seed, the draw, and the numbers of place, site and
/// part: neither threads nor what else stands in the set matter.
public struct Resampling: Sendable {
  private let sites: UncertainSites
  private let parameters: ClusteringParameters
  private let resampling: ResamplingParameters
  private let ground: [Ground]
  /// Points that each site stands for.
  private let parts: [Int32]
  /// Number of points of a draw.
  public let size: Int

  /// √(χ²(2) at 90 %): a circle of so many standard deviations holds 90 %.
  public static let sigmasInRadius = 2.145_966_026_289_347

  /// A resampling of `sites`, each draw clustered by `parameters`. Linear.
  public init(of sites: UncertainSites, parameters: ClusteringParameters, resampling: ResamplingParameters) {
    self.sites = sites
    self.parameters = parameters
    self.resampling = resampling
    ground = (0..<sites.count).map { Ground(x: sites.points.x[$0], y: sites.points.y[$0], z: sites.points.z[$0]) }
    let most = Int64(resampling.partsPerSite)
    parts = sites.units.enumerated().map { Int32($1 > 1 && sites.radius[$0] > 0 ? min($1, most) : 1) }
    size = parts.reduce(0) { $0 + Int($1) }
  }

  /// Draw `number` (0..<draws) for the given clusters, each a list of sites. A cluster without units is kept by nothing.
  /// As `Clustering`, over at most `partsPerSite` points a site.
  public func draw(_ number: Int, clusters: [[Int32]]) throws(Failure) -> [ResampledGroup] {
    let found = try Clustering(of: moved(number), with: parameters)
    var starts: [Int] = []
    starts.reserveCapacity(sites.count)
    var next = 0
    for count in parts {
      starts.append(next)
      next += Int(count)
    }
    let best = clusters.map { largest($0, found, starts) }
    var wanted = Array(repeating: false, count: found.clusters.count)
    for (group, _) in best where group >= 0 { wanted[Int(group)] = true }
    var sums = found.clusters.map { _ in ResampledGroup(kept: 0, units: 0, measures: []) }
    for group in sums.indices where wanted[group] { sums[group].measures = sites.measures.map { _ in 0 } }
    for site in 0..<sites.count {
      for part in 0..<Int(parts[site]) {
        let group = Int(found.cluster[starts[site] + part])
        if group < 0 || !wanted[group] { continue }
        sums[group].units += share(sites.units[site], site, part)
        for measure in sites.measures.indices {
          sums[group].measures[measure] += share(sites.measures[measure][site], site, part)
        }
      }
    }
    return best.map { group, kept in
      guard group >= 0 else { return ResampledGroup(kept: 0, units: 0, measures: sites.measures.map { _ in 0 }) }
      var result = sums[Int(group)]
      result.kept = kept
      return result
    }
  }

  /// The points of one draw, in the order of sites and parts.
  func moved(_ number: Int) -> PointSet {
    var points = PointSet()
    points.x.reserveCapacity(size)
    points.y.reserveCapacity(size)
    points.z.reserveCapacity(size)
    points.weight.reserveCapacity(size)
    let shared = (Double(resampling.sharedPercent) / 100).squareRoot()
    let own = (Double(100 - resampling.sharedPercent) / 100).squareRoot()
    let draw = UInt64(number)
    for site in 0..<sites.count {
      // Millimetres for each unit of what `normal()` gives.
      let sigma = Double(sites.radius[site]) / Self.sigmasInRadius / 65_536
      var common = DrawGenerator(resampling.seed, draw, sites.place[site], 0)
      let east = Double(common.normal()) * (sigma * shared)
      let north = Double(common.normal()) * (sigma * shared)
      for part in 0..<Int(parts[site]) {
        var single = DrawGenerator(resampling.seed, draw &<< 32 ^ sites.site[site], sites.place[site], UInt64(part) + 1)
        let step = ground[site].step(
          east: east + Double(single.normal()) * (sigma * own), north: north + Double(single.normal()) * (sigma * own))
        points.append(
          x: sites.points.x[site] + step.x, y: sites.points.y[site] + step.y, z: sites.points.z[site] + step.z,
          weight: share(sites.points.weight[site], site, part))
      }
    }
    return points
  }

  /// The group that holds most units of a cluster, the smaller number of equal ones, and how many; −1 when none holds any.
  private func largest(_ members: [Int32], _ found: Clustering, _ starts: [Int]) -> (group: Int32, kept: Int64) {
    var held: [(group: Int32, units: Int64)] = []
    for member in members {
      let site = Int(member)
      for part in 0..<Int(parts[site]) {
        let group = found.cluster[starts[site] + part]
        if group >= 0 { held.append((group, share(sites.units[site], site, part))) }
      }
    }
    held.sort { $0.group < $1.group }
    var best: (group: Int32, kept: Int64) = (-1, 0)
    var index = 0
    while index < held.count {
      let group = held[index].group
      var units: Int64 = 0
      while index < held.count, held[index].group == group {
        units += held[index].units
        index += 1
      }
      if units > best.kept { best = (group, units) }
    }
    return best
  }

  /// The whole number that falls to one part of a site: the first parts take what does not divide.
  @inline(__always)
  private func share(_ value: Int64, _ site: Int, _ part: Int) -> Int64 {
    let count = Int64(parts[site])
    return count == 1 ? value : value / count + (Int64(part) < value % count ? 1 : 0)
  }
}
