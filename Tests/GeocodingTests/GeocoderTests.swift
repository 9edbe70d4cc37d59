import Model
import TestSupport
import Testing

@testable import Geocoding

@Suite struct GeocoderTests {
  private let geocoder: Geocoder
  init() throws { geocoder = try SmallCountry.geocoder() }

  // MARK: PIN

  @Test func pinThatAgreesWithTheDistrict() {
    let row = geocoder.place([.district: "ALWARPUR", .state: "NS"], pin: 201001)
    #expect(row.level == "pin")
    #expect(row.by == "pin-column")
    #expect(row.reason == "")
    #expect(row.flags == [])
    #expect(row.district == 11)
    #expect(row.state == 1)
  }

  @Test func pinAgainstDistrictIsNeverLocatedAsIfRight() {
    let row = geocoder.place([.district: "Alwarpur", .state: "North State"], pin: 601001)
    #expect(row.flags.contains("pin-against-district"))
    #expect(row.level == "district")
    #expect(row.reason == "too-coarse")
    #expect(row.district == 11)
  }

  @Test func pinOfTheStateAgainstDistrictWidensTheUncertainty() {
    let row = geocoder.place([.district: "Alwarpur", .state: "North State"], pin: 202001)
    #expect(row.flags.contains("pin-against-district"))
    #expect(row.level == "district" && row.reason == "too-coarse")
    #expect(row.uncertainty > 100_000)
    #expect(row.confidence <= 40)
  }

  @Test func aVillageOfThePinAndThePinOverruleTheDistrict() {
    let row = geocoder.place([.district: "Alwarpur", .state: "North State", .village: "Rampur"], pin: 202001)
    #expect(row.level == "village")
    #expect(row.confidence <= 40)
    #expect(row.flags.contains("pin-against-district"))
    #expect(row.district == 12)
    #expect(abs(row.point.latitude - 21.05) < 1e-6)
  }

  @Test func villageFarFromThePinOfItsDistrict() {
    let row = geocoder.place([.district: "Alwarpur", .state: "North State", .village: "Bhagwanpura"], pin: 201001)
    #expect(row.level == "pin")
    #expect(row.flags == ["name-against-pin"])
    #expect(row.confidence <= 40)
    // The radius reaches as far as the village.
    let village = geocoder.place([.district: "Alwarpur", .state: "North State", .village: "Bhagwanpura"], pin: 201002)
    let apart = Distance.metres(row.point, village.point)
    #expect(apart > 30_000)
    #expect(Double(row.uncertainty) >= apart && Double(row.uncertainty) < apart + 5_000)
  }

  @Test func aVillageOfThePinIsWiderAgainstAnotherDistrict() {
    let agrees = geocoder.place([.district: "Hamirgarh", .state: "North State", .village: "Rampur"], pin: 202001)
    let against = geocoder.place([.district: "Alwarpur", .state: "North State", .village: "Rampur"], pin: 202001)
    #expect(agrees.point == against.point)
    #expect(against.uncertainty > agrees.uncertainty)
    #expect(against.confidence < agrees.confidence)
  }

  @Test func aStateHoldsThePinThatContradictsIt() {
    let row = geocoder.place([.state: "South State"], pin: 201001)
    #expect(row.level == "state")
    #expect(row.flags.contains("pin-against-district"))
    let pin = geocoder.place([:], pin: 201001)
    #expect(Double(row.uncertainty) > Distance.metres(row.point, pin.point))
  }

  @Test func anAddressSpeaksForItsPinAgainstADistrict() {
    let row = geocoder.place([.address: "Plot 4, Tiruvalam, Hamirgarh, South State, 601001"])
    #expect(row.level == "pin")
    #expect(row.flags.contains("pin-against-district"))
    #expect(row.confidence <= 40)
    #expect(row.district == 21)
    let silent = geocoder.place([.address: "Plot 4, Hamirgarh, South State, 601001"])
    #expect(silent.level == "district")
  }

  @Test func aTownInAnAddressFarFromItsPinIsNoSilentChoice() {
    let far = geocoder.place([.address: "Plot 4 Main Road Alwarpur", .state: "North State"], pin: 202001)
    #expect(far.level == "pin")
    #expect(far.flags == ["name-against-pin"])
    #expect(far.uncertainty > 140_000)
    #expect(far.confidence <= 40)
    let near = geocoder.place([.address: "Plot 4 Main Road Alwarpur", .state: "North State"], pin: 201001)
    #expect(!near.flags.contains("name-against-pin"))
  }

  @Test func aTownNamedAsVillageFarFromThePinOfItsDistrict() {
    // 34 km from the town, in its district.
    let row = geocoder.place([.village: "Alwarpur", .district: "Alwarpur", .state: "North State"], pin: 201002)
    #expect(row.level == "pin")
    #expect(row.flags == ["name-against-pin"])
    #expect(row.confidence <= 40)
    let town = geocoder.place([.town: "Alwarpur", .district: "Alwarpur", .state: "North State"], pin: 201002)
    #expect(town.level == "pin" && town.flags == [])
  }

  @Test func plotNumbersAreNoPin() {
    let unknown = geocoder.place([.address: "plot 445 446, Alwarpur", .state: "North State"])
    #expect(unknown.flags.isDisjoint(with: ["unknown-pin", "pin-from-text"]))
    // A PIN of another state, written as two numbers.
    let elsewhere = geocoder.place([.address: "plot 601 001, Alwarpur", .state: "North State"])
    #expect(elsewhere.by == "town-name")
    #expect(elsewhere.flags.isDisjoint(with: ["pin-against-district", "pin-from-text"]))
  }

  @Test func unknownPinStandsInItsDistrictOrItsArea() {
    let row = geocoder.place([.district: "Alwarpur", .state: "North State"], pin: 201999)
    #expect(row.level == "district")
    let bare = geocoder.place([.state: "North State"], pin: 201999)
    #expect(bare.level == "pin-area" && bare.flags == ["unknown-pin", "pin-prefix-only"])
    #expect(row.reason == "too-coarse")
    #expect(row.flags == ["unknown-pin", "pin-prefix-only"])
    #expect(row.point != Coordinate(lat: 0, lon: 0))
  }

  @Test(arguments: [
    "Plot 4, Alwarpur-201001", "Plot 4 Alwarpur 201 001", "PLOT 4,ALWARPUR,201001-India", "Near Alwarpur(NS)201001",
  ])
  func pinInText(_ address: String) {
    let row = geocoder.place([.address: address, .state: "North State"])
    #expect(row.by == "pin-in-text")
    #expect(row.level == "pin")
    #expect(row.flags == ["pin-from-text"])
  }

  @Test func deliveryNumberAfterTheTown() {
    let row = geocoder.place([.address: "Plot 4, Main Road, Alwarpur- 16", .state: "North State"])
    #expect(row.by == "pin-in-text")
    #expect(row.name == "Manesh 201016")
  }

  @Test func zerosAreNoPin() {
    let row = geocoder.place([.address: "Plot 4, Alwarpur,000000-India", .state: "North State"])
    #expect(row.level == "town")
    #expect(row.by == "town-name")
  }

  // MARK: Names

  @Test func villageWithinItsDistrict() {
    let north = geocoder.place([.village: "Rampur", .district: "Hamirgarh", .state: "North State"])
    #expect(north.level == "village")
    #expect(north.district == 12)
    #expect(abs(north.point.latitude - 21.05) < 1e-6)
  }

  @Test func namesakesNeedTheirDistrict() {
    let row = geocoder.place([.village: "Rampur", .state: "North State"])
    #expect(row.reason == "ambiguous")
    #expect(row.level == "state")
    #expect(row.flags.contains("ambiguous-place"))
    #expect(row.point != Coordinate(lat: 0, lon: 0))
  }

  @Test func namesakesInOneDistrictNeedMore() {
    let alone = geocoder.place([.village: "Kishanpur", .district: "Alwarpur", .state: "North State"])
    #expect(alone.level == "district")
    #expect(alone.flags.contains("ambiguous-place"))
    let withPin = geocoder.place([.village: "Kishanpur", .district: "Alwarpur", .state: "North State"], pin: 201002)
    #expect(withPin.level == "village")
    #expect(abs(withPin.point.latitude - 20.20) < 1e-6)
    #expect(!withPin.flags.contains("ambiguous-place"))
  }

  @Test(arguments: [
    "Bhagvanpura", "BHAGWANPUR", "Bhagwan Pura", "Bagwaanpoora", "Bhagwanpura (R)", "Bhagwanpura Village",
  ])
  func spellingsOfAVillage(_ name: String) {
    let row = geocoder.place([.village: name, .district: "Alwarpur", .state: "North State"])
    #expect(row.level == "village")
    #expect(abs(row.point.latitude - 20.21) < 0.01)
  }

  @Test func nearNamesOfVillagesAreNotTaken() {
    // Ramgur is one consonant from Rampur: too short to be the same village by a guess.
    let row = geocoder.place([.village: "Ramgur", .district: "Hamirgarh", .state: "North State"])
    #expect(row.level == "district")
  }

  @Test func newDistrictLooksIntoItsParent() {
    let row = geocoder.place([.village: "Bhagwanpura", .district: "Navagaon", .state: "North State"])
    #expect(row.level == "village")
    #expect(row.district == 13)
  }

  @Test func labelledAddress() {
    let row = geocoder.place([
      .address: "Flat No:- 4, Building:- -, Road/Street:- 0, Village/Town:- RAMPUR, Block:- ., City:- Alwarpur",
      .district: "ALWARPUR", .state: "NORTH STATE",
    ])
    #expect(row.level == "village")
    #expect(row.by == "village-name")
  }

  @Test func placesInFreeText() {
    let estate = geocoder.place([
      .address: "rampur textiles, plot 4, sector 8, imt manesh, alwarpur", .district: "alwarpur", .state: "north state",
    ])
    #expect(estate.level == "locality")
    #expect(estate.name == "Manesh")
    let village = geocoder.place([
      .address: "sonu mills, village rampur road", .district: "alwarpur", .state: "north state",
    ])
    #expect(village.level == "village")
    // A village's name inside a firm's name is no evidence.
    let firm = geocoder.place([
      .address: "rampur textiles private limited", .district: "alwarpur", .state: "north state",
    ])
    #expect(firm.level == "district")
  }

  // MARK: Administration

  @Test(arguments: ["NORTHSTATE", "north state", "Uttar", "North Staet", "ns"])
  func stateSpellings(_ state: String) {
    #expect(geocoder.place([.state: state]).state == 1)
  }

  @Test func districtOfTwoStates() {
    let open = geocoder.place([.district: "Hamirgarh"])
    #expect(open.flags.contains("ambiguous-place"))
    #expect(open.reason == "ambiguous")
    #expect(geocoder.place([.district: "Hamirgarh", .state: "South State"]).district == 22)
  }

  @Test func codesPlaceToo() {
    let row = geocoder.place([.lgdDistrict: "21"])
    #expect(row.level == "district")
    #expect(row.by == "lgd-code")
    #expect(row.state == 2)
    #expect(geocoder.place([.lgdDistrict: "999"]).level == "")
  }

  @Test func unknownNamesAreFlagged() {
    let row = geocoder.place([.state: "Atlantis", .district: "Nowhere"])
    #expect(row.flags == ["unknown-state", "unknown-district"])
    #expect(row.reason == "unknown-place")
    #expect(geocoder.place([.state: ""]).reason == "no-place")
  }

  @Test func numbersAreNoNames() {
    #expect(geocoder.place([.state: "100000"]).flags == ["unknown-state"])
    #expect(geocoder.place([.state: "North State", .district: "7"]).flags == ["unknown-district"])
    #expect(geocoder.place([.state: "0", .district: "-"]).flags == [])
    let row = geocoder.place([.state: "100000", .district: "Alwarpur"], pin: 201001)
    #expect(row.level == "pin" && row.district == 11)
    #expect(row.flags == ["unknown-state"])
  }

  @Test func foreignTowns() {
    let row = geocoder.place([.town: "SIALPUR", .country: "PK"])
    #expect(row.level == "town")
    #expect(row.name == "Sialpur")
    #expect(row.state == 0)
    #expect(geocoder.place([.town: "Alwarpur", .country: "PK"]).reason == "unknown-place")
    #expect(geocoder.place([.town: "Sialpur"], country: "PK").level == "town")
  }

  // MARK: The whole

  @Test func rowsDoNotInfluenceOneAnother() {
    var random = SeededGenerator(seed: 19)
    let fields: [TextField] = [.village, .district, .state, .address]
    let words = [
      "Rampur", "Kishanpur", "Alwarpur", "Hamirgarh", "North State", "South State", "", "-", "Manesh",
      "Bhagwanpura 201002",
      "Tiruvalam", "x", "601001",
    ]
    let rows = (0..<300).map { _ in fields.map { _ in words[Int.random(in: 0..<words.count, using: &random)] } }
    let pins = (0..<300).map { _ in [UInt32(0), 201001, 202001, 601001, 999999][Int.random(in: 0..<5, using: &random)] }
    let together = geocoder.locate(Register(fields: fields, rows: rows, pins: pins).batch)
    for row in rows.indices.reversed() {
      let alone = geocoder.locate(Register(fields: fields, rows: [rows[row]], pins: [pins[row]]).batch)
      #expect(
        Located(together, row, geocoder.gazetteer) == Located(alone, 0, geocoder.gazetteer), "seed 19, row \(row)")
    }
    for row in rows.indices {
      let level = MatchLevel(rawValue: together.level[row]) ?? .none
      #expect((together.reason[row] == 0) == level.isLocated)
      #expect(level == .none || together.uncertainty[row] > 0)
    }
  }

  @Test func anyBytesArePlacedOrNot() {
    var random = SeededGenerator(seed: 23)
    for _ in 0..<300 {
      func text() -> String {
        let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        return String(decoding: bytes, as: UTF8.self)
      }
      _ = geocoder.place([
        .address: text(), .village: text(), .district: text(), .state: text(), .latitude: text(), .longitude: text(),
      ])
    }
    let long = String(repeating: "Alwarpur, ", count: 10_000) + "201001"
    #expect(geocoder.place([.address: long]).by == "pin-in-text")
  }
}
