import Foundation
import Model
import Tables
import TestSupport
import Testing

@testable import Geocoding

/// The real registers beside the checkout against a gazetteer built from the real sources of their states.
@Suite struct RegistersTests {
  /// The lines of a source that name one of `states`, and its first line.
  private func filtered(_ name: String, _ states: String, _ directory: TemporaryDirectory) throws -> String? {
    guard let path = SharedData.file("gazetteer/\(name)") else { return nil }
    let out = directory.path + "/" + name.replacing(".gz", with: "")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "gzip -dcf \"$1\" | awk 'NR == 1 || tolower($0) ~ /\(states)/' > \"$2\"", "sh", path, out,
    ]
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? out : nil
  }

  private func geocoder(_ states: String) throws -> Geocoder? {
    let directory = TemporaryDirectory()
    var sources = GazetteerSources(starterDirectory: SharedData.checkout.appending(path: "Geo").path)
    sources.villages = try filtered("udise_villages_dev.csv.gz", states, directory)
    sources.postOffices = try filtered("post_offices_devzoy_2025.csv.gz", states, directory)
    guard sources.villages != nil, sources.postOffices != nil else { return nil }
    for table in ["3-subdistrict.csv", "urban-local-body.csv"] { _ = try filtered(table, states, directory) }
    sources.lgdDirectory = directory.path
    sources.aliases = SharedData.file("gazetteer/district_alias_dev.csv")
    return Geocoder(gazetteer: try Gazetteer(image: GazetteerBuilder.image(sources).image))
  }

  private func rows(_ name: String) throws -> TextTable? {
    guard let path = SharedData.file("registers/\(name)") else { return nil }
    return try TextTable(parsing: String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self))
  }

  private func register(_ table: TextTable, _ columns: [(TextField, String)], state: String? = nil) -> Register {
    var fields = columns.map(\.0)
    if state != nil { fields.append(.state) }
    let indices = columns.compactMap { table.column($0.1) }
    return Register(
      fields: fields, rows: table.rows.map { row in indices.map { row[$0] } + (state.map { [$0] } ?? []) })
  }

  private func shares(_ batch: LocatedBatch) -> [MatchLevel: Double] {
    var counts: [MatchLevel: Int] = [:]
    for row in 0..<batch.level.count { counts[MatchLevel(rawValue: batch.level[row]) ?? .none, default: 0] += 1 }
    return counts.mapValues { Double($0) / Double(batch.level.count) }
  }

  @Test func telanganaByVillageAndMandal() throws {
    guard let geocoder = try geocoder("telangana"), let table = try rows("ts_ipass_8_districts.csv") else { return }
    let batch = register(
      table, [(.district, "district"), (.subdistrict, "mandal"), (.village, "village")], state: "Telangana"
    ).batch
    let located = geocoder.locate(batch)
    let share = shares(located)
    let fine = [MatchLevel.village, .locality, .pin, .town].reduce(0) { $0 + (share[$1] ?? 0) }
    #expect(fine >= 0.92)
    #expect(fine + (share[.subdistrict] ?? 0) >= 0.97)
  }

  @Test func goaByPin() throws {
    guard let geocoder = try geocoder("goa"), let table = try rows("mca_goa_companies.csv") else { return }
    let register = register(table, [(.address, "Registered_Office_Address")], state: "goa")
    let located = geocoder.locate(register.batch)
    #expect((shares(located)[.pin] ?? 0) >= 0.88)
    for (row, fields) in register.rows.enumerated() {
      let level = MatchLevel(rawValue: located.level[row]) ?? .none
      if fields[0].contains("000000-India"), fields[0].firstMatch(of: /[1-9]\d{5}|[1-9]\d\d[ -]\d{3}/) == nil {
        #expect(level != .pin, "row \(row): \(fields[0])")
      }
      // Whatever is located stands in Goa.
      if level.isLocated { #expect((148_000_000...159_000_000).contains(located.lat[row]), "row \(row): \(fields[0])") }
    }
  }

  @Test func gurugramTextileByLocality() throws {
    guard let geocoder = try geocoder("haryana"), let table = try rows("cpcb_gpi_units.csv") else { return }
    let sector = try #require(table.column("sector"))
    let district = try #require(table.column("district"))
    var register = register(table, [(.address, "unit"), (.state, "state"), (.district, "district")])
    register.rows = zip(register.rows, table.rows)
      .filter { $1[sector] == "textile" && $1[district] == "gurugram" }.map(\.0)
    #expect(register.rows.count == 184)
    let located = geocoder.locate(register.batch)
    // One row names no place but an estate within a sector of the city.
    let fine = (0..<184).filter { row in
      let level = MatchLevel(rawValue: located.level[row]) ?? .none
      return level.isLocated && level != .subdistrict
    }
    #expect(fine.count >= 183)
    #expect((0..<184).allSatisfy { located.lgdDistrict[$0] == 62 })
  }
}
