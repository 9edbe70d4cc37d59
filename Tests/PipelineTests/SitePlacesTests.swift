import Geocoding
import Model
import TestSupport
import Testing

@testable import Pipeline

@Suite("What sites belong to and are called after")
struct SitePlacesTests {
  private static func geocoder() throws -> Geocoder {
    Geocoder(gazetteer: try Gazetteer.starter(directory: SharedData.checkout.appending(path: "Geo").path))
  }

  /// Sites around towns, at sea, at the antimeridian and at the poles, and places of the gazetteer.
  private static func sites(_ count: Int, _ random: inout SeededGenerator) -> [SiteKey] {
    var sites: Set<SiteKey> = [
      SiteKey(coordinate: Coordinate(lat: 900_000_000, lon: 1_800_000_000), place: LocatedBatch.noPlace),
      SiteKey(coordinate: Coordinate(lat: -900_000_000, lon: -1_800_000_000), place: LocatedBatch.noPlace),
    ]
    while sites.count < count {
      let coordinate = Coordinate(
        lat: Int32.random(in: 80_000_000...350_000_000, using: &random),
        lon: Int32.random(in: 690_000_000...970_000_000, using: &random))
      let place = sites.count % 7 == 0 ? UInt32.random(in: 0..<500, using: &random) : LocatedBatch.noPlace
      sites.insert(SiteKey(coordinate: coordinate, place: place))
    }
    return sites.sorted()
  }

  /// The middle of the cell of a hundredth of a degree, by floating point.
  private static func middle(_ point: Coordinate) -> Coordinate {
    func middle(_ value: Int32, _ limit: Double) -> Int32 {
      Int32(min((Double(value) / 100_000).rounded(.down) * 100_000 + 50_000, limit))
    }
    return Coordinate(lat: middle(point.lat, 9e8), lon: middle(point.lon, 18e8))
  }

  @Test(arguments: [(300, 1), (20_000, 1), (20_000, 3)])
  func areThoseOfEachSiteByItself(count: Int, threads: Int) throws {
    let geocoder = try Self.geocoder()
    var random = SeededGenerator(seed: 52)
    var sites = Self.sites(count, &random)
    let near = geocoder.nearbyPlaces
    for order in 0..<2 {
      if order == 1 { sites.shuffle(using: &random) }
      let places = try SitePlaces(sites, geocoder, threads: threads)
      #expect(places.numberOfSite.count == sites.count)
      #expect(Set(places.descriptions).count == places.descriptions.count)
      for (site, number) in zip(sites, places.numberOfSite) {
        let own: SitePlaces.Description =
          site.place == LocatedBatch.noPlace
          ? .around(near.surroundings(of: Self.middle(site.coordinate))) : .own(site.place)
        #expect(places.descriptions[Int(number)] == own, "seed 52, \(site)")
      }
    }
  }

  @Test func threadsDoNotShow() throws {
    let geocoder = try Self.geocoder()
    var random = SeededGenerator(seed: 53)
    let sites = Self.sites(15_000, &random)
    let one = try SitePlaces(sites, geocoder, threads: 1)
    let four = try SitePlaces(sites, geocoder, threads: 4)
    #expect(one.descriptions == four.descriptions)
    #expect(one.numberOfSite == four.numberOfSite)
  }
}
