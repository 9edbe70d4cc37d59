import Foundation
import Model
import TestSupport
import Testing

@testable import Geocoding

/// Runs `Tests/Cases/names.csv`, the table that anyone can extend, and what `Geo/` says of renamings and new districts.
@Suite struct NameCasesTests {
  private let geocoder: Geocoder

  init() throws { geocoder = Geocoder(gazetteer: try CaseTable.starter.get()) }

  @Test func everyNameIsReadAsTheTableSays() throws {
    let table = try CaseTable("Tests/Cases/names.csv")
    #expect(table.rows.count >= 95)
    for row in table.rows {
      let placed = geocoder.place([.state: row["state"], .district: row["district"]])
      let code = row["district"].isEmpty ? placed.state : placed.district
      switch row["expected"] {
      case "ambiguous":
        #expect(code == 0, row.comment)
        #expect(placed.flags.contains("ambiguous-place"), row.comment)
        #expect(placed.reason == "ambiguous", row.comment)
      case "unknown": #expect(code == 0, row.comment)
      default: #expect(String(code) == row["expected"], row.comment)
      }
      for flag in row.list("flags") { #expect(placed.flags.contains(flag), row.comment) }
      if !row.list("flags").contains("district-against-state") {
        #expect(!placed.flags.contains("district-against-state"), row.comment)
      }
    }
  }

  @Test func formerAndPresentNamesMeanTheSamePlace() throws {
    let table = try CaseTable("Geo/renamings.csv")
    #expect(table.rows.count >= 40)
    for row in table.rows {
      #expect(Self.isDate(row["since"]), row.comment)
      let code = try #require(UInt16(row["lgd"]), row.comment)
      for name in [row["former"], row["name"]] {
        if row["kind"] == "state" {
          #expect(geocoder.place([.state: name]).state == Int(code), row.comment)
        } else {
          let record = geocoder.gazetteer.record(geocoder.gazetteer.place(district: code))
          let state = geocoder.gazetteer.name(geocoder.gazetteer.place(state: record.state))
          let placed = geocoder.place([.state: state, .district: name])
          #expect(placed.district == Int(code), "\(name), \(state) (line \(row.line))")
          #expect(!placed.flags.contains("fuzzy-place"), "\(name), \(state) (line \(row.line))")
        }
      }
    }
  }

  @Test func youngDistrictsAreHeldByTheirParents() throws {
    let table = try CaseTable("Geo/new_districts.csv")
    #expect(table.rows.count >= 30)
    for row in table.rows {
      #expect(Self.isDate(row["since"]) && (row["until"].isEmpty || Self.isDate(row["until"])), row.comment)
      let code = try #require(UInt16(row["state_lgd"]), row.comment)
      let state = geocoder.gazetteer.name(geocoder.gazetteer.place(state: code))
      for name in [row["name"]] + row.list("aliases") {
        #expect(
          String(geocoder.place([.state: state, .district: name]).district) == row["held_by"], "\(name), \(state)")
      }
      for other in row.list("others") {
        let place = geocoder.gazetteer.place(district: UInt16(other) ?? 0)
        #expect(place != GazetteerFormat.noPlace, row.comment)
      }
    }
  }

  @Test func districtsCreatedSince2014AndTheirParentsKnowOneAnother() throws {
    let gazetteer = geocoder.gazetteer
    var count = 0
    for row in try CaseTable("Geo/districts.csv").rows where row["since"] >= "2014" {
      #expect(Self.isDate(row["since"]), row.comment)
      #expect(!row.list("parent_lgd").isEmpty, row.comment)
      let child = try #require(UInt16(row["lgd"]), row.comment)
      for text in row.list("parent_lgd") {
        let parent = try #require(UInt16(text), row.comment)
        let one = gazetteer.record(gazetteer.place(district: child))
        let other = gazetteer.record(gazetteer.place(district: parent))
        #expect(gazetteer.lists(one, district: parent) && gazetteer.lists(other, district: child), row.comment)
      }
      count += 1
    }
    #expect(count >= 85)
  }

  /// A row that still names the parent finds a town of the new district, and a row that names the new district finds a town
  /// that the gazetteer keeps in the parent.
  @Test func townsAreFoundAcrossADivision() {
    let old = geocoder.place([.state: "Tamil Nadu", .district: "Kancheepuram", .town: "Maraimalai Nagar"])
    #expect(old.name == "Maraimalai Nagar")
    let new = geocoder.place([.state: "Andhra Pradesh", .district: "Tirupati", .town: "Chittoor"])
    #expect(new.name == "Chittoor")
  }

  @Test func aDistrictOutsideItsStateIsFlaggedAndWide() {
    let placed = geocoder.place([.state: "Kerala", .district: "Ludhiana"])
    #expect(placed.district == 36)
    #expect(placed.confidence <= 40)
    #expect(placed.uncertainty > 2_000_000)
    // The PIN speaks for the district: two against one.
    let supported = geocoder.place([.state: "Kerala", .district: "Ludhiana"], pin: 141001)
    #expect(supported.flags.contains("district-against-state"))
    #expect(supported.level == "pin")
    #expect(supported.uncertainty < 20_000)
  }

  /// A year, a month or a day.
  private static func isDate(_ text: String) -> Bool {
    text.wholeMatch(of: /[12][0-9]{3}(-[01][0-9](-[0-3][0-9])?)?/) != nil
  }
}
