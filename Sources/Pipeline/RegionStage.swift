import Classification
import Model
import Publishing
import Taxonomy

/// How each product stands in the districts and states of a register: location quotients by units and by employment, strong regions and
/// stars.
///
/// Regions are fixed ones, never footprints. Quotients need a register that may stand for the economy; by employment they need that
/// `coverage.least_percent` of its units give it. What lies abroad is in no region.
struct RegionStage {
  let regions: RegionCounts
  /// The keys of the register that `regions` counts.
  let tallyKeys: [TallyKey]
  let keys: ProductKeys
  /// Whether the register may stand for the economy.
  let isReference: Bool
  let parameters: ClassificationParameters

  /// Products, or all of them, in every region of one kind.
  private struct Level {
    let name: String
    /// Names and codes by region; 0 is unknown.
    let places: [PlaceInfo]
    /// Region of each district.
    let ofDistrict: [Int]

    func sums(_ byDistrict: [Int64]) -> [Int64] {
      var sums = [Int64](repeating: 0, count: places.count)
      for (district, value) in byDistrict.enumerated() { sums[ofDistrict[district]] += value }
      return sums
    }
  }

  /// A row for each product with operating units in each region. Linear in rows, with an interval for each.
  func run() -> [RegionTable.Row] {
    let states = (0..<regions.districtCount).map { Int(regions.state(ofDistrict: $0)) }
    let levels = [
      Level(name: "state", places: regions.statePlaces, ofDistrict: states),
      Level(
        name: "district", places: regions.districtPlaces, ofDistrict: Array(0..<regions.districtCount)),
    ]
    return levels.flatMap { rows($0) }
  }

  private func rows(_ level: Level) -> [RegionTable.Row] {
    let all = level.sums(regions.unitsOfDistrict)
    let workers = level.sums(
      (0..<regions.districtCount).map { district in
        regions.employmentByDistrict.reduce(Int64(0)) { $0 + $1[district] }
      })
    // One region is neither strong nor a star beside others.
    let strengths =
      isReference && level.places.count > 2
      ? RegionStrengths(
        regions, level.ofDistrict, count: level.places.count, parameters.reference,
        coveragePercent: parameters.coveragePercent) : nil
    let tellsEmployment = regions.employmentKnown * 100 >= regions.total * parameters.coveragePercent
    let total = regions.total - regions.totalAbroad
    var rows: [RegionTable.Row] = []
    for key in tallyKeys.indices {
      let units = level.sums(regions.unitsByDistrict[key])
      let employment = level.sums(regions.employmentByDistrict[key])
      let product = units.reduce(0, +) - regions.unitsAbroad[key]
      for region in 1..<max(level.places.count, 1) where units[region] > 0 && !regions.isAbroad(level.places[region]) {
        var row = RegionTable.Row(
          level: level.name, place: level.places[region], code: keys.codes[Int(tallyKeys[key].product)],
          name: keys.names[Int(tallyKeys[key].product)], made: tallyKeys[key].productionClass,
          units: (units[region], all[region]), employment: employment[region])
        if isReference {
          measure(&row, product: product, total: total)
          if tellsEmployment {
            let quotient = LocationQuotient(
              regionIndustry: employment[region], region: workers[region],
              referenceIndustry: employment.dropFirst().reduce(0, +), reference: workers.dropFirst().reduce(0, +))
            row.byEmployment = quotient?.value.map { .rounded($0, digits: 3) } ?? .null
          }
          if let strength = strengths?.strength(key: key, region: region) {
            row.strength = .text(strength.isVeryStrong ? "very-strong" : strength.isStrong ? "strong" : "not-strong")
            row.stars = (
              .boolean(strength.starSize), .boolean(strength.starSpecialisation), .boolean(strength.starFocus)
            )
          }
        }
        rows.append(row)
      }
    }
    return rows
  }

  private func measure(_ row: inout RegionTable.Row, product: Int64, total: Int64) {
    let quotient = LocationQuotient(
      regionIndustry: row.units.product, region: row.units.all, referenceIndustry: product, reference: total)
    guard let quotient, let value = quotient.value else { return }
    let interval = quotient.interval(parameters.reference.interval)
    row.byUnits = (
      .rounded(value, digits: 3), interval.map { .rounded($0.lowerBound, digits: 3) } ?? .null,
      interval.map { .rounded($0.upperBound, digits: 3) } ?? .null
    )
    row.share = .rounded(Double(row.units.product) / Double(product), digits: 4)
  }
}
