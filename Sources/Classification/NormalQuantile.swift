import Glibc

/// Quantiles of the standard normal distribution.
enum NormalQuantile {
  /// The z with P(Z ≤ z) = p for a standard normal Z; nil unless 0 < p < 1.
  ///
  /// It halves the range of z until two neighbouring numbers bracket the tail erfc(z / √2) / 2. Published quantiles are met to
  /// 1e-14. About 60 calls of `erfc`, some microseconds.
  static func value(_ p: Double) -> Double? {
    guard p > 0, p < 1 else { return nil }
    let tail = min(p, 1 - p)
    var low = 0.0
    var high = 40.0
    while true {
      let middle = (low + high) / 2
      guard middle > low, middle < high else { break }
      if erfc(middle / 2.0.squareRoot()) / 2 > tail { low = middle } else { high = middle }
    }
    return p < 0.5 ? -high : p > 0.5 ? high : 0
  }
}

/// A level of confidence with its normal quantiles, made once and used for many intervals.
public struct Confidence: Sendable, Equatable {
  /// The level, a share: from 0.5, inclusive, to 1, exclusive.
  public let level: Double
  /// The z of an interval with both ends: the quantile of (1 + level) / 2. 1.95996… for 0.95.
  public let twoSided: Double
  /// The z of a single bound: the quantile of `level`. 1.28155… for 0.90.
  public let oneSided: Double

  /// 90 percent, with quantiles from tables.
  public static let ninety = Confidence(level: 0.9, twoSided: 1.6448536269514722, oneSided: 1.2815515655446004)
  /// 95 percent, with quantiles from tables.
  public static let ninetyFive = Confidence(level: 0.95, twoSided: 1.959963984540054, oneSided: 1.6448536269514722)

  private init(level: Double, twoSided: Double, oneSided: Double) {
    (self.level, self.twoSided, self.oneSided) = (level, twoSided, oneSided)
  }

  /// Nil unless 0.5 ≤ level < 1. Some microseconds.
  public init?(_ level: Double) {
    guard level >= 0.5, let twoSided = NormalQuantile.value((1 + level) / 2),
      let oneSided = NormalQuantile.value(level)
    else { return nil }
    self.level = level
    self.twoSided = twoSided
    self.oneSided = oneSided
  }
}
