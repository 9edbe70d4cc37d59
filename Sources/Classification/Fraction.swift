/// A fraction of non-negative integers in lowest terms, so that equal values are equal and comparisons are exact.
public struct Fraction: Sendable, Hashable, Comparable {
  /// Numerator, 0 or greater.
  public let numerator: Int64
  /// Denominator, 1 or greater.
  public let denominator: Int64

  /// Nil when the numerator is negative or the denominator is not positive. The cost is that of a greatest common divisor.
  public init?(_ numerator: Int64, over denominator: Int64) {
    self.init(wide: Int128(numerator), over: Int128(denominator))
  }

  /// The p-value of a permutation test: (exceeding + 1) / (permutations + 1).
  ///
  /// `exceeding` permutations of `permutations` gave a statistic at least as great as the observed one, which counts itself (Davison and
  /// Hinkley 1997; Phipson and Smyth 2010): the value is never 0. Nil unless 0 ≤ exceeding ≤ permutations < 2⁶³ − 1.
  public init?(exceeding: Int64, permutations: Int64) {
    guard exceeding >= 0, exceeding <= permutations, permutations < .max else { return nil }
    self.init(exceeding + 1, over: permutations + 1)
  }

  /// Nil also when the reduced parts do not fit.
  init?(wide numerator: Int128, over denominator: Int128) {
    guard numerator >= 0, denominator > 0 else { return nil }
    var divisor = denominator
    var rest = numerator
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    guard let top = Int64(exactly: numerator / divisor), let bottom = Int64(exactly: denominator / divisor) else {
      return nil
    }
    self.numerator = top
    self.denominator = bottom
  }

  /// The nearest number.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// Exact comparison.
  public static func < (left: Fraction, right: Fraction) -> Bool {
    Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
  }
}
