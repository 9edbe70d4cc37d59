/// The cut-offs of the strength of an industry in fixed regions.
///
/// A percentile is a whole number, 0…100, over the cells with employment: see `RegionStrengthRule` for how it is taken.
public struct RegionStrengthParameters: Sendable, Equatable {
  /// A strong region has a quotient at or above this percentile of the industry's regions. 75: U.S. Cluster Mapping.
  public var strongPercentile = 75
  /// A very strong region has a quotient at or above this percentile. 90: U.S. Cluster Mapping's code, which names it only there.
  public var veryStrongPercentile = 90
  /// Strong and very strong need more employment than this percentile of the industry's regions. 25: U.S. Cluster Mapping.
  public var employmentPercentile = 25
  /// They need more establishments than this percentile. 25: U.S. Cluster Mapping.
  public var establishmentPercentile = 25
  /// They need at least this quotient, hundredths, inclusive; 0…10,000. 100, a quotient of 1: U.S. Cluster Mapping.
  public var leastQuotient: Int64 = 100
  /// The star for size: employment at or above this percentile of the industry's regions. 90, the top tenth: European Cluster
  /// Observatory.
  public var sizePercentile = 90
  /// The star for specialisation: at least this quotient, hundredths, inclusive; 0…10,000. 200: European Cluster Observatory.
  public var specialisationQuotient: Int64 = 200
  /// The star for focus: a share of the region's employment at or above this percentile of all cells, of all industries. 90, the
  /// top tenth: European Cluster Observatory; that the tenth is one of all industries together is a default.
  public var focusPercentile = 90

  /// The published cut-offs.
  public init() {}

  /// Whether every cut-off lies in its range.
  var isValid: Bool {
    let percentiles = [
      strongPercentile, veryStrongPercentile, employmentPercentile, establishmentPercentile, sizePercentile,
      focusPercentile,
    ]
    return percentiles.allSatisfy { 0...100 ~= $0 } && 0...10_000 ~= leastQuotient
      && 0...10_000 ~= specialisationQuotient
  }
}
