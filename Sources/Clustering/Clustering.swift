import Model

/// A cluster that the engine found.
public struct FoundCluster: Sendable, Equatable {
  /// Largest linking distance at which it stands: the reach of the parameters when it was never cut, else the largest below the
  /// links that were cut to set it free (a squared millimetre below, or the next double). Unit of the parameters.
  public var reach: Double
  /// Smallest linking distance at which the same core sites still form one component; nil when never cut (not computed).
  public var tightest: Double?
  /// Index in `Clustering.belts` of the component that it was cut from; nil when never cut.
  public var belt: Int?

  /// A cluster from its parts.
  public init(reach: Double, tightest: Double? = nil, belt: Int? = nil) {
    self.reach = reach
    self.tightest = tightest
    self.belt = belt
  }
}

/// A component at the full reach that did not fit and was cut.
public struct FoundBelt: Sendable, Equatable {
  /// All its sites at the full reach, core and border as in plain DBSCAN, ascending.
  public var members: [Int32]
  /// Radius around their weighted centre that holds nine tenths of their weight, in the unit of the parameters.
  public var radius: Double

  /// A belt from its parts.
  public init(members: [Int32], radius: Double) {
    self.members = members
    self.radius = radius
  }
}

/// Sites grouped by density, exactly as `Docs/Method.md` defines it.
///
/// Clusters are numbered by their smallest site, belts likewise. Nothing depends on the number of threads; a set given in another
/// order gives the same groups, but that ties go to the smaller index.
public struct Clustering: Sendable, Equatable {
  /// Cluster of each site, −1 for noise.
  public var cluster: [Int32]
  /// Role of each site.
  public var role: [SiteRole]
  /// Whether a border site is equally near to core sites of two clusters.
  public var tied: [Bool]
  /// The clusters.
  public var clusters: [FoundCluster]
  /// The components that were cut; empty without a greatest radius.
  public var belts: [FoundBelt]

  /// Groups sites on Earth; lengths of the parameters are millimetres of chord, rounded to whole ones. Fails when arrays differ in
  /// length, a coordinate is beyond ±10^10 mm, a weight is negative or the weights exceed 2^59. Near O(n log n); see `Docs/Method.md`.
  public init(of points: PointSet, with parameters: ClusteringParameters) throws(Failure) {
    let count = points.count
    try Self.check(points.weight, count: count, alike: points.y.count == count && points.z.count == count)
    for values in [points.x, points.y, points.z] {
      for (site, value) in values.enumerated() where value.magnitude > 10_000_000_000 {
        throw Failure(
          .data, "site \(site) has the geocentric coordinate \(value) mm: beyond the Earth, correct the site")
      }
    }
    let reach = max(parameters.reach.rounded(), 1)
    let radius = parameters.maxRadius.map { max($0.rounded(), 1) }
    guard reach <= 2e10, (radius ?? 1) <= 2e10 else {
      throw Failure(.usage, "a length of \(max(reach, radius ?? 0)) mm is beyond the Earth: give less than 20015114 m")
    }
    if max(reach, radius ?? 0) <= GeocentricPosition.limit {
      let positions = Slab<GeocentricPosition>(count: count)
      for site in 0..<count {
        positions.base[site] = GeocentricPosition(
          x: Double(points.x[site]), y: Double(points.y[site]), z: Double(points.z[site]))
      }
      self = Engine(positions, points.weight, reach, radius, parameters).run()
    } else {
      let positions = Slab<WidePosition>(count: count)
      for site in 0..<count {
        positions.base[site] = WidePosition(x: points.x[site], y: points.y[site], z: points.z[site])
      }
      self = Engine(positions, points.weight, reach, radius, parameters).run()
    }
  }

  /// Groups sites of a plane. Fails when arrays differ in length, a coordinate is not finite or beyond ±10^150, a weight is negative or the
  /// weights exceed 2^59. Near O(n log n); see `Docs/Method.md`.
  public init(of points: PlanarPointSet, with parameters: ClusteringParameters) throws(Failure) {
    let count = points.count
    try Self.check(points.weight, count: count, alike: points.y.count == count)
    let positions = Slab<PlanarPosition>(count: count)
    for site in 0..<count {
      let position = PlanarPosition(x: points.x[site], y: points.y[site])
      guard abs(position.x) <= 1e150, abs(position.y) <= 1e150 else {
        throw Failure(
          .data, "site \(site) stands at (\(position.x), \(position.y)): give finite coordinates within 1e150")
      }
      positions.base[site] = position
    }
    self = Engine(positions, points.weight, parameters.reach, parameters.maxRadius, parameters).run()
  }

  init(count: Int) {
    cluster = Array(repeating: -1, count: count)
    role = Array(repeating: .noise, count: count)
    tied = Array(repeating: false, count: count)
    clusters = []
    belts = []
  }

  /// The sites of each cluster, ascending. Linear.
  public func members() -> [[Int32]] {
    var members: [[Int32]] = Array(repeating: [], count: clusters.count)
    for (site, cluster) in cluster.enumerated() where cluster >= 0 { members[Int(cluster)].append(Int32(site)) }
    return members
  }

  private static func check(_ weights: [Int64], count: Int, alike: Bool) throws(Failure) {
    guard alike, weights.count == count, count < Int(Int32.max) else {
      throw Failure(
        .internal, "coordinates and weights of \(count) sites differ in number, or are more than 2147483646")
    }
    var total: Int64 = 0
    for (site, weight) in weights.enumerated() {
      guard weight >= 0 else { throw Failure(.data, "site \(site) weighs \(weight): give weights from 0 upward") }
      guard weight <= 1 << 59 - total else {
        throw Failure(.data, "the weights exceed 576460752303423488 in all at site \(site): give smaller weights")
      }
      total += weight
    }
  }
}
