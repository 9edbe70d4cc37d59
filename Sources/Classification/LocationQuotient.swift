/// The location quotient of an industry in a region against a reference, with its interval.
///
/// LQ = (e_ig / e_g) / (e_in / e_n): the industry's share of the region over its share of the reference (Florence 1939; U.S. Cluster
/// Mapping). 1 means the same share, 2 twice the share. The counts are units or jobs, the same in all four.
///
/// The region must be a *fixed* one, such as a district. An area that was chosen because units concentrate there has a high quotient
/// by construction.
public struct LocationQuotient: Sendable, Equatable {
  /// Count of the industry in the region, e_ig.
  public let regionIndustry: Int64
  /// Count of all industries in the region, e_g.
  public let region: Int64
  /// Count of the industry in the reference, e_in.
  public let referenceIndustry: Int64
  /// Count of all industries in the reference, e_n.
  public let reference: Int64

  /// Nil when a count is negative, or an industry's count exceeds that of all industries. Constant cost.
  public init?(regionIndustry: Int64, region: Int64, referenceIndustry: Int64, reference: Int64) {
    guard 0...region ~= regionIndustry, 0...reference ~= referenceIndustry else { return nil }
    self.regionIndustry = regionIndustry
    self.region = region
    self.referenceIndustry = referenceIndustry
    self.reference = reference
  }

  /// The quotient, 0 or greater; nil when the region is empty or the reference lacks the industry.
  ///
  /// It is (e_ig · e_n) / (e_g · e_in): both products are exact integers, then one division. Constant cost.
  public var value: Double? {
    guard region > 0, referenceIndustry > 0 else { return nil }
    return Double(Int128(regionIndustry) * Int128(reference)) / Double(Int128(region) * Int128(referenceIndustry))
  }

  /// Whether the region can be a part of the reference: no count of it, nor of what is not the industry, exceeds the reference's.
  public var isPart: Bool {
    region <= reference && regionIndustry <= referenceIndustry
      && region - regionIndustry <= reference - referenceIndustry
  }

  /// The score interval with both ends; nil when the quotient is undefined or the region is no part of the reference.
  ///
  /// The region is a part of the reference, so the two shares are not independent. The region and the *rest* of the reference are.
  /// Their sizes are taken as known, the industry's counts in them as binomial, and the score interval of Koopman (1984) for the ratio
  /// of their shares is carried over: with σ the region's part of the industry, LQ = σ · e_n / e_g, which rises with the ratio.
  /// Hence both ends lie in 0…e_n / e_g, the greatest quotient there can be; they contain the quotient; the lower end is 0 just
  /// when the region has none of the industry, the upper one e_n / e_g just when it has all of it. A region that is the whole
  /// reference has 1…1.
  ///
  /// The model counts things that settle independently: units. Jobs of one plant settle together, so for jobs the interval is too
  /// narrow. About 100 steps for each end, some microseconds; up to 2⁵³ the counts enter exactly.
  public func interval(_ confidence: Confidence) -> ClosedRange<Double>? {
    guard let value, isPart else { return nil }
    guard let score else { return 1...1 }
    let scale = Double(reference) / Double(region)
    let low = min(score.lowest(confidence.twoSided) * scale, value)
    return low...max(score.highest(confidence.twoSided) * scale, value)
  }

  /// The one-sided lower bound: the quotient is at least this with the given confidence. Nil where `interval` is.
  ///
  /// At 90 % it is the lower end of the two-sided interval at 80 %. Half the cost of `interval`.
  public func lowerBound(_ confidence: Confidence) -> Double? {
    guard let value, isPart else { return nil }
    guard let score else { return 1 }
    return min(score.lowest(confidence.oneSided) * (Double(reference) / Double(region)), value)
  }

  /// The score of region against rest; nil when there is no rest.
  private var score: SplitScore? {
    guard reference > region else { return nil }
    return SplitScore(
      region: Double(regionIndustry), rest: Double(referenceIndustry - regionIndustry), regionSize: Double(region),
      restSize: Double(reference - region))
  }
}
