import Classification
import Model

/// Stars and strong regions of every product in every region of one kind, districts or states, by employment.
struct RegionStrengths {
  private var strengths: [Int: RegionStrength] = [:]
  private let count: Int

  /// Those of districts; nil where most units give no employment, or one district stands alone.
  init?(_ regions: RegionCounts, _ parameters: ReferenceParameters, coveragePercent: Int64) {
    self.init(
      regions, places: regions.districtPlaces, units: regions.unitsByDistrict, persons: regions.employmentByDistrict,
      parameters, coveragePercent: coveragePercent)
  }

  /// Those of the regions called `regionPlaces`, of which 0 is unknown, with `units` and `persons` by key and region. What lies abroad is
  /// not compared with, what lies in no known region counts in the country alone, and one region is neither strong nor a star beside
  /// others.
  init?(
    _ regions: RegionCounts, places regionPlaces: [PlaceInfo], units: [[Int64]], persons: [[Int64]],
    _ parameters: ReferenceParameters, coveragePercent: Int64
  ) {
    let isListed = regionPlaces.indices.map { $0 > 0 && !regions.isAbroad(regionPlaces[$0]) }
    guard isListed.count(where: \.self) > 1 else { return nil }
    let count = regionPlaces.count
    guard regions.tellsEmployment(percent: coveragePercent) else { return nil }
    var cells: [RegionIndustry] = []
    var places: [Int] = []
    self.count = count
    var byRegion = [Int64](repeating: 0, count: count)
    // Of the country, with what lies in no known region.
    let byIndustry = regions.employmentOfKeyByState.map(regions.inCountry)
    for key in units.indices {
      for region in 0..<count where isListed[region] && persons[key][region] > 0 {
        cells.append(
          RegionIndustry(
            region: region, industry: key, employment: persons[key][region], establishments: units[key][region]))
        places.append(key * count + region)
        byRegion[region] += persons[key][region]
      }
    }
    let totals = RegionTotals(regions: byRegion, industries: byIndustry, all: byIndustry.reduce(0, +))
    guard let found = RegionStrengthRule.assess(cells, totals: totals, parameters: parameters.strength) else {
      return nil
    }
    // A product of one region has no other to stand out from.
    var regionsOfKey = [Int](repeating: 0, count: units.count)
    for cell in cells { regionsOfKey[cell.industry] += 1 }
    for (place, strength) in zip(places, found) where regionsOfKey[place / count] > 1 {
      strengths[place] = strength
    }
  }

  /// The strength of a key in a region; nil without employment there or anywhere else.
  func strength(key: Int, region: Int) -> RegionStrength? { strengths[key * count + region] }
}
