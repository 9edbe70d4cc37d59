import Foundation
import TestSupport
import Testing

/// The options of `map` do what their help says.
@Suite struct MapOptionTests {
  /// Points on a line along a meridian, `gap` kilometres apart, `units` units at each.
  private static func line(points: Int, gap: Double, units: Int, product: String = BoundaryTests.industrial) -> String {
    var text = "record_id,product,lat,lon\n"
    for point in 0..<points {
      // A degree of latitude at 20° N is 110.7 km on the ellipsoid.
      let lat = 20 + Double(point) * gap / 110.7
      for unit in 0..<units { text += "p\(point)-u\(unit),\(product),\(lat),78\n" }
    }
    return text
  }

  @Test func reachIsTheLargestLinkingDistance() throws {
    let text = Self.line(points: 2, gap: 6, units: 50)
    #expect(try MapRun(text: text).clusters().map { $0["status"] } == ["cluster"])
    let near = try MapRun(text: text, options: ["--reach", "5"]).clusters()
    #expect(near.map { $0["status"] } == ["potential", "potential"])
    #expect(near.allSatisfy { $0["units"] == "50" })
    let exact = try MapRun(text: text, options: ["--reach", "6.1"]).clusters()
    #expect(exact.count == 1 && exact[0]["units"] == "100")
  }

  @Test func coreIsTheWeightThatMakesAPlaceDense() throws {
    // 25 places of 4 units, 6 km apart: 12 units stand within reach of most.
    let text = Self.line(points: 25, gap: 6, units: 4)
    let run = try MapRun(text: text, options: ["--core", "12", "--max-radius", "none"])
    #expect(try run.clusters().map { $0["units"] } == ["100"])
    #expect(try MapRun(text: text, options: ["--core", "13", "--max-radius", "none"]).clusters().isEmpty)
    let members = try run.table("members.csv")
    #expect(members.column("role").count { $0 == "border" } == 8, "the two ends are border")
    // The count is absolute: the default for handlooms, 50 looms, is replaced too.
    let looms = Self.line(points: 1, gap: 1, units: 60, product: BoundaryTests.handloom)
    #expect(try MapRun(text: looms, options: ["--core", "61"]).clusters().isEmpty)
    #expect(try MapRun(text: looms, options: ["--core", "60"]).clusters().count == 1)
  }

  @Test func maxRadiusCutsWhatIsTooWideAndNoneDoesNot() throws {
    // 12 places over 66 km, dense throughout, in two halves that are denser than the gap between them.
    var text = "record_id,product,lat,lon\n"
    for point in 0..<12 {
      let lat = 20 + (Double(point) * 5 + (point < 6 ? 0 : 2)) / 110.7
      for unit in 0..<20 { text += "p\(point)-u\(unit),\(BoundaryTests.industrial),\(lat),78\n" }
    }
    let cut = try MapRun(text: text)
    #expect(try cut.clusters().map { $0["units"] } == ["120", "120"])
    let belt = try #require(try cut.features("belts.geojson").first)
    #expect((belt["properties"] as? [String: Any])?["units"] as? Int == 240)
    for cluster in try cut.clusters() {
      #expect(cluster["parent_id"] == belt["id"] as? String && cluster["spread"] == "dispersed")
      #expect(cluster["cut_below_benchmark"] == "false")
    }
    let whole = try MapRun(text: text, options: ["--max-radius", "none"])
    #expect(try whole.clusters().map { $0["units"] } == ["240"])
    #expect(try whole.features("belts.geojson").isEmpty)
    let wide = try MapRun(text: text, options: ["--max-radius", "40"])
    #expect(try wide.clusters().map { $0["units"] } == ["240"])
  }

  @Test func productLevelSetsTheWidth() throws {
    var register = TinyRegister()
    register.add("five", "", 60, ["nic_code": "13121"])
    register.add("four", "", 60, ["nic_code": "1312"])
    let mixed = register.text.split(separator: "\n").map(String.init)
    // All at one place: two fifths of a group are 13121, the rest 13124.
    var text = mixed[0] + "\n"
    for unit in 0..<120 { text += "m-\(unit),,20,78,\(unit < 60 ? 28221 : 28222)\n" }
    let keys = try ["group", "4", "5", "3", "2"].map { level in
      try MapRun(text: text, options: ["--product-level", level]).clusters().map {
        "\($0["product_code"] ?? "") \($0["units"] ?? "")"
      }
    }
    #expect(keys[1] == ["nic-2822 120"])
    #expect(keys[2] == ["nic-28221 60", "nic-28222 60"])
    #expect(keys[3] == ["nic-282 120"])
    #expect(keys[4] == ["nic-28 120"])
    #expect(keys[0] == ["machine-tools 120"])
    // A row known only by its group keeps the group at every level.
    let words = try MapRun(text: BadInputTests.register(units: 120), options: ["--product-level", "4"]).clusters()
    #expect(words.map { $0["product_code"] } == ["cotton-knitwear"])
  }

  @Test func membersAndTallyCanBeLeftOut() throws {
    let all = [
      "belts.geojson", "centres.geojson", "clustered-share.csv", "clusters.csv", "clusters.geojson", "evidence.jsonl",
      "map.html",
      "maps/overview.png", "maps/overview.svg", "members.csv", "products.csv", "regions.csv", "rejects.csv", "run.json",
      "summary.csv", "tally.kt",
      "to-verify.csv",
      "uncoded.csv", "unlocated.csv",
    ]
    let register = BadInputTests.register(units: 120)
    #expect(try MapRun(text: register).files() == all)
    let lean = try MapRun(text: register, options: ["--no-members", "--no-tally"])
    #expect(
      try lean.files()
        == all.filter { !["members.csv", "rejects.csv", "tally.kt", "uncoded.csv", "unlocated.csv"].contains($0) })
    #expect(try MapRun(text: register, options: ["--no-tally"]).files() == all.filter { $0 != "tally.kt" })
  }

  @Test(arguments: [
    ("csv", ["clustered-share.csv", "clusters.csv", "products.csv", "regions.csv", "summary.csv", "to-verify.csv"]),
    ("geojson", ["belts.geojson", "centres.geojson", "clusters.geojson"]),
    ("html", ["map.html"]), ("maps", ["maps/overview.png", "maps/overview.svg"]), ("evidence", ["evidence.jsonl"]),
    (
      "csv,evidence",
      [
        "clustered-share.csv", "clusters.csv", "evidence.jsonl", "products.csv", "regions.csv", "summary.csv",
        "to-verify.csv",
      ]
    ),
  ])
  func formatsWriteWhatTheyName(formats: String, expected: [String]) throws {
    let run = try MapRun(
      text: BadInputTests.register(units: 120), options: ["--formats", formats, "--no-members", "--no-tally"])
    #expect(try run.files() == (expected + ["run.json"]).sorted())
  }

  @Test func footprintsAreConcaveOrConvex() throws {
    // A U of places, its arms and base three places wide: its hull holds ground that no member is near.
    var text = "record_id,product,lat,lon\n"
    var unit = 0
    for north in 0..<20 {
      for east in 0..<20 where north < 3 || east < 3 || east > 16 {
        text += "u\(unit),\(BoundaryTests.industrial),\(20 + Double(north) * 0.01),\(78 + Double(east) * 0.01)\n"
        unit += 1
      }
    }
    let areas = try ["concave", "convex"].map { kind in
      let clusters = try MapRun(text: text, options: ["--footprint", kind]).clusters()
      #expect(clusters.count == 1)
      return Double(clusters.first?["area_km2"] ?? "") ?? 0
    }
    #expect(areas[0] > 0 && areas[0] < 0.8 * areas[1])
  }

  @Test func boundariesAreDrawnOnlyWhenGiven() throws {
    let scratch = try Scratch()
    let outline = try scratch.write(
      #"{"type":"Polygon","coordinates":[[[76,10],[78.5,10],[78.5,12.5],[76,12.5],[76,10]]]}"#, to: "outline.geojson")
    let register = BadInputTests.register(units: 120)
    let without = try MapRun(text: register).text("maps/overview.svg")
    let with = try MapRun(text: register, options: ["--boundaries", outline]).text("maps/overview.svg")
    #expect(with.count > without.count)
    let broken = try scratch.write("no json", to: "broken.geojson")
    #expect(throws: MapRun.Unexpected.self) { try MapRun(text: register, options: ["--boundaries", broken]) }
  }

  @Test func sha256IsThatOfTheFile() throws {
    let scratch = try Scratch()
    let register = try scratch.write(BadInputTests.register(units: 120), to: "register.csv")
    let run = try MapRun([register], options: ["--sha256"])
    let sum = try #require((try run.json("run.json")["inputs"] as? [[String: Any]])?.first?["sha256"] as? String)
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sha256sum", register]
    process.standardOutput = pipe
    try process.run()
    let printed = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(printed.hasPrefix(sum) && sum.count == 64)
  }

  @Test func environmentNamesConfigurationAndGazetteer() throws {
    let scratch = try Scratch()
    let register = try scratch.write(BadInputTests.register(units: 3), to: "register.csv")
    let out = scratch.file("out").path
    let config = try Program.run(
      ["map", register, "--out", out, "--quiet"], environment: ["KARKHANA_CONFIG": scratch.file("none").path])
    #expect(config.status == 78 && config.messages.contains("none"), Comment(rawValue: config.messages))
    let gazetteer = try Program.run(
      ["map", register, "--out", out, "--quiet"], environment: ["KARKHANA_GAZETTEER": scratch.file("none").path])
    #expect(gazetteer.status == 66, Comment(rawValue: gazetteer.messages))
    // The option wins over the environment.
    let option = try Program.run(
      ["map", register, "--out", out, "--quiet", "--config", SharedData.checkout.appending(path: "Config").path],
      environment: ["KARKHANA_CONFIG": scratch.file("none").path])
    #expect(option.status == 0, Comment(rawValue: option.messages))
  }
}
