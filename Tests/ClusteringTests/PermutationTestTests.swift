import Foundation
import Model
import TestSupport
import Testing

@testable import Clustering

/// Clusters against shuffled labels: what is drawn, what is counted, and that chance is not taken for a finding.
@Suite struct PermutationTestTests {
  /// Towns on a grid, 40 km apart: some units at each of a few places around each.
  private static func towns(_ count: Int, units: Int64, places: Int = 5) -> UnitBackground {
    var points = PointSet()
    for town in 0..<count {
      for place in 0..<places {
        let point = ResamplingTests.point(
          east: Double(town % 8) * 40 + Double(place) * 2, north: Double(town / 8) * 40)
        points.append(x: point.x, y: point.y, z: point.z, weight: units)
      }
    }
    return UnitBackground(points)
  }

  private static func key(_ units: Int64, code: UInt64 = 7) -> ShuffledKey {
    ShuffledKey(code: code, runs: [.init(weight: 1, units: units)])
  }

  private static func test(
    _ key: ShuffledKey, _ background: UnitBackground, seed: UInt64 = 2008, core: Int64 = 10
  ) throws -> PermutationTest {
    PermutationTest(
      of: key, over: background, windows: ScanWindows(background, radius: 15e6),
      clustering: try .geodesic(reachMetres: 8_000, coreWeight: core, maxRadiusMetres: 15_000), seed: seed)
  }

  private static func places(_ points: PointSet) -> [Int64: Int64] {
    Dictionary(zip(points.x, points.weight)) { $0 + $1 }
  }

  @Test func aShuffleKeepsUnitsAndWeightsAndNeedsRoomForEach() throws {
    let background = Self.towns(16, units: 3)
    var memory = ShuffleMemory(background)
    #expect(background.units == 240)
    let looms = ShuffledKey(
      code: 1,
      runs: [
        .init(weight: 2, units: 40), .init(weight: 50, units: 1), .init(weight: 0, units: 5),
        .init(weight: 2, units: 3),
      ])
    #expect(looms.units == 49 && looms.weight == 136 && looms.runs.map(\.weight) == [50, 2, 0])
    for number in 0..<50 {
      let points = background.shuffled(looms, seed: 1, number: number, &memory)
      #expect(points.weight.reduce(0, +) == 136)
      let plain = background.shuffled(Self.key(100), seed: 1, number: number, &memory)
      #expect(plain.weight.reduce(0, +) == 100 && plain.weight.allSatisfy { (1...3).contains($0) })
    }
    // All labels: there is one way only.
    let all = background.shuffled(Self.key(240), seed: 1, number: 0, &memory)
    #expect(Self.places(all) == Self.places(background.positions))
  }

  @Test func aShuffleFollowsFromItsNumbersAlone() throws {
    let background = Self.towns(16, units: 3)
    var used = ShuffleMemory(background)
    var fresh = ShuffleMemory(background)
    _ = background.shuffled(Self.key(200), seed: 9, number: 4, &used)
    let first = background.shuffled(Self.key(60), seed: 2008, number: 3, &used)
    #expect(first.x == background.shuffled(Self.key(60), seed: 2008, number: 3, &fresh).x)
    for (seed, code, number) in [(2008, 7, 4), (2009, 7, 3), (2008, 8, 3)] {
      let other = background.shuffled(
        Self.key(60, code: UInt64(code)), seed: UInt64(seed), number: number, &fresh)
      #expect(Self.places(other) != Self.places(first), "\(seed) \(code) \(number)")
    }
  }

  @Test func everyUnitIsDrawnEquallyOften() throws {
    // 80 places of 3 units, 60 units drawn 400 times: 300 at each place, with variance 3·400·¼·¾ and a little more within a place.
    let background = Self.towns(16, units: 3)
    var memory = ShuffleMemory(background)
    var sums: [Int64: Int64] = [:]
    for number in 0..<400 {
      let points = background.shuffled(Self.key(60), seed: 2008, number: number, &memory)
      for (place, weight) in Self.places(points) { sums[place, default: 0] += weight }
    }
    #expect(sums.count == 80)
    let statistic = sums.values.reduce(0) { $0 + pow(Double($1) - 300, 2) / 225 }
    // χ² with 79 degrees of freedom: 44 to 124 in 99.9 % of cases.
    #expect((44...124).contains(statistic), "\(statistic)")
  }

  @Test func theScoreIsKulldorffs() {
    #expect(ScanScore.score(10, expected: 10) == 0 && ScanScore.score(9, expected: 10) == 0)
    #expect(ScanScore.score(0, expected: 0) == 0)
    for (weight, expected) in [(11, 10.0), (600, 20.0), (1_000_000, 3.25), (3, 2.999)] {
      let exact = Double(weight) * log(Double(weight) / expected) - (Double(weight) - expected)
      #expect(abs(ScanScore.score(Int64(weight), expected: expected) - exact) <= 1e-12 * Double(weight))
    }
    for value in [1.0, 1.4142135623730951, 1.5, 2, 0.1, 12345.678, 1e300, 1e-300] {
      #expect(abs(ScanScore.logarithm(value) - log(value)) <= 4e-16 * max(abs(log(value)), 1))
    }
    #expect(ScanScore.leastWeight(reaching: 5, expected: 10, most: 12) == nil)
    for score in [0.001, 1, 5, 27.6] {
      guard let least = ScanScore.leastWeight(reaching: score, expected: 10, most: 1_000) else {
        Issue.record("no weight reaches \(score)")
        continue
      }
      #expect(ScanScore.score(least, expected: 10) >= score && ScanScore.score(least - 1, expected: 10) < score)
    }
  }

  /// Against the exact chance that of 40 units drawn from 200 at least so many are among 50.
  @Test func theTailIsNeverBelowTheExactChance() {
    func choose(_ n: Int, _ k: Int) -> Double {
      k < 0 || k > n ? 0 : exp(lgamma(Double(n + 1)) - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1)))
    }
    for least in 1...40 {
      let exact = (least...40).reduce(0) { $0 + choose(50, $1) * choose(150, 40 - $1) } / choose(200, 40)
      let bound = ScanScore.tail(mean: 10, least: Int64(least))
      #expect(bound >= exact && bound <= 1, "\(least)")
      if least >= 30 { #expect(bound < 1e-5) }
    }
  }

  @Test func aWindowHoldsAllWithinTheRadius() {
    var random = SeededGenerator(seed: 31)
    var points = PointSet()
    for _ in 0..<300 {
      let point = ResamplingTests.point(
        east: Double.random(in: 0...120, using: &random), north: Double.random(in: 0...120, using: &random))
      points.append(x: point.x, y: point.y, z: point.z, weight: Int64.random(in: 1...9, using: &random))
    }
    let background = UnitBackground(points)
    let windows = ScanWindows(background, radius: 15e6)
    var total: Int64 = 0
    for bin in windows.bins {
      #expect(bin.fewest <= bin.most && bin.most - bin.fewest <= bin.most / 200)
      total += bin.count
    }
    #expect(total > 0 && windows.bins.map(\.most) == windows.bins.map(\.most).sorted(by: >))
    for _ in 0..<200 {
      let centre = ResamplingTests.point(
        east: Double.random(in: 0...120, using: &random), north: Double.random(in: 0...120, using: &random))
      var within: Int64 = 0
      var beyond: Int64 = 0
      for index in 0..<points.count {
        let (x, y, z) = (points.x[index] - centre.x, points.y[index] - centre.y, points.z[index] - centre.z)
        if windows.holds(x, y, z) { within += points.weight[index] }
        // A cube and a window's rim add at most 5 km and its diagonal.
        if Double(x * x + y * y + z * z).squareRoot() <= 15e6 + 2 * 5e6 * 3.0.squareRoot() {
          beyond += points.weight[index]
        }
      }
      let units = windows.units(x: centre.x, y: centre.y, z: centre.z)
      #expect(units >= within && units <= beyond)
      #expect(units == 0 || windows.bins.contains { $0.fewest <= units && units <= $0.most })
    }
    #expect(windows.holds(15_000_000, 0, 0) && !windows.holds(15_000_001, 0, 0))
    #expect(windows.units(x: 0, y: 0, z: 0) == 0)
  }

  @Test func theBoundIsAboveWhatShufflesShow() throws {
    let background = Self.towns(24, units: 20)
    let test = try Self.test(Self.key(300), background)
    var memory = ShuffleMemory(background)
    var scores: [Double] = []
    for number in 0..<100 { scores.append(try test.greatestScore(inShuffle: number, &memory)) }
    #expect(scores.contains { $0 > 0 }, "no cluster in any shuffle: nothing is compared")
    for score in [0.5, 1, 2, 4, 8, 16] {
      let share = Double(scores.count { $0 >= score }) / 100
      #expect(test.chance(ofScore: score, limit: .infinity) >= share, "\(score)")
    }
    #expect(test.chance(ofScore: 0, limit: 1) == 1)
    #expect(test.chance(ofScore: 40, limit: 1e-6) <= 1e-6)
    #expect(test.chance(ofScore: 4, limit: 1e-6) == 1, "beyond the limit it says one")
    // No score beyond that of all units on one town can be reached.
    #expect(test.chance(ofScore: 300 * 30, limit: 1e-6) == 0)
  }

  /// Labels shuffled at random, the observed ones by another seed: at most one in twenty is called significant, within three binomial errors.
  @Test func shuffledLabelsAreRarelySignificant() throws {
    let background = Self.towns(24, units: 20)
    var memory = ShuffleMemory(background)
    let (keys, shuffles) = (60, 39)
    var significant = 0
    var clusters = 0
    var lowerHalf = 0
    for code in 0..<keys {
      let key = Self.key(240 + Int64(code), code: UInt64(code))
      let observed = try Self.test(key, background, seed: 77).greatestScore(inShuffle: 0, &memory)
      guard observed > 0 else { continue }
      clusters += 1
      let test = try Self.test(key, background)
      var reached = 0
      for number in 0..<shuffles where try test.greatestScore(inShuffle: number, &memory) >= observed { reached += 1 }
      if 20 * (reached + 1) <= shuffles + 1 { significant += 1 }
      if 2 * (reached + 1) <= shuffles + 1 { lowerHalf += 1 }
    }
    #expect(clusters >= 30, "too few clusters by chance to tell: \(clusters)")
    #expect(significant <= 8, "60 · 0.05 + 3 · √(60 · 0.05 · 0.95) = 8.1, found \(significant)")
    // Half of them lie in the lower half: the p-values are not merely great.
    #expect((18...42).contains(lowerHalf), "\(lowerHalf) of \(clusters)")
  }

  @Test func aPlantedClusterHasTheLeastValue() throws {
    let background = Self.towns(24, units: 20)
    let test = try Self.test(Self.key(240), background)
    // 60 of the 100 units of one town, where ten are expected.
    var cores = PointSet()
    for place in 0..<5 {
      let point = ResamplingTests.point(east: 80 + Double(place) * 2, north: 40)
      cores.append(x: point.x, y: point.y, z: point.z, weight: 12)
    }
    let found = test.score(ofCores: cores)
    #expect(found.weight == 60 && abs(found.expected - 10) < 1e-9)
    var memory = ShuffleMemory(background)
    for number in 0..<99 { #expect(try test.greatestScore(inShuffle: number, &memory) < found.score) }
    // The same cluster where the product is everywhere has no excess.
    let everywhere = try Self.test(Self.key(2_400), background).score(ofCores: cores)
    #expect(everywhere.expected == 100 && everywhere.score == 0)
  }

  @Test func whatLiesBeyondTheRadiusDoesNotCount() throws {
    let background = Self.towns(24, units: 20)
    let test = try Self.test(Self.key(240), background)
    var cores = PointSet()
    for (east, weight) in [(80.0, 90), (120.0, 1)] {
      let point = ResamplingTests.point(east: east, north: 40)
      cores.append(x: point.x, y: point.y, z: point.z, weight: Int64(weight))
    }
    #expect(test.score(ofCores: cores).weight == 90)
  }

  @Test func theFewestUnitsAreTheHeaviest() {
    let key = ShuffledKey(
      code: 0, runs: [.init(weight: 1, units: 10), .init(weight: 5, units: 2), .init(weight: 0, units: 4)])
    #expect([1, 5, 6, 10, 11, 20].map { key.fewestUnits(weighing: $0) } == [1, 1, 2, 2, 3, 12])
    #expect(key.fewestUnits(weighing: 21) == nil)
  }
}
