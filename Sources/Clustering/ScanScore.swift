/// How far the weight of a cluster exceeds what its surroundings let one expect: Kulldorff's statistic (1997) in its Poisson form.
///
/// Additions, multiplications, divisions and square roots of doubles alone, so that every machine gets the same bits.
enum ScanScore {
  /// w·ln(w / m) − (w − m) for a weight w above the expected weight m > 0, else 0.
  static func score(_ weight: Int64, expected: Double) -> Double {
    let weight = Double(weight)
    guard weight > expected, expected > 0 else { return 0 }
    return max(weight * logarithm(weight / expected) - (weight - expected), 0)
  }

  /// The least weight up to `most` whose score reaches `score` > 0; nil when there is none. Some forty scores.
  static func leastWeight(reaching score: Double, expected: Double, most: Int64) -> Int64? {
    guard most > 0, self.score(most, expected: expected) >= score else { return nil }
    var (low, high) = (Int64(0), most)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if self.score(middle, expected: expected) >= score { high = middle } else { low = middle }
    }
    return high
  }

  /// An upper bound of the chance that a number with mean `mean` ≥ 0, drawn without replacement, reaches `least` ≥ 1: with r = mean / least < 1 it is
  /// (r·e^(1−r))^least (Chernoff 1952; for draws without replacement Hoeffding 1963, section 6).
  static func tail(mean: Double, least: Int64) -> Double {
    let ratio = mean / Double(least)
    guard ratio < 1 else { return 1 }
    var base = ratio * exponential(1 - ratio)
    var power = 1.0
    var exponent = least
    while exponent > 0 {
      if exponent & 1 == 1 { power *= base }
      base *= base
      exponent >>= 1
    }
    return min(power, 1)
  }

  /// The natural logarithm of a positive normal number, to some 1e-16 of it or of 1.
  static func logarithm(_ value: Double) -> Double {
    var mantissa = value.significand
    var exponent = Double(value.exponent)
    if mantissa > 1.414_213_562_373_095_1 {
      mantissa /= 2
      exponent += 1
    }
    // 2·artanh f, f below 0.172.
    let f = (mantissa - 1) / (mantissa + 1)
    let square = f * f
    var sum = 0.0
    var odd = 23.0
    while odd >= 1 {
      sum = sum * square + 1 / odd
      odd -= 2
    }
    return exponent * 0.693_147_180_559_945_3 + 2 * f * sum
  }

  /// e^u for u in 0...1, to some 1e-16.
  private static func exponential(_ u: Double) -> Double {
    var sum = 1.0
    var factor = 20.0
    while factor >= 1 {
      sum = 1 + u / factor * sum
      factor -= 1
    }
    return sum
  }
}
