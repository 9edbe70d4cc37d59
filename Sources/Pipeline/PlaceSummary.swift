import Geocoding
import Model

/// Names the place of a group of pairs, and splits its units by district.
///
/// Place, district and state are those with most units; equal ones go to the smaller name or code.
struct PlaceSummary {
  private let tally: Tally
  private let geocoder: Geocoder
  private let places: SitePlaces
  /// What descriptions are called, and the number of its town, −1 for none; nil before it is asked for.
  private var named: [(info: PlaceInfo, town: Int32)?]
  private var numbers: [TownKey: Int32] = [:]
  /// The towns in the order in which they were met.
  private var towns: [TownKey] = []
  /// Units by town and by district code of the group at hand; zero between groups.
  private var unitsOfTown: [Int64] = []
  private var unitsOfDistrict = [Int64](repeating: 0, count: Int(UInt16.max) + 1)
  /// Units by description of the group at hand; zero between groups.
  private var unitsOfDescription: [Int64]

  init(tally: Tally, geocoder: Geocoder, places: SitePlaces) {
    self.tally = tally
    self.geocoder = geocoder
    self.places = places
    named = Array(repeating: nil, count: places.descriptions.count)
    unitsOfDescription = Array(repeating: 0, count: places.descriptions.count)
  }

  private mutating func name(_ number: Int) -> (info: PlaceInfo, town: Int32) {
    if let known = named[number] { return known }
    let info =
      switch places.descriptions[number] {
      case .own(let place): geocoder.info(place: place)
      case .around(let surroundings): geocoder.info(surroundings)
      }
    let town = info.town.isEmpty ? info.name : info.town
    var found: Int32 = -1
    if !town.isEmpty {
      let key = TownKey(town: town, district: info.lgdDistrict)
      found = numbers[key] ?? Int32(towns.count)
      if Int(found) == towns.count {
        numbers[key] = found
        towns.append(key)
        unitsOfTown.append(0)
      }
    }
    named[number] = (info, found)
    return (info, found)
  }

  /// The place of a group, and its units by district, most first. Linear in `pairs`.
  mutating func describe(_ pairs: [Int32]) -> (place: PlaceInfo, byDistrict: [(district: PlaceInfo, units: Int64)]) {
    var metTowns: [Int32] = []
    var metDistricts: [Int: PlaceInfo] = [:]
    for number in met(pairs) {
      let units = unitsOfDescription[number]
      unitsOfDescription[number] = 0
      let (info, town) = name(number)
      if town >= 0 {
        if unitsOfTown[Int(town)] == 0 { metTowns.append(town) }
        unitsOfTown[Int(town)] += units
      }
      if metDistricts[info.lgdDistrict] == nil { metDistricts[info.lgdDistrict] = info }
      unitsOfDistrict[info.lgdDistrict] += units
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

  /// Sums the units of `pairs` by description, and returns the descriptions that they have, in the order of the pairs. One without
  /// units may stand there several times.
  private mutating func met(_ pairs: [Int32]) -> [Int] {
    var met: [Int] = []
    let units = tally.units(pairs)
    tally.pairSite.withUnsafeBufferPointer { siteOfPair in
      places.numberOfSite.withUnsafeBufferPointer { numberOfSite in
        unitsOfDescription.withUnsafeMutableBufferPointer { sums in
          for index in pairs.indices {
            let number = Int(numberOfSite[Int(siteOfPair[Int(pairs[index])])])
            if sums[number] == 0 { met.append(number) }
            sums[number] += units[index]
          }
        }
      }
    }
    return met
  }

  /// Towns of one name in two districts are two towns.
  private struct TownKey: Hashable, Comparable {
    let town: String
    let district: Int

    static func < (a: TownKey, b: TownKey) -> Bool { a.town != b.town ? a.town < b.town : a.district < b.district }
  }
}
