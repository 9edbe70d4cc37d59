import Foundation
import TestSupport
import Testing

/// The built-in example, made by `synth` and mapped: every planted cluster is found as it was planted, and nothing else.
@Suite struct ExampleTests {
  static let seeds: [UInt64] = [2008, 7]
  private static let made = [Result { try Example(seed: 2008) }, Result { try Example(seed: 7) }]

  /// The example of a seed, made and mapped once for all tests.
  static func example(_ seed: UInt64) throws -> Example {
    try made[seeds.firstIndex(of: seed) ?? 0].get()
  }

  @Test(arguments: seeds) func everyPlantedClusterIsFoundAndNothingElse(seed: UInt64) throws {
    let example = try Self.example(seed)
    let expected = example.planted.filter { $0.status != "below" }.map(\.identity).sorted()
    #expect(expected.count == 176)
    let found = try example.run.clusters().map { cluster in
      [
        cluster["product_code"], cluster["category"], cluster["country"], cluster["lgd_district"], cluster["status"],
        cluster["category"] == "handloom" && cluster["status"] != "undetermined"
          ? cluster["looms"] : cluster["counted_units"],
      ].map { $0 ?? "" }.joined(separator: " ")
    }.sorted()
    let (missed, more) = (Self.surplus(of: expected, over: found), Self.surplus(of: found, over: expected))
    #expect(missed.isEmpty, "seed \(seed): planted but not found so: \(missed)")
    #expect(more.isEmpty, "seed \(seed): found but not planted so: \(more)")
  }

  @Test(arguments: seeds) func familiesHoldTheClustersOfTheirProducts(seed: UInt64) throws {
    let run = try Self.example(seed).run
    let (clusters, families) = (try run.clusters(), try run.families())
    #expect(!families.isEmpty && Set(families.map { $0["name"] }).count == families.count)
    #expect(Set((clusters + families).map { $0["name"] }).count == clusters.count + families.count)
    for family in families {
      let parts = (family["related_products"] ?? "").split(separator: ";").map { part in
        Int(part.split(separator: ":").last ?? "") ?? 0
      }
      #expect(parts.filter { $0 >= 10 }.count >= 2)
      #expect("\(parts.reduce(0, +))" == family["units"], "\(family["id"] ?? "")")
    }
    let ids = Set(families.compactMap { $0["id"] })
    let children = clusters.filter { ids.contains($0["parent_id"] ?? "") }
    #expect(!children.isEmpty)
    for child in children {
      let family = try #require(families.first { $0["id"] == child["parent_id"] })
      let code = (child["product_code"] ?? "") + ":"
      #expect(family["related_products"]?.contains(code) == true, "\(code)")
    }
  }

  @Test(arguments: seeds) func clustersStandWhereTheyWerePlanted(seed: UInt64) throws {
    let example = try Self.example(seed)
    let towns = try Self.towns()
    var centres: [String: [Double]] = [:]
    for feature in try example.run.features("centres.geojson") {
      let point = try #require((feature["geometry"] as? [String: Any])?["coordinates"] as? [Double])
      centres[try #require(feature["id"] as? String)] = point
    }
    for cluster in try example.run.clusters() {
      let centre = try #require(centres[cluster["id"] ?? ""])
      let candidates = example.planted.filter {
        $0.group == cluster["product_code"] && $0.country == cluster["country"]
          && $0.district == cluster["lgd_district"]
      }
      let distance = candidates.flatMap(\.places).compactMap { towns[$0] }.map { town in
        let (dx, dy) = ((town[0] - centre[0]) * cos(centre[1] * .pi / 180), town[1] - centre[1])
        return 111.2 * (dx * dx + dy * dy).squareRoot()
      }.min()
      #expect(try #require(distance) < 10, "seed \(seed): \(cluster["id"] ?? "") lies \(distance ?? 0) km off")
    }
  }

  @Test(arguments: seeds) func theLedgerIsThatOfTheCompanion(seed: UInt64) throws {
    let example = try Self.example(seed)
    let (made, counts) = (example.counts, try example.run.counts())
    #expect(counts["rows_read"] == Example.rows)
    #expect(counts["rejected"] == made["unreadable"])
    #expect(counts["duplicates"] == made["duplicates"])
    #expect(counts["not_operating"] == made["closed_or_planned"])
    #expect(counts["uncoded"] == made["without_product"])
    #expect(counts["unlocated"] == made["without_place"])
    let units = ["planted", "planted_excluded", "background"].reduce(0) { $0 + (made[$1] ?? 0) }
    #expect(counts["located"] == units)
    for (count, status) in [
      ("in_clusters", "cluster"), ("in_potential", "potential"), ("in_undetermined", "undetermined"),
    ] {
      let planted = example.planted.filter { $0.status == status }.reduce(0) { $0 + $1.units + $1.excluded }
      #expect(counts[count] == planted, "seed \(seed): \(status)")
    }
    let published = try example.run.clusters().reduce(0) { $0 + (Int($1["units"] ?? "") ?? 0) }
    let planted = example.planted.filter { $0.status != "below" }.reduce(0) { $0 + $1.units + $1.excluded }
    #expect(published == planted)
  }

  @Test func everyOutputSaysThatItIsSynthetic() throws {
    let example = try Self.example(2008)
    for name in ["map.html", "maps/overview.svg", "clusters.geojson", "centres.geojson", "belts.geojson"] {
      #expect(try example.run.text(name).lowercased().contains("synthetic"), "\(name)")
    }
    let page = try example.run.text("map.html")
    #expect(page.contains("\"synthetic\":\""), "the page's data carry no label")
    let printed = try Program.run(["map", example.register, "--out", example.scratch.file("said").path])
    #expect(printed.output.hasPrefix("SYNTHETIC DATA"))

    // A register that is not synthetic is not called so.
    let real = try MapRun(text: BadInputTests.register(units: 120))
    for name in ["maps/overview.svg", "clusters.geojson"] {
      #expect(try !real.text(name).lowercased().contains("synthetic"), "\(name)")
    }
    #expect(try !real.text("map.html").contains("\"synthetic\":\""))
  }

  @Test func theSameSeedMakesTheSameRegister() throws {
    let example = try Self.example(2008)
    let scratch = try Scratch()
    let again = try Program.run(
      ["synth", "--rows", "\(Example.rows)", "--seed", "2008", "--out", scratch.file("again.csv").path])
    #expect(again.status == 0)
    #expect(try Data(contentsOf: scratch.file("again.csv")) == Data(contentsOf: URL(filePath: example.register)))
    #expect(try Data(contentsOf: scratch.file("synth.json")) == Data(contentsOf: example.scratch.file("synth.json")))
  }

  @Test func whichDuplicateSurvivesDoesNotDependOnTheOrder() throws {
    let example = try Self.example(2008)
    var lines = DeterminismTests.records(try Data(contentsOf: URL(filePath: example.register)))
    let header = lines.removeFirst()
    var generator = SeededGenerator(seed: 11)
    lines.shuffle(using: &generator)
    let scratch = try Scratch()
    let shuffled = try MapRun(
      [try scratch.write(lines.reduce(into: header) { $0.append($1) }, to: "example.csv")],
      options: ["--formats", "csv"])
    let (first, second) = (try example.run.table("members.csv"), try shuffled.table("members.csv"))
    #expect(Self.survivors(first) == Self.survivors(second), "seed 11")

    // Every duplicate names the line of a survivor with the same number.
    var recordOfLine: [String: String] = [:]
    var duplicates = 0
    for row in second.rows where second.value("role", row) != "duplicate" {
      recordOfLine["\(row[0]):\(row[1])"] = second.value("record_id", row)
    }
    for row in second.rows where second.value("role", row) == "duplicate" {
      duplicates += 1
      let survivor = recordOfLine[second.value("duplicate_of", row) ?? ""] ?? ""
      #expect(Self.letters(survivor) == Self.letters(second.value("record_id", row) ?? "-"))
    }
    #expect(duplicates == example.counts["duplicates"])
  }

  // MARK: - Support

  private static func surplus(of some: [String], over others: [String]) -> [String] {
    var counts = Dictionary(others.map { ($0, 1) }, uniquingKeysWith: +)
    return some.filter { entry in
      if let count = counts[entry], count > 0 {
        counts[entry] = count - 1
        return false
      }
      return true
    }
  }

  private static func survivors(_ members: CSVTable) -> [String] {
    members.rows.filter { members.value("role", $0) != "duplicate" }
      .map { $0.dropFirst(2).joined(separator: "|") }.sorted()
  }

  private static func letters(_ text: String) -> String { text.uppercased().filter { $0.isLetter || $0.isNumber } }

  /// Longitude and latitude of the towns of the starter gazetteer, by `name@district` or `name@country`.
  private static func towns() throws -> [String: [Double]] {
    let text = try Data(contentsOf: SharedData.checkout.appending(path: "Geo/towns.csv"))
    let data = text.split(separator: 0x0A).filter { $0.first != 0x23 }.reduce(into: Data()) { $0 += $1 + [0x0A] }
    var towns: [String: [Double]] = [:]
    for town in CSVTable(data).records {
      guard let name = town["name"], let lon = Double(town["lon"] ?? ""), let lat = Double(town["lat"] ?? "") else {
        continue
      }
      let district = town["district_lgd"] ?? ""
      towns["\(name)@\(district.isEmpty ? town["country"] ?? "" : district)"] = [lon, lat]
    }
    return towns
  }
}

/// A synthetic register of a seed, its companion, and the map of it.
struct Example: Sendable {
  static let rows = 120_000
  let scratch: Scratch
  let register: String
  let run: MapRun
  let planted: [Planted]
  let counts: [String: Int]

  /// A cluster as `synth.json` names it.
  struct Planted: Sendable {
    var group, productionClass, country, district, status: String
    /// `name@district` or `name@country`.
    var places: [String]
    var units, excluded: Int
    var looms: Int?

    /// What must be found.
    var identity: String {
      let counted = productionClass == "handloom" && status != "undetermined" ? looms ?? 0 : units
      return [group, productionClass, country, district, status, "\(counted)"].joined(separator: " ")
    }
  }

  init(seed: UInt64) throws {
    scratch = try Scratch()
    register = scratch.file("example.csv").path
    let made = try Program.run(["synth", "--rows", "\(Self.rows)", "--seed", "\(seed)", "--out", register])
    guard made.status == 0 else { throw MapRun.Unexpected(description: made.messages) }
    let companion = try JSONSerialization.jsonObject(with: Data(contentsOf: scratch.file("synth.json")))
    guard let json = companion as? [String: Any], let counts = json["counts"] as? [String: Int],
      let clusters = json["clusters"] as? [[String: Any]], json["synthetic"] as? Bool == true
    else { throw MapRun.Unexpected(description: "synth.json is not as documented") }
    self.counts = counts
    planted = clusters.map { cluster in
      func text(_ key: String) -> String { cluster[key] as? String ?? "" }
      let (district, country) = (text("lgd_district"), text("country"))
      return Planted(
        group: text("group"), productionClass: text("class"), country: country, district: district,
        status: text("status_expected"),
        places: text("place").split(separator: ";").map { "\($0)@\(district.isEmpty ? country : district)" },
        units: cluster["units"] as? Int ?? 0, excluded: cluster["excluded"] as? Int ?? 0,
        looms: cluster["looms"] as? Int)
    }
    run = try MapRun([register])
  }
}
