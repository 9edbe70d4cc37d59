import Classification
import Geocoding
import Model

/// Operating units and employment of the whole register by region: what location quotients, stars and the links of chains are
/// compared with.
///
/// A state abroad is the country. States and districts are numbered from 1 as they are met in the order of sites; 0 is unknown.
struct RegionCounts {
  /// The numbers of the sites' descriptions, and the state and district of each description.
  let places: SitePlaces
  private(set) var stateOfDescription: [UInt16]
  private var districtOfDescription: [UInt16]
  /// Numbers by LGD code, 0 for one that no site lies in.
  private var stateNumbers = [UInt16](repeating: 0, count: Int(UInt16.max) + 1)
  private var districtNumbers = [UInt16](repeating: 0, count: Int(UInt16.max) + 1)
  /// Whether each state is a country abroad.
  private var isAbroad = [false]
  /// What each state, or country abroad, and each district is called, by number.
  private(set) var statePlaces = [PlaceInfo()]
  private(set) var districtPlaces = [PlaceInfo()]
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
  /// Operating units and employment by key and state.
  private(set) var unitsOfKeyByState: [[Int64]] = []
  private(set) var employmentOfKeyByState: [[Int64]] = []
  /// Units in the country that give their employment.
  private(set) var employmentKnown: Int64 = 0
  /// Operating units in all.
  private(set) var total: Int64 = 0
  /// Those of them abroad, by key and in all.
  private(set) var unitsAbroad: [Int64] = []
  private(set) var totalAbroad: Int64 = 0

  /// Counts the pairs of `tally`. Linear in pairs; keys are counted at the same time.
  init(
    _ tally: Tally, _ columns: ProductColumns, _ geocoder: Geocoder, _ places: SitePlaces, threads: Int
  ) throws(Failure) {
    self.places = places
    stateOfDescription = Array(repeating: 0, count: places.descriptions.count)
    districtOfDescription = stateOfDescription
    unitsByState = []
    units = Array(repeating: 0, count: columns.count)
    number(places.descriptions, geocoder)
    unitsByState = Array(repeating: units, count: stateNames.count)
    unitsOfDistrict = Array(repeating: 0, count: districtCount)
    let (ranges, regions) = (tally.pairRanges(), self)
    let keys = try Workers.map(ranges.count, threads: threads) { (key) throws(Failure) in
      regions.count(tally, key, ranges[key], columns)
    }
    for key in keys { add(key) }
  }

  /// Numbers the states and districts of `descriptions`.
  private mutating func number(_ descriptions: [SitePlaces.Description], _ geocoder: Geocoder) {
    // Numbers by country; 0 before it is met.
    var countries = stateNumbers
    for (index, description) in descriptions.enumerated() {
      let region = geocoder.region(place: description.place)
      guard region.state != 0 || region.country != 0 else { continue }
      let isState = region.state != 0
      var state = isState ? stateNumbers[Int(region.state)] : countries[Int(region.country)]
      if state == 0 {
        state = UInt16(truncatingIfNeeded: stateNames.count)
        let info = geocoder.info(place: description.place)
        stateNames.append(isState ? info.state : info.country)
        statePlaces.append(PlaceInfo(state: info.state, lgdState: info.lgdState, country: info.country))
        isAbroad.append(!isState)
        if isState { stateNumbers[Int(region.state)] = state } else { countries[Int(region.country)] = state }
      }
      stateOfDescription[index] = state
      guard region.district != 0 else { continue }
      if districtNumbers[Int(region.district)] == 0 {
        districtNumbers[Int(region.district)] = UInt16(truncatingIfNeeded: districtPlaces.count)
        let info = geocoder.info(place: description.place)
        districtPlaces.append(
          PlaceInfo(
            district: info.district, state: info.state, lgdDistrict: info.lgdDistrict, lgdState: info.lgdState,
            country: info.country))
      }
      districtOfDescription[index] = districtNumbers[Int(region.district)]
    }
  }

  /// The number of a place's state, or of its country abroad; 0 where no site lies in it.
  func state(of place: PlaceInfo) -> UInt16 {
    if place.lgdState > 0 { return stateNumbers[Int(UInt16(clamping: place.lgdState))] }
    return zip(stateNames, isAbroad).enumerated().first { $1.1 && $1.0 == place.country }.map { UInt16($0.offset) } ?? 0
  }

  /// Whether a state or district is no part of the country that location quotients are about.
  func isAbroad(_ place: PlaceInfo) -> Bool { place.lgdState == 0 }

  /// The number of a place's district; 0 where it has none.
  func district(of place: PlaceInfo) -> Int { Int(districtNumbers[Int(UInt16(clamping: max(place.lgdDistrict, 0)))]) }

  /// The number of the district with an LGD code; 0 where no site lies in it.
  func district(code: UInt16) -> Int { Int(districtNumbers[Int(code)]) }

  /// Districts with the unknown one.
  var districtCount: Int { districtPlaces.count }

  /// Whether at least `percent` of the units in the country give their employment.
  func tellsEmployment(percent: Int64) -> Bool {
    let units = total - totalAbroad
    return units > 0 && employmentKnown * 100 >= units * percent
  }

  /// Units of a key in the country, or persons, from what each state has of it; with those of no known region.
  func inCountry(_ byState: [Int64]) -> Int64 { zip(byState, isAbroad).reduce(0) { $1.1 ? $0 : $0 + $1.0 } }

  /// What the pairs of one key add.
  private struct KeyCounts: Sendable {
    /// By district, and by state.
    var units: (district: [Int64], state: [Int64])
    var employment: (district: [Int64], state: [Int64])
    /// By column, then state.
    var columns: [(column: Int, units: [Int64])] = []
    /// Those in the country.
    var employmentKnown: Int64 = 0
  }

  private func count(_ tally: Tally, _ key: Int, _ range: Range<Int>, _ columns: ProductColumns) -> KeyCounts {
    let numbers = places.numberOfSite.withUnsafeBufferPointer { numbers in
      tally.pairSite[range].map { numbers[Int($0)] }
    }
    func sums(_ units: [Int64], _ regions: [UInt16], _ count: Int) -> [Int64] {
      var sums = [Int64](repeating: 0, count: count)
      regions.withUnsafeBufferPointer { regions in
        for (index, units) in units.enumerated() { sums[Int(regions[Int(numbers[index])])] += units }
      }
      return sums
    }
    func values(_ column: TallyColumn) -> [Int64] {
      guard let held = tally.columns[column.rawValue] else { return [] }
      var values = [Int64](repeating: 0, count: range.count)
      held.add(range, to: &values)
      return values
    }
    let units = tally.units(range)
    let byState = sums(units, stateOfDescription, stateNames.count)
    // A figure beyond belief decides no measure.
    var employment = values(.sum(.employment))
    for (index, absurd) in values(.absurdWorkers).enumerated() { employment[index] -= absurd }
    var counts = KeyCounts(
      units: (sums(units, districtOfDescription, districtCount), byState),
      employment: (
        sums(employment, districtOfDescription, districtCount), sums(employment, stateOfDescription, stateNames.count)
      ))
    counts.employmentKnown = inCountry(
      sums(values(.known(.employment)), stateOfDescription, stateNames.count))
    if columns.column(key: key) >= 0 { counts.columns.append((columns.column(key: key), byState)) }
    for column in columns.roleColumns {
      let units = columns.units(tally, column, range)
      if !units.isEmpty { counts.columns.append((column, sums(units, stateOfDescription, stateNames.count))) }
    }
    return counts
  }

  private mutating func add(_ key: KeyCounts) {
    for (column, byState) in key.columns {
      for (state, units) in byState.enumerated() { unitsByState[state][column] += units }
      units[column] += byState.reduce(0, +)
    }
    for (district, units) in key.units.district.enumerated() { unitsOfDistrict[district] += units }
    let units = key.units.state.reduce(0, +)
    total += units
    employmentKnown += key.employmentKnown
    unitsByDistrict.append(key.units.district)
    employmentByDistrict.append(key.employment.district)
    unitsOfKeyByState.append(key.units.state)
    employmentOfKeyByState.append(key.employment.state)
    unitsAbroad.append(units - inCountry(key.units.state))
    totalAbroad += unitsAbroad[unitsAbroad.count - 1]
  }
}
