import Model
import Testing

@testable import Classification

/// `p_value` and `q_value`: fractions as they stand, and what is missing where there are none.
struct PermutationRuleTests {
  private func describe(_ significance: Significance?) -> Description {
    var subject = Fixture.subject(Fixture.sums(units: 120, productionClass: .industrial), .industrial)
    subject.significance = significance
    var description = Description(id: "x")
    PermutationRule.apply(subject, PermutationParameters(), to: &description)
    return description
  }

  private func found(_ outcome: Significance.Outcome, q: Fraction? = Fraction(1, over: 2)) -> Significance {
    var found = Significance(outcome: outcome, weight: 110, expected: 12.34)
    (found.q, found.tests) = (q, 40)
    return found
  }

  @Test(arguments: [
    (Significance.Outcome.shuffled(reached: 0, of: 999, stopped: false), "0.001"),
    (.shuffled(reached: 49, of: 999, stopped: false), "0.05"),
    (.shuffled(reached: 20, of: 20, stopped: true), "1"),
    // Rounded up: 20/37 is 0.5405405….
    (.shuffled(reached: 20, of: 37, stopped: true), "0.540541"),
    (.bounded(shuffles: 999), "0.001"), (.noExcess, "1"),
  ])
  func theValueIsTheFraction(outcome: Significance.Outcome, expected: String) throws {
    let description = describe(found(outcome))
    #expect(description.properties[.pValue].plain == expected)
    #expect(description.properties[.qValue].plain == "0.5")
    let line = try #require(description.evidence.first { $0.dimension == "p_value" })
    #expect(line.value == expected && line.configKey == "permutation.shuffles" && !line.source.isEmpty)
    let excess = try #require(description.evidence.first { $0.dimension == "p_value_excess" })
    #expect(excess.observed == .integer(110) && excess.limit.plain == "12.3")
    let q = try #require(description.evidence.first { $0.dimension == "q_value" })
    #expect(q.limit == .integer(40) && q.source == "Benjamini and Hochberg 1995")
  }

  @Test func whatIsUnknownSaysWhatWouldTell() {
    for (significance, missing) in [(nil, "--permutations"), (found(.tooLarge, q: nil), "permutation.most_units")] {
      let description = describe(significance)
      #expect(description.properties[.pValue] == .null && description.properties[.qValue] == .null)
      #expect(description.evidence.map(\.dimension) == ["p_value", "q_value"])
      #expect(description.evidence.allSatisfy { $0.value == "unknown" && $0.missing.contains(missing) })
    }
  }
}
