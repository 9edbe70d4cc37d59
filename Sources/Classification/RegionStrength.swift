/// One industry in one fixed region.
public struct RegionIndustry: Sendable, Equatable {
  /// Place of the region in `RegionTotals.regions`.
  public var region: Int
  /// Place of the industry in `RegionTotals.industries`.
  public var industry: Int
  /// Employment of the industry in the region, 0 or greater; units where the register has no employment, then in all cells and totals.
  public var employment: Int64
  /// Establishments of the industry in the region, 0 or greater.
  public var establishments: Int64

  /// A cell from its parts.
  public init(region: Int, industry: Int, employment: Int64, establishments: Int64) {
    self.region = region
    self.industry = industry
    self.employment = employment
    self.establishments = establishments
  }
}

/// Employment by region, by industry and in all, in the reference that covers the regions.
public struct RegionTotals: Sendable, Equatable {
  /// Employment of all industries, by region.
  public var regions: [Int64]
  /// Employment in the whole reference, by industry.
  public var industries: [Int64]
  /// Employment of all industries in the whole reference; below 2⁵³.
  public var all: Int64

  /// Totals from their parts.
  public init(regions: [Int64], industries: [Int64], all: Int64) {
    self.regions = regions
    self.industries = industries
    self.all = all
  }
}

/// How strong an industry is in a region: U.S. Cluster Mapping's strong cluster and the European Cluster Observatory's stars.
public struct RegionStrength: Sendable, Equatable {
  /// Strong: a high quotient among the industry's regions, with enough employment and establishments.
  public var isStrong = false
  /// Very strong: the same with a higher percentile of the quotient.
  public var isVeryStrong = false
  /// Star for size: among the industry's regions with most employment.
  public var starSize = false
  /// Star for specialisation: a high quotient.
  public var starSpecialisation = false
  /// Star for focus: a great share of the region's employment.
  public var starFocus = false

  /// Number of stars, 0…3.
  public var stars: Int { (starSize ? 1 : 0) + (starSpecialisation ? 1 : 0) + (starFocus ? 1 : 0) }
}

/// The rules for strong regions and stars. All comparisons are of integers.
///
/// *Strong* (U.S. Cluster Mapping, published code): over the regions with employment in the industry, the quotient is at or above its
/// 75th percentile and at least 1, and employment and establishments each exceed their 25th percentile. *Very strong*: the 90th.
/// *Stars* (European Cluster Observatory): size for the top tenth of the industry's regions by employment, specialisation for a
/// quotient of 2 or more, focus for the top tenth of all cells by their share of the region's employment. Within one industry focus
/// orders the regions as the quotient does, so the tenth is taken over all industries that are given.
///
/// A percentile P of n values in ascending order lies at place h = (n − 1) P / 100 from 0, interpolated between neighbours (type 7 of
/// Hyndman and Fan 1996, as in the published code). A value of the list is at or above it just when it is at or above the value at ⌈h⌉,
/// and above it just when it is above the value at ⌊h⌋: no interpolation is needed and ties fall on one side. With few
/// regions a top tenth holds at least one.
public enum RegionStrengthRule {
  /// The strength of each cell, in the order given; cells without employment have none.
  ///
  /// A pair of region and industry stands in one cell at most. Nil when a cut-off is out of range, a place is outside the totals, a count
  /// is negative, a cell exceeds its region or industry, a total exceeds `all`, or `all` is 2⁵³ or more. Cost of sorts, n log n.
  public static func assess(
    _ cells: [RegionIndustry], totals: RegionTotals, parameters: RegionStrengthParameters
  ) -> [RegionStrength]? {
    guard parameters.isValid, areConsistent(cells, totals) else { return nil }
    var result = [RegionStrength](repeating: RegionStrength(), count: cells.count)
    let present = cells.indices.filter { cells[$0].employment > 0 }
    let byIndustry = present.sorted { (cells[$0].industry, $0) < (cells[$1].industry, $1) }
    var start = 0
    while start < byIndustry.count {
      var end = start + 1
      while end < byIndustry.count, cells[byIndustry[end]].industry == cells[byIndustry[start]].industry { end += 1 }
      judge(byIndustry[start..<end], cells, totals, parameters, &result)
      start = end
    }
    let byShare = present.map { Share(cells[$0], totals) }.sorted()
    if let cut = byShare.at(parameters.focusPercentile, rounding: .up) {
      for index in present { result[index].starFocus = Share(cells[index], totals) >= cut }
    }
    return result
  }

  /// All but focus, for the cells of one industry with employment.
  private static func judge(
    _ group: ArraySlice<Int>, _ cells: [RegionIndustry], _ totals: RegionTotals,
    _ parameters: RegionStrengthParameters, _ result: inout [RegionStrength]
  ) {
    let shares = group.map { Share(cells[$0], totals) }.sorted()
    let employment = group.map { cells[$0].employment }.sorted()
    let establishments = group.map { cells[$0].establishments }.sorted()
    guard let strong = shares.at(parameters.strongPercentile, rounding: .up),
      let veryStrong = shares.at(parameters.veryStrongPercentile, rounding: .up),
      let enoughEmployment = employment.at(parameters.employmentPercentile, rounding: .down),
      let enoughEstablishments = establishments.at(parameters.establishmentPercentile, rounding: .down),
      let size = employment.at(parameters.sizePercentile, rounding: .up)
    else { return }
    for index in group {
      let cell = cells[index]
      let share = Share(cell, totals)
      let qualifies =
        cell.employment > enoughEmployment && cell.establishments > enoughEstablishments
        && reaches(parameters.leastQuotient, cell, totals)
      result[index].isStrong = qualifies && share >= strong
      result[index].isVeryStrong = qualifies && share >= veryStrong
      result[index].starSize = cell.employment >= size
      result[index].starSpecialisation = reaches(parameters.specialisationQuotient, cell, totals)
    }
  }

  /// Whether the location quotient is at least so many hundredths. Exact: every factor is below 2⁵³ or at most 10,000.
  private static func reaches(_ hundredths: Int64, _ cell: RegionIndustry, _ totals: RegionTotals) -> Bool {
    100 * Int128(cell.employment) * Int128(totals.all)
      >= Int128(hundredths) * Int128(totals.industries[cell.industry]) * Int128(totals.regions[cell.region])
  }

  private static func areConsistent(_ cells: [RegionIndustry], _ totals: RegionTotals) -> Bool {
    guard 0..<(1 << 53) ~= totals.all, totals.regions.allSatisfy({ 0...totals.all ~= $0 }),
      totals.industries.allSatisfy({ 0...totals.all ~= $0 })
    else { return false }
    return cells.allSatisfy { cell in
      totals.regions.indices.contains(cell.region) && totals.industries.indices.contains(cell.industry)
        && 0...totals.regions[cell.region] ~= cell.employment && cell.employment <= totals.industries[cell.industry]
        && cell.establishments >= 0
    }
  }
}

/// A cell's employment as a share of its region's: within one industry it orders regions as the quotient does.
private struct Share: Comparable {
  let part, whole: Int64

  init(_ cell: RegionIndustry, _ totals: RegionTotals) {
    part = cell.employment
    whole = totals.regions[cell.region]
  }

  static func < (left: Share, right: Share) -> Bool {
    Int128(left.part) * Int128(right.whole) < Int128(right.part) * Int128(left.whole)
  }

  static func == (left: Share, right: Share) -> Bool {
    Int128(left.part) * Int128(right.whole) == Int128(right.part) * Int128(left.whole)
  }
}

extension Array where Element: Comparable {
  /// The value at the place of a percentile in a list in ascending order, the place rounded up or down; nil when empty.
  fileprivate func at(_ percentile: Int, rounding: FloatingPointRoundingRule) -> Element? {
    guard !isEmpty else { return nil }
    return self[((count - 1) * percentile + (rounding == .up ? 99 : 0)) / 100]
  }
}
