import Model
import TestSupport
import Testing

@testable import Geocoding

@Suite struct GeocoderLookupTests {
  private let geocoder: Geocoder
  init() throws { geocoder = try SmallCountry.geocoder() }

  @Test func namesakesAreAllShown() {
    let all = geocoder.lookup(text: "Rampur").filter { $0.kind == .village }
    #expect(all.count == 2)
    let one = geocoder.lookup(text: "Rampur, Hamirgarh, North State")
    #expect(one.first?.district == "Hamirgarh")
    #expect(one.first?.reason == "same name, in the district")
    #expect(one.first.map { $0.score > (all.first?.score ?? 0) } == true)
    #expect(geocoder.lookup(text: "").isEmpty)
    #expect(geocoder.lookup(text: "Zzyzx").isEmpty)
  }

  @Test func soundsFindWhatSpellingsMiss() {
    let found = geocoder.lookup(text: "Latchmangarh")
    #expect(found.isEmpty || found[0].name == "Lakshmangarh")
    #expect(geocoder.lookup(text: "Katuputtur").first?.name == "Kattuputhur")
    #expect(geocoder.lookup(text: "अलवरपुर").first?.name == "Alwarpur")
  }

  @Test func pins() {
    #expect(geocoder.lookup(pin: 201001).first?.level == .pin)
    #expect(geocoder.lookup(pin: 201999).first?.level == .pinArea)
    #expect(geocoder.lookup(pin: 999999).isEmpty)
    #expect(geocoder.lookup(pin: 5).isEmpty)
  }

  @Test func points() throws {
    let point = try #require(Coordinate(latitude: 20.02, longitude: 75.01))
    #expect(geocoder.lookup(point: point).contains { $0.name == "Alwarpur" })
    let info = geocoder.info(at: point)
    #expect(info.town == "Alwarpur")
    #expect(info.district == "Alwarpur")
    #expect(info.lgdState == 1)
    #expect(info.country == "IN")
    let sea = try #require(Coordinate(latitude: 0, longitude: 70))
    #expect(geocoder.info(at: sea) == PlaceInfo(country: ""))
  }

  @Test func placesAreCalledAfterTheirTown() {
    let pin = geocoder.info(place: geocoder.gazetteer.place(pin: 201001))
    #expect(pin.town == "Alwarpur")
    #expect(geocoder.info(place: LocatedBatch.noPlace) == PlaceInfo())
  }
}
