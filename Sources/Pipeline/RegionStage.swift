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
  let threads: Int

  /// Every region of one kind: names and codes, 0 unknown, and units and persons by key and region.
  private struct Level {
    let name: String
    let places: [PlaceInfo]
    let units: [[Int64]]
    let persons: [[Int64]]

    /// Σ over keys, by region.
    static func sums(_ byKey: [[Int64]], _ count: Int) -> [Int64] {
      (0..<count).map { region in byKey.reduce(0) { $0 + $1[region] } }
    }
  }

  /// A row for each product with operating units in each region. Linear in rows, with an interval for each.
  func run() throws(Failure) -> [RegionTable.Row] {
    let levels = [
      Level(
        name: "state", places: regions.statePlaces, units: regions.unitsOfKeyByState,
        persons: regions.employmentOfKeyByState),
      Level(
        name: "district", places: regions.districtPlaces, units: regions.unitsByDistrict,
        persons: regions.employmentByDistrict),
    ]
    return try rows(levels[0]) + rows(levels[1])
  }

  /// What the rows of all products of a level are set against.
  private struct Totals {
    /// Units and persons of each region, and persons of the country.
    let units: [Int64]
    let persons: [Int64]
    let allPersons: Int64
    /// Nil where employment does not tell.
    let strengths: RegionStrengths?
    let tellsEmployment: Bool
    /// Whether each region is one that rows are given for.
    let isListed: [Bool]
  }

  private func rows(_ level: Level) throws(Failure) -> [RegionTable.Row] {
    let totals = Totals(
      units: Level.sums(level.units, level.places.count), persons: Level.sums(level.persons, level.places.count),
      allPersons: regions.employmentOfKeyByState.reduce(0) { $0 + regions.inCountry($1) },
      strengths: isReference
        ? RegionStrengths(
          regions, places: level.places, units: level.units, persons: level.persons, parameters.reference,
          coveragePercent: parameters.coveragePercent) : nil,
      tellsEmployment: regions.tellsEmployment(percent: parameters.coveragePercent),
      isListed: level.places.indices.map { $0 > 0 && !regions.isAbroad(level.places[$0]) })
    return try Workers.map(tallyKeys.count, threads: threads) { (key) throws(Failure) in
      rows(level, key: key, totals)
    }.flatMap(\.self)
  }

  private func rows(_ level: Level, key: Int, _ totals: Totals) -> [RegionTable.Row] {
    let product = Int(tallyKeys[key].product)
    let (units, persons) = (level.units[key], level.persons[key])
    let all = regions.inCountry(regions.unitsOfKeyByState[key])
    let allPersons = regions.inCountry(regions.employmentOfKeyByState[key])
    return level.places.indices.filter { totals.isListed[$0] && units[$0] > 0 }.map { region in
      var row = RegionTable.Row(
        level: level.name, place: level.places[region], code: keys.codes[product], name: keys.names[product],
        made: tallyKeys[key].productionClass, units: (units[region], totals.units[region]),
        employment: persons[region])
      guard isReference else { return row }
      measure(&row, product: all)
      if totals.tellsEmployment {
        let quotient = LocationQuotient(
          regionIndustry: persons[region], region: totals.persons[region], referenceIndustry: allPersons,
          reference: totals.allPersons)
        row.byEmployment = quotient?.value.map { .rounded($0, digits: 3) } ?? .null
      }
      if let strength = totals.strengths?.strength(key: key, region: region) {
        row.strength = .text(strength.isVeryStrong ? "very-strong" : strength.isStrong ? "strong" : "not-strong")
        row.stars = (
          .boolean(strength.starSize), .boolean(strength.starSpecialisation), .boolean(strength.starFocus)
        )
      }
      return row
    }
  }

  private func measure(_ row: inout RegionTable.Row, product: Int64) {
    let quotient = LocationQuotient(
      regionIndustry: row.units.product, region: row.units.all, referenceIndustry: product,
      reference: regions.total - regions.totalAbroad)
    guard let quotient, let value = quotient.value else { return }
    let interval = quotient.interval(parameters.reference.interval)
    row.byUnits = (
      .rounded(value, digits: 3), interval.map { .rounded($0.lowerBound, digits: 3) } ?? .null,
      interval.map { .rounded($0.upperBound, digits: 3) } ?? .null
    )
    row.share = .rounded(Double(row.units.product) / Double(product), digits: 4)
  }
}
