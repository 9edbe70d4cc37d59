import Model
import TestSupport
import Testing

@testable import Geocoding

/// The files in `Geo/` as they are shipped.
@Suite struct StarterGazetteerTests {
  private let geocoder: Geocoder
  init() throws {
    geocoder = Geocoder(gazetteer: try Gazetteer.starter(directory: SharedData.checkout.appending(path: "Geo").path))
  }

  @Test func townsAndTheirPins() {
    #expect(geocoder.isStarter)
    let town = geocoder.place([.town: "Tiruppur", .district: "Tiruppur", .state: "Tamil Nadu"])
    #expect(town.level == "town")
    let spelt = geocoder.place([.town: "Tirupur", .district: "TIRUPPUR", .state: "TAMILNADU"])
    #expect(spelt.point == town.point)
    let pin = geocoder.place([.state: "Haryana", .district: "Gurgaon"], pin: 122001)
    #expect(pin.level == "pin")
    #expect(pin.district == 62)
  }

  @Test func otherPinsAreTooCoarse() {
    let row = geocoder.place([.state: "Tamil Nadu"], pin: 641697)
    #expect(row.level == "pin-area")
    #expect(row.reason == "too-coarse")
    #expect(row.flags.contains("pin-prefix-only"))
  }

  @Test(arguments: [
    ("WESTBENGAL", 19), ("Orissa", 21), ("Pondicherry", 34), ("Andaman & Nicobar Islands", 35), ("TAMILNADU", 33),
    ("Uttaranchal", 5), ("Chattisgarh", 22), ("J&K", 1), ("Telengana", 36), ("दिल्ली", 7),
  ])
  func stateSpellings(_ spelling: String, _ code: Int) {
    #expect(geocoder.place([.state: spelling]).state == code)
  }

  @Test(arguments: [
    ("Gurgaon", "Haryana", "Gurugram"), ("Allahabad", "Uttar Pradesh", "Prayagraj"), ("Mysore", "Karnataka", "Mysuru"),
    ("Bellary", "Karnataka", "Ballari"), ("BANGALORE RURAL", "KARNATAKA", "Bengaluru Rural"),
    ("Tuticorin", "Tamil Nadu", "Thoothukudi"), ("East Champaran", "Bihar", "Purbi Champaran"),
  ])
  func districtSpellings(_ spelling: String, _ state: String, _ name: String) {
    let row = geocoder.place([.district: spelling, .state: state])
    let info = geocoder.info(place: geocoder.gazetteer.place(district: UInt16(clamping: row.district)))
    #expect(Array(info.district.lowercased().filter(\.isLetter)) == Array(name.lowercased().filter(\.isLetter)))
  }

  @Test(arguments: ["Aurangabad", "Bilaspur", "Hamirpur", "Pratapgarh"])
  func ambiguousDistrictsNeedTheirState(_ name: String) {
    let row = geocoder.place([.district: name])
    #expect(row.flags.contains("ambiguous-place"))
    #expect(row.district == 0)
  }
}
