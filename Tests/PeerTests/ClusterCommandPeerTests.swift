import Foundation
import TestSupport
import Testing

/// The `cluster` command against scikit-learn's DBSCAN, through files as a user would: random weighted points, planar and
/// geodesic, in groups, with points at one place.
@Suite struct ClusterCommandPeerTests {
  private struct Point {
    var x: Double
    var y: Double
    var weight: Int
    var group: Int
  }

  /// Clouds around towns over a uniform background in the unit square; every twentieth point stands on another.
  private func points(_ count: Int, groups: Int, seed: UInt64) -> [Point] {
    var random = SeededGenerator(seed: seed)
    let towns = (0..<15).map { _ in
      (
        Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random),
        Double.random(in: 0.002...0.03, using: &random)
      )
    }
    var points: [Point] = []
    for index in 0..<count {
      var point = Point(x: 0, y: 0, weight: Int.random(in: 0...4, using: &random), group: 0)
      point.group = Int.random(in: 0..<groups, using: &random)
      if index % 20 == 7 {
        let twin = points[Int.random(in: 0..<index, using: &random)]
        (point.x, point.y) = (twin.x, twin.y)
      } else if index % 3 == 0 {
        (point.x, point.y) = (Double.random(in: 0...1, using: &random), Double.random(in: 0...1, using: &random))
      } else {
        let town = towns[Int.random(in: 0..<15, using: &random)]
        let angle = Double.random(in: 0...(2 * .pi), using: &random)
        let distance = town.2 * Double.random(in: 0...1, using: &random).squareRoot()
        (point.x, point.y) = (town.0 + distance * cos(angle), town.1 + distance * sin(angle))
      }
      points.append(point)
    }
    return points
  }

  /// Runs the command on `rows` of the columns `header` and gives back its table.
  private func cluster(_ header: String, _ rows: [String], _ options: [String]) throws -> CSVTable {
    let scratch = try Scratch()
    let file = try scratch.write(([header] + rows).joined(separator: "\n") + "\n", to: "points.csv")
    let outcome = try Program.run(["cluster", file] + options)
    try #require(outcome.status == 0, Comment(rawValue: outcome.messages))
    let table = CSVTable(Data(outcome.output.utf8))
    #expect(table.header == header.split(separator: ",").map(String.init) + ["cluster", "role"])
    #expect(table.rows.map { $0.dropLast(2).joined(separator: ",") } == rows, "rows keep their order and their fields")
    return table
  }

  /// Compares the answers for each group: core flags, the partition of the cores, noise; and borders that are in reach of their
  /// cluster. Points without weight are no peers of scikit-learn's, which lets them be core; a group's twins are one site here.
  private func compare(
    _ name: String, _ points: [Point], _ table: CSVTable, reach: Double, core: Int, _ coordinates: (Point) -> [Double]
  ) throws {
    let groups = Set(points.map(\.group)).sorted()
    let indices = groups.map { group in points.indices.filter { points[$0].group == group && points[$0].weight > 0 } }
    let sets = indices.map { members in
      PeerSet(
        rows: members.map { coordinates(points[$0]) }, weights: members.map { Double(points[$0].weight) }, reach: reach,
        coreWeight: Double(core))
    }
    guard let answers = try Peer.dbscan(sets) else { return }
    let (clusters, roles) = (table.column("cluster"), table.column("role"))
    var groupOfCluster: [String: Int] = [:]
    for (group, (members, answer)) in zip(indices, answers).enumerated() {
      #expect(members.map { roles[$0] == "core" } == answer.isCore, "\(name), group \(group): core points differ")
      #expect(
        members.map { roles[$0] == "noise" } == answer.labels.map { $0 < 0 }, "\(name), group \(group): noise differs")
      var theirs: [String: Int] = [:]
      var back: [Int: String] = [:]
      for (position, member) in members.enumerated() {
        #expect(clusters[member].isEmpty == (roles[member] == "noise"))
        guard roles[member] != "noise" else { continue }
        #expect(
          groupOfCluster.updateValue(group, forKey: clusters[member]) ?? group == group, "a cluster in two groups")
        guard roles[member] == "core" else { continue }
        let label = answer.labels[position]
        #expect(theirs.updateValue(label, forKey: clusters[member]) ?? label == label, "\(name): partition differs")
        #expect(back.updateValue(clusters[member], forKey: label) ?? clusters[member] == clusters[member], "\(name)")
      }
    }
    #expect(groupOfCluster.count >= 2 * groups.count, "\(name): too few clusters to tell anything")
    #expect(roles.contains("border") && roles.contains("noise"))
  }

  @Test func planarPoints() throws {
    for (seed, reach, core) in [(UInt64(61), 300.0, 12), (62, 900, 150)] {
      let points = points(24_000, groups: 1, seed: seed).map { point in
        var point = point
        (point.x, point.y) = ((point.x * 100_000).rounded() / 4, (point.y * 100_000).rounded() / 4)
        return point
      }
      let table = try cluster(
        "id,x,y,weight", points.enumerated().map { "\($0),\($1.x),\($1.y),\($1.weight)" },
        ["--planar", "--reach", "\(reach)", "--core", "\(core)"])
      try compare("planar, seed \(seed)", points, table, reach: reach, core: core) { [$0.x, $0.y] }
    }
  }

  @Test func groupsAreClusteredEachByItself() throws {
    let seed: UInt64 = 71
    let points = points(20_000, groups: 3, seed: seed).map { point in
      var point = point
      (point.x, point.y) = ((point.x * 10_000).rounded(), (point.y * 10_000).rounded())
      return point
    }
    let table = try cluster(
      "group,x,y,weight", points.map { "g\($0.group),\($0.x),\($0.y),\($0.weight)" },
      ["--planar", "--reach", "90", "--core", "20"])
    try compare("groups, seed \(seed)", points, table, reach: 90, core: 20) { [$0.x, $0.y] }
  }

  @Test func pointsOnEarth() throws {
    for (seed, metres, core) in [(UInt64(81), 2_500.0, 15), (82, 9_000, 200)] {
      let points = points(22_000, groups: 1, seed: seed).map { point in
        var point = point
        let (lon, lat) = (74 + 6 * point.x, 16 + 6 * point.y)
        (point.x, point.y) = ((lon * 1e6).rounded() / 1e6, (lat * 1e6).rounded() / 1e6)
        return point
      }
      let table = try cluster(
        "lon,lat,weight", points.map { "\($0.x),\($0.y),\($0.weight)" }, ["--reach", "\(metres)", "--core", "\(core)"])
      // Geocentric millimetres on WGS 84 and the chord that belongs to the reach: the definition, worked out by the test.
      let chord = (2 * 6_371_008.8 * sin(metres / (2 * 6_371_008.8)) * 1_000).rounded()
      try compare("geodesic, seed \(seed)", points, table, reach: chord, core: core) { point in
        let (lat, lon) = (point.y * .pi / 180, point.x * .pi / 180)
        let normal = 6_378_137 / (1 - 0.00669437999014 * sin(lat) * sin(lat)).squareRoot()
        return [normal * cos(lat) * cos(lon), normal * cos(lat) * sin(lon), normal * (1 - 0.00669437999014) * sin(lat)]
          .map { ($0 * 1_000).rounded() }
      }
    }
  }

  @Test func theReachIsInclusiveAndAPointCountsItself() throws {
    let rows = ["0,0", "3,4", "6,8", "100,100"]
    let options = ["--planar", "--core", "3"]
    func roles(_ reach: String, _ more: [String] = []) throws -> [String] {
      try cluster("x,y", rows, options + ["--reach", reach] + more).column("role")
    }
    #expect(try roles("5") == ["border", "core", "border", "noise"])
    #expect(try roles("4.9999999") == ["noise", "noise", "noise", "noise"])
    let alone = try cluster("x,y,weight", ["0,0,3", "50,50,2"], options + ["--reach", "1"])
    #expect(alone.column("role") == ["core", "noise"])
    #expect(alone.column("cluster") == ["0", ""])
  }

  @Test func theOrderOfRowsDoesNotShow() throws {
    let seed: UInt64 = 91
    var random = SeededGenerator(seed: seed)
    let rows = points(5_000, groups: 2, seed: seed).map { point in
      "\((point.x * 10_000).rounded()),\((point.y * 10_000).rounded()),\(point.weight),g\(point.group)"
    }
    let options = ["--planar", "--reach", "150", "--core", "25"]
    for more in [[], ["--max-radius", "300"]] {
      let first = try cluster("x,y,weight,group", rows, options + more)
      let second = try cluster("x,y,weight,group", rows.shuffled(using: &random), options + more)
      func lines(_ table: CSVTable) -> [String] { table.rows.map { $0.joined(separator: ",") }.sorted() }
      #expect(lines(first) == lines(second), "seed \(seed) \(more)")
    }
  }
}
