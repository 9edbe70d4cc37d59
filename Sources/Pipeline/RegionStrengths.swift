import Classification
import Model

/// Stars and strong regions of every product in every district, by employment.
struct RegionStrengths {
  private var strengths: [Int: RegionStrength] = [:]
  private let districts: Int

  /// Nil where most units give no employment.
  init?(_ tally: Tally, _ regions: RegionCounts, _ parameters: ReferenceParameters, coveragePercent: Int64) {
    guard regions.total > 0, regions.employmentKnown * 100 >= regions.total * coveragePercent else { return nil }
    var cells: [RegionIndustry] = []
    var places: [Int] = []
    districts = regions.districtCount
    var byRegion = [Int64](repeating: 0, count: districts)
    var byIndustry = [Int64](repeating: 0, count: tally.keys.count)
    for key in tally.keys.indices {
      let (persons, units) = (regions.employmentByDistrict[key], regions.unitsByDistrict[key])
      for district in 1..<max(districts, 1) where persons[district] > 0 {
        cells.append(
          RegionIndustry(
            region: district, industry: key, employment: persons[district], establishments: units[district]))
        places.append(key * districts + district)
        byRegion[district] += persons[district]
        byIndustry[key] += persons[district]
      }
    }
    let totals = RegionTotals(regions: byRegion, industries: byIndustry, all: byRegion.reduce(0, +))
    guard let found = RegionStrengthRule.assess(cells, totals: totals, parameters: parameters.strength) else {
      return nil
    }
    for (place, strength) in zip(places, found) { strengths[place] = strength }
  }

  /// The strength of a key in a district; nil without employment there.
  func strength(key: Int, district: Int) -> RegionStrength? { strengths[key * districts + district] }
}
