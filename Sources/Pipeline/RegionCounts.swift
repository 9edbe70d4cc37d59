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
  private var districtOfSite: [UInt16]
  private var stateOfDistrict: [UInt16] = [0]
  /// Numbers by LGD code, 0 for one that no site lies in.
  private var stateNumbers = [UInt16](repeating: 0, count: Int(UInt16.max) + 1)
  private var districtNumbers = [UInt16](repeating: 0, count: Int(UInt16.max) + 1)
  /// Whether each state is a country abroad.
  private var isAbroad = [false]
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
  /// Those of them abroad, by key and in all.
  private(set) var unitsAbroad: [Int64] = []
  private(set) var totalAbroad: Int64 = 0

  /// Counts the pairs of `tally`. Linear in pairs and sites.
  init(_ tally: Tally, _ columns: ProductColumns, _ geocoder: Geocoder, threads: Int) throws(Failure) {
    let placeOfSite = try Self.places(tally, geocoder, threads: threads)
    stateOfSite = Array(repeating: 0, count: tally.sites.count)
    districtOfSite = stateOfSite
    unitsByState = [Array(repeating: 0, count: columns.count)]
    units = Array(repeating: 0, count: columns.count)
    // Numbers by country; 0 before it is met.
    var countries = stateNumbers
    for site in tally.sites.indices {
      let region = geocoder.region(place: placeOfSite[site])
      guard region.state != 0 || region.country != 0 else { continue }
      let isState = region.state != 0
      var state = isState ? stateNumbers[Int(region.state)] : countries[Int(region.country)]
      if state == 0 {
        state = UInt16(truncatingIfNeeded: stateNames.count)
        let info = geocoder.info(place: placeOfSite[site])
        stateNames.append(isState ? info.state : info.country)
        isAbroad.append(!isState)
        unitsByState.append(Array(repeating: 0, count: columns.count))
        if isState { stateNumbers[Int(region.state)] = state } else { countries[Int(region.country)] = state }
      }
      stateOfSite[site] = state
      guard region.district != 0 else { continue }
      if districtNumbers[Int(region.district)] == 0 {
        districtNumbers[Int(region.district)] = UInt16(truncatingIfNeeded: stateOfDistrict.count)
        stateOfDistrict.append(state)
      }
      districtOfSite[site] = districtNumbers[Int(region.district)]
    }
    unitsOfDistrict = Array(repeating: 0, count: districtCount)
    for (key, range) in tally.pairRanges().enumerated() { add(tally, key, range, columns) }
  }

  /// The place of each site that tells its region: its own; or the nearest within five kilometres of the middle of its cell of a
  /// hundredth of a degree; or else, for remote land and sea, the nearest within fifty of that of a tenth of a degree.
  private static func places(_ tally: Tally, _ geocoder: Geocoder, threads: Int) throws(Failure) -> [UInt32] {
    let parts = tally.sites.count < 10_000 ? 1 : threads * 4
    let found = try Workers.map(parts, threads: threads) { (part) throws(Failure) -> [UInt32] in
      var (near, far) = (CellTable(), CellTable())
      func nearest(_ point: Coordinate) -> UInt32 {
        let middle = PlaceSummary.middle(point)
        let cell = CellTable.cell(middle)
        if let known = near[cell] { return known }
        var place = geocoder.nearest(to: middle, limit: 5_000)
        if place == LocatedBatch.noPlace {
          let wide = PlaceSummary.middle(point, side: 10 * PlaceSummary.cell)
          let wideCell = CellTable.cell(wide)
          place = far[wideCell] ?? geocoder.nearest(to: wide)
          if far[wideCell] == nil { far.insert(place, for: wideCell) }
        }
        near.insert(place, for: cell)
        return place
      }
      let range = tally.sites.count * part / parts..<tally.sites.count * (part + 1) / parts
      return tally.sites.withUnsafeBufferPointer { sites in
        range.map { sites[$0].place == LocatedBatch.noPlace ? nearest(sites[$0].coordinate) : sites[$0].place }
      }
    }
    return found.count == 1 ? found[0] : Array(found.joined())
  }

  /// The number of a place's state, or of its country abroad; 0 where no site lies in it.
  func state(of place: PlaceInfo) -> UInt16 {
    if place.lgdState > 0 { return stateNumbers[Int(UInt16(clamping: place.lgdState))] }
    return zip(stateNames, isAbroad).enumerated().first { $1.1 && $1.0 == place.country }.map { UInt16($0.offset) } ?? 0
  }

  /// The number of a place's district; 0 where it has none.
  func district(of place: PlaceInfo) -> Int { Int(districtNumbers[Int(UInt16(clamping: max(place.lgdDistrict, 0)))]) }

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
    var abroad: Int64 = 0
    for (index, units) in tally.units(range).enumerated() {
      let site = Int(tally.pairSite[range.lowerBound + index])
      let state = Int(stateOfSite[site])
      if column >= 0 {
        unitsByState[state][column] += units
        self.units[column] += units
      }
      total += units
      if isAbroad[state] { abroad += units }
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
    unitsAbroad.append(abroad)
    totalAbroad += abroad
  }
}
