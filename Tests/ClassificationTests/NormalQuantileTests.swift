import Testing

@testable import Classification

struct NormalQuantileTests {
  /// The first six stand in every table, here with the digits of SciPy's `norm.ppf`. The last three are the checks that Wichura gives
  /// for the algorithm AS 241 (1988, Applied Statistics 37, 477–484).
  @Test(arguments: [
    (0.8, 0.8416212335729143), (0.9, 1.2815515655446004), (0.95, 1.6448536269514722), (0.975, 1.959963984540054),
    (0.995, 2.5758293035489004), (0.0005, -3.2905267314918945), (0.25, -0.6744897501960817),
    (0.001, -3.090232306167814),
    (1e-20, -9.262340089798408),
  ])
  func publishedValuesAreMet(p: Double, z: Double) throws {
    #expect(abs(try #require(NormalQuantile.value(p)) - z) < 1e-14)
  }

  @Test func theMedianIsZeroAndTheEndsAreUndefined() {
    #expect(NormalQuantile.value(0.5) == 0)
    for p in [0, 1, -0.1, 1.1, Double.nan] { #expect(NormalQuantile.value(p) == nil) }
  }

  @Test func confidenceHoldsBothQuantiles() throws {
    let ninety = try #require(Confidence(0.90))
    #expect(abs(ninety.twoSided - 1.6448536269514722) < 1e-14)
    #expect(abs(ninety.oneSided - 1.2815515655446004) < 1e-14)
    #expect(try #require(Confidence(0.5)).oneSided == 0)
    for level in [0.499, 1, -1, Double.nan] { #expect(Confidence(level) == nil) }
  }
}
