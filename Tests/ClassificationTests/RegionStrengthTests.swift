import TestSupport
import Testing

@testable import Classification

struct RegionStrengthTests {
  private let published = RegionStrengthParameters()

  /// Nine regions of 1000 jobs each, 9000 in all. With 180 jobs of the industry a share of 20 in 1000 is a quotient of 1.
  private func nine(_ employment: [Int64], establishments: [Int64], industry: Int64 = 180) -> (
    [RegionIndustry], RegionTotals
  ) {
    let cells = employment.indices.map {
      RegionIndustry(region: $0, industry: 0, employment: employment[$0], establishments: establishments[$0])
    }
    return (cells, RegionTotals(regions: Array(repeating: 1000, count: 9), industries: [industry], all: 9000))
  }

  /// The 75th percentile of nine values is the seventh, the 90th lies between the eighth and the ninth, the 25th is the third.
  @Test func theCutOffsOfUSClusterMappingAreInclusiveAboveAndExclusiveBelow() throws {
    let (cells, totals) = nine([2, 4, 6, 8, 10, 20, 30, 40, 60], establishments: [1, 2, 3, 4, 5, 6, 7, 3, 9])
    let found = try #require(RegionStrengthRule.assess(cells, totals: totals, parameters: published))
    // The seventh stands on the cut-off. The eighth has just the 25th percentile of establishments.
    #expect(found.map(\.isStrong) == [false, false, false, false, false, false, true, false, true])
    #expect(found.map(\.isVeryStrong) == [false, false, false, false, false, false, false, false, true])
  }

  @Test func aStrongRegionHasAQuotientOfOneAtLeast() throws {
    for (industry, strong) in [(270 as Int64, true), (271, false)] {
      // 30 of 1000 against 270 of 9000 is a quotient of 1 exactly.
      let (cells, totals) = nine(
        [2, 4, 6, 8, 10, 12, 14, 20, 30], establishments: Array(repeating: 1, count: 8) + [2], industry: industry)
      let found = try #require(RegionStrengthRule.assess(cells, totals: totals, parameters: published))
      #expect(found[8].isStrong == strong)
      #expect(found.filter(\.isStrong).count == (strong ? 1 : 0))
    }
  }

  @Test func starsFollowTheirCutOffs() throws {
    // A share of 40 in 1000 is a quotient of 2 exactly; the ninth region is the top tenth alone.
    let (cells, totals) = nine([2, 4, 6, 8, 10, 20, 30, 40, 60], establishments: Array(repeating: 1, count: 9))
    let found = try #require(RegionStrengthRule.assess(cells, totals: totals, parameters: published))
    #expect(found.map(\.stars) == [0, 0, 0, 0, 0, 0, 0, 1, 3])
    #expect(found[7].starSpecialisation)
    #expect(found.allSatisfy { !$0.isStrong })
  }

  @Test func focusComparesAllIndustriesTogether() throws {
    let cells = [
      RegionIndustry(region: 0, industry: 0, employment: 50, establishments: 1),
      RegionIndustry(region: 1, industry: 0, employment: 40, establishments: 1),
      RegionIndustry(region: 0, industry: 1, employment: 10, establishments: 1),
      RegionIndustry(region: 1, industry: 1, employment: 60, establishments: 1),
    ]
    // Shares 0.5, 0.1, 0.1 and 0.15.
    let totals = RegionTotals(regions: [100, 400], industries: [90, 70], all: 500)
    let found = try #require(RegionStrengthRule.assess(cells, totals: totals, parameters: published))
    #expect(found.map(\.starFocus) == [true, false, false, false])
    #expect(found.map(\.starSize) == [true, false, false, true])
  }

  @Test func cellsWithoutEmploymentNeitherCountNorPass() throws {
    let cells = [
      RegionIndustry(region: 0, industry: 0, employment: 0, establishments: 3),
      RegionIndustry(region: 1, industry: 0, employment: 5, establishments: 1),
    ]
    let totals = RegionTotals(regions: [0, 10], industries: [5], all: 100)
    let found = try #require(RegionStrengthRule.assess(cells, totals: totals, parameters: published))
    #expect(found[0] == RegionStrength())
    #expect(found[1].stars == 3)
    #expect(RegionStrengthRule.assess([], totals: totals, parameters: published) == [])
  }

  /// The published code takes percentiles by interpolation in floating point; the integers here must decide the same.
  @Test func interpolatedPercentilesDecideTheSame() throws {
    var random = SeededGenerator(seed: 23)
    for _ in 0..<200 {
      let count = Int.random(in: 1...30, using: &random)
      let regions = (0..<count).map { _ in Int64.random(in: 20...60, using: &random) }
      let cells = (0..<count).map {
        RegionIndustry(
          region: $0, industry: 0, employment: Int64.random(in: 0...20, using: &random),
          establishments: Int64.random(in: 0...4, using: &random))
      }
      let totals = RegionTotals(
        regions: regions, industries: [cells.map(\.employment).reduce(0, +)], all: regions.reduce(0, +))
      let found = try #require(RegionStrengthRule.assess(cells, totals: totals, parameters: published))
      func share(_ cell: RegionIndustry) -> Double { Double(cell.employment) / Double(regions[cell.region]) }
      let present = cells.filter { $0.employment > 0 }
      let least = Double(totals.industries[0]) / Double(totals.all)
      for (cell, strength) in zip(cells, found) where cell.employment > 0 {
        let qualifies =
          Double(cell.employment) > percentile(25, present.map { Double($0.employment) })
          && Double(cell.establishments) > percentile(25, present.map { Double($0.establishments) })
          && share(cell) >= least
        #expect(
          strength.isStrong == (qualifies && share(cell) >= percentile(75, present.map(share))), "seed 23: \(cell)")
        #expect(
          strength.isVeryStrong == (qualifies && share(cell) >= percentile(90, present.map(share))), "seed 23: \(cell)")
      }
    }
  }

  private func percentile(_ percent: Int, _ values: [Double]) -> Double {
    let sorted = values.sorted()
    let (place, rest) = ((sorted.count - 1) * percent).quotientAndRemainder(dividingBy: 100)
    let next = sorted[min(place + 1, sorted.count - 1)]
    return sorted[place] + (next - sorted[place]) * Double(rest) / 100
  }

  @Test func inconsistentTablesAreRefused() {
    let cell = RegionIndustry(region: 0, industry: 0, employment: 5, establishments: 1)
    let totals = RegionTotals(regions: [10], industries: [5], all: 20)
    #expect(RegionStrengthRule.assess([cell], totals: totals, parameters: published) != nil)
    for change in [
      { $0.region = 1 }, { $0.industry = -1 }, { $0.employment = 6 }, { $0.employment = -1 },
      { $0.establishments = -1 },
    ] as [(inout RegionIndustry) -> Void] {
      var wrong = cell
      change(&wrong)
      #expect(RegionStrengthRule.assess([wrong], totals: totals, parameters: published) == nil)
    }
    for wrong in [
      RegionTotals(regions: [4], industries: [5], all: 20), RegionTotals(regions: [21], industries: [5], all: 20),
      RegionTotals(regions: [10], industries: [21], all: 20),
      RegionTotals(regions: [10], industries: [5], all: 1 << 53),
    ] {
      #expect(RegionStrengthRule.assess([cell], totals: wrong, parameters: published) == nil)
    }
    var parameters = published
    parameters.focusPercentile = 101
    #expect(RegionStrengthRule.assess([cell], totals: totals, parameters: parameters) == nil)
  }
}
