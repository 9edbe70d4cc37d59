import Glibc
import Model

/// The places of the background, so that no product reaches half a benchmark anywhere by accident.
///
/// Towns that lie within the linking distance of one another, directly or by steps, are one area: what clusters can join
/// lies inside one. Each area gets the same few units of each product, except those planted in it.
struct BackgroundAreas {
  /// One unit a cell and round: town << 8 | product.
  let cells: [UInt32]
  /// Indian towns with a PIN of their own.
  let towns: [Int]
  /// Number of areas.
  let count: Int
  /// Most cells of one product in one area.
  let mostOfOneProduct: Int

  /// The cells of the Indian towns of `parameters`. Quadratic in the number of towns.
  init(_ parameters: SynthesisParameters) {
    let places = parameters.places
    let area = Self.areas(places, link: parameters.areaLinkKilometres)
    let towns = places.indices.filter { places[$0].country == "IN" && !places[$0].pins.isEmpty }
    let members = Dictionary(grouping: towns, by: { area[$0] })
    var plantedGroups: [Int: Set<String>] = [:]
    for cluster in parameters.planted {
      for place in cluster.places { plantedGroups[area[place], default: []].insert(cluster.group) }
    }
    var cells: [UInt32] = []
    var most = 0
    for key in members.keys.sorted() {
      let inside = members[key] ?? []
      let size = inside.reduce(0) { $0 + (places[$1].isCity ? 2 : 1) }
      let share = min(size, parameters.mostPerArea)
      for (index, product) in parameters.background.enumerated()
      where plantedGroups[key]?.contains(product.group) != true {
        most = max(most, share)
        for turn in 0..<share {
          let town = inside[(index + turn) % inside.count]
          cells.append(UInt32(town) << 8 | UInt32(index))
        }
      }
    }
    self.cells = cells
    self.towns = towns
    count = members.count
    mostOfOneProduct = most
  }

  /// The area of each place: the smallest index among the places it is linked with.
  static func areas(_ places: [SynthesisPlace], link: Double) -> [Int] {
    var root = Array(places.indices)
    func find(_ start: Int) -> Int {
      var node = start
      while root[node] != node {
        root[node] = root[root[node]]
        node = root[node]
      }
      return node
    }
    // A degree of latitude is more than 110 km everywhere: what lies further apart in latitude needs no distance.
    let mostUnits = link / 110 * Coordinate.unitsPerDegree
    for first in places.indices {
      let here = places[first].coordinate
      for second in 0..<first
      where abs(Double(here.lat) - Double(places[second].coordinate.lat)) <= mostUnits
        && kilometres(here, places[second].coordinate) <= link
      {
        let (a, b) = (find(first), find(second))
        root[max(a, b)] = min(a, b)
      }
    }
    return places.indices.map(find)
  }

  /// Great-circle distance on a sphere of 6371 km: good to half a percent, which the linking distance allows for.
  static func kilometres(_ a: Coordinate, _ b: Coordinate) -> Double {
    let radians = Double.pi / 180
    let sinLat = sin((a.latitude - b.latitude) * radians / 2)
    let sinLon = sin((a.longitude - b.longitude) * radians / 2)
    let h = sinLat * sinLat + cos(a.latitude * radians) * cos(b.latitude * radians) * sinLon * sinLon
    return 2 * 6371 * asin(min(1, h.squareRoot()))
  }
}
