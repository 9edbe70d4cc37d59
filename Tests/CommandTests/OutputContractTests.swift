import Foundation
import Model
import Storage
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The files that `map` writes are what the outward contract says, to the letter: checked on the built-in example.
@Suite struct OutputContractTests {
  /// The properties of a cluster, in their order.
  static let properties = """
    id name status level parent_id category category_basis production subcategory product_code product product_class place \
    district state lgd_district lgd_state country units units_planned units_with_related counted_units counted_low \
    counted_high looms employment turnover_inr exports_inr benchmark benchmark_limit benchmark_value shortfall reach_km \
    radius_km spread spread_km area_km2 density units_per_km2 breadth related_products depth depth_share chain_present \
    chain_missing structure origin size_class market stage performance productivity_vs_peers share_in_estates themes \
    theme_basis p_value q_value lq lq_low lq_high star_size star_specialisation star_focus share_of_state share_of_nation \
    located_by uncertainty_km stability at_register_edge cut_below_benchmark rank rank_low rank_high share_micro \
    share_rural share_women_owned share_sc_st schemes
    """.split(separator: " ").map(String.init)

  /// The words that a property may hold.
  static let vocabulary: [String: Set<String>] = [
    "status": ["cluster", "potential", "undetermined"], "level": ["product", "family"],
    "category": ["industrial", "handicraft", "handloom", "micro", "service"],
    "category_basis": ["evidence", "product"],
    "production": ["industrial", "artisan", "service"], "product_class": ["micro", "traditional", "high-tech"],
    "spread": ["localised", "dispersed"], "density": ["dense", "sparse"], "breadth": ["broad", "narrow"],
    "depth": ["deep", "partial", "shallow"], "structure": ["vertical", "horizontal"],
    "theme_basis": ["product", "measured"], "cut_below_benchmark": ["true", "false"],
    "themes": [
      "energy-intensive", "pollution-intensive", "location-disadvantage", "quality-challenged",
      "socially-not-responsible", "financially-weak",
    ],
  ]

  private let run: MapRun
  init() throws { run = try ExampleTests.example(2008).run }

  /// The keys of the flat object that begins at `start` in a line of JSON, in their order.
  static func keys(of line: Substring, after start: String) -> [String] {
    guard let range = line.range(of: start) else { return [] }
    var keys: [String] = []
    var isText = false
    var text = ""
    var last = ""
    var escaped = false
    for character in line[range.upperBound...] {
      if isText {
        if escaped {
          escaped = false
        } else if character == "\\" {
          escaped = true
        } else if character == "\"" {
          isText = false
          last = text
        }
        text.append(character)
        continue
      }
      switch character {
      case "\"": (isText, text) = (true, "")
      case ":": keys.append(last)
      case "}": return keys
      default: break
      }
    }
    return keys
  }

  @Test func clustersAreRFC7946() throws {
    let features = try GeoJSONCheck.features(of: run, "clusters.geojson", kinds: ["Polygon", "MultiPolygon"])
    #expect(try features.count == 176 + run.families().count)
    let ids = features.map(\.id)
    #expect(ids == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } && Set(ids).count == ids.count)
    #expect(ids.allSatisfy { $0.wholeMatch(of: /[a-z0-9-]+/) != nil })
    for feature in features {
      #expect(feature.properties["id"] as? String == feature.id)
      for (key, value) in feature.properties {
        #expect(value is String || value is NSNumber || value is NSNull, "\(feature.id) \(key)")
        #expect((value as? String) != "", "\(feature.id) \(key): unknown is null")
      }
      GeoJSONCheck.expectRings(feature)
    }
    let text = try run.text("clusters.geojson")
    #expect(text.firstMatch(of: /\.[0-9]{8}/) == nil, "more than 7 decimals")
    #expect(!text.contains("\"crs\"") && text.firstMatch(of: /[0-9][eE][-+0-9]/) == nil)
  }

  @Test func propertiesStandInTheirOrder() throws {
    for name in ["clusters.geojson", "centres.geojson"] {
      let lines = try run.text(name).split(separator: "\n").filter { $0.hasPrefix("{\"type\":\"Feature\"") }
      #expect(try lines.count == 176 + run.families().count)
      for line in lines { #expect(Self.keys(of: line, after: "\"properties\":{") == Self.properties) }
    }
    #expect(try run.table("clusters.csv").header == Self.properties)
  }

  @Test func centresAreTheSameFeaturesAsPoints() throws {
    let clusters = try GeoJSONCheck.features(of: run, "clusters.geojson", kinds: ["Polygon", "MultiPolygon"])
    let centres = try GeoJSONCheck.features(of: run, "centres.geojson", kinds: ["Point"])
    #expect(centres.map(\.id) == clusters.map(\.id))
    for (centre, cluster) in zip(centres, clusters) {
      #expect(NSDictionary(dictionary: centre.properties) == NSDictionary(dictionary: cluster.properties))
      let point = try #require(centre.geometry["coordinates"] as? [Double])
      let ring = GeoJSONCheck.polygons(cluster.geometry).flatMap { $0 }.flatMap { $0 }
      for axis in 0..<2 {
        let values = ring.map { $0[axis] }
        let (low, high) = (try #require(values.min()), try #require(values.max()))
        #expect(point[axis] > low && point[axis] < high, "\(centre.id) lies outside its footprint")
      }
    }
    #expect(try run.text("centres.geojson").firstMatch(of: /\.[0-9]{8}/) == nil)
  }

  @Test func theListingHoldsTheSameValues() throws {
    let clusters = try GeoJSONCheck.features(of: run, "clusters.geojson", kinds: ["Polygon", "MultiPolygon"])
    let table = try run.table("clusters.csv")
    #expect(table.column("id") == clusters.map(\.id))
    for (row, feature) in zip(table.rows, clusters) {
      for (key, text) in zip(table.header, row) {
        let value = feature.properties[key]
        let isBoolean = (value as? NSNumber).map { CFBooleanCheck.isBoolean($0) } ?? false
        let same =
          switch value {
          case is NSNull: text.isEmpty
          case let string as String: string == text
          case let number as NSNumber where isBoolean: text == (number.boolValue ? "true" : "false")
          case let number as NSNumber: Double(text) == number.doubleValue
          default: false
          }
        #expect(same, "\(feature.id) \(key): \(text) is not \(String(describing: value))")
        if let words = Self.vocabulary[key], !text.isEmpty {
          #expect(text.split(separator: ";").allSatisfy { words.contains(String($0)) }, "\(feature.id) \(key): \(text)")
        }
      }
    }
  }

  @Test func everyClusterHasEvidenceThatAgreesWithItsProperties() throws {
    let rows = try run.clusters() + run.families()
    let clusters = Dictionary(uniqueKeysWithValues: rows.map { ($0["id"] ?? "", $0) })
    let names = [
      "id", "dimension", "value", "observed", "comparison", "limit", "unit", "config_key", "source", "missing",
    ]
    var told: [String: Set<String>] = [:]
    for line in try run.text("evidence.jsonl").split(separator: "\n") {
      #expect(Self.keys(of: line, after: "{") == names)
      let evidence = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let (id, dimension) = (evidence["id"] as? String ?? "", evidence["dimension"] as? String ?? "")
      let cluster = try #require(clusters[id], "\(id) is no cluster")
      told[id, default: []].insert(dimension)
      let isUnknown = evidence["value"] as? String == "unknown"
      if isUnknown {
        #expect(evidence["missing"] is String, "\(id) \(dimension) is unknown, and no column is named")
        if dimension != "counted_units" { #expect((cluster[dimension] ?? "") == "", "\(id) \(dimension)") }
      }
      for name in ["status", "category", "production", "spread", "density", "product_class"]
      where dimension == name && !isUnknown {
        #expect(evidence["value"] as? String == cluster[name], "\(id) \(name)")
        #expect(evidence["source"] is String, "\(id) \(name): a verdict names its source")
      }
    }
    #expect(told.count == clusters.count)
    for (id, dimensions) in told {
      #expect(dimensions.isSuperset(of: ["status", "category", "production", "spread", "density"]), "\(id)")
    }
  }

  @Test func theSummaryAddsUp() throws {
    let clusters = try run.clusters()
    let whole = try run.table("summary.csv").records
    let summary = whole.filter { $0["level"] == "product" }
    func total(_ rows: [[String: String]], _ column: String) -> Int {
      rows.reduce(0) { $0 + (Int($1[column] ?? "") ?? 0) }
    }
    let all = try #require(summary.first { $0["by"] == "all" && $0["level"] == "product" })
    for (column, status) in [("clusters", "cluster"), ("potential", "potential"), ("undetermined", "undetermined")] {
      let members = clusters.filter { $0["status"] == status }
      #expect(all[column] == "\(members.count)")
      #expect(all["units_\(column)"] == "\(total(members, "units"))")
    }
    for column in ["units", "employment", "looms", "turnover_inr"] {
      #expect(all[column] == "\(total(clusters, column))", "\(column)")
    }
    for by in ["state", "district", "category", "state-category"] {
      let rows = summary.filter { $0["by"] == by }
      for column in ["clusters", "potential", "undetermined", "units", "employment"] {
        #expect(total(rows, column) == Int(all[column] ?? ""), "\(by) \(column)")
      }
    }
    for row in summary where row["by"] == "state" {
      let members = clusters.filter { $0["state"] == row["state"] && $0["status"] == "cluster" }
      #expect(row["clusters"] == "\(members.count)", "\(row["state"] ?? "")")
    }
    for row in summary where row["by"] == "theme" {
      let members = clusters.filter {
        ($0["themes"] ?? "").split(separator: ";").contains(Substring(row["theme"] ?? ""))
      }
      #expect(row["units"] == "\(total(members, "units"))", "\(row["theme"] ?? "")")
    }
    #expect(summary.contains { $0["by"] == "theme" })
    let families = try #require(whole.first { $0["by"] == "all" && $0["level"] == "family" })
    #expect(try families["units"] == "\(total(run.families(), "units"))")
  }

  @Test func membersHaveTheirColumnsAndStandInTheClustersThatTheyName() throws {
    let members = try run.table("members.csv")
    #expect(
      members.header.prefix(12) == [
        "source", "line", "record_id", "name", "product_code", "lon", "lat", "match_level", "uncertainty_m",
        "cluster_id",
        "role", "duplicate_of",
      ])
    var units: [String: Int] = [:]
    let roles: Set = ["core", "border", "noise", "not-operating", "duplicate"]
    var lines: Set<String> = []
    for row in members.rows {
      lines.insert(row[1])
      let (cluster, role) = (row[9], row[10])
      #expect(roles.contains(role))
      #expect(cluster.isEmpty || role == "core" || role == "border")
      #expect((role == "duplicate") != row[11].isEmpty)
      if !cluster.isEmpty { units[cluster, default: 0] += 1 }
    }
    let published = try run.clusters().map { ($0["id"] ?? "", Int($0["units"] ?? "") ?? 0) }
    #expect(units == Dictionary(uniqueKeysWithValues: published))
    for name in ["uncoded.csv", "unlocated.csv", "rejects.csv"] { lines.formUnion(try run.table(name).column("line")) }
    #expect(lines == Set((2...(Example.rows + 1)).map(String.init)), "every row by its line")
    let counts = try #require(try run.json("run.json")["counts"] as? [String: Any])
    let files = try #require(counts["row_files"] as? [String: Int])
    #expect(files["members"] == members.rows.count && files.values.reduce(0, +) == Example.rows)
  }

  @Test func theManifestSaysWhatWasRunAndProvesThatNothingWasLost() throws {
    let text = try run.text("run.json")
    #expect(text.filter { !$0.isWhitespace }.hasPrefix("{\"program\":\"karkhana\",\"version\":"))
    let manifest = try run.json("run.json")
    for key in ["inputs", "settings", "gazetteer", "counts", "seconds", "peak_memory_bytes"] {
      #expect(manifest[key] != nil, "\(key)")
    }
    let input = try #require((manifest["inputs"] as? [[String: Any]])?.first)
    let register = try ExampleTests.example(2008).register
    let size = try FileManager.default.attributesOfItem(atPath: register)[.size] as? Int
    #expect(input["bytes"] as? Int == size)
    #expect((input["xxh3_128"] as? String)?.wholeMatch(of: /[0-9a-f]{32}/) != nil)
    let settings = try #require(manifest["settings"] as? [String: Any])
    #expect(settings["rules"] as? String == "unido" && settings["reach_km"] as? Double == 8)
    let counts = try run.counts()
    func sum(_ names: String...) -> Int { names.reduce(0) { $0 + (counts[$1] ?? -1) } }
    #expect(counts["rows_read"] == sum("rejected", "duplicates", "not_operating", "uncoded", "unlocated", "located"))
    #expect(counts["located"] == sum("in_clusters", "in_potential", "in_undetermined", "unclustered"))
  }

  @Test func noOtherFileHoldsTimesOrPaths() throws {
    let place = run.directory.deletingLastPathComponent().lastPathComponent
    for name in try run.files() where name != "run.json" && !name.hasSuffix(".png") && name != "members.csv" {
      #expect(try !run.text(name).contains(place), "\(name)")
    }
  }

  @Test func theTallyCanBeReadBack() throws {
    let stored = try TallyFile.read(run.directory.appending(path: "tally.kt").path)
    let units = (0..<stored.tally.pairCount).reduce(Int64(0)) { $0 + stored.tally.units($1) }
    #expect(try units == Int64(run.counts()["located"] ?? 0))
    #expect(stored.products.contains("cotton-knitwear") && stored.settings.contains("product_level=group"))
  }

  @Test func thePageLoadsNothing() throws {
    let page = try run.text("map.html")
    #expect(page.contains("Content-Security-Policy") && page.contains("default-src 'none'"))
    #expect(page.firstMatch(of: /<(link|iframe|object|embed|base)[ >]/) == nil)
    #expect(page.firstMatch(of: /<(script|img|source|audio|video)[^>]* src=/) == nil)
    #expect(page.firstMatch(of: /@import|url\(\s*['"]?(https?:|\/\/)/) == nil)
    #expect(page.contains("viewport"))
    // Nothing in the data can end its element.
    let data = try #require(page.firstMatch(of: /<script[^>]*id="data"[^>]*>([^<]*)<\/script>/))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(data.1.utf8)) as? [String: Any])
    #expect(try json["total"] as? Int == 176 + run.families().count)
    #expect(!page.contains("Synthetic Unit 0"), "no name of an enterprise")
  }

  @Test func theOverviewIsAPictureInTwoForms() throws {
    let parser = XMLParser(data: try run.data("maps/overview.svg"))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(try run.text("maps/overview.svg").contains("<svg"))
    let picture = try run.data("maps/overview.png")
    #expect(picture.prefix(8) == Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    func number(_ offset: Int) -> Int { picture[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(16) >= 800 && number(20) >= 800)
  }

  @Test func aNewRunReplacesTheOldOneAsAWhole() throws {
    let scratch = try Scratch()
    let out = scratch.file("out")
    let first = try scratch.write(BadInputTests.register(units: 120), to: "first.csv")
    let second = try scratch.write(BadInputTests.register(units: 60), to: "second.csv")
    #expect(try Program.run(["map", first, "--out", out.path, "--quiet"]).status == 0)
    #expect(FileManager.default.fileExists(atPath: out.appending(path: "tally.kt").path))
    #expect(
      try Program.run(["map", second, "--out", out.path, "--quiet", "--formats", "csv", "--no-tally"]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: out.path).sorted()
    #expect(
      names == [
        "clustered-share.csv", "clusters.csv", "members.csv", "products.csv", "regions.csv", "rejects.csv", "run.json",
        "summary.csv",
        "to-verify.csv",
        "uncoded.csv",
        "unlocated.csv",
      ])
    let clusters = CSVTable(try Data(contentsOf: out.appending(path: "clusters.csv"))).records
    #expect(clusters.map { $0["status"] } == ["potential"])
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: scratch.directory.path).sorted() == [
        "first.csv", "out", "second.csv",
      ])
  }
}

/// Tells the numbers 0 and 1 from true and false in what `JSONSerialization` reads.
private enum CFBooleanCheck {
  static func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}
