import Clustering
import Foundation
import TestSupport
import Testing

/// A set with what both sides say about it.
private struct Comparison {
  var name: String
  var peer: PeerSet
  var ours: Clustering
}

/// Clustering against scikit-learn's DBSCAN: the same core sites, the same partition of them, the same noise.
///
/// A border site may stand in another cluster there, where the first to arrive wins; here it must be one of a core site in reach.
/// Sites without weight are left out: the peer lets them be core.
@Suite struct DensityPeerTests {
  private func compare(_ comparisons: [Comparison]) throws {
    guard let answers = try Peer.dbscan(comparisons.map(\.peer)) else { return }
    for (comparison, answer) in zip(comparisons, answers) {
      let ours = comparison.ours
      let name = comparison.name
      #expect(ours.role.map { $0 == .core } == answer.isCore, "\(name): core sites differ")
      #expect(ours.role.map { $0 == .noise } == answer.labels.map { $0 < 0 }, "\(name): noise differs")
      var theirs: [Int32: Int] = [:]
      var back: [Int: Int32] = [:]
      var same = true
      for site in answer.labels.indices where answer.isCore[site] && ours.role[site] == .core {
        let (cluster, label) = (ours.cluster[site], answer.labels[site])
        if theirs.updateValue(label, forKey: cluster) ?? label != label { same = false }
        if back.updateValue(cluster, forKey: label) ?? cluster != cluster { same = false }
      }
      #expect(same, "\(name): the partition of core sites differs")
      if !comparison.peer.isHaversine { expectBordersInReach(comparison) }
    }
  }

  /// Some border sites of each set, looked up one by one.
  private func expectBordersInReach(_ comparison: Comparison) {
    let rows = comparison.peer.rows
    let limit = comparison.peer.reach * comparison.peer.reach
    for site in rows.indices.filter({ comparison.ours.role[$0] == .border }).prefix(20) {
      var nearest = (level: Double.infinity, cluster: Int32(-1))
      for other in rows.indices where comparison.ours.role[other] == .core {
        let level = zip(rows[site], rows[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        if level < nearest.level { nearest = (level, comparison.ours.cluster[other]) }
      }
      #expect(
        nearest.level <= limit && nearest.cluster == comparison.ours.cluster[site],
        "\(comparison.name): border site \(site) is not with its nearest core site")
    }
  }

  private func planar(
    _ name: String, _ points: [(Double, Double)], _ weights: [Int64], _ reach: Double, _ core: Int64
  ) throws -> Comparison {
    Comparison(
      name: name,
      peer: PeerSet(
        rows: points.map { [$0.0, $0.1] }, weights: weights.map(Double.init), reach: reach, coreWeight: Double(core)),
      ours: try Clustering(
        of: PlanarPointSet(x: points.map(\.0), y: points.map(\.1), weight: weights),
        with: ClusteringParameters(reach: reach, coreWeight: core, threads: 2)))
  }

  /// Sites at latitudes and longitudes in degrees on an ellipsoid of revolution (`squash` = e², 0 for a sphere).
  private func geocentric(_ places: [(Double, Double)], axis: Double, squash: Double) -> [[Int64]] {
    places.map { place in
      let (lat, lon) = (place.0 * .pi / 180, place.1 * .pi / 180)
      let normal = axis / (1 - squash * sin(lat) * sin(lat)).squareRoot()
      return [normal * cos(lat) * cos(lon), normal * cos(lat) * sin(lon), normal * (1 - squash) * sin(lat)]
        .map { Int64(($0 * 1_000).rounded()) }
    }
  }

  private func geodesic(
    _ name: String, _ places: [(Double, Double)], _ weights: [Int64], _ metres: Double, _ core: Int64
  ) throws -> Comparison {
    let rows = geocentric(places, axis: 6_378_137, squash: 0.00669437999)
    return Comparison(
      name: name,
      peer: PeerSet(
        rows: rows.map { $0.map(Double.init) }, weights: weights.map(Double.init),
        reach: Double(Chord.chord(ofReachMetres: metres)), coreWeight: Double(core)),
      ours: try Clustering(
        of: PointSet(x: rows.map { $0[0] }, y: rows.map { $0[1] }, z: rows.map { $0[2] }, weight: weights),
        with: .geodesic(reachMetres: metres, coreWeight: core, threads: 2)))
  }

  /// Towns in a plain: normal clouds of several widths over a uniform background, as offsets in −1…1.
  private func towns(_ count: Int, _ random: inout SeededGenerator) -> [(Double, Double)] {
    func normal(_ random: inout SeededGenerator) -> Double {
      (0..<6).reduce(0.0) { sum, _ in sum + Double.random(in: -0.5...0.5, using: &random) }
    }
    let centres = (0..<12).map { _ in
      (
        Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random),
        Double.random(in: 0.005...0.08, using: &random)
      )
    }
    return (0..<count).map { index in
      if index % 3 == 0 {
        return (Double.random(in: -1...1, using: &random), Double.random(in: -1...1, using: &random))
      }
      let town = centres[Int.random(in: 0..<12, using: &random)]
      return (town.0 + town.2 * normal(&random), town.1 + town.2 * normal(&random))
    }
  }

  @Test func planarSetsOfTwentyThousand() throws {
    var comparisons: [Comparison] = []
    for (seed, reach, core) in [(UInt64(1), 900.0, Int64(10)), (2, 2_500, 60)] {
      var random = SeededGenerator(seed: seed)
      let points = towns(20_000, &random).map { (($0.0 * 100_000).rounded(), ($0.1 * 100_000).rounded()) }
      let weights = points.map { _ in Int64.random(in: 1...5, using: &random) }
      comparisons.append(try planar("seed \(seed)", points, weights, reach, core))
    }
    try compare(comparisons)
  }

  @Test func geodesicSetsOfTwentyThousand() throws {
    var comparisons: [Comparison] = []
    for (seed, lat, lon, metres, core) in [
      (UInt64(11), 22.0, 79.0, 4_000.0, Int64(15)), (12, -17, 179.9, 6_000, 40),
    ] {
      var random = SeededGenerator(seed: seed)
      let places = towns(20_000, &random).map { (lat + 4 * $0.0, lon + 4 * $0.1) }
      let weights = places.map { _ in Int64.random(in: 1...5, using: &random) }
      comparisons.append(try geodesic("seed \(seed)", places, weights, metres, core))
    }
    try compare(comparisons)
  }

  @Test func fiftyRandomAndAdversarialSets() throws {
    var comparisons: [Comparison] = []
    for seed in UInt64(101)...130 {
      var random = SeededGenerator(seed: seed)
      let extent = Double.random(in: 20...5_000, using: &random)
      let points = towns(Int.random(in: 1...800, using: &random), &random)
        .map { (($0.0 * extent).rounded(), ($0.1 * extent).rounded()) }
      let weights = points.map { _ in Int64.random(in: 1...4, using: &random) }
      let reach = Double(Int.random(in: 1...max(Int(extent / 8), 2), using: &random))
      comparisons.append(
        try planar("seed \(seed)", points, weights, reach, Int64.random(in: 1...30, using: &random)))
    }
    for seed in UInt64(201)...215 {
      var random = SeededGenerator(seed: seed)
      // Around a pole, across the antimeridian, and over the whole Earth.
      let places = towns(600, &random).map { place -> (Double, Double) in
        switch seed % 3 {
        case 0: (90 - abs(place.0), place.1 * 180)
        case 1: (place.0 * 2, 180 + place.1 * 2)
        default: (place.0 * 90, place.1 * 180)
        }
      }
      let weights = places.map { _ in Int64.random(in: 1...4, using: &random) }
      let metres = seed % 3 == 2 ? 190_000.0 : Double.random(in: 500...20_000, using: &random)
      comparisons.append(
        try geodesic("seed \(seed)", places, weights, metres, Int64.random(in: 2...25, using: &random)))
    }
    comparisons += try adversarial()
    #expect(comparisons.count >= 50)
    try compare(comparisons)
  }

  /// Lattices with the reach at their spacing and diagonal, one point many times, lines, and dense cells just within and beyond reach.
  private func adversarial() throws -> [Comparison] {
    let lattice = (0..<400).map { index -> (Double, Double) in (Double(index % 20 * 10), Double(index / 20 * 10)) }
    let ones = { (count: Int) in [Int64](repeating: 1, count: count) }
    let line = (0..<1_000).map { index -> (Double, Double) in (Double(index * 7), Double(index * 24)) }
    let dense = { (gap: Double) -> [(Double, Double)] in
      (0..<600).map { index in
        let inward = Double(index % 3)
        return (index < 300 ? -inward : gap + inward, Double(index % 100))
      }
    }
    let pile = [(Double, Double)](repeating: (3, 4), count: 800)
    return [
      try planar("lattice at its spacing", lattice, ones(400), 10, 5),
      try planar("lattice below its spacing", lattice, ones(400), 9.999, 2),
      try planar("lattice at its diagonal", lattice, ones(400), 200.0.squareRoot() + 1e-9, 9),
      try planar("one point", pile, ones(800), 1, 800),
      try planar("one point, too light", pile, ones(800), 1, 801),
      try planar("line at its spacing", line, ones(1_000), 25, 3),
      try planar("line below its spacing", line, ones(1_000), 24.9999, 2),
      try planar("dense cells at reach", dense(1_000), ones(600), 1_000, 50),
      try planar("dense cells beyond reach", dense(1_001), ones(600), 1_000, 50),
      try planar("a far outlier", lattice + [(1e14, -1e14)], ones(401), 10, 5),
    ]
  }

  @Test func chordsAgreeWithHaversineOnASphere() throws {
    var comparisons: [Comparison] = []
    for (seed, metres) in [(UInt64(301), 3_000.0), (302, 25_000), (303, 150_000)] {
      var random = SeededGenerator(seed: seed)
      let places = towns(2_000, &random).map { (25 + 8 * $0.0, 80 + 8 * $0.1) }
      let rows = geocentric(places, axis: Chord.earthRadius, squash: 0)
      let points = PointSet(
        x: rows.map { $0[0] }, y: rows.map { $0[1] }, z: rows.map { $0[2] },
        weight: [Int64](repeating: 1, count: rows.count))
      comparisons.append(
        Comparison(
          name: "seed \(seed), haversine",
          peer: PeerSet(
            rows: places.map { [$0.0 * .pi / 180, $0.1 * .pi / 180] }, weights: rows.map { _ in 1 },
            reach: metres / Chord.earthRadius, coreWeight: 12, isHaversine: true),
          ours: try Clustering(of: points, with: .geodesic(reachMetres: metres, coreWeight: 12))))
    }
    try compare(comparisons)
  }
}
