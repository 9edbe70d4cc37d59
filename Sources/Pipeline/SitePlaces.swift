import Geocoding
import Model

/// What the sites of a tally belong to and are called after, looked up once for many.
///
/// A site at a place of the gazetteer is described by that place. Rows' own coordinates are described once for each cell of a hundredth
/// of a degree (about a kilometre), by its middle: the nearest place within fifty kilometres tells the region, the nearest large town gives
/// the name.
struct SitePlaces: Sendable {
  /// What many sites have in common.
  enum Description: Hashable, Sendable {
    /// The site is this place.
    case own(UInt32)
    case around(Geocoder.Surroundings)

    /// The place whose region is that of the site.
    var place: UInt32 {
      switch self {
      case .own(let place): place
      case .around(let surroundings): surroundings.nearest
      }
    }
  }

  /// Each description once, in the order in which sites meet them.
  let descriptions: [Description]
  /// For each site, its description's index.
  let numberOfSite: [UInt32]

  /// Units of a coordinate in a cell.
  private static let cell: Int32 = 100_000

  /// Describes `sites`: linear in them, and in the cells that they lie in when they come by latitude.
  init(_ sites: [SiteKey], _ geocoder: Geocoder, threads: Int) throws(Failure) {
    let count = sites.count < 10_000 ? 1 : threads * 4
    let nearby = geocoder.nearbyPlaces
    let parts = try Workers.map(count, threads: threads) { (part) throws(Failure) -> Part in
      Part(sites, sites.count * part / count..<sites.count * (part + 1) / count, nearby)
    }
    var numbers: [Description: UInt32] = [:]
    var all: [Description] = []
    let renumbered = parts.map { part in
      part.descriptions.map { description in
        if let known = numbers[description] { return known }
        let number = UInt32(all.count)
        numbers[description] = number
        all.append(description)
        return number
      }
    }
    descriptions = all
    let starts = parts.indices.map { sites.count * $0 / count }
    numberOfSite = try Array(unsafeUninitializedCapacity: sites.count) { (memory, initialized) throws(Failure) in
      nonisolated(unsafe) let memory = memory
      try Workers.forEach(count, threads: threads) { (index) throws(Failure) in
        let renumbered = renumbered[index]
        for (offset, number) in parts[index].numberOfSite.enumerated() {
          memory[starts[index] + offset] = renumbered[Int(number)]
        }
      }
      initialized = sites.count
    }
  }

  /// The descriptions of consecutive sites, numbered on their own.
  private struct Part: Sendable {
    var descriptions: [Description] = []
    var numberOfSite: [UInt32] = []

    init(_ sites: [SiteKey], _ range: Range<Int>, _ nearby: NearbyPlaces) {
      var numbers: [Description: UInt32] = [:]
      var row = CellRow()
      var descriptions: [Description] = []
      func number(_ description: Description) -> UInt32 {
        if let known = numbers[description] { return known }
        numbers[description] = UInt32(descriptions.count)
        descriptions.append(description)
        return UInt32(descriptions.count - 1)
      }
      func surroundings(_ point: Coordinate) -> Description {
        let middle = SitePlaces.middle(point)
        return .around(nearby.surroundings(of: middle))
      }
      numberOfSite.reserveCapacity(range.count)
      sites.withUnsafeBufferPointer { sites in
        for site in sites[range] {
          if site.place == LocatedBatch.noPlace {
            numberOfSite.append(row.number(site.coordinate) { number(surroundings(site.coordinate)) })
          } else {
            numberOfSite.append(number(.own(site.place)))
          }
        }
      }
      self.descriptions = descriptions
    }
  }

  /// The numbers of the cells of one latitude, by longitude: sites come by latitude, so that a row of cells is met at a time.
  private struct CellRow {
    /// The row that each number was given in.
    private var rows = [Int32](repeating: .min, count: 36_001)
    private var numbers = [UInt32](repeating: 0, count: 36_001)

    /// The number of the cell of `point`, which `make` makes when it is met first in its row.
    @inline(__always)
    mutating func number(_ point: Coordinate, _ make: () -> UInt32) -> UInt32 {
      let (row, column) = (SitePlaces.floor(point.lat), Int(SitePlaces.floor(point.lon)) + 18_000)
      if rows[column] != row {
        rows[column] = row
        numbers[column] = make()
      }
      return numbers[column]
    }
  }

  @inline(__always)
  private static func floor(_ value: Int32) -> Int32 { value >= 0 ? value / cell : (value - cell + 1) / cell }

  /// The middle of the cell that a point lies in.
  private static func middle(_ point: Coordinate) -> Coordinate {
    func middle(_ value: Int32, _ limit: Int32) -> Int32 { min(floor(value) * cell + cell / 2, limit) }
    return Coordinate(lat: middle(point.lat, 900_000_000), lon: middle(point.lon, 1_800_000_000))
  }
}
