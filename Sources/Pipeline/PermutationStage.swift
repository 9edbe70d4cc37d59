import Classification
import Clustering
import Model
import Spatial
import Synchronization

/// Shuffles product labels over all units, finds clusters again, and counts how often chance does as well as each published cluster.
///
/// Keys take part one by one; a key whose clusters are settled by a bound, or have no excess at all, is never shuffled, and shuffling
/// stops where enough shuffles have reached the score of each. So the cost is far below that of the clustering times the shuffles.
struct PermutationStage {
  let tally: Tally
  /// The register by product: over whose units labels are shuffled.
  let register: Tally
  let groups: ClusterStage.Groups
  let keys: ProductKeys
  let limits: ClusterStage.Limits
  let parameters: ClassificationParameters
  let threads: Int

  /// A chance below this needs no shuffles: far below what the greatest number of them can show.
  private static let certain = 1e-6

  /// A register is tested when all its units can be drawn so many times.
  private static let leastDraws = 10

  /// One key with what is open about its clusters.
  fileprivate struct Task: Sendable {
    var test: PermutationTest
    var units: Int64
    /// What was found, by candidate.
    var found: [(candidate: Int, cluster: ScoredCluster, outcome: Significance.Outcome?)]
    /// Shuffles that the budget allows.
    var allowed = 0
    /// Shuffles that reached the score of each.
    var reached: [Int]

    var isOpen: Bool { found.contains { $0.outcome == nil } }
  }

  /// The significance of each candidate that has a verdict; nil for the others, and for all when no shuffles are wanted.
  func run(_ verdicts: [Verdict?]) throws(Failure) -> [Significance?] {
    var results: [Significance?] = Array(repeating: nil, count: verdicts.count)
    let shuffles = parameters.permutation.shuffles
    guard shuffles > 0, verdicts.contains(where: { $0 != nil }) else { return results }
    // The background of a large register alone would cost more than all else.
    let total = TallyColumn.operating.reduce(Int64(0)) { $0 + (register.columns[$1.rawValue]?.sum ?? 0) }
    guard total <= Int64(parameters.permutation.mostUnits / Self.leastDraws) else {
      return verdicts.map { $0 == nil ? nil : Significance(outcome: .tooLarge, weight: 0, expected: 0) }
    }
    let ranges = tally.pairRanges()
    var byKey: [[Int]] = Array(repeating: [], count: ranges.count)
    var candidates = ranges.indices.map { groups.leftOut[$0] ?? 0 }
    for (index, verdict) in verdicts.enumerated() {
      candidates[groups.candidates[index].key] += 1
      if verdict != nil { byKey[groups.candidates[index].key].append(index) }
    }
    let background = background()
    var tasks = try prepare(byKey, ranges, background)
    allow(&tasks)
    try shuffle(&tasks, background)

    for task in tasks {
      for (candidate, cluster, outcome) in task.found {
        results[candidate] = Significance(
          outcome: outcome ?? .tooLarge, weight: cluster.weight, expected: cluster.expected)
      }
    }
    // Every candidate is a hypothesis, published or not, and so is a key without any.
    let tests = ranges.indices.reduce(0) { $0 + (ranges[$1].isEmpty ? 0 : max(candidates[$1], 1)) }
    let tested = results.indices.filter { results[$0]?.p != nil }
    guard let one = Fraction(1, over: 1),
      let qValues = FalseDiscovery.qValues(
        tested.map { results[$0]?.p ?? one } + Array(repeating: one, count: max(tests - tested.count, 0)))
    else { throw Failure(.internal, "The p-values are no fractions within bounds; please report this.") }
    for (index, q) in zip(tested, qValues) {
      results[index]?.q = q
      results[index]?.tests = tests
    }
    return results
  }

  /// Units of a pair: at least one where something has weight.
  private func units(_ tally: Tally, _ pair: Int) -> Int64 { max(tally.units(pair), tally.weight(pair) > 0 ? 1 : 0) }

  /// The units of all keys, by coordinate.
  private func background() -> UnitBackground {
    var units = Array(repeating: Int64(0), count: register.sites.count)
    for pair in 0..<register.pairCount { units[Int(register.pairSite[pair])] += self.units(register, pair) }
    var coordinates: [Coordinate] = []
    var weight: [Int64] = []
    for (site, key) in register.sites.enumerated() where units[site] > 0 {
      if coordinates.last == key.coordinate {
        weight[weight.count - 1] += units[site]
      } else {
        coordinates.append(key.coordinate)
        weight.append(units[site])
      }
    }
    let (x, y, z) = Geocentric.millimetres(coordinates)
    return UnitBackground(PointSet(x: x, y: y, z: z, weight: weight))
  }

  /// The keys that have published clusters, the largest first, with what can be told of them without shuffles.
  private func prepare(
    _ byKey: [[Int]], _ ranges: [Range<Int>], _ background: UnitBackground
  ) throws(Failure) -> [Task] {
    let used = byKey.indices.filter { !byKey[$0].isEmpty }
    var clustering: [ProductionClass: ClusteringParameters] = [:]
    var radius: [ProductionClass: Double] = [:]
    for key in used {
      let made = tally.keys[key].productionClass
      if clustering[made] != nil { continue }
      let found = try ClusteringParameters.geodesic(
        reachMetres: limits.reachMetres, coreWeight: limits.coreWeight[made] ?? 1,
        maxRadiusMetres: limits.maxRadiusMetres[made])
      clustering[made] = found
      // Without a limit of the run, the configuration's tells what a town and its surroundings are.
      radius[made] = found.maxRadius ?? Double(parameters.maxRadius[made] ?? 15_000_000)
    }
    let radii = Set(radius.values).sorted()
    let windows = try Workers.map(radii.count, threads: threads) { (index) throws(Failure) in
      ScanWindows(background, radius: radii[index])
    }
    let (parametersOfClass, radiusOfClass) = (clustering, radius)
    let tasks = try Workers.map(used.count, threads: threads) { (index) throws(Failure) -> Task? in
      let made = tally.keys[used[index]].productionClass
      guard let clustering = parametersOfClass[made], let radius = radiusOfClass[made],
        let window = radii.firstIndex(of: radius)
      else { return nil }
      let key = shuffledKey(used[index], ranges[used[index]])
      let test = PermutationTest(
        of: key, over: background, windows: windows[window], clustering: clustering,
        seed: UInt64(parameters.permutation.seed))
      return settle(test, key, byKey[used[index]])
    }
    return tasks.compactMap { $0 }.sorted {
      $0.units != $1.units ? $0.units > $1.units : $0.found[0].candidate < $1.found[0].candidate
    }
  }

  /// The units of a key with their weights; those of a pair share its weight evenly, in whole numbers.
  private func shuffledKey(_ key: Int, _ range: Range<Int>) -> ShuffledKey {
    // FNV-1a of product code and class.
    var code: UInt64 = 0xCBF2_9CE4_8422_2325
    let made = tally.keys[key].productionClass
    for byte in keys.codes[Int(tally.keys[key].product)].utf8 { code = (code ^ UInt64(byte)) &* 0x100_0000_01B3 }
    code = (code ^ UInt64(made.rawValue)) &* 0x100_0000_01B3
    var runs: [ShuffledKey.Run] = []
    for pair in range {
      let units = units(tally, pair)
      if units <= 0 { continue }
      let (share, rest) = tally.weight(pair).quotientAndRemainder(dividingBy: units)
      for run in [
        ShuffledKey.Run(weight: share + 1, units: rest), ShuffledKey.Run(weight: share, units: units - rest),
      ] where run.units > 0 {
        if let last = runs.last, last.weight == run.weight {
          runs[runs.count - 1].units += run.units
        } else {
          runs.append(run)
        }
      }
    }
    return ShuffledKey(code: code, runs: runs)
  }

  /// Scores the clusters of a key, and settles those that need no shuffles.
  private func settle(_ test: PermutationTest, _ key: ShuffledKey, _ candidates: [Int]) -> Task {
    let shuffles = parameters.permutation.shuffles
    var found: [(candidate: Int, cluster: ScoredCluster, outcome: Significance.Outcome?)] = candidates.map { index in
      let candidate = groups.candidates[index]
      let pairs = candidate.pairs.indices.filter { candidate.roles[$0] == .core }.map { Int(candidate.pairs[$0]) }
      let (x, y, z) = Geocentric.millimetres(pairs.map { tally.sites[Int(tally.pairSite[$0])].coordinate })
      let cluster = test.score(ofCores: PointSet(x: x, y: y, z: z, weight: pairs.map { tally.weight($0) }))
      return (index, cluster, cluster.score > 0 ? nil : .noExcess)
    }
    // The bound falls with the score: from the greatest on, up to the first that it does not settle.
    let order = found.indices.sorted {
      found[$0].cluster.score != found[$1].cluster.score ? found[$0].cluster.score > found[$1].cluster.score : $0 < $1
    }
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if test.chance(ofScore: found[order[middle]].cluster.score, limit: Self.certain) <= Self.certain {
        low = middle + 1
      } else {
        high = middle
      }
    }
    for index in order[..<low] { found[index].outcome = .bounded(shuffles: shuffles) }
    return Task(
      test: test, units: key.units, found: found, reached: Array(repeating: 0, count: found.count))
  }

  /// Shares the budget: each open key may draw equally many units at most, and a small one gives back what it does not need.
  private func allow(_ tasks: inout [Task]) {
    let permutation = parameters.permutation
    let open = tasks.indices.filter { tasks[$0].isOpen }
    var rest = permutation.mostUnits
    // The smallest first.
    for (position, index) in open.reversed().enumerated() {
      let share = rest / (open.count - position)
      let allowed = min(permutation.shuffles, share / Int(max(tasks[index].units, 1)))
      tasks[index].allowed = allowed >= min(permutation.leastShuffles, permutation.shuffles) ? allowed : 0
      rest -= tasks[index].allowed * Int(tasks[index].units)
      if tasks[index].allowed > 0 { continue }
      for item in tasks[index].found.indices where tasks[index].found[item].outcome == nil {
        tasks[index].found[item].outcome = .tooLarge
      }
    }
  }

  /// Shuffles in rounds: in each, every key that is open gets as many shuffles as it takes at least to settle a cluster.
  private func shuffle(_ tasks: inout [Task], _ background: UnitBackground) throws(Failure) {
    let round = parameters.permutation.stopAfter
    let pool = Mutex<[ShuffleMemory]>([])
    var start = 0
    while true {
      let open = tasks.indices.filter { tasks[$0].isOpen }
      if open.isEmpty { return }
      let work = open.flatMap { index in
        (start..<min(start + round, tasks[index].allowed)).map { (task: index, number: $0) }
      }
      let now = tasks
      let scores = try Workers.map(work.count, threads: threads) { (item) throws(Failure) -> Double in
        var memory = pool.withLock { $0.popLast() } ?? ShuffleMemory(background)
        let score = try now[work[item].task].test.greatestScore(inShuffle: work[item].number, &memory)
        pool.withLock { [memory] in $0.append(memory) }
        return score
      }
      for (item, score) in zip(work, scores) { tasks[item.task].count(score, item.number, round) }
      start += round
    }
  }
}

extension PermutationStage.Task {
  /// Counts the greatest score of shuffle `number`; a cluster is settled when `enough` shuffles have reached its score, or after the last one.
  fileprivate mutating func count(_ score: Double, _ number: Int, _ enough: Int) {
    for item in found.indices where found[item].outcome == nil {
      if score >= found[item].cluster.score { reached[item] += 1 }
      if reached[item] >= enough {
        found[item].outcome = .shuffled(reached: enough, of: number + 1, stopped: true)
      } else if number + 1 >= allowed {
        found[item].outcome = .shuffled(reached: reached[item], of: allowed, stopped: false)
      }
    }
  }
}
