import Classification
import Model

/// Stars and strong regions of every product in every region of one kind, districts or states, by employment.
struct RegionStrengths {
  private var strengths: [Int: RegionStrength] = [:]
  private let count: Int

  /// Those of districts; nil where most units give no employment, or one district stands alone.
  init?(_ regions: RegionCounts, _ parameters: ReferenceParameters, coveragePercent: Int64) {
    self.init(
      regions, Array(0..<regions.districtCount), regions.districtPlaces, parameters, coveragePercent: coveragePercent)
  }

  /// Those of the regions called `places`, of which 0 is unknown; `ofDistrict` is the region of each district. What lies abroad is not
  /// compared with, and one region is neither strong nor a star beside others.
  init?(
    _ regions: RegionCounts, _ ofDistrict: [Int], _ regionPlaces: [PlaceInfo], _ parameters: ReferenceParameters,
    coveragePercent: Int64
  ) {
    let isListed = regionPlaces.indices.map { $0 > 0 && !regions.isAbroad(regionPlaces[$0]) }
    guard isListed.count(where: \.self) > 1 else { return nil }
    let count = regionPlaces.count
    guard regions.total > 0, regions.employmentKnown * 100 >= regions.total * coveragePercent else { return nil }
    var cells: [RegionIndustry] = []
    var places: [Int] = []
    self.count = count
    var byRegion = [Int64](repeating: 0, count: count)
    var byIndustry = [Int64](repeating: 0, count: regions.unitsByDistrict.count)
    for key in regions.unitsByDistrict.indices {
      var persons = [Int64](repeating: 0, count: count)
      var units = persons
      for (district, region) in ofDistrict.enumerated() {
        persons[region] += regions.employmentByDistrict[key][district]
        units[region] += regions.unitsByDistrict[key][district]
      }
      for region in 0..<count where isListed[region] && persons[region] > 0 {
        cells.append(
          RegionIndustry(region: region, industry: key, employment: persons[region], establishments: units[region]))
        places.append(key * count + region)
        byRegion[region] += persons[region]
        byIndustry[key] += persons[region]
      }
    }
    let totals = RegionTotals(regions: byRegion, industries: byIndustry, all: byRegion.reduce(0, +))
    guard let found = RegionStrengthRule.assess(cells, totals: totals, parameters: parameters.strength) else {
      return nil
    }
    for (place, strength) in zip(places, found) { strengths[place] = strength }
  }

  /// The strength of a key in a region; nil without employment there.
  func strength(key: Int, region: Int) -> RegionStrength? { strengths[key * count + region] }
}
