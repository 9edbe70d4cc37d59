/// The false discovery rate over many tests (Benjamini and Hochberg 1995, Journal of the Royal Statistical Society B 57, 289–300).
public enum FalseDiscovery {
  /// The q-value of each p-value, in the order given: the smallest rate at which its test is rejected.
  ///
  /// With p₍₁₎ ≤ … ≤ p₍ₘ₎, q₍ᵢ₎ = min over j ≥ i of min(1, p₍ⱼ₎ m / j). All is exact: equal p-values have equal q-values, a
  /// greater p-value never has a smaller q-value, and the order of the list does not matter. Rejecting every test with q ≤ α is the
  /// authors' procedure at level α. It holds the rate for independent tests and for tests with positive dependence
  /// (Benjamini and Yekutieli 2001).
  ///
  /// Nil when a p-value exceeds 1, or p₍ⱼ₎ m / j in lowest terms does not fit a `Fraction`. An empty list has an empty result.
  /// Cost of a sort, n log n.
  public static func qValues(_ pValues: [Fraction]) -> [Fraction]? {
    guard let one = Fraction(1, over: 1), pValues.allSatisfy({ $0 <= one }) else { return nil }
    let order = pValues.indices.sorted { (pValues[$0], $0) < (pValues[$1], $1) }
    var result = pValues
    var smallest = one
    for (position, index) in order.enumerated().reversed() {
      let top = Int128(pValues[index].numerator) * Int128(pValues.count)
      let bottom = Int128(pValues[index].denominator) * Int128(position + 1)
      if top < bottom {
        guard let candidate = Fraction(wide: top, over: bottom) else { return nil }
        smallest = min(smallest, candidate)
      }
      result[index] = smallest
    }
    return result
  }
}
