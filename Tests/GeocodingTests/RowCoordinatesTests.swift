import Model
import Testing

@testable import Geocoding

@Suite struct RowCoordinatesTests {
  private let geocoder: Geocoder
  init() throws { geocoder = try SmallCountry.geocoder() }

  private func place(_ lat: String, _ lon: String, _ more: [TextField: String] = [:], pin: UInt32? = nil) -> Located {
    geocoder.place(more.merging([.latitude: lat, .longitude: lon]) { $1 }, pin: pin)
  }

  @Test func goodOnes() {
    let row = place("20.05", "75.05", [.district: "Alwarpur", .state: "North State"], pin: 201001)
    #expect(row.level == "coordinate")
    #expect(row.flags == [])
    #expect(row.point == Coordinate(lat: 200_500_000, lon: 750_500_000))
    #expect(row.name == "")
    #expect(place("20° 3' 0\" N", "75° 3' 0\" E").point == row.point)
  }

  @Test func swappedOnesArePutRight() {
    let row = place("75.05", "20.05")
    #expect(row.level == "coordinate")
    #expect(row.flags == ["swapped-coordinate"])
    #expect(row.point == Coordinate(lat: 200_500_000, lon: 750_500_000))
  }

  @Test(arguments: [("0", "0"), ("1.0", "1.0"), ("20.5", "20.5"), ("0", "75"), ("0.0001", "0.5")])
  func standInsForNone(_ lat: String, _ lon: String) {
    let row = place(lat, lon)
    #expect(row.flags == ["zero-coordinate"])
    #expect(row.reason == "bad-coordinate")
    let named = place(lat, lon, [.village: "Rampur", .district: "Alwarpur", .state: "North State"])
    #expect(named.level == "village")
    #expect(named.flags == ["zero-coordinate", "unsupported-name"])
  }

  @Test func outsideAndUnreadable() {
    #expect(place("51.5", "-0.1").flags == ["out-of-country"])
    #expect(place("abc", "75").flags == ["bad-coordinate"])
    #expect(place("abc", "75").reason == "bad-coordinate")
    #expect(place("NA", "NA").flags == [])
    #expect(place("", "").reason == "no-place")
  }

  @Test func lostPointNeedsSupport() {
    #expect(place("200500", "750500").reason == "bad-coordinate")
    let row = place("200500", "750500", [.district: "Alwarpur", .state: "North State"])
    #expect(row.level == "coordinate")
    #expect(row.flags == ["bad-coordinate"])
  }

  @Test func contradictions() {
    let both = place("12.0", "77.0", [.district: "Alwarpur", .state: "North State"], pin: 201001)
    #expect(both.level == "pin")
    #expect(both.flags == ["coordinate-against-pin", "coordinate-against-district"])
    let one = place("12.0", "77.0", [.district: "Alwarpur", .state: "North State"])
    #expect(one.level == "coordinate")
    #expect(one.uncertainty > 500_000)
    #expect(one.confidence <= 40)
  }

  @Test func transformedCoordinates() throws {
    let shifted = try SmallCountry.geocoder { x, y in
      for index in x.indices {
        x[index] = x[index] / 10_000
        y[index] = y[index] / 10_000
      }
    }
    let row = shifted.place([.latitude: "200500", .longitude: "750500"])
    #expect(row.point == Coordinate(lat: 200_500_000, lon: 750_500_000))
    #expect(shifted.place([.latitude: "750500", .longitude: "200500"]).flags == ["swapped-coordinate"])
    #expect(shifted.place([.latitude: "1", .longitude: "1"]).flags == ["zero-coordinate"])
    #expect(shifted.place([.latitude: "9990500", .longitude: "200500"]).flags == ["out-of-country"])
  }
}
