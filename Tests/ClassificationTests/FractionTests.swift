import Testing

@testable import Classification

struct FractionTests {
  @Test func equalValuesAreEqual() throws {
    let half = try #require(Fraction(2, over: 4))
    #expect(half == Fraction(1, over: 2))
    #expect(half.numerator == 1 && half.denominator == 2 && half.value == 0.5)
    #expect(Fraction(0, over: 7) == Fraction(0, over: 1))
  }

  @Test func comparisonIsExactWhereNumbersAreNot() throws {
    let large: Int64 = 1 << 62
    let left = try #require(Fraction(large - 1, over: large))
    let right = try #require(Fraction(large, over: large + 1))
    #expect(left < right)
    #expect(left.value == right.value)
  }

  @Test func aPermutationTestCountsWhatWasObserved() {
    #expect(Fraction(exceeding: 0, permutations: 999) == Fraction(1, over: 1000))
    #expect(Fraction(exceeding: 999, permutations: 999) == Fraction(1, over: 1))
    #expect(Fraction(exceeding: 0, permutations: 0) == Fraction(1, over: 1))
    #expect(Fraction(exceeding: 1000, permutations: 999) == nil)
    #expect(Fraction(exceeding: -1, permutations: 999) == nil)
    #expect(Fraction(exceeding: 0, permutations: .max) == nil)
  }

  @Test func impossiblePartsAreRefused() {
    #expect(Fraction(-1, over: 2) == nil)
    #expect(Fraction(1, over: 0) == nil)
    #expect(Fraction(1, over: -2) == nil)
    #expect(Fraction(wide: Int128(Int64.max) + 1, over: 1) == nil)
    #expect(Fraction(wide: 2 * Int128(Int64.max), over: 4)?.denominator == 2)
  }
}
