/// How unequally an amount is spread over its holders, such as employment over plants or over classes.
///
/// Both measures are exact integer sums followed by one division, so neither the order of the list nor the machine changes them.
public enum Concentration {
  /// The Herfindahl–Hirschman index Σ (eᵢ / Σe)², in 1/n…1; 1 when one holder has everything.
  ///
  /// Nil for an empty list, a total of 0, a negative amount, or a total from 2⁶³. Holders with 0 change nothing. Linear in the list.
  /// Herfindahl (1950), Hirschman (1964).
  public static func herfindahl(_ amounts: [Int64]) -> Double? {
    var sum: Int64 = 0
    var squares: UInt128 = 0
    for amount in amounts {
      let (next, overflow) = sum.addingReportingOverflow(amount)
      guard amount >= 0, !overflow else { return nil }
      sum = next
      squares += UInt128(amount) * UInt128(amount)
    }
    return herfindahl(sumOfSquares: squares, sum: sum)
  }

  /// The same index from Σe² and Σe, for a tally that holds only these.
  ///
  /// Nil when the total is not positive, or no list of whole non-negative amounts has these sums: Σe ≤ Σe² ≤ (Σe)². Constant cost.
  public static func herfindahl(sumOfSquares: UInt128, sum: Int64) -> Double? {
    guard sum > 0 else { return nil }
    let square = UInt128(sum) * UInt128(sum)
    guard UInt128(sum)...square ~= sumOfSquares else { return nil }
    return Double(sumOfSquares) / Double(square)
  }

  /// The Gini coefficient of a list in ascending order, in 0…1 − 1/n; 0 when all holders have the same.
  ///
  /// G = Σ (2i − n − 1) eᵢ / (n Σe) with i from 1: twice the area between the Lorenz curve and the diagonal (Gini 1912). One holder
  /// has 0. Holders with 0 count. Nil for an empty list, a total of 0, a negative amount, a total from 2⁶³, or a list out of order.
  /// Linear in the list.
  public static func gini(ascending amounts: [Int64]) -> Double? {
    guard let sums = giniSums(ascending: amounts) else { return nil }
    return Double(sums.differences) / Double(Int128(amounts.count) * sums.total)
  }

  /// The Gini coefficient over its greatest value, G · n / (n − 1), in 0…1: lists of different lengths compare.
  ///
  /// Nil where `gini(ascending:)` is, and for one holder. Linear in the list.
  public static func standardisedGini(ascending amounts: [Int64]) -> Double? {
    guard amounts.count > 1, let sums = giniSums(ascending: amounts) else { return nil }
    return Double(sums.differences) / Double(Int128(amounts.count - 1) * sums.total)
  }

  /// Σ (2i − n − 1) eᵢ and Σe, the latter positive and below 2⁶³.
  private static func giniSums(ascending amounts: [Int64]) -> (differences: Int128, total: Int128)? {
    var factor = Int128(1 - amounts.count)
    var last: Int64 = 0
    var total: Int128 = 0
    var differences: Int128 = 0
    for amount in amounts {
      guard amount >= last else { return nil }
      last = amount
      total += Int128(amount)
      differences += factor * Int128(amount)
      factor += 2
    }
    guard total > 0, total <= Int128(Int64.max) else { return nil }
    return (differences, total)
  }
}
