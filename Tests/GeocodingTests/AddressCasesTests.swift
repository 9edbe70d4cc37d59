import Foundation
import Model
import TestSupport
import Testing

@testable import Geocoding

/// Runs `Tests/Cases/addresses.csv`, the table that anyone can extend, and looks addresses up.
@Suite struct AddressCasesTests {
  private let geocoder: Geocoder

  init() throws { geocoder = Geocoder(gazetteer: try CaseTable.starter.get()) }

  @Test func everyAddressStandsWhereTheTableSays() throws {
    let table = try CaseTable("Tests/Cases/addresses.csv")
    #expect(table.rows.count >= 50)
    for row in table.rows {
      var fields: [TextField: String] = [.address: row["address"]]
      for (field, column) in [
        (TextField.village, "village"), (.subdistrict, "subdistrict"), (.district, "district"), (.state, "state"),
      ] where !row[column].isEmpty { fields[field] = row[column] }
      let placed = geocoder.place(fields, pin: UInt32(row["pin"]))
      #expect(placed.level == row["level"], row.comment)
      if !row["place"].isEmpty { #expect(placed.name == row["place"], row.comment) }
      if !row["reason"].isEmpty { #expect(placed.reason == row["reason"], row.comment) }
      for flag in row.list("flags") { #expect(placed.flags.contains(flag), row.comment) }
      if let limit = Double(row["within_km"]) { #expect(Double(placed.uncertainty) <= limit * 1000, row.comment) }
      if let limit = Double(row["beyond_km"]) { #expect(Double(placed.uncertainty) >= limit * 1000, row.comment) }
      if let limit = Int(row["most_sure"]) { #expect(Int(placed.confidence) <= limit, row.comment) }
    }
  }

  @Test func countriesAreReadByCodeAndByName() {
    for country in ["PK", "pk", "Pakistan", "PAKISTAN"] {
      let placed = geocoder.place([.country: country, .town: "Sialkot"])
      #expect(placed.name == "Sialkot" && placed.state == 0, "\(country)")
    }
    // Dhaka in Bihar is not meant.
    #expect(geocoder.place([.country: "Bangladesh", .town: "Dhaka"]).level.isEmpty)
    #expect(geocoder.place([.country: "India", .town: "Tiruppur", .state: "Tamil Nadu"]).level == "town")
  }

  @Test func estatesAreManyAndEachIsFoundByItsName() throws {
    let table = try CaseTable("Geo/estates.csv")
    #expect(table.rows.count >= 100)
    var states: Set<String> = []
    for row in table.rows {
      #expect(row["kind"] == "estate", row.comment)
      states.insert(row["state_lgd"])
      let district = try #require(UInt16(row["district_lgd"]), row.comment)
      let home = geocoder.gazetteer.record(geocoder.gazetteer.place(district: district))
      #expect(String(home.state) == row["state_lgd"], row.comment)
      let point = try #require(
        Coordinate(latitude: Double(row["lat"]) ?? 99, longitude: Double(row["lon"]) ?? 999), row.comment)
      let reach = 1.3 * Double(home.uncertainty) + 15_000
      #expect(Distance.metres(point, home.coordinate) <= reach, row.comment)
      #expect((Double(row["radius_km"]) ?? 0) >= 3, row.comment)
      let placed = geocoder.place([
        .address: "Plot 1, Industrial Area, \(row["name"])", .lgdDistrict: row["district_lgd"],
      ])
      #expect(placed.level == "locality", row.comment)
      #expect(Distance.metres(placed.point, point) < 1000, row.comment)
      for pin in row.list("pins") {
        let place = geocoder.gazetteer.place(pin: UInt32(pin) ?? 0)
        #expect(place != GazetteerFormat.noPlace, row.comment)
        let found = geocoder.gazetteer.record(place)
        #expect(Distance.metres(found.coordinate, point) < 30_000, "\(row["name"]): PIN \(pin)")
      }
    }
    #expect(states.count >= 20)
  }

  @Test(arguments: [
    ("patna- 13", "Patna"), ("Coimbatore-641004", "Peelamedu 641004"), ("403722-India", "Verna 403722"),
    ("Plot A4, MIDC Butibori, Nagpur", "Butibori"), ("Village/Town:- -, Block:- 0, City:- NAVSARI", "Navsari"),
    ("12 Mill Road, Gandhipuram, Coimbatore, Tamil Nadu 641004", "Peelamedu 641004"),
    ("Peenya Industrial Area, Bengaluru", "Peenya"),
  ])
  func anAddressIsLookedUpAsARowWouldBePlaced(_ text: String, _ name: String) throws {
    let candidates = geocoder.lookup(text: text)
    let first = try #require(candidates.first)
    #expect(first.name == name)
    #expect(!first.reason.isEmpty)
    #expect(zip(candidates, candidates.dropFirst()).allSatisfy { $0.score >= $1.score })
    #expect(Set(candidates.map(\.place)).count == candidates.count)
  }
}
