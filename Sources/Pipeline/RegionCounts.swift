import Classification
import Geocoding
import Model

/// Operating units and employment of the whole register by region: what location quotients, stars and the links of chains are
/// compared with.
///
/// A state abroad is the country. States and districts are numbered from 1 as they are met in the order of sites; 0 is unknown.
struct RegionCounts {
  /// State of each site.
  private(set) var stateOfSite: [UInt16]
  /// District of each site.
  private(set) var districtOfSite: [UInt16]
  private var stateOfDistrict: [UInt16] = [0]
  /// Name of each state, by number.
  private(set) var stateNames = [""]
  /// Operating units by state and column of `groups` (`ProductColumns`).
  private(set) var unitsByState: [[Int64]]
  /// Operating units by column over the whole register.
  private(set) var units: [Int64]
  /// Operating units by key and district, and those of all keys by district.
  private(set) var unitsByDistrict: [[Int64]] = []
  private(set) var unitsOfDistrict: [Int64] = []
  private(set) var employmentByDistrict: [[Int64]] = []
  /// Units that give their employment.
  private(set) var employmentKnown: Int64 = 0
  /// Operating units in all.
  private(set) var total: Int64 = 0

  /// Counts the pairs of `tally`. Linear in pairs and sites.
  init(_ tally: Tally, _ columns: ProductColumns, _ places: inout PlaceSummary) {
    stateOfSite = Array(repeating: 0, count: tally.sites.count)
    districtOfSite = stateOfSite
    unitsByState = [Array(repeating: 0, count: columns.count)]
    units = Array(repeating: 0, count: columns.count)
    var numbers: [String: UInt16] = [:]
    var districts: [Int: UInt16] = [:]
    // What each description of the place summary stands for, (0xFFFF, 0) before it is met.
    let unmet: (state: UInt16, district: UInt16) = (.max, 0)
    var regionOf: [(state: UInt16, district: UInt16)] = []
    for site in tally.sites.indices {
      let description = places.description(site: UInt32(site))
      while regionOf.count <= description { regionOf.append(unmet) }
      if regionOf[description].state == .max {
        let info = places.info(description: description)
        regionOf[description] = region(info, &numbers, &districts, columns.count)
      }
      (stateOfSite[site], districtOfSite[site]) = regionOf[description]
    }
    unitsOfDistrict = Array(repeating: 0, count: districtCount)
    for (key, range) in tally.pairRanges().enumerated() { add(tally, key, range, columns) }
  }

  /// The numbers of a description's state and district, new ones included.
  private mutating func region(
    _ info: PlaceInfo, _ numbers: inout [String: UInt16], _ districts: inout [Int: UInt16], _ columns: Int
  ) -> (state: UInt16, district: UInt16) {
    let name = info.lgdState > 0 ? info.state : info.country == "IN" ? "" : info.country
    var state: UInt16 = 0
    if !name.isEmpty {
      state = numbers[name] ?? UInt16(truncatingIfNeeded: stateNames.count)
      if numbers.updateValue(state, forKey: name) == nil {
        stateNames.append(name)
        unitsByState.append(Array(repeating: 0, count: columns))
      }
    }
    guard info.lgdDistrict > 0 else { return (state, 0) }
    let district = districts[info.lgdDistrict] ?? UInt16(truncatingIfNeeded: districts.count + 1)
    if districts.updateValue(district, forKey: info.lgdDistrict) == nil { stateOfDistrict.append(state) }
    return (state, district)
  }

  /// Districts with the unknown one.
  var districtCount: Int { stateOfDistrict.count }

  /// The state that a district lies in, 0 unknown.
  func state(ofDistrict district: Int) -> UInt16 { stateOfDistrict[district] }

  private mutating func add(_ tally: Tally, _ key: Int, _ range: Range<Int>, _ columns: ProductColumns) {
    let column = columns.column(key: key)
    var employment = [Int64](repeating: 0, count: range.count)
    tally.columns[TallyColumn.sum(.employment).rawValue]?.add(range, to: &employment)
    var inDistrict = [Int64](repeating: 0, count: districtCount)
    var persons = inDistrict
    for (index, units) in tally.units(range).enumerated() {
      let site = Int(tally.pairSite[range.lowerBound + index])
      let state = Int(stateOfSite[site])
      if column >= 0 {
        unitsByState[state][column] += units
        self.units[column] += units
      }
      total += units
      inDistrict[Int(districtOfSite[site])] += units
      persons[Int(districtOfSite[site])] += employment[index]
    }
    for column in columns.roleColumns {
      for (index, units) in columns.units(tally, column, range).enumerated() where units != 0 {
        let site = Int(tally.pairSite[range.lowerBound + index])
        unitsByState[Int(stateOfSite[site])][column] += units
        self.units[column] += units
      }
    }
    var known = [Int64](repeating: 0, count: range.count)
    tally.columns[TallyColumn.known(.employment).rawValue]?.add(range, to: &known)
    employmentKnown += known.reduce(0, +)
    for (district, units) in inDistrict.enumerated() { unitsOfDistrict[district] += units }
    unitsByDistrict.append(inDistrict)
    employmentByDistrict.append(persons)
  }
}
