import Model
import TestSupport
import Testing

@testable import Geocoding

/// Rows that share work, by equal rows before them or by reading ahead, answer as each would by itself.
@Suite struct SharedAnswersTests {
  private static let states = [
    "Tamil Nadu", "TAMILNADU", "Haryana", "Hariyana", "", "Nowhere", "Andaman and Nicobar Islands", "दिल्ली", "33",
    "Punjab",
    "Dadra and Nagar Haveli and Daman and Diu", "Uttar Pradesh", "Gujarat",
  ]
  private static let districts = [
    "Tiruppur", "TIRUPUR", "Gurgaon", "Ludhiana", "Coimbatore", "", "-", "Aurangabad", "Kanpur", "Surat", "Surta",
    "Some district whose name is longer than any table holds", "Kanpur Nagar", "Bilaspur",
  ]
  private static let codes = ["", "33", "6", "999", "62", "x"]
  private static let villages = ["Peenya", "Jajmau", "Tiruppur", "Tirupur", "", "-", "Rampur", "Kanpur Cantt", "NA"]
  private static let addresses = [
    "", "Plot 4, MIDC, Tiruppur-641604", "Flat No:- 4, Village/Town:- Tirupur, Block:- ., City:- Tiruppur",
    "Ring Road, Surat", "Jajmau, Kanpur 208010", "Lahore, Pakistan",
  ]
  private static let pins: [UInt32] = [
    0, 641604, 641601, 122001, 208010, 141001, 641697, 999_999, 12, 110_001, 395_001,
  ]

  private static func values(_ field: TextField) -> [String] {
    switch field {
    case .state: states
    case .district: districts
    case .lgdState, .lgdDistrict: codes
    case .village, .town, .locality: villages
    case .country: ["", "IN", "PK"]
    default: addresses
    }
  }

  private static func differences(_ a: LocatedBatch, _ b: LocatedBatch, _ count: Int) -> [Int] {
    (0..<count).filter { row in
      a.lat[row] != b.lat[row] || a.lon[row] != b.lon[row] || a.place[row] != b.place[row]
        || a.level[row] != b.level[row] || a.uncertainty[row] != b.uncertainty[row]
        || a.matchedBy[row] != b.matchedBy[row] || a.reason[row] != b.reason[row]
        || a.confidence[row] != b.confidence[row] || a.lgdState[row] != b.lgdState[row]
        || a.lgdDistrict[row] != b.lgdDistrict[row] || a.flags[row] != b.flags[row]
    }
  }

  @Test(
    arguments: [
      [], [.state], [.district], [.state, .district], [.state, .district, .lgdState, .lgdDistrict],
      [.state, .district, .country], [.state, .district, .village], [.state, .district, .address],
      [.district, .town, .locality, .address],
    ] as [[TextField]])
  func rowsThatShareWorkAnswerAlike(_ fields: [TextField]) throws {
    let geocoder = Geocoder(gazetteer: try CaseTable.starter.get())
    var random = SeededGenerator(seed: 71)
    for hasPins in [true, false] {
      var rows: [[String]] = []
      var pins: [UInt32] = []
      for _ in 0..<1500 {
        rows.append(
          fields.map { field in
            let values = Self.values(field)
            return values[Int.random(in: 0..<values.count, using: &random)]
          })
        pins.append(Self.pins[Int.random(in: 0..<Self.pins.count, using: &random)])
      }
      let batch = Register(fields: fields, rows: rows, pins: hasPins ? pins : nil).batch
      for row in stride(from: 7, to: rows.count, by: 97) { batch.rows.rejects[row] = 1 }
      // Each row by itself in a geocoder that has seen no other batch; then twice together, the second time from full tables.
      let alone = Geocoder(gazetteer: geocoder.gazetteer).locate(batch, separately: true)
      for pass in 0..<2 {
        let together = geocoder.locate(batch)
        let wrong = Self.differences(alone, together, rows.count)
        #expect(
          wrong.isEmpty, "seed 71, pass \(pass): \(wrong.prefix(3).map { (rows[$0], pins[$0]) }) of \(wrong.count)")
      }
    }
  }

  /// More keys than the tables hold must push one another out and still answer alike.
  @Test func fullTablesForgetAndAnswerAlike() throws {
    let geocoder = Geocoder(gazetteer: try CaseTable.starter.get())
    var random = SeededGenerator(seed: 72)
    let rows = (0..<20_000).map { _ in ["Tamil Nadu", "Place \(Int.random(in: 0..<30_000, using: &random))"] }
    let pins = rows.map { _ in UInt32.random(in: 100_000...999_999, using: &random) }
    for _ in 0..<4 {
      let batch = Register(fields: [.state, .district], rows: rows, pins: pins).batch
      let wrong = Self.differences(geocoder.locate(batch, separately: true), geocoder.locate(batch), rows.count)
      #expect(wrong.isEmpty, "seed 72: \(wrong.prefix(3).map { (rows[$0], pins[$0]) })")
    }
  }

  @Test func shortTextsAreEqualExactlyWhenTheirBytesAre() {
    var random = SeededGenerator(seed: 73)
    func read(_ bytes: [UInt8], _ count: Int) -> ShortText {
      bytes.withUnsafeBytes { raw in raw.baseAddress.map { ShortText($0, count) } ?? ShortText() }
    }
    for round in 0..<4000 {
      var one = (0..<ShortText.capacity).map { _ in UInt8.random(in: 0...1, using: &random) }
      let count = Int.random(in: 0...ShortText.capacity, using: &random)
      // What lies behind the text must not matter; one changed byte within it must.
      var other = one
      for index in count..<ShortText.capacity { other[index] = UInt8.random(in: 0...255, using: &random) }
      #expect(read(one, count) == read(other, count), "seed 73, round \(round)")
      #expect(read(one, count).mixed == read(other, count).mixed, "seed 73, round \(round)")
      if count > 0 {
        one[Int.random(in: 0..<count, using: &random)] ^= 0x80
        #expect(!(read(one, count) == read(other, count)), "seed 73, round \(round)")
        #expect(!(read(other, count) == read(other, count - 1)), "seed 73, round \(round)")
      }
    }
  }

  @Test func coordinatesAloneAnswerAsWhenTheyAreWeighed() throws {
    let geocoder = Geocoder(gazetteer: try CaseTable.starter.get())
    let latitudes = ["12.9716", "12,9716", "", "0", "91", "77.59", "-12.97", "12.9716 N", "x", "1297160"]
    let longitudes = ["77.5946", "0", "", "12.97", "775946", "77.5946 E", "y", "7.75946", "400"]
    let rows = latitudes.flatMap { lat in longitudes.map { [lat, $0] } }
    let register = Register(fields: [.latitude, .longitude], rows: rows)
    let shared = geocoder.locate(register.batch)
    let single = geocoder.locate(register.batch, separately: true)
    #expect(Self.differences(shared, single, rows.count).isEmpty)
    #expect((0..<rows.count).contains { shared.level[$0] == MatchLevel.coordinate.rawValue })
  }
}
