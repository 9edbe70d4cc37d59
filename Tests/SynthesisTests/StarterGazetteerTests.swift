import Foundation
import Model
import Testing

@testable import Synthesis

/// The integrity of `Geo/`: what no reader could repair.
@Suite struct StarterGazetteerTests {
  let states: [[String: String]]
  let districts: [[String: String]]
  let towns: [[String: String]]
  let areas: [[String: String]]
  let countries: [[String: String]]

  init() throws {
    states = try StarterTables.rows("Geo/states.csv")
    districts = try StarterTables.rows("Geo/districts.csv")
    towns = try StarterTables.rows("Geo/towns.csv")
    areas = try StarterTables.rows("Geo/pin_areas.csv")
    countries = try StarterTables.rows("Geo/countries.csv")
  }

  private func point(_ row: [String: String]) throws -> Coordinate {
    try #require(Coordinate(latitude: row.number("lat"), longitude: row.number("lon")), "\(row)")
  }

  @Test func holdsEveryStateAndDistrictOnce() {
    #expect(states.count == 36)
    #expect(districts.count == 763)
    #expect(Set(states.map { $0.field("lgd") }).count == 36)
    #expect(Set(districts.map { $0.field("lgd") }).count == 763)
    let codes = Set(states.map { $0.field("lgd") })
    for district in districts { #expect(codes.contains(district.field("state_lgd")), "\(district)") }
  }

  @Test func holdsAtLeastFourHundredAndFiftyTowns() {
    #expect(towns.filter { $0.field("country") == "IN" }.count >= 450)
    #expect(towns.filter { $0.field("kind") == "estate" }.count >= 50)
  }

  @Test func everyTownStandsInItsDistrictAndState() throws {
    let byCode = Dictionary(uniqueKeysWithValues: districts.map { ($0.field("lgd"), $0) })
    for town in towns where town.field("country") == "IN" {
      let district = try #require(byCode[town.field("district_lgd")], "\(town.field("name"))")
      #expect(district.field("state_lgd") == town.field("state_lgd"), "\(town.field("name"))")
      let distance = BackgroundAreas.kilometres(try point(town), try point(district))
      let limit = max(60, 2.5 * district.number("radius_km"))
      #expect(
        distance <= limit, "\(town.field("name")) lies \(Int(distance)) km from \(district.field("headquarters"))")
    }
  }

  @Test func everyPlaceLiesInItsCountry() throws {
    let boxes = Dictionary(uniqueKeysWithValues: countries.map { ($0.field("iso"), $0) })
    func check(_ row: [String: String], _ iso: String) throws {
      let box = try #require(boxes[iso], "\(iso)")
      #expect((box.number("min_lat")...box.number("max_lat")).contains(row.number("lat")), "\(row)")
      #expect((box.number("min_lon")...box.number("max_lon")).contains(row.number("lon")), "\(row)")
    }
    for town in towns { try check(town, town.field("country")) }
    for row in states + districts + areas { try check(row, "IN") }
  }

  @Test func headquartersLieWithinReachOfTheCapital() throws {
    let capital = Dictionary(uniqueKeysWithValues: try states.map { ($0.field("lgd"), try point($0)) })
    // Islands and the largest state stretch furthest.
    for district in districts {
      let distance = BackgroundAreas.kilometres(
        try point(district), try #require(capital[district.field("state_lgd")]))
      #expect(distance < 900, "\(district.field("name")) lies \(Int(distance)) km from its capital")
    }
  }

  @Test func pinsBeginAsThoseOfTheirState() throws {
    let prefixes = Dictionary(uniqueKeysWithValues: states.map { ($0.field("lgd"), $0.list("pin_prefixes")) })
    for town in towns where town.field("country") == "IN" {
      #expect(!town.list("pins").isEmpty, "\(town.field("name")) has no PIN")
      for pin in town.list("pins") {
        #expect(pin.count == 6 && Int(pin) != nil, "\(town.field("name")): \(pin)")
        #expect(
          try #require(prefixes[town.field("state_lgd")]).contains { pin.hasPrefix($0) },
          "\(town.field("name")): \(pin)")
      }
    }
  }

  @Test func pinAreasCoverThePinsOfTownsAndLieNearThem() throws {
    let byPrefix = Dictionary(uniqueKeysWithValues: areas.map { ($0.field("prefix"), $0) })
    let codes = Set(districts.map { $0.field("lgd") })
    for area in areas { #expect(codes.contains(area.field("district_lgd")), "\(area)") }
    // The mail of Lakshadweep (31) goes through Kochi, 400 km away.
    for town in towns where town.field("country") == "IN" && town.field("state_lgd") != "31" {
      for pin in town.list("pins") {
        let area = try #require(byPrefix[String(pin.prefix(3))], "\(pin)")
        let distance = BackgroundAreas.kilometres(try point(town), try point(area))
        let limit = max(120, 3 * area.number("radius_km"))
        #expect(distance <= limit, "\(town.field("name")) lies \(Int(distance)) km from the area of its PIN \(pin)")
      }
    }
  }

  @Test func noNameStandsTwiceWhereItCouldNotBeToldApart() {
    var seen: [String: String] = [:]
    for district in districts {
      for name in [district.field("name")] + district.list("aliases") {
        let key = "\(district.field("state_lgd")) \(name.lowercased().filter(\.isLetter))"
        #expect(
          seen.updateValue(district.field("lgd"), forKey: key) ?? district.field("lgd") == district.field("lgd"),
          "\(key)")
      }
    }
    var names: Set<String> = []
    for town in towns {
      let key = "\(town.field("country")) \(town.field("district_lgd")) \(town.field("name").lowercased())"
      #expect(names.insert(key).inserted, "\(key) stands twice")
    }
  }

  @Test func coordinatesAreRounded() {
    for row in towns + districts + areas {
      for column in ["lat", "lon"] {
        #expect((row.field(column).split(separator: ".").last ?? "").count <= 4, "\(row)")
      }
    }
  }

  @Test(arguments: [
    ("Tiruppur", "641601", 11.11, 77.35), ("Moradabad", "244001", 28.84, 78.78), ("Peenya", "560058", 13.03, 77.52),
    ("Kannur", "670001", 11.87, 75.37), ("Paithan", "431107", 19.48, 75.38), ("Chanderi", "473446", 24.72, 78.14),
  ])
  func knownTownsStandWhereTheyAre(name: String, pin: String, latitude: Double, longitude: Double) throws {
    let town = try #require(towns.first { $0.field("name") == name })
    #expect(town.list("pins").contains(pin))
    let known = try #require(Coordinate(latitude: latitude, longitude: longitude))
    #expect(BackgroundAreas.kilometres(try point(town), known) < 5, "\(town)")
  }
}
