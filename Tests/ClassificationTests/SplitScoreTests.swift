import TestSupport
import Testing

@testable import Classification

struct SplitScoreTests {
  /// Published score intervals at 95 % for the ratio of two proportions, without the factor N / (N − 1).
  ///
  /// 36/40 against 16/80: the example of Koopman (1984). 8/15 against 4/15: Gart and Nam (1988, Biometrics 44, 323–338). 7/34 against
  /// 1/34: the trial of Perondi and others (2004), with the ends that `riskscoreci` of the R package PropCIs gives.
  @Test(arguments: [
    (36.0, 40.0, 16.0, 80.0, 2.94, 7.15, 0.005), (8, 15, 4, 15, 0.815, 5.336, 0.0005),
    (7, 34, 1, 34, 1.220853, 42.575718, 0.000001),
  ])
  func publishedRatiosAreMet(
    region: Double, regionSize: Double, rest: Double, restSize: Double, low: Double, high: Double, within: Double
  ) throws {
    let z = try #require(Confidence(0.95)).twoSided
    let score = SplitScore(region: region, rest: rest, regionSize: regionSize, restSize: restSize)
    func ratio(_ split: Double) -> Double { split * restSize / ((1 - split) * regionSize) }
    #expect(abs(ratio(score.lowest(z)) - low) < within)
    #expect(abs(ratio(score.highest(z)) - high) < within)
  }

  @Test func whatLiesBetweenTheEndsIsAcceptedAndNothingElse() throws {
    let z = try #require(Confidence(0.95)).twoSided
    var random = SeededGenerator(seed: 41)
    for _ in 0..<2000 {
      let regionSize = Int.random(in: 1...60, using: &random)
      let restSize = Int.random(in: 1...300, using: &random)
      let region = Int.random(in: 0...regionSize, using: &random)
      let rest = Int.random(in: (region == 0 ? 1 : 0)...restSize, using: &random)
      let score = SplitScore(
        region: Double(region), rest: Double(rest), regionSize: Double(regionSize), restSize: Double(restSize))
      let inside = score.lowest(z)...score.highest(z)
      #expect(inside.contains(score.observed), "seed 41: \(score)")
      for step in 1..<64 {
        let split = Double(step) / 64
        #expect(score.accepts(split, z) == inside.contains(split), "seed 41: \(score) at \(split)")
      }
    }
  }
}
