import Testing

@testable import Classification

struct EllisonGlaeserTests {
  /// Ten plants in three regions (Farhauer and Kröll 2014), in the manual of `ellison.a` of the R package REAT: 0.05990628.
  @Test func theWorkedExampleIsMet() throws {
    let vienna: [Int64] = [200, 650, 12_000, 100, 50]
    let linz: [Int64] = [16_000, 13_000, 1_500, 1_500]
    let graz: [Int64] = [25_000]
    let plants = try #require(Concentration.herfindahl(vienna + linz + graz))
    let index = try #require(
      EllisonGlaeser(
        industry: [vienna, linz, graz].map { $0.reduce(0, +) }, all: [500_000, 400_000, 100_000],
        plantHerfindahl: plants)
    )
    #expect(abs(index.index - 0.05990628) < 0.5e-8)
    #expect(index.plantHerfindahl == plants)
  }

  /// By hand: shares ½ ½ against ¾ ¼ give G = ⅛ and 1 − Σx² = ⅜, and H = ¼ gives γ = (⅛ − 3/32) / (9/32).
  @Test func aSmallCaseIsMetByHand() throws {
    let index = try #require(EllisonGlaeser(industry: [4, 4], all: [30, 10], plantHerfindahl: 0.25))
    #expect(index.rawConcentration == 0.125)
    #expect(abs(index.index - 1.0 / 9) < 1e-15)
  }

  @Test func theSameSharesAreSpreadMoreEvenlyThanChance() throws {
    let index = try #require(EllisonGlaeser(industry: [1, 2, 3], all: [100, 200, 300], plantHerfindahl: 0.2))
    #expect(abs(index.index + 0.25) < 1e-15)
  }

  @Test func whatIsUndefinedIsNil() {
    #expect(EllisonGlaeser(industry: [1], all: [1, 2], plantHerfindahl: 0.5) == nil)
    #expect(EllisonGlaeser(industry: [], all: [], plantHerfindahl: 0.5) == nil)
    #expect(EllisonGlaeser(industry: [0, 0], all: [1, 2], plantHerfindahl: 0.5) == nil)
    #expect(EllisonGlaeser(industry: [1, 1], all: [0, 0], plantHerfindahl: 0.5) == nil)
    #expect(EllisonGlaeser(industry: [1, -1], all: [1, 2], plantHerfindahl: 0.5) == nil)
    #expect(EllisonGlaeser(industry: [3, 0], all: [5, 0], plantHerfindahl: 0.5) == nil)
    #expect(EllisonGlaeser(industry: [1, 1], all: [1, 2], plantHerfindahl: 1) == nil)
    #expect(EllisonGlaeser(industry: [1, 1], all: [1, 2], plantHerfindahl: -0.1) == nil)
    #expect(EllisonGlaeser(industry: [1, 1], all: [1, 2], plantHerfindahl: .nan) == nil)
    #expect(EllisonGlaeser(industry: [1, 1], all: [1, 2], plantHerfindahl: 0) != nil)
  }
}
