import TestSupport
import Testing

@testable import Classification

struct FalseDiscoveryTests {
  private func fractions(_ tops: [Int64], over bottom: Int64) throws -> [Fraction] {
    try tops.map { try #require(Fraction($0, over: bottom)) }
  }

  /// The 15 p-values of Benjamini and Hochberg (1995, section 4), who reject four at 5 %. The q-values are those that the manual of
  /// SciPy's `false_discovery_control` prints for them.
  @Test func theExampleOfTheAuthorsIsMet() throws {
    let p = try fractions(
      [1, 4, 19, 95, 201, 278, 298, 344, 459, 3240, 4262, 5719, 6528, 7590, 10_000], over: 10_000)
    let published = [
      0.0015, 0.003, 0.0095, 0.035625, 0.0603, 0.06385714, 0.06385714, 0.0645, 0.0765, 0.486, 0.58118182, 0.714875,
      0.75323077, 0.81321429, 1,
    ]
    let q = try #require(FalseDiscovery.qValues(p))
    for (found, expected) in zip(q, published) { #expect(abs(found.value - expected) < 0.5e-8) }
    let level = try #require(Fraction(5, over: 100))
    #expect(q.map { $0 <= level } == p.indices.map { $0 < 4 })
  }

  @Test func aRateThatIsMetExactlyIsARejection() throws {
    let level = try #require(Fraction(5, over: 100))
    // Of 20 tests the first has 1/400 = 0.05/20, of 21 it does not reach.
    let rest = [Fraction](repeating: try #require(Fraction(1, over: 1)), count: 19)
    let first = try #require(Fraction(1, over: 400))
    #expect(try #require(FalseDiscovery.qValues([first] + rest))[0] == level)
    #expect(try #require(FalseDiscovery.qValues([first] + rest + rest.prefix(1)))[0] > level)
  }

  @Test func tiesAreEqualAndTheOrderDoesNotMatter() throws {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let count = Int.random(in: 1...40, using: &random)
      let p = try (0..<count).map { _ in
        let permutations = [99, 199, 999].randomElement(using: &random) ?? 99
        return try #require(
          Fraction(
            exceeding: Int64.random(in: 0...(Int64(permutations) / 3), using: &random),
            permutations: Int64(permutations)))
      }
      let q = try #require(FalseDiscovery.qValues(p))
      for i in p.indices {
        #expect(q[i] >= p[i], "seed 11")
        for j in p.indices {
          if p[i] == p[j] { #expect(q[i] == q[j], "seed 11") }
          if p[i] < p[j] { #expect(q[i] <= q[j], "seed 11") }
        }
        // The procedure itself: reject at q the k least p, k the greatest with p(k) ≤ q k / m.
        let sorted = p.sorted()
        let most = (1...count).last { k in
          let line = Fraction(
            wide: Int128(q[i].numerator) * Int128(k), over: Int128(q[i].denominator) * Int128(count))
          return line.map { sorted[k - 1] <= $0 } ?? false
        }
        #expect(p[i] <= sorted[try #require(most) - 1], "seed 11")
      }
      let shuffled = p.indices.shuffled(using: &random)
      #expect(FalseDiscovery.qValues(shuffled.map { p[$0] }) == shuffled.map { q[$0] }, "seed 11")
    }
  }

  @Test func theEndsAreDefined() throws {
    #expect(FalseDiscovery.qValues([]) == [])
    let single = try #require(Fraction(3, over: 1000))
    #expect(FalseDiscovery.qValues([single]) == [single])
    #expect(FalseDiscovery.qValues(try fractions([0, 1], over: 1)) == (try fractions([0, 1], over: 1)))
    #expect(FalseDiscovery.qValues(try fractions([3], over: 2)) == nil)
    // What exceeds 1 is 1, however large its parts; 3 / (2 (2⁶³ − 1)) is in lowest terms and does not fit.
    let one = try #require(Fraction(1, over: 1))
    #expect(FalseDiscovery.qValues(try fractions([.max, .max - 2], over: .max)) == [one, one])
    #expect(FalseDiscovery.qValues(try fractions([1, 1, .max], over: .max)) == nil)
  }
}
