import Testing

@testable import Classification

struct ConcentrationTests {
  /// Sales of four car makers (Dörsam 2004), in the manuals of `herf` and `gini` of the R package REAT: 0.34, 0.3 and, standardised, 0.4.
  @Test func theWorkedExampleIsMet() {
    #expect(Concentration.herfindahl([20, 50, 20, 10]) == 0.34)
    #expect(Concentration.herfindahl(sumOfSquares: 3400, sum: 100) == 0.34)
    #expect(Concentration.gini(ascending: [10, 20, 20, 50]) == 0.3)
    #expect(Concentration.standardisedGini(ascending: [10, 20, 20, 50]) == 0.4)
  }

  /// GDP of the 16 German states in 2015, hundredths of a billion euros, in the same manuals: 0.125 and 0.5009.
  @Test func theSecondExampleIsMet() throws {
    let product: [Int64] = [
      46069, 54919, 12416, 6529, 3159, 10927, 26344, 3987, 25853, 64559, 13195, 3503, 11266, 5622, 8561, 5681,
    ]
    #expect(abs(try #require(Concentration.herfindahl(product)) - 0.125) < 0.0005)
    #expect(abs(try #require(Concentration.gini(ascending: product.sorted())) - 0.5009) < 0.00005)
  }

  @Test func equalHoldersAndASingleHolderAreTheEnds() {
    #expect(Concentration.herfindahl([7, 7, 7, 7]) == 0.25)
    #expect(Concentration.gini(ascending: [7, 7, 7, 7]) == 0)
    #expect(Concentration.herfindahl([0, 0, 0, 9]) == 1)
    #expect(Concentration.gini(ascending: [0, 0, 0, 9]) == 0.75)
    #expect(Concentration.standardisedGini(ascending: [0, 0, 0, 9]) == 1)
    #expect(Concentration.herfindahl([9]) == 1)
    #expect(Concentration.gini(ascending: [9]) == 0)
    #expect(Concentration.standardisedGini(ascending: [9]) == nil)
  }

  @Test func whatIsUndefinedIsNil() {
    for list in [[], [0, 0], [-1, 5], [1, .max]] as [[Int64]] {
      #expect(Concentration.herfindahl(list) == nil)
      #expect(Concentration.gini(ascending: list) == nil)
      #expect(Concentration.standardisedGini(ascending: list) == nil)
    }
    #expect(Concentration.gini(ascending: [2, 1]) == nil)
  }

  @Test func sumsThatNoListHasAreRefused() {
    #expect(Concentration.herfindahl(sumOfSquares: 99, sum: 100) == nil)
    #expect(Concentration.herfindahl(sumOfSquares: 100, sum: 100) == 0.01)
    #expect(Concentration.herfindahl(sumOfSquares: 10_000, sum: 100) == 1)
    #expect(Concentration.herfindahl(sumOfSquares: 10_001, sum: 100) == nil)
    #expect(Concentration.herfindahl(sumOfSquares: 0, sum: 0) == nil)
  }

  @Test func theGreatestAmountsAreExact() {
    #expect(Concentration.herfindahl([.max]) == 1)
    #expect(Concentration.herfindahl([.max / 2, .max / 2]) == 0.5)
    #expect(Concentration.gini(ascending: [0, .max]) == 0.5)
  }
}
