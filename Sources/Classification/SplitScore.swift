/// The score test of how an industry is split between a region and the rest of a reference.
///
/// Region and rest are two disjoint groups of `regionSize` and `restSize` counted things, of which `region` and `rest` belong to
/// the industry: two independent binomial counts with shares p and q. The hypothesis is a *split* σ in 0…1: the region's part of
/// the industry's expected count, σ = n₁p / (n₁p + n₂q). It stands for one ratio p / q = σn₂ / ((1 − σ)n₁), so the interval for σ is
/// the asymptotic score interval for a ratio of two proportions of Koopman (1984, Biometrics 40, 513–517; that of Miettinen and
/// Nurminen 1985 without their factor N / (N − 1)) on another scale. For a rare industry it becomes the score interval of Wilson
/// (1927) for `region` out of `region + rest`.
///
/// Only + − × ÷ and square roots are used: the result is the same on every machine.
struct SplitScore {
  /// The industry's count in the region, x₁, and in the rest, x₂.
  let region, rest: Double
  /// All counts in the region, n₁, and in the rest, n₂; positive.
  let regionSize, restSize: Double

  /// The observed split x₁ / (x₁ + x₂).
  var observed: Double { region / (region + rest) }

  /// Whether a split is not rejected at |z|. Constant cost.
  ///
  /// With the split given, the likelihood is greatest where the expected count s of the industry is the smaller root of
  /// N τ s² / (n₁n₂) − B s + X = 0, with τ = σ(1 − σ), X = x₁ + x₂, N = n₁ + n₂ and
  /// B = σ(n₁ + x₂) / n₁ + (1 − σ)(n₂ + x₁) / n₂. Then x₁ − σX has the variance s τ ((1 − σ)(1 − p) + σ(1 − q)).
  func accepts(_ split: Double, _ z: Double) -> Bool {
    let other = 1 - split
    let total = region + rest
    let spread = split * other
    let linear = split * (regionSize + rest) / regionSize + other * (restSize + region) / restSize
    let square = (regionSize + restSize) / regionSize * spread / restSize
    let root = max(linear * linear - 4 * square * total, 0).squareRoot()
    let expected = 2 * total / (linear + root)
    let inRegion = min(split * expected / regionSize, 1)
    let inRest = min(other * expected / restSize, 1)
    let variance = expected * spread * (other * (1 - inRegion) + split * (1 - inRest))
    let distance = region - split * total
    return distance * distance <= z * z * variance
  }

  /// The smallest split that is not rejected at z ≥ 0, found by halving to the last bit: at most 128 tests. 0 when x₁ = 0.
  func lowest(_ z: Double) -> Double {
    guard region > 0 else { return 0 }
    return edge(from: 0, to: observed, z)
  }

  /// The greatest split that is not rejected at z ≥ 0, found like `lowest`. 1 when x₂ = 0.
  func highest(_ z: Double) -> Double {
    guard rest > 0 else { return 1 }
    return edge(from: 1, to: observed, z)
  }

  /// The last accepted split on the way from an accepted one to a rejected end.
  private func edge(from rejected: Double, to accepted: Double, _ z: Double) -> Double {
    var rejected = rejected
    var accepted = accepted
    for _ in 0..<128 {
      let middle = (rejected + accepted) / 2
      guard middle != rejected, middle != accepted else { break }
      if accepts(middle, z) { accepted = middle } else { rejected = middle }
    }
    return accepted
  }
}
