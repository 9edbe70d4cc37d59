import Foundation
import TestSupport
import Testing

/// Clusters that the publications describe, built as small synthetic registers with the numbers given there, come out as described
/// (CfP 1.4, 3.2, 3.3; FAQ 12). The enterprises are made up; places, counts and shares are those of the sources.
@Suite struct KnownClusterTests {
  private struct Place {
    let lat: Double
    let lon: Double
    let country: String
  }

  private static let sialkot = Place(lat: 32.4927, lon: 74.5313, country: "PK")
  private static let novoHamburgo = Place(lat: -29.6783, lon: -51.1306, country: "BR")
  private static let tiruppur = Place(lat: 11.1085, lon: 77.3411, country: "IN")
  private static let kalady = Place(lat: 10.1661, lon: 76.4386, country: "IN")
  private static let sanDaniele = Place(lat: 46.158, lon: 13.009, country: "IT")

  private static let header =
    "record_id,product,nic_code,lat,lon,country,employment,turnover_inr,exports_inr,actor_role\n"

  /// `count` units around a place, within some three kilometres.
  private static func units(
    _ name: String, _ count: Int, _ place: Place, product: String = "", code: String = "", employment: Int = 10,
    turnover: Int? = nil, exports: Int? = nil, role: String = ""
  ) -> String {
    var text = ""
    for unit in 0..<count {
      let lat = place.lat + Double(unit % 11 - 5) * 0.005
      let lon = place.lon + Double(unit / 11 % 11 - 5) * 0.005
      text += "\(name)-\(unit),\(product),\(code),\(lat),\(lon),\(place.country),\(employment),"
      text += "\(turnover.map(String.init) ?? ""),\(exports.map(String.init) ?? ""),\(role)\n"
    }
    return text
  }

  /// Six units of every product group that has a code, spread over three places far from all others: what a register of the whole
  /// economy would hold.
  private static func economy() throws -> String {
    let table = try CSVTable(
      Data(contentsOf: SharedData.checkout.appending(path: "Config/products.csv")).withoutComments())
    let places = [
      Place(lat: 24.86, lon: 67.0, country: "PK"), Place(lat: -15.8, lon: -47.9, country: "BR"),
      Place(lat: 23.0, lon: 80.0, country: "IN"),
    ]
    var text = ""
    for (index, row) in table.rows.enumerated() {
      guard let code = table.value("nic2008", row)?.split(separator: ";").first else { continue }
      for (number, place) in places.enumerated() {
        text += units("economy-\(index)-\(number)", 6, place, code: String(code), turnover: 5_000_000)
      }
    }
    return text
  }

  private func clusters(_ register: String) throws -> [[String: String]] {
    try MapRun(text: Self.header + Self.economy() + register, options: ["--formats", "csv,evidence", "--no-members"])
      .clusters()
  }

  @Test func sialkotHasADeepSupplyChainWithoutBusinessServices() throws {
    let sialkot = Self.sialkot
    var register = Self.units("maker", 300, sialkot, product: "surgical instruments", turnover: 20_000_000)
    // 1,500 small enterprises for stages of the process, 200 suppliers of inputs, and service units.
    for (name, code, count) in [
      ("forge", "25910", 500), ("grinder", "25920", 500), ("steel", "24105", 60), ("rerolling", "24106", 60),
      ("packer", "17021", 80), ("repair", "33121", 100), ("trader", "46699", 300), ("carrier", "49231", 200),
    ] { register += Self.units(name, count, sialkot, code: code) }
    for (name, product, count) in [("heat", "heat treatment", 250), ("plate", "electroplating", 250)] {
      register += Self.units(name, count, sialkot, product: product)
    }
    register += Self.units("bank", 12, sialkot, code: "64191", role: "finance")
    // Business services for quality stand elsewhere, not in Sialkot.
    register += Self.units("adviser", 20, Place(lat: 24.86, lon: 67.0, country: "PK"), code: "70200", role: "services")
    let cluster = try #require(
      try clusters(register).first { $0["product_code"] == "surgical-instruments" && $0["country"] == "PK" })
    #expect(cluster["units"] == "300" && cluster["status"] == "cluster" && cluster["depth"] == "deep")
    let missing = (cluster["chain_missing"] ?? "").split(separator: ";").map(String.init)
    #expect(missing.contains("business-services"), "\(missing)")
    for link in ["steel", "forging", "machining", "heat-treatment", "plating"] {
      #expect((cluster["chain_present"] ?? "").contains("\(link):"), "\(link)")
    }
  }

  @Test func sinosValleyExportsAndHasItsSuppliers() throws {
    let valley = Self.novoHamburgo
    // 70 percent of the shoes are exported.
    var register = Self.units(
      "maker", 500, valley, product: "leather footwear", turnover: 100_000_000, exports: 70_000_000)
    for (name, code, count) in [
      ("tanner", "15113", 250), ("sole", "22199", 200), ("glue", "20295", 60), ("foam", "22209", 60),
      ("lace", "13996", 60),
      ("machine", "28269", 100), ("box", "17022", 100), ("trader", "46413", 120), ("carrier", "49231", 50),
    ] { register += Self.units(name, count, valley, code: code) }
    let cluster = try #require(
      try clusters(register).first { $0["product_code"] == "leather-footwear" && $0["country"] == "BR" })
    #expect(cluster["units"] == "500" && cluster["market"] == "exporting" && cluster["subcategory"] == "export")
    #expect(cluster["depth"] == "deep" || cluster["depth"] == "partial")
    #expect((cluster["chain_present"] ?? "").contains("leather:"))
  }

  @Test func tirupurExportsAndKaladyIsACluster() throws {
    var register = Self.units(
      "knitter", 900, Self.tiruppur, product: "cotton knitwear", turnover: 30_000_000, exports: 15_000_000)
    // 160 modern rice mills, about 7,000 persons, Rs 1,000 crore.
    register += Self.units("mill", 160, Self.kalady, product: "modern rice mill", employment: 44, turnover: 62_500_000)
    let found = try clusters(register)
    let tiruppur = try #require(found.first { $0["product_code"] == "cotton-knitwear" && $0["place"] == "Tiruppur" })
    #expect(
      tiruppur["market"] == "exporting" && tiruppur["status"] == "cluster" && tiruppur["structure"] == "horizontal")
    let kalady = try #require(found.first { $0["product_code"] == "rice-mills" && $0["units"] == "160" })
    #expect(kalady["employment"] == "7040" && kalady["turnover_inr"] == "10000000000" && kalady["size_class"] == "IV")
    #expect(kalady["depth"] == "shallow" && kalady["market"] == "")
    // Bran is sold outside for want of an extraction plant.
    #expect((kalady["chain_missing"] ?? "").contains("bran"), "\(kalady["chain_missing"] ?? "")")
  }

  @Test func bangaloresLightEngineeringIsOneFamily() throws {
    // Machine, press and fabrication shops, forging and foundries: none of them a cluster by itself.
    let place = Place(lat: 13.03, lon: 77.52, country: "IN")
    var register = ""
    for (name, code, count) in [
      ("machinist", "25920", 45), ("presser", "25910", 40), ("fabricator", "25119", 45), ("founder", "24319", 40),
      ("maker", "29301", 60),
    ] { register += Self.units(name, count, place, code: code) }
    let run = try MapRun(
      text: Self.header + Self.economy() + register, options: ["--formats", "csv,evidence", "--no-members"])
    let families = try run.families().filter { $0["lgd_state"] == "29" }
    let family = try #require(families.first)
    #expect(families.count == 1 && family["product_code"] == "light-engineering-family")
    #expect(family["units"] == "230", "\(family["related_products"] ?? "")")
    #expect(family["status"] == "cluster" && family["category"] == "industrial")
    #expect(family["name"] == "Light engineering family cluster of \(family["place"] ?? "")")
    let parts = (family["related_products"] ?? "").split(separator: ";")
    #expect(parts.count >= 4 && parts.first == "auto-components:60", "\(parts)")
    let products = try run.clusters().filter { $0["lgd_state"] == "29" }
    #expect(!products.isEmpty && products.allSatisfy { $0["status"] == "potential" && $0["parent_id"] == family["id"] })
  }

  @Test func firozabadBurnsInsideAProtectedZone() throws {
    let header = "record_id,product,lat,lon,employment,energy_toe\n"
    var text = header
    for unit in 0..<150 {
      text += "bangle-\(unit),glass bangles,\(27.15 + Double(unit % 12) * 0.004),"
      text += "\(78.39 + Double(unit / 12) * 0.004),20,200\n"
    }
    let scratch = try Scratch()
    let zone = try scratch.write(
      """
      {"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Taj Trapezium"},"geometry":{"type":\
      "Polygon","coordinates":[[[77.2,26.9],[78.6,26.9],[78.6,28.0],[77.2,28.0],[77.2,26.9]]]}}]}
      """, to: "zone.geojson")
    let run = try MapRun(text: text, options: ["--protected", zone, "--formats", "csv,evidence"])
    let cluster = try #require(try run.clusters().first { $0["product_code"] == "glass-bangles" })
    let themes = (cluster["themes"] ?? "").split(separator: ";").map(String.init)
    #expect(themes.contains("pollution-intensive") && themes.contains("energy-intensive"), "\(themes)")
    let lines = try run.text("evidence.jsonl").split(separator: "\n").filter {
      $0.contains("\"\(cluster["id"] ?? "")\"")
    }
    #expect(lines.contains { $0.contains("theme_measured") && $0.contains("energy") })
    #expect(lines.contains { $0.contains("protected_area") && $0.contains("Taj Trapezium") })
  }

  @Test func sanDanieleIsBelowEveryBenchmark() throws {
    let register = Self.units("ham", 27, Self.sanDaniele, product: "cured ham", turnover: 500_000_000)
    #expect(try clusters(register).allSatisfy { $0["product_code"] != "ham" })
  }
}

extension Data {
  /// The lines that are no comments.
  fileprivate func withoutComments() -> Data {
    Data(
      String(decoding: self, as: UTF8.self).split(separator: "\n").filter { !$0.hasPrefix("#") }
        .joined(separator: "\n").utf8)
  }
}
