import Geocoding
import Model

/// Names the place of a group of pairs, and splits its units by district.
///
/// Place, district and state are those with most units; equal ones go to the smaller name or code. Gazetteer places are looked
/// up once each, rows' own coordinates once for each cell of a hundredth of a degree (about a kilometre), by its centre.
struct PlaceSummary {
  private let tally: Tally
  private let geocoder: Geocoder
  private var places: [UInt32: UInt32] = [:]
  private var cells = CellTable()
  private var surroundings: [Geocoder.Surroundings: UInt32] = [:]
  /// Index in `infos` of each site's description, `unknown` before it is asked for.
  private var infoOf: [UInt32]
  /// What sites are called, each description once.
  private var infos: [Named] = []
  private var numbers: [TownKey: Int32] = [:]
  /// The towns in the order in which they were met.
  private var towns: [TownKey] = []
  /// Units by town and by district code of the group at hand; zero between groups.
  private var unitsOfTown: [Int64] = []
  private var unitsOfDistrict = [Int64](repeating: 0, count: Int(UInt16.max) + 1)

  private static let unknown = UInt32.max
  /// Units of a coordinate in a cell.
  static let cell: Int32 = 100_000

  /// A description and the number of its town, −1 for none.
  private struct Named {
    let info: PlaceInfo
    let town: Int32
  }

  init(tally: Tally, geocoder: Geocoder) {
    self.tally = tally
    self.geocoder = geocoder
    infoOf = Array(repeating: Self.unknown, count: tally.sites.count)
  }

  /// The number of the description of `site` of the tally.
  private mutating func number(site: UInt32) -> Int {
    let known = infoOf[Int(site)]
    if known != Self.unknown { return Int(known) }
    let key = tally.sites[Int(site)]
    let number: UInt32
    if key.place == LocatedBatch.noPlace {
      let centre = Self.middle(key.coordinate)
      let cell = CellTable.cell(centre)
      if let known = cells[cell] {
        number = known
      } else {
        let around = geocoder.surroundings(of: centre)
        // Where no town is near, the name is that of the nearest place, whose own town depends on that place alone.
        number = surroundings[around] ?? add(geocoder.info(around))
        surroundings[around] = number
        cells.insert(number, for: cell)
      }
    } else {
      number = places[key.place] ?? add(geocoder.info(place: key.place))
      places[key.place] = number
    }
    infoOf[Int(site)] = number
    return Int(number)
  }

  private mutating func add(_ info: PlaceInfo) -> UInt32 {
    let town = info.town.isEmpty ? info.name : info.town
    var number: Int32 = -1
    if !town.isEmpty {
      let key = TownKey(town: town, info)
      number = numbers[key] ?? Int32(towns.count)
      if Int(number) == towns.count {
        numbers[key] = number
        towns.append(key)
        unitsOfTown.append(0)
      }
    }
    infos.append(Named(info: info, town: number))
    return UInt32(infos.count - 1)
  }

  /// The middle of the cell that a point lies in; a cell is a hundredth of a degree wide, or `side` in 1e-7 degrees.
  static func middle(_ point: Coordinate, side: Int32 = cell) -> Coordinate {
    Coordinate(lat: middle(point.lat, side, 900_000_000), lon: middle(point.lon, side, 1_800_000_000))
  }

  /// The middle of the cell that `value` lies in, at most `limit`.
  private static func middle(_ value: Int32, _ side: Int32, _ limit: Int32) -> Int32 {
    let remainder = value % side
    return min(value - (remainder < 0 ? remainder + side : remainder) + side / 2, limit)
  }

  /// The place of a group, and its units by district, most first.
  mutating func describe(_ pairs: [Int32]) -> (place: PlaceInfo, byDistrict: [(district: PlaceInfo, units: Int64)]) {
    var metTowns: [Int32] = []
    var metDistricts: [Int: PlaceInfo] = [:]
    for (pair, units) in zip(pairs, tally.units(pairs)) {
      let number = number(site: tally.pairSite[Int(pair)])
      let (town, district) = (infos[number].town, infos[number].info.lgdDistrict)
      if town >= 0 {
        if unitsOfTown[Int(town)] == 0 { metTowns.append(town) }
        unitsOfTown[Int(town)] += units
      }
      if unitsOfDistrict[district] == 0, metDistricts[district] == nil { metDistricts[district] = infos[number].info }
      unitsOfDistrict[district] += units
    }
    let byDistrict = metDistricts.map { (district: $0.value, units: unitsOfDistrict[$0.key]) }.sorted { a, b in
      a.units != b.units ? a.units > b.units : a.district.lgdDistrict < b.district.lgdDistrict
    }
    var place = byDistrict.first?.district ?? PlaceInfo()
    let best = metTowns.min { a, b in
      let (left, right) = (unitsOfTown[Int(a)], unitsOfTown[Int(b)])
      return left != right ? left > right : towns[Int(a)] < towns[Int(b)]
    }
    place.town = best.map { towns[Int($0)].town } ?? ""
    place.name = place.town
    for town in metTowns { unitsOfTown[Int(town)] = 0 }
    for district in metDistricts.keys { unitsOfDistrict[district] = 0 }
    return (place, byDistrict)
  }

  /// Towns of one name in two districts are two towns.
  private struct TownKey: Hashable, Comparable {
    let town: String
    let district: Int

    init(town: String, _ info: PlaceInfo) {
      self.town = town
      district = info.lgdDistrict
    }

    static func < (a: TownKey, b: TownKey) -> Bool { a.town != b.town ? a.town < b.town : a.district < b.district }
  }
}
