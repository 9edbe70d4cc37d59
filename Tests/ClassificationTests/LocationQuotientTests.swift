import TestSupport
import Testing

@testable import Classification

struct LocationQuotientTests {
  private func quotient(_ inRegion: Int64, _ region: Int64, _ inReference: Int64, _ reference: Int64) throws
    -> LocationQuotient
  {
    try #require(
      LocationQuotient(
        regionIndustry: inRegion, region: region, referenceIndustry: inReference, reference: reference))
  }

  /// The example of Farhauer and Kröll (2013) in the manual of `locq` of the R package REAT. The interval was computed apart from
  /// the ratio's interval by root finding on the same score.
  @Test func theWorkedExampleIsMet() throws {
    let example = try quotient(1714, 79006, 879_213, 15_593_224)
    #expect(abs(try #require(example.value) - 0.3847623) < 0.5e-7)
    let (both, single) = (try #require(Confidence(0.95)), try #require(Confidence(0.90)))
    let interval = try #require(example.interval(both))
    #expect(abs(interval.lowerBound - 0.3671705400937532) < 1e-12)
    #expect(abs(interval.upperBound - 0.40317574814328966) < 1e-12)
    #expect(abs(try #require(example.lowerBound(single)) - 0.3731682886816674) < 1e-12)
  }

  /// For a rare industry the interval over e_n / e_g is Wilson's: the four examples of Newcombe (1998, Statistics in Medicine 17,
  /// 857–872), method 3, at 95 %.
  @Test(
    arguments: [
      (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ] as [(Int64, Int64, Double, Double)])
  func aRareIndustryHasTheIntervalOfItsRegionalShare(part: Int64, whole: Int64, low: Double, high: Double) throws {
    let level = try #require(Confidence(0.95))
    let interval = try #require(try quotient(part, 30_000_000, whole, 60_000_000).interval(level))
    #expect(abs(interval.lowerBound / 2 - low) < 0.00005)
    #expect(abs(interval.upperBound / 2 - high) < 0.00005)
  }

  @Test func aZeroDenominatorHasNoQuotient() throws {
    let level = try #require(Confidence(0.95))
    for empty in [try quotient(0, 0, 5, 10), try quotient(0, 5, 0, 10), try quotient(0, 0, 0, 0)] {
      #expect(empty.value == nil)
      #expect(empty.interval(level) == nil)
      #expect(empty.lowerBound(level) == nil)
    }
  }

  @Test func impossibleCountsAreRefused() {
    for (a, b, c, d) in [(-1, 5, 5, 9), (6, 5, 5, 9), (1, 5, 10, 9), (1, 5, -1, 9)] as [(Int64, Int64, Int64, Int64)] {
      #expect(LocationQuotient(regionIndustry: a, region: b, referenceIndustry: c, reference: d) == nil)
    }
  }

  @Test func aRegionOutsideTheReferenceHasAQuotientButNoInterval() throws {
    let level = try #require(Confidence(0.95))
    for apart in [try quotient(6, 10, 5, 100), try quotient(1, 11, 1, 10), try quotient(1, 10, 95, 100)] {
      #expect(try #require(apart.value) > 0)
      #expect(!apart.isPart)
      #expect(apart.interval(level) == nil)
      #expect(apart.lowerBound(level) == nil)
    }
  }

  @Test func theEndsAreReachedOnlyByNoneAndByAll() throws {
    let level = try #require(Confidence(0.95))
    let none = try #require(try quotient(0, 20, 5, 50).interval(level))
    #expect(none.lowerBound == 0)
    #expect(none.upperBound > 0 && none.upperBound < 2.5)
    let all = try #require(try quotient(5, 20, 5, 50).interval(level))
    #expect(all.upperBound == 2.5)
    #expect(all.lowerBound > 0 && all.lowerBound < 2.5)
    let one = try #require(try quotient(1, 20, 5, 50).interval(level))
    #expect(one.lowerBound > 0 && one.upperBound < 2.5)
    #expect(try quotient(5, 50, 5, 50).interval(level) == 1...1)
    #expect(try quotient(5, 50, 5, 50).lowerBound(level) == 1)
  }

  @Test func everySmallTableHasAnIntervalAroundItsQuotient() throws {
    let level = try #require(Confidence(0.95))
    var seen = 0
    for reference in 1...9 as ClosedRange<Int64> {
      for region in 1...reference {
        for inReference in 1...reference {
          for inRegion in 0...min(region, inReference) {
            let table = try quotient(inRegion, region, inReference, reference)
            guard table.isPart else { continue }
            seen += 1
            let value = try #require(table.value)
            let interval = try #require(table.interval(level))
            let bound = try #require(table.lowerBound(level))
            #expect(interval.contains(value) && interval.lowerBound >= 0 && interval.upperBound.isFinite, "\(table)")
            #expect(interval.lowerBound <= bound && bound <= value, "\(table)")
          }
        }
      }
    }
    #expect(seen == 615)
  }

  @Test func moreOfTheIndustryInTheRegionRaisesBothEnds() throws {
    let level = try #require(Confidence(0.90))
    for (region, inReference, reference) in [
      (40, 30, 100), (30_000_000, 900, 60_000_000), (12, 59_000_000, 60_000_000),
    ]
      as [(Int64, Int64, Int64)]
    {
      var last: ClosedRange<Double>?
      for inRegion in 0...min(region, 30) {
        let table = try quotient(inRegion, region, inReference, reference)
        guard table.isPart else { continue }
        let interval = try #require(table.interval(level))
        if let last {
          #expect(interval.lowerBound > last.lowerBound, "\(table)")
          #expect(interval.upperBound >= last.upperBound, "\(table)")
        }
        last = interval
      }
      #expect(last != nil)
    }
  }

  @Test func largeCountsGiveNumbers() throws {
    let level = try #require(Confidence(0.90))
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2000 {
      let regionRest = Int64.random(in: 0...30_000_000, using: &random)
      let otherRest = Int64.random(in: 0...30_000_000, using: &random)
      let inRegion = Int64.random(in: 0...100_000, using: &random)
      let elsewhere = Int64.random(in: (inRegion == 0 ? 1 : 0)...100_000, using: &random)
      let table = try quotient(
        inRegion, inRegion + regionRest + 1, inRegion + elsewhere, inRegion + elsewhere + regionRest + otherRest + 2)
      let interval = try #require(table.interval(level), "seed 7: \(table)")
      #expect(interval.contains(try #require(table.value)), "seed 7: \(table)")
      #expect(interval.upperBound <= Double(table.reference) / Double(table.region) * 1.000_000_001, "seed 7: \(table)")
    }
    let extreme = try quotient(.max / 4, .max / 2, .max / 2, .max)
    #expect(try #require(extreme.interval(level)).contains(try #require(extreme.value)))
  }
}
