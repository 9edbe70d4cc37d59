import Classification
import Clustering
import Model
import Spatial
import Synchronization

/// Moves the sites of published clusters within their uncertainty, groups them again, and counts how often each cluster keeps its status.
///
/// A draw takes all sites of a key that can matter to one of its published clusters at once; so the cost is that of the clustering
/// times the number of draws, less what lies far from any cluster.
struct StabilityStage {
  let tally: Tally
  let groups: ClusterStage.Groups
  let limits: ClusterStage.Limits
  let classifier: Classifier
  let threads: Int

  /// Measures of a site before the counts by category.
  private static let fixedMeasures = 3

  /// One key with its published clusters.
  private struct Task: Sendable {
    /// Indices of candidates.
    var candidates: [Int]
    /// Members of each as numbers of sites in `resampling`.
    var members: [[Int32]]
    /// Position of each one's count among the measures.
    var countedMeasure: [Int]
    var resampling: Resampling
  }

  /// The stability of each candidate that has a verdict; nil for the others, and for all when no draws are wanted.
  func run(_ verdicts: [Verdict?]) throws(Failure) -> [Stability?] {
    var results: [Stability?] = Array(repeating: nil, count: verdicts.count)
    let parameters = classifier.parameters.stability
    let ranges = tally.pairRanges()
    var byKey: [[Int]] = Array(repeating: [], count: ranges.count)
    for (index, verdict) in verdicts.enumerated() where verdict != nil {
      byKey[groups.candidates[index].key].append(index)
    }
    let keys = byKey.indices.filter { !byKey[$0].isEmpty }
    let draws = parameters.draws(of: points(keys, ranges))
    guard draws > 0, !keys.isEmpty else { return results }
    for index in verdicts.indices where verdicts[index] != nil {
      results[index] = Stability(draws: draws, sameStatus: 0, keptUnits: 0)
    }
    // The keys in blocks, so that the sites of a few are held at a time; within a block every draw is work of its own.
    let candidatesOfKey = byKey
    for start in stride(from: 0, to: keys.count, by: 64) {
      let block = Array(keys[start..<min(start + 64, keys.count)])
      let tasks = try Workers.map(block.count, threads: threads) { (index) throws(Failure) -> Task in
        try task(ranges[block[index]], candidatesOfKey[block[index]], verdicts)
      }
      let order = tasks.indices.sorted {
        tasks[$0].resampling.size != tasks[$1].resampling.size
          ? tasks[$0].resampling.size > tasks[$1].resampling.size : $0 < $1
      }
      let sums = Mutex(results)
      try Workers.forEach(tasks.count * draws, threads: threads) { (index) throws(Failure) in
        let task = tasks[order[index / draws]]
        let found = try task.resampling.draw(index % draws, clusters: task.members)
        let same = task.candidates.indices.map { isSame(task, $0, found[$0], verdicts[task.candidates[$0]]) }
        sums.withLock { sums in
          for (position, candidate) in task.candidates.enumerated() {
            if same[position] { sums[candidate]?.sameStatus += 1 }
            sums[candidate]?.keptUnits += found[position].kept
          }
        }
      }
      results = sums.withLock { $0 }
    }
    return results
  }

  /// How many points one draw can move at most: those of all sites of the keys that have published clusters.
  private func points(_ keys: [Int], _ ranges: [Range<Int>]) -> Int {
    let most = Int64(classifier.parameters.stability.partsPerSite)
    return keys.reduce(0) { sum, key in
      ranges[key].reduce(sum) { $0 + Int(max(1, min(tally.units($1), most))) }
    }
  }

  /// Whether a group is still the cluster: enough of its units, and the same status by the same benchmark.
  private func isSame(_ task: Task, _ position: Int, _ group: ResampledGroup, _ verdict: Verdict?) -> Bool {
    let candidate = groups.candidates[task.candidates[position]]
    let parameters = classifier.parameters
    guard let verdict, group.kept > 0,
      Int128(group.kept) * 100 >= Int128(candidate.sums.units) * Int128(parameters.stability.matchPercent)
    else { return false }
    let counts = BenchmarkCounts(
      units: group.units, counted: group.measures[task.countedMeasure[position]], looms: group.measures[0],
      loomsKnown: group.measures[1], turnover: group.measures[2])
    return Verdict.judge(counts, as: verdict.category, by: parameters)?.status == verdict.status
  }

  /// The sites of a key that can matter to its published clusters.
  private func task(_ range: Range<Int>, _ candidates: [Int], _ verdicts: [Verdict?]) throws(Failure) -> Task {
    let parameters = classifier.parameters
    var categories: [Model.Category] = []
    for candidate in candidates {
      if let category = verdicts[candidate]?.category, !categories.contains(category) { categories.append(category) }
    }
    let pairs = range.filter { tally.weight($0) > 0 || tally.units($0) > 0 }
    let (x, y, z) = Geocentric.millimetres(pairs.map { tally.sites[Int(tally.pairSite[$0])].coordinate })
    let radius = pairs.map { self.radius($0) }
    let near = StabilityNeighbourhood(
      pairs: pairs, x: x, y: y, z: z, radius: radius, reach: limits.reachMetres * 1000
    ).sites(around: candidates.map { whole(groups.candidates[$0]) })

    var sites = UncertainSites(measures: Self.fixedMeasures + categories.count)
    var numberOfPair: [Int32] = Array(repeating: -1, count: range.count)
    for index in near {
      let pair = pairs[index]
      let key = tally.sites[Int(tally.pairSite[pair])]
      numberOfPair[pair - range.lowerBound] = Int32(sites.count)
      sites.points.append(x: x[index], y: y[index], z: z[index], weight: tally.weight(pair))
      sites.radius.append(radius[index])
      sites.place.append(
        UInt64(UInt32(bitPattern: key.coordinate.lat)) << 32 | UInt64(UInt32(bitPattern: key.coordinate.lon)))
      sites.site.append(UInt64(key.place))
      sites.units.append(tally.units(pair))
      sites.measures[0].append(tally.value(.loomWeight, pair))
      sites.measures[1].append(BenchmarkCounts.loomsKnown { tally.value($0, pair) })
      sites.measures[2].append(BenchmarkCounts.turnover { tally.value($0, pair) })
      for (position, category) in categories.enumerated() {
        let counted = parameters.rules.benchmarks[category]?.countedUnits { tally.value($0, pair) } ?? 0
        sites.measures[Self.fixedMeasures + position].append(counted)
      }
    }
    let made = tally.keys[Int(tally.pairKey[range.lowerBound])].productionClass
    let clustering = try ClusteringParameters.geodesic(
      reachMetres: limits.reachMetres, coreWeight: limits.coreWeight[made] ?? 1,
      maxRadiusMetres: limits.maxRadiusMetres[made])
    let stability = parameters.stability
    return Task(
      candidates: candidates,
      members: candidates.map { candidate in
        groups.candidates[candidate].pairs.map { numberOfPair[Int($0) - range.lowerBound] }.filter { $0 >= 0 }
      },
      countedMeasure: candidates.map { candidate in
        Self.fixedMeasures + (categories.firstIndex { $0 == verdicts[candidate]?.category } ?? 0)
      },
      resampling: Resampling(
        of: sites, parameters: clustering,
        resampling: ResamplingParameters(
          draws: stability.draws, sharedPercent: stability.sharedPercent, partsPerSite: stability.partsPerSite,
          seed: UInt64(stability.seed))))
  }

  /// The pairs of a candidate, with those of the wider group that it was cut from.
  private func whole(_ candidate: ClusterCandidate) -> [Int32] {
    candidate.belt.map { groups.belts[$0].belt.pairs } ?? candidate.pairs
  }

  /// The 90 % radius of a pair in millimetres: the mean over its units, halves up.
  private func radius(_ pair: Int) -> Int64 {
    let units = tally.units(pair)
    return units > 0 ? (tally.value(.uncertainty, pair) * 1000 + units / 2) / units : 0
  }
}
