import Geocoding
import Model

/// Names the place of a group of pairs, and splits its units by district.
///
/// Place, district and state are those with most units; equal ones go to the smaller name or code. Gazetteer places are looked
/// up once each, rows' own coordinates once for each cell of a hundredth of a degree (about a kilometre), by its centre.
struct PlaceSummary {
  private let tally: Tally
  private let geocoder: Geocoder
  private var places: [UInt32: PlaceInfo] = [:]
  private var cells: [Coordinate: PlaceInfo] = [:]
  /// Units of a coordinate in a cell, and half of them.
  private static let cell: Int32 = 100_000
  private static let halfCell: Int32 = 50_000

  init(tally: Tally, geocoder: Geocoder) {
    self.tally = tally
    self.geocoder = geocoder
  }

  /// What `site` of the tally is called.
  mutating func info(site: UInt32) -> PlaceInfo {
    let key = tally.sites[Int(site)]
    if key.place == LocatedBatch.noPlace {
      let centre = Coordinate(
        lat: Self.middle(key.coordinate.lat, 900_000_000), lon: Self.middle(key.coordinate.lon, 1_800_000_000))
      if let info = cells[centre] { return info }
      let info = geocoder.info(at: centre)
      cells[centre] = info
      return info
    }
    if let info = places[key.place] { return info }
    let info = geocoder.info(place: key.place)
    places[key.place] = info
    return info
  }

  /// The middle of the cell that `value` lies in, at most `limit`.
  private static func middle(_ value: Int32, _ limit: Int32) -> Int32 {
    let remainder = value % cell
    return min(value - (remainder < 0 ? remainder + cell : remainder) + halfCell, limit)
  }

  /// The place of a group, and its units by district, most first.
  mutating func describe(_ pairs: [Int32]) -> (place: PlaceInfo, byDistrict: [(district: PlaceInfo, units: Int64)]) {
    var towns: [TownKey: (info: PlaceInfo, units: Int64)] = [:]
    var districts: [Int: (info: PlaceInfo, units: Int64)] = [:]
    for pair in pairs {
      let units = tally.units(Int(pair))
      let info = info(site: tally.pairSite[Int(pair)])
      let town = info.town.isEmpty ? info.name : info.town
      if !town.isEmpty { towns[TownKey(town: town, info), default: (info, 0)].units += units }
      districts[info.lgdDistrict, default: (info, 0)].units += units
    }
    let byDistrict = districts.sorted { a, b in
      a.value.units != b.value.units ? a.value.units > b.value.units : a.key < b.key
    }.map { (district: $0.value.info, units: $0.value.units) }
    var place = byDistrict.first?.district ?? PlaceInfo()
    let best = towns.min { a, b in
      a.value.units != b.value.units ? a.value.units > b.value.units : a.key < b.key
    }
    place.town = best?.key.town ?? ""
    place.name = place.town
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
