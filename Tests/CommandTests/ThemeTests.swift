import Foundation
import TestSupport
import Testing

/// `--theme` and `--by theme`: what they publish, and that they change no count.
@Suite struct ThemeTests {
  /// Two clusters, one of which carries energy-intensive.
  private static func register() -> TinyRegister {
    var register = TinyRegister()
    register.add("knit", "cotton knitwear", 120)
    register.add("cast", "iron castings", 110)
    return register
  }

  /// Rows of several products of one valley, by product.
  private static func valley(_ units: [(product: String, count: Int)]) -> String {
    var text = "record_id,product,lat,lon,effluent_kld,employment,consent_category\n"
    for (index, group) in units.enumerated() {
      for unit in 0..<group.count {
        let effluent = unit % 2 == 0 ? "2.5" : ""
        text +=
          "\(index)-\(unit),\(group.product),26.45,\(80.30 + Double(index) * 0.01),\(effluent),7,\(unit < 10 ? "Red" : unit < 15 ? "Orange" : "")\n"
      }
    }
    return text
  }

  private static let three = [(product: "leather tanning", count: 40), ("electroplating", 40), ("dyes", 20)]

  @Test func aFilterKeepsWhatItNamesAndNoCountChanges() throws {
    let text = Self.register().text
    let whole = try MapRun(text: text)
    let filtered = try MapRun(text: text, options: ["--theme", "energy-intensive,quality-challenged"])
    let lines = try whole.clusters()
    #expect(lines.count == 2)
    #expect(try filtered.clusters() == lines.filter { $0["product_code"] == "castings" })
    #expect(try filtered.features("clusters.geojson").count == 1)
    #expect(try filtered.features("centres.geojson").count == 1)
    #expect(try filtered.counts() == whole.counts())
    let ids = Set(try filtered.text("evidence.jsonl").split(separator: "\n").map { $0.prefix { $0 != "," } })
    #expect(ids.count == 1)
    #expect(try !filtered.text("map.html").contains("cotton-knitwear"))
    #expect(try filtered.table("summary.csv").column("theme").contains("energy-intensive"))
    #expect(try !filtered.table("summary.csv").column("theme").contains("location-disadvantage"))
    let members = try filtered.table("members.csv")
    #expect(members.rows.count == 230)
    #expect(members.column("cluster_id").count { !$0.isEmpty } == 110)
    let settings = try #require(try filtered.json("run.json")["settings"] as? [String: Any])
    #expect(settings["themes"] as? [String] == ["energy-intensive", "quality-challenged"])
  }

  @Test(arguments: [
    (["--theme", "pollution"], "allowed are energy-intensive, pollution-intensive"), (["--theme", ","], "--theme"),
    (["--by", "place"], "--by must be"), (["--facilities", "plants.csv"], "--facilities needs --by theme"),
    (["--lines", "rivers.geojson"], "--lines needs --by theme"),
  ])
  func unknownWordsEndWith64(options: [String], word: String) throws {
    let scratch = try Scratch()
    let register = try scratch.write(BadInputTests.register(units: 3), to: "register.csv")
    let outcome = try Program.run(["map", register, "--out", scratch.file("out").path, "--quiet"] + options)
    #expect(outcome.status == 64 && outcome.messages.contains(word), Comment(rawValue: outcome.messages))
  }

  @Test func unitsOfSeveralProductsMakeAConcentration() throws {
    let run = try MapRun(text: Self.valley(Self.three), options: ["--by", "theme"])
    #expect(try run.clusters().allSatisfy { $0["status"] != "cluster" })
    let rows = try run.table("themes.csv").records
    let pollution = try #require(rows.first { $0["theme"] == "pollution-intensive" })
    #expect(rows.count == 1, "the other themes have fewer than 100 units")
    #expect(pollution["name"]?.hasPrefix("Pollution-intensive concentration of ") == true)
    #expect(pollution["units"] == "100" && pollution["products"] == "3")
    #expect(pollution["units_by_product"] == "electroplating:40;leather-tanning:40;dyes:20")
    #expect(pollution["units_by_category"] == "industrial:100")
    #expect(pollution["units_by_pollution_category"] == "red:100")
    #expect(pollution["units_by_consent"] == "red:30;orange:15")
    #expect(pollution["effluent_kld"] == "125" && pollution["effluent_kld_of"] == "50")
    #expect(pollution["employment"] == "700" && pollution["employment_of"] == "100")
    #expect(pollution["energy_toe"] == "" && pollution["energy_toe_of"] == "0")
    let feature = try #require(try run.features("themes.geojson").first)
    #expect(feature["id"] as? String == pollution["id"])
    let evidence = try run.text("evidence.jsonl").split(separator: "\n").filter {
      $0.contains("thematic-concentration")
    }
    #expect(evidence.count == 1 && evidence[0].contains("concentration.least_units"))
    #expect(evidence[0].contains("\"source\":\"default\""))
    #expect(try run.text("map.html").contains("\"concentrations\":["))
  }

  /// The example of a thematic concentration: dyers, platers and tanneries of one valley, none of them a cluster.
  @Test func dyersPlatersAndTanneriesNeedOneTreatmentPlant() throws {
    let run = try MapRun(
      text: Self.valley([("textile dyeing", 40), ("electroplating", 40), ("leather tannery", 40)]),
      options: ["--by", "theme", "--formats", "csv,evidence"])
    #expect(try run.clusters().allSatisfy { $0["status"] != "cluster" })
    let row = try #require(try run.table("themes.csv").records.first { $0["theme"] == "pollution-intensive" })
    #expect(row["units"] == "120")
    #expect(row["units_by_product"] == "electroplating:40;leather-tanning:40;textile-processing:40")
    let lines = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains("\"theme\"") }
    #expect(lines.contains { $0.contains("TP Table 1; textile processing: default") }, "a reading of ours says so")
  }

  @Test func aConcentrationIsExplained() throws {
    let scratch = try Scratch()
    let plants = try scratch.write("name,lat,lon\nnear,26.45,80.31\n", to: "plants.csv")
    let run = try MapRun(
      text: Self.valley(Self.three), options: ["--by", "theme", "--facilities", plants, "--formats", "csv,evidence"])
    let id = try #require(try run.table("themes.csv").column("id").first)
    let outcome = try Program.run(["explain", run.directory.path, id])
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    let page = outcome.output.replacing(/\s+/, with: " ")
    #expect(page.hasPrefix("Pollution-intensive concentration of "))
    #expect(page.contains("100 operating units of 3 products with the theme pollution intensive stand together here."))
    #expect(page.contains("by product: electroplating 40, leather tanning 40, dyes 20"))
    #expect(page.contains("effluent: at least 125 kl a day (50 of 100 units give it)"))
    #expect(page.contains("employment: 700 persons (all 100 units give it)"))
    #expect(page.contains("The nearest facility, near, stands 0"))
    #expect(page.contains("rivers and other lines near it: needs a run of map with --lines FILE"))
    let unknown = try Program.run(["explain", run.directory.path, id + "x"])
    #expect(unknown.status == 66 && unknown.messages.contains("the nearest is \"\(id)\""))
  }

  /// A theme that no product carries and no figure shows is empty by its nature, and says so.
  @Test(arguments: [
    ("financially-weak", "tells the theme financially weak: the listing is empty."),
    ("energy-intensive,financially-weak", "tells the theme financially weak: it adds nothing to the listing."),
  ])
  func aThemeThatNothingTellsSaysSo(themes: String, words: String) throws {
    let scratch = try Scratch()
    let register = try scratch.write(Self.register().text, to: "register.csv")
    let run = try MapRun([register], options: ["--theme", themes, "--formats", "csv,html"], quiet: false)
    let said = run.outcome.output.replacing(/\s+/, with: " ")
    #expect(said.contains(words), Comment(rawValue: said))
    #expect(try run.text("map.html").contains(words))
    let others = try MapRun([register], options: ["--theme", "energy-intensive", "--formats", "csv"], quiet: false)
    #expect(!others.outcome.output.contains("tells the theme"))
  }

  @Test func theLeastCountIsInclusive() throws {
    let fewer = Self.valley([("leather tanning", 40), ("electroplating", 40), ("dyes", 19)])
    let run = try MapRun(text: fewer, options: ["--by", "theme"])
    #expect(try run.table("themes.csv").rows.isEmpty)
    #expect(try run.table("themes.csv").header.starts(with: ["id", "name", "theme"]))
    #expect(try run.features("themes.geojson").isEmpty)
  }

  @Test func clusterFilesStayAsTheyAre() throws {
    let text = Self.valley(Self.three)
    let plain = try MapRun(text: text)
    let themed = try MapRun(text: text, options: ["--by", "theme"])
    for name in ["clusters.csv", "clusters.geojson", "belts.geojson", "summary.csv"] {
      #expect(try themed.data(name) == plain.data(name), "\(name)")
    }
    #expect(try themed.text("evidence.jsonl").hasPrefix(plain.text("evidence.jsonl")))
    #expect(try Set(themed.files()).subtracting(plain.files()) == ["themes.csv", "themes.geojson"])
    #expect(try themed.counts() == plain.counts())
  }

  @Test func orderAndThreadsDoNotShow() throws {
    var lines = Self.valley(Self.three).split(separator: "\n").map(String.init)
    let header = lines.removeFirst()
    let expected = try MapRun(text: ([header] + lines).joined(separator: "\n") + "\n", options: ["--by", "theme"])
    var generator = SeededGenerator(seed: 77)
    lines.shuffle(using: &generator)
    let shuffled = try MapRun(
      text: ([header] + lines).joined(separator: "\n") + "\n", options: ["--by", "theme", "--threads", "1"])
    for name in ["themes.csv", "themes.geojson", "evidence.jsonl"] {
      #expect(try shuffled.data(name) == expected.data(name), "\(name)")
    }
  }

  @Test func layersAreMeasured() throws {
    let scratch = try Scratch()
    let plants = try scratch.write("name,lat,lon\nfar,20,80\nnear,26.45,80.31\n", to: "plants.csv")
    let river = try scratch.write(
      #"{"type":"LineString","coordinates":[[80,26.55],[81,26.55]]}"#, to: "river.geojson")
    let zone = try scratch.write(
      #"{"type":"Feature","properties":{"name":"Zone"},"geometry":{"type":"Polygon","coordinates":[[[80.305,26],[81,26],[81,27],[80.305,27],[80.305,26]]]}}"#,
      to: "zone.geojson")
    let run = try MapRun(
      text: Self.valley(Self.three),
      options: ["--by", "theme", "--facilities", plants, "--lines", river, "--protected", zone])
    let row = try #require(try run.table("themes.csv").records.first)
    #expect(row["nearest_facility"] == "near" && row["facility_in_range"] == "true")
    #expect((Double(row["facility_km"] ?? "") ?? 9) < 1)
    // A tenth of a degree of latitude.
    #expect(abs((Double(row["line_km"] ?? "") ?? 0) - 11.078) < 0.01)
    #expect(row["protected_area"] == "Zone" && row["units_in_protected"] == "60")
    let far = try scratch.write("name,lat,lon\nfar,20,80\n", to: "far.csv")
    let without = try MapRun(text: Self.valley(Self.three), options: ["--by", "theme", "--facilities", far])
    #expect(try without.table("themes.csv").column("facility_in_range") == ["false"])
    #expect(try without.table("themes.csv").column("line_km") == [""])
  }

  @Test func protectedAreasAreEvidenceOnLocation() throws {
    let scratch = try Scratch()
    let zone = try scratch.write(
      #"{"type":"Polygon","coordinates":[[[80,26],[81,26],[81,27],[80,27],[80,26]]]}"#, to: "zone.geojson")
    let text = Self.valley([("leather tanning", 120), ("electroplating", 110)])
    let run = try MapRun(text: text, options: ["--protected", zone])
    let lines = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains("\"protected_area\"") }
    let products = try run.clusters().filter { !($0["themes"] ?? "").isEmpty }
    #expect(lines.count == products.count && lines.contains { $0.contains("leather-tanning") })
    #expect(lines.allSatisfy { $0.contains("\"inside\"") })
    let around = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains("\"surroundings_units\"") }
    #expect(around.count == 1 && around[0].contains("\"observed\":110"), "\(around)")
  }
}
