import Model
import Testing

@testable import Classification

struct NamingTests {
  private func part(_ town: String, _ district: String, _ state: String) -> Naming.Parts {
    Naming.Parts(
      product: "brass parts", code: "brass-parts",
      place: PlaceInfo(name: town, town: town, district: district, state: state),
      centre: Coordinate(lat: 224_700_000, lon: 700_700_000))
  }

  @Test func namesAreProductAndPlace() {
    let names = Naming.assign([part("Jamnagar", "Jamnagar", "Gujarat")])
    #expect(names[0].id == "brass-parts-jamnagar")
    #expect(names[0].name == "Brass parts cluster of Jamnagar")
  }

  @Test func equalNamesArePartedByDistrictThenStateThenNumber() {
    let names = Naming.assign([
      part("Aurangabad", "Aurangabad", "Bihar"), part("Aurangabad", "Aurangabad", "Maharashtra"),
      part("Rampur", "Rampur", "Uttar Pradesh"), part("Rampur", "Shimla", "Himachal Pradesh"),
      part("Kota", "Kota", "Rajasthan"), part("Kota", "Kota", "Rajasthan"),
    ])
    #expect(Set(names.map(\.name)).count == 6)
    #expect(Set(names.map(\.id)).count == 6)
    #expect(names[1].name == "Brass parts cluster of Aurangabad, Maharashtra")
    #expect(names[3].name == "Brass parts cluster of Rampur, Shimla")
    #expect(names[5].id == "brass-parts-kota-2" && names[5].name == "Brass parts cluster of Kota 2")
  }

  /// Clusters of one town by where they lie from one another; the same whatever their order.
  @Test func equalNamesInOneTownArePartedByDirection() {
    func surat(_ lat: Int32, _ lon: Int32) -> Naming.Parts {
      var part = part("Surat", "Surat", "Gujarat")
      part.centre = Coordinate(lat: lat, lon: lon)
      return part
    }
    let two = Naming.assign([surat(212_500_000, 728_800_000), surat(211_500_000, 728_700_000)])
    #expect(two.map(\.name) == ["Brass parts cluster of Surat (north)", "Brass parts cluster of Surat (south)"])
    #expect(two.map(\.id) == ["brass-parts-surat-north", "brass-parts-surat-south"])
    let turned = Naming.assign([surat(211_500_000, 728_700_000), surat(212_500_000, 728_800_000)])
    #expect(turned.map(\.name) == two.map(\.name).reversed())
    let apart = Naming.assign([
      surat(212_000_000, 729_000_000), surat(212_000_000, 727_000_000), surat(213_000_000, 729_500_000),
      part("Surat", "Navsari", "Gujarat"),
    ])
    #expect(
      apart.map(\.name) == [
        "Brass parts cluster of Surat (south-east)", "Brass parts cluster of Surat (west)",
        "Brass parts cluster of Surat (north-east)", "Brass parts cluster of Surat, Navsari",
      ])
  }

  @Test func aPlaceWithoutANameIsCalledByItsPosition() {
    let names = Naming.assign([part("", "", "")])
    #expect(names[0].name == "Brass parts cluster of 22.47 N 70.07 E")
    #expect(names[0].id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
  }

  @Test(arguments: [("Cotton  hosiery", "cotton-hosiery"), ("--A&B--", "a-b"), ("भदोही", "")])
  func slugsHoldLettersDigitsAndHyphens(text: String, slug: String) {
    #expect(Naming.slug(text) == slug)
  }
}
