import Classification
import Geocoding
import Model
import Publishing
import Taxonomy

/// Measures how each product is spread over the districts and plants of the register.
///
/// They are about the product in the whole register, never about a footprint that was chosen for its concentration. Employment counts
/// where `coverage.least_percent` of the product's units give it. The index of Ellison and Glaeser compares with all employment, so it
/// needs a register that covers all industries (`reference.groups_percent`) and of which as many units give it.
struct ProductStage {
  let tally: Tally
  let keys: ProductKeys
  let catalogue: ProductCatalogue
  let regions: RegionCounts
  /// Whether the register may stand for the economy.
  let isReference: Bool
  let parameters: ClassificationParameters

  /// A row for each product with operating units. Linear in pairs.
  func run() -> [ProductTable.Row] {
    // Districts and nothing else: what has no district is in none.
    let all = (1..<max(regions.districtCount, 1)).map { district in
      regions.employmentByDistrict.reduce(Int64(0)) { $0 + $1[district] }
    }
    let isReference =
      self.isReference && regions.tellsEmployment(percent: parameters.coveragePercent)
    return tally.pairRanges().enumerated().compactMap { key, range in
      row(key, range, regions, all: isReference ? all : nil)
    }
  }

  private func row(_ key: Int, _ range: Range<Int>, _ regions: RegionCounts, all: [Int64]?) -> ProductTable.Row? {
    let units = tally.units(range).reduce(0, +)
    guard units > 0 else { return nil }
    func sum(_ column: TallyColumn) -> Int64 { range.reduce(0) { $0 + tally.value(column, $1) } }
    let product = Int(tally.keys[key].product)
    var row = ProductTable.Row(
      code: keys.codes[product], name: keys.names[product], made: tally.keys[key].productionClass, units: units,
      districts: regions.unitsByDistrict[key].dropFirst().count { $0 > 0 }, employment: sum(.sum(.employment)),
      employmentOf: sum(.known(.employment)))
    let persons = Array(regions.employmentByDistrict[key].dropFirst())
    guard row.employmentOf * 100 >= units * parameters.coveragePercent else { return row }
    row.districtHerfindahl = Concentration.herfindahl(persons).map { .rounded($0, digits: 4) } ?? .null
    row.gini = Concentration.standardisedGini(ascending: persons.sorted()).map { .rounded($0, digits: 4) } ?? .null
    let squares = range.reduce(Int128(0)) { sum, pair in
      sum + (tally.wide[WideColumn.employmentSquares.rawValue]?.wide(pair) ?? 0)
    }
    guard (row.employmentOf - sum(.groupedWorkersUnits)) * 100 >= units * parameters.coveragePercent,
      let plants = Concentration.herfindahl(
        sumOfSquares: UInt128(clamping: squares), sum: row.employment - sum(.groupedWorkers))
    else { return row }
    row.plantHerfindahl = .rounded(plants, digits: 4)
    if let all, let measured = EllisonGlaeser(industry: persons, all: all, plantHerfindahl: plants) {
      row.ellisonGlaeser = .rounded(measured.index, digits: 4)
    }
    return row
  }
}
