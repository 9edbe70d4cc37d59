import Foundation
import TestSupport
import Testing

/// The three real registers that stand beside the checkout, with a gazetteer built from the open sources there.
@Suite struct RealRegisterRunTests {
  static let names = ["cpcb_gpi_units", "mca_goa_companies", "ts_ipass_8_districts"]

  /// The gazetteer of this run of the tests; nil, said in one line, when the sources are not there.
  private static let gazetteer: Result<(scratch: Scratch, path: String)?, any Error> = Result {
    let sources = [
      "--post-offices": "post_offices_devzoy_2025.csv.gz", "--geonames-postal": "geonames_postal_IN_2023.zip",
      "--places": "IN_cities15000.tsv", "--villages": "udise_villages_dev.csv.gz",
      "--aliases": "district_alias_dev.csv",
    ]
    var arguments: [String] = []
    for (option, name) in sources.sorted(by: { $0.key < $1.key }) {
      guard let path = SharedData.file("gazetteer/\(name)") else { return nil }
      arguments += [option, path]
    }
    guard let lgd = SharedData.file("gazetteer"),
      let districts = SharedData.file("boundaries/districts_udit001.geojson")
    else { return nil }
    let scratch = try Scratch()
    let path = scratch.file("india.kgaz").path
    let built = try Program.run(
      ["gazetteer", "build", "-o", path, "--lgd", lgd, "--districts", districts] + arguments)
    guard built.status == 0 else { throw MapRun.Unexpected(description: built.messages) }
    return (scratch, path)
  }

  /// The gazetteer and the three registers in the order of `names`; nil when this machine does not have them.
  private static func inputs() throws -> (gazetteer: String, registers: [String])? {
    let registers = names.compactMap { SharedData.file("registers/\($0).csv") }
    guard registers.count == names.count, let gazetteer = try gazetteer.get() else { return nil }
    return (gazetteer.path, registers)
  }

  private static let alone: Result<[MapRun], any Error> = Result {
    guard let (gazetteer, registers) = try inputs() else { return [] }
    return try registers.map {
      try MapRun([$0], options: ["--gazetteer", gazetteer, "--formats", "csv,geojson,evidence"])
    }
  }

  /// The run of one register, nil when this machine does not have it.
  private func run(_ name: String) throws -> MapRun? {
    let runs = try Self.alone.get()
    return runs.isEmpty ? nil : runs[Self.names.firstIndex(of: name) ?? 0]
  }

  private func expectConservation(_ counts: [String: Int], rows: Int) {
    func sum(_ names: String...) -> Int { names.reduce(0) { $0 + (counts[$1] ?? -1) } }
    #expect(counts["rows_read"] == rows)
    #expect(rows == sum("rejected", "duplicates", "not_operating", "uncoded", "unlocated", "located"))
    #expect(counts["located"] == sum("in_clusters", "in_potential", "in_undetermined", "unclustered"))
  }

  @Test func eachRegisterAloneLosesNoRow() throws {
    for (name, rows) in zip(Self.names, [946, 4902, 5080]) {
      guard let run = try run(name) else { return }
      expectConservation(try run.counts(), rows: rows)
      var files = 0
      for file in ["members.csv", "uncoded.csv", "unlocated.csv", "rejects.csv"] {
        files += try run.table(file).rows.count
      }
      #expect(files == rows, "\(name)")
      for feature in try GeoJSONCheck.features(of: run, "clusters.geojson", kinds: ["Polygon", "MultiPolygon"]) {
        GeoJSONCheck.expectRings(feature)
      }
    }
  }

  @Test func allThreeTogetherLoseNoRow() throws {
    guard let (gazetteer, registers) = try Self.inputs() else { return }
    let together = try MapRun(registers, options: ["--gazetteer", gazetteer])
    let counts = try together.counts()
    expectConservation(counts, rows: 946 + 4902 + 5080)
    // What a row is does not depend on the registers beside it.
    for key in ["rejected", "not_operating", "planned", "closed", "uncoded", "unlocated", "located"] {
      let apart = try Self.alone.get().reduce(0) { try $0 + ($1.counts()[key] ?? 0) }
      #expect(counts[key] == apart, "\(key)")
    }
    let again = try MapRun(
      registers.reversed(), options: ["--gazetteer", gazetteer, "--formats", "csv", "--threads", "3"])
    #expect(try again.data("clusters.csv") == together.data("clusters.csv"))
    let sources = Set(try together.table("members.csv").column("source").map { URL(filePath: $0).lastPathComponent })
    #expect(sources == Set(Self.names.map { "\($0).csv" }))
  }

  /// Rows of a register by match level, and by what matched.
  private func placed(_ name: String) throws -> (rows: Int, levels: [String: Int], by: [String: Int])? {
    guard let (gazetteer, registers) = try Self.inputs() else { return nil }
    let register = registers[Self.names.firstIndex(of: name) ?? 0]
    let outcome = try Program.run(["geocode", register, "--gazetteer", gazetteer, "--quiet"])
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    let table = CSVTable(Data(outcome.output.utf8))
    let source = CSVTable(try Data(contentsOf: URL(filePath: register)))
    #expect(table.rows.count == source.rows.count)
    #expect(
      table.header.suffix(10) == [
        "lon", "lat", "match_level", "uncertainty_m", "matched_place", "lgd_state", "lgd_district", "matched_by",
        "confidence", "flags",
      ])
    func count(_ column: String) -> [String: Int] {
      Dictionary(table.column(column).map { ($0, 1) }, uniquingKeysWith: +)
    }
    return (table.rows.count, count("match_level"), count("matched_by"))
  }

  @Test func fourFifthsOfTelanganaArePlacedInTheirVillage() throws {
    guard let (rows, levels, _) = try placed("ts_ipass_8_districts") else { return }
    let fine = ["village", "locality", "pin", "subdistrict"].reduce(0) { $0 + (levels[$1] ?? 0) }
    #expect(fine * 100 >= 80 * rows, "\(fine) of \(rows): \(levels)")
  }

  @Test func mostCompaniesOfGoaArePlacedByTheirPIN() throws {
    guard let (rows, levels, by) = try placed("mca_goa_companies") else { return }
    #expect((levels["pin"] ?? 0) * 100 >= 88 * rows, "\(levels)")
    #expect((by["pin-in-text"] ?? 0) * 100 >= 88 * rows, "\(by)")
  }

  @Test func gurugramMakesTextiles() throws {
    guard let run = try run("cpcb_gpi_units") else { return }
    let cluster = try #require(
      try run.clusters().first { $0["district"] == "Gurugram" && $0["status"] == "cluster" })
    #expect(cluster["product_code"] == "textiles" && cluster["category"] == "industrial")
    let units = Int(cluster["units"] ?? "") ?? 0
    #expect((183...184).contains(units), "\(units) of the 184 rows of the district")
    #expect(cluster["themes"] == "location-disadvantage;socially-not-responsible")
    #expect(cluster["theme_basis"] == "product" && cluster["lgd_district"] == "62")
    let explained = try Program.run(["explain", run.directory.path, cluster["id"] ?? ""])
    #expect(explained.status == 0 && explained.output.contains("upper-bound") || explained.output.contains("operating"))
  }

  @Test func onlyActiveCompaniesOfGoaCount() throws {
    guard let run = try run("mca_goa_companies"), let (gazetteer, registers) = try Self.inputs() else { return }
    let source = CSVTable(try Data(contentsOf: URL(filePath: registers[1])))
    let active = source.column("CompanyStatus").count { $0 == "Active" }
    let counts = try run.counts()
    #expect((counts["rows_read"] ?? 0) - (counts["not_operating"] ?? 0) == active)
    #expect(counts["closed"] == source.rows.count - active && counts["planned"] == 0)
    let roles = Dictionary(
      zip(try run.table("members.csv").column("record_id"), try run.table("members.csv").column("role"))
    ) { first, _ in first }
    for row in source.rows where source.value("CompanyStatus", row) != "Active" {
      #expect(roles[source.value("CIN", row) ?? ""] == "not-operating")
    }
    let with = try MapRun([registers[1]], options: ["--gazetteer", gazetteer, "--with-planned", "--formats", "csv"])
    #expect(try with.counts()["not_operating"] == counts["not_operating"], "struck-off companies never count")
  }

  @Test func codesOfOlderEditionsAreNotReadAsThoseOf2008() throws {
    guard let run = try run("mca_goa_companies") else { return }
    let counts = try #require(try run.json("run.json")["counts"] as? [String: Any])
    let flags = try #require(counts["flags"] as? [String: Int])
    // Two thirds of the codes do not exist in NIC-2008; those of hotels (55101 there, 55101 with another meaning before) and
    // of software (72… before 2008) are told by the company's own sector.
    let members = try run.table("members.csv")
    let software = members.rows.count { members.value("product_code", $0) == "software-it" }
    #expect(software > 100, "\(software)")
    #expect((flags["code-not-in-version"] ?? 0) + (flags["code-contradicted"] ?? 0) > 0, "\(flags)")
  }

  @Test func onlyWhatHasCommencedCountsInTelangana() throws {
    guard let run = try run("ts_ipass_8_districts"), let (gazetteer, registers) = try Self.inputs() else { return }
    let source = CSVTable(try Data(contentsOf: URL(filePath: registers[2])))
    let states = Dictionary(
      source.column("progress_of_implementation").map { ($0.lowercased(), 1) }, uniquingKeysWith: +)
    let commenced = states["commenced operations"] ?? 0
    let counts = try run.counts()
    #expect(commenced > 0 && source.rows.count - (counts["not_operating"] ?? 0) == commenced, "\(states)")
    #expect(counts["planned"] == source.rows.count - commenced)

    let with = try MapRun([registers[2]], options: ["--gazetteer", gazetteer, "--with-planned", "--formats", "csv"])
    #expect(try with.counts()["not_operating"] == 0)
    // Approvals alone would make a cluster of the fabricators of Patancheru.
    func fabricators(_ run: MapRun) throws -> [String: String]? {
      try run.clusters().first { $0["product_code"] == "fabrication" && $0["lgd_district"] == "691" }
    }
    let (before, after) = (try #require(try fabricators(run)), try #require(try fabricators(with)))
    #expect(before["status"] == "potential" && after["status"] == "cluster")
    #expect((Int(before["units_planned"] ?? "") ?? 0) > 50 && after["units_planned"] == "0")
    #expect(try with.clusters().count > run.clusters().count)
  }

  @Test func checkSaysWhatCouldNotBeUsed() throws {
    guard let (gazetteer, registers) = try Self.inputs() else { return }
    for register in registers {
      let checked = try Program.run(["check", register, "--gazetteer", gazetteer])
      #expect(checked.status == 0, Comment(rawValue: checked.messages))
      #expect(checked.output.contains("line"), "\(register): the worst problems have lines")
    }
  }
}
