import Clustering
import Model
import Spatial
import Synchronization

/// Groups the sites of every key: exact density clustering, cut where a group is wider than a town and its surroundings.
struct ClusterStage {
  /// What the stage found, in an order that depends on the tally alone: by key, then by smallest site.
  struct Groups: Sendable {
    var candidates: [ClusterCandidate] = []
    var belts: [KeyedBelt] = []
    /// Groups of each key that were found and not kept, by index in `Tally.keys`.
    var leftOut: [Int: Int] = [:]
  }

  /// A component that was cut, with the key that it belongs to.
  struct KeyedBelt: Sendable {
    /// Index in `Tally.keys`.
    var key: Int
    var belt: Belt
  }

  /// Lengths and weights, by class.
  struct Limits: Sendable {
    var reachMetres: Double
    /// Metres; a class that is absent has no limit.
    var maxRadiusMetres: [ProductionClass: Double]
    var coreWeight: [ProductionClass: Int64]
  }

  let tally: Tally
  let limits: Limits
  /// Which groups are kept: a national register has a million that nobody will hear of. Nil keeps all.
  var keeps: (@Sendable (ClusterCandidate) -> Bool)?
  let threads: Int

  /// A key with more pairs than this gets all threads for itself.
  private static let largeKey = 200_000

  func run() throws(Failure) -> Groups {
    let ranges = tally.pairRanges()
    let results = Mutex<[Groups]>(Array(repeating: Groups(), count: ranges.count))
    let work: @Sendable (Int, Int) throws(Failure) -> Void = { (key, threads) throws(Failure) in
      let groups = try group(key, ranges[key], threads)
      results.withLock { $0[key] = groups }
    }
    for key in ranges.indices where ranges[key].count > Self.largeKey { try work(key, threads) }
    // The large ones of the rest first, so that no thread is left with one of them at the end.
    let order = ranges.indices.filter { ranges[$0].count <= Self.largeKey && !ranges[$0].isEmpty }.sorted {
      ranges[$0].count != ranges[$1].count ? ranges[$0].count > ranges[$1].count : $0 < $1
    }
    try Workers.forEach(order.count, threads: threads) { (index) throws(Failure) in try work(order[index], 1) }

    var all = Groups()
    for groups in results.withLock({ $0 }) {
      let firstBelt = all.belts.count
      all.belts += groups.belts
      all.leftOut.merge(groups.leftOut) { $0 + $1 }
      for var candidate in groups.candidates {
        candidate.belt = candidate.belt.map { $0 + firstBelt }
        all.candidates.append(candidate)
      }
    }
    return all
  }

  private func group(_ key: Int, _ range: Range<Int>, _ threads: Int) throws(Failure) -> Groups {
    let productionClass = tally.keys[key].productionClass
    let core = limits.coreWeight[productionClass] ?? 1
    let weight = tally.weights(range)
    // Not enough weight for one core site anywhere.
    guard weight.reduce(0, +) >= core else { return Groups() }
    let points = try points(range, weight, threads)
    let parameters = try ClusteringParameters.geodesic(
      reachMetres: limits.reachMetres, coreWeight: core, maxRadiusMetres: limits.maxRadiusMetres[productionClass],
      threads: threads)
    let found = try Clustering(of: points, with: parameters)
    let uncutReach = Int64((Chord.metres(ofChord: parameters.reach) * 1000).rounded())
    var groups = Groups()
    for belt in found.belts {
      let spread = points.spread(of: belt.members)
      groups.belts.append(
        KeyedBelt(
          key: key,
          belt: Belt(
            sums: sums(belt.members, range), pairs: belt.members.map { $0 + Int32(range.lowerBound) },
            centre: Self.coordinate(spread), radius: Int64(belt.radius.rounded()))))
    }
    for (number, members) in found.members().enumerated() {
      let spread = points.spread(of: members)
      let radius = Int64(spread.radius.rounded())
      let cluster = found.clusters[number]
      let candidate = ClusterCandidate(
        key: key, pairs: members.map { $0 + Int32(range.lowerBound) }, roles: members.map { found.role[Int($0)] },
        tied: members.map { found.tied[Int($0)] }, sums: sums(members, range),
        reach: cluster.reach == parameters.reach
          ? uncutReach : Int64((Chord.metres(ofChord: cluster.reach) * 1000).rounded()),
        centre: Self.coordinate(spread),
        radius: radius, spread: cluster.belt.map { Int64(found.belts[$0].radius.rounded()) } ?? radius,
        belt: cluster.belt)
      if keeps?(candidate) ?? true { groups.candidates.append(candidate) } else { groups.leftOut[key, default: 0] += 1 }
    }
    return groups
  }

  /// Where the pairs of a key stand, converted for this key alone: positions of all sites at once would be the greatest thing in memory.
  private func points(_ range: Range<Int>, _ weight: [Int64], _ threads: Int) throws(Failure) -> PointSet {
    let parts = range.count < 20_000 ? 1 : threads
    let converted = try Workers.map(parts, threads: parts) { (part) throws(Failure) in
      let first = range.lowerBound + range.count * part / parts
      let end = range.lowerBound + range.count * (part + 1) / parts
      let coordinates = tally.sites.withUnsafeBufferPointer { sites in
        tally.pairSite[first..<end].map { sites[Int($0)].coordinate }
      }
      return Geocentric.millimetres(coordinates)
    }
    if converted.count == 1 { return PointSet(x: converted[0].x, y: converted[0].y, z: converted[0].z, weight: weight) }
    return PointSet(
      x: Array(converted.map(\.x).joined()), y: Array(converted.map(\.y).joined()),
      z: Array(converted.map(\.z).joined()), weight: weight)
  }

  private func sums(_ members: [Int32], _ range: Range<Int>) -> Sums {
    var sums = Sums()
    sums.add(tally, members, from: range.lowerBound)
    return sums
  }

  private static func coordinate(_ spread: Spread) -> Coordinate {
    Geocentric.coordinate(ofX: Int64(spread.centre.x), y: Int64(spread.centre.y), z: Int64(spread.centre.z))
  }
}
