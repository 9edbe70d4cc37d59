import Model

/// The definition of `Docs/Method.md` written down as it stands, for small sets with whole coordinates. Levels are whole squared
/// distances, tried downward one after the other, but for runs in which no distance and no core distance lies.
struct Reference {
  var points: [[Int]]
  var weights: [Int]
  var reach: Int
  var coreWeight: Int
  var maxRadius: Int?

  var cluster: [Int]
  var role: [SiteRole]
  var tied: [Bool]
  /// Level at which each cluster stands.
  var levels: [Int] = []
  var belts: [[Int]] = []
  var beltOf: [Int?] = []

  init(_ points: [[Int]], _ weights: [Int], reach: Int, coreWeight: Int, maxRadius: Int? = nil) {
    self.points = points
    matrix = points.map { a in
      points.map { b in zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
    }
    self.weights = weights
    self.reach = reach
    self.coreWeight = coreWeight
    self.maxRadius = maxRadius
    cluster = Array(repeating: -1, count: points.count)
    role = Array(repeating: .noise, count: points.count)
    tied = Array(repeating: false, count: points.count)
    run()
  }

  /// Squared distances.
  private let matrix: [[Int]]

  func level(_ a: Int, _ b: Int) -> Int { matrix[a][b] }

  /// core(a)², nil without one up to the reach.
  func core(_ a: Int) -> Int? {
    if weights[a] == 0 { return nil }
    let near = points.indices.map { (level(a, $0), weights[$0]) }.sorted { $0.0 < $1.0 }
    var sum = 0
    for (level, weight) in near where level <= reach * reach {
      sum += weight
      if sum >= coreWeight { return level }
    }
    return nil
  }

  /// The components of `sites` at a level.
  func components(_ sites: [Int], _ level: Int, _ cores: [Int?]) -> [[Int]] {
    var left = sites.filter { cores[$0].map { $0 <= level } ?? false }
    var found: [[Int]] = []
    while let first = left.first {
      var part = [first]
      left.removeFirst()
      var next = 0
      while next < part.count {
        let site = part[next]
        part += left.filter { self.level(site, $0) <= level }
        left.removeAll { self.level(site, $0) <= level }
        next += 1
      }
      found.append(part.sorted())
    }
    return found
  }

  /// 10·s ≥ 9·t for the weight s within the greatest radius of the centre; the centre as a fraction, never rounded, unless `rounds`.
  func fits(_ sites: [Int]) -> Bool {
    guard let maxRadius else { return true }
    let total = sites.reduce(0) { $0 + weights[$1] }
    var inside = 0
    let axes = points[0].count
    let centre = (0..<axes).map { axis in
      let sum = sites.reduce(0) { $0 + weights[$1] * points[$1][axis] }
      if axes == 2 { return Double(sum) / Double(total) }
      return (Double(sum) / Double(total)).rounded()
    }
    for site in sites {
      let square = (0..<axes).reduce(0.0) {
        $0 + (Double(points[site][$1]) - centre[$1]) * (Double(points[site][$1]) - centre[$1])
      }
      if square <= Double(maxRadius * maxRadius) { inside += weights[site] }
    }
    return 10 * inside >= 9 * total
  }

  mutating func run() {
    let all = Array(points.indices)
    let cores = all.map { core($0) }
    var accepted: [(sites: [Int], level: Int, belt: Int?)] = []
    var flat: [[Int]] = []
    var wide: [Int] = []
    for component in components(all, reach * reach, cores) {
      flat.append(component)
      if fits(component) {
        accepted.append((component, reach * reach, nil))
        continue
      }
      let belt = flat.count - 1
      wide.append(belt)
      var waiting = [(component, reach * reach)]
      while let (part, from) = waiting.popLast() {
        if from < reach * reach, fits(part) {
          accepted.append((part, from, belt))
          continue
        }
        let values = part.flatMap { a in part.map { level(a, $0) } + [cores[a] ?? 0] }
        for level in Set(values).sorted(by: >).map({ $0 - 1 }) where level < from && level >= 0 {
          let parts = components(part, level, cores)
          if parts == [part] { continue }
          for next in parts { waiting.append((next, level)) }
          break
        }
      }
    }
    assign(accepted.map { ($0.sites, $0.level) })
    let flatAssignment = joined(flat.map { ($0, reach * reach) })
    let memberLists = wide.map { belt in all.filter { flatAssignment[$0].cluster == belt } }
    let order = wide.indices.sorted { memberLists[$0][0] < memberLists[$1][0] }
    belts = order.map { memberLists[$0] }
    // Canonical numbers of the clusters.
    let first = accepted.indices.map { number in all.first { cluster[$0] == number } ?? Int.max }
    let ranking = accepted.indices.sorted { first[$0] < first[$1] }
    var numbers = Array(repeating: -1, count: accepted.count)
    for (number, old) in ranking.enumerated() { numbers[old] = number }
    for site in all where cluster[site] >= 0 { cluster[site] = numbers[cluster[site]] }
    levels = ranking.map { accepted[$0].level }
    beltOf = ranking.map { old in
      accepted[old].belt.flatMap { belt in order.firstIndex { wide[$0] == belt } }
    }
  }

  func joined(_ parts: [(sites: [Int], level: Int)]) -> [(cluster: Int, tied: Bool)] {
    var member = Array(repeating: -1, count: points.count)
    for (number, part) in parts.enumerated() { for site in part.sites { member[site] = number } }
    return points.indices.map { site in
      if member[site] >= 0 { return (member[site], false) }
      let near = points.indices.filter { member[$0] >= 0 && level(site, $0) <= parts[member[$0]].level }
      guard let best = near.map({ level(site, $0) }).min() else { return (-1, false) }
      let nearest = near.filter { level(site, $0) == best }
      return (member[nearest[0]], Set(nearest.map { member[$0] }).count > 1)
    }
  }

  mutating func assign(_ parts: [(sites: [Int], level: Int)]) {
    let core = Set(parts.flatMap(\.sites))
    for (site, result) in joined(parts).enumerated() {
      cluster[site] = result.cluster
      tied[site] = result.tied
      role[site] = result.cluster < 0 ? .noise : core.contains(site) ? .core : .border
    }
  }
}
