import Foundation
import TestSupport
import Testing

/// `regions.csv`: location quotients, strong regions and stars of districts and states.
@Suite struct RegionTableTests {
  /// Ludhiana: 40 units of knitwear with 10 persons, 60 of brass with 5. Tiruppur: 150 of knitwear with 20, 50 of brass with 5.
  private static func register(employment: Bool = true) -> String {
    var text = "record_id,product,lat,lon,employment\n"
    func add(_ product: String, _ count: Int, _ lat: Double, _ lon: Double, _ persons: Int) {
      for unit in 0..<count {
        text += "\(product)-\(lat)-\(unit),\(product),\(lat),\(lon),\(employment ? String(persons) : "")\n"
      }
    }
    add("cotton knitwear", 40, 30.901, 75.8573, 10)
    add("brass parts", 60, 30.901, 75.8573, 5)
    add("cotton knitwear", 150, 11.1085, 77.3411, 20)
    add("brass parts", 50, 11.1085, 77.3411, 5)
    return text
  }

  private static func rows(_ text: String, _ options: [String]) throws -> [[String: String]] {
    try MapRun(text: text, options: ["--formats", "csv"] + options).table("regions.csv").records
  }

  @Test func quotientsAreThoseByHand() throws {
    let rows = try Self.rows(Self.register(), ["--reference", "tally"])
    #expect(rows.map { $0["level"] } == Array(repeating: "state", count: 4) + Array(repeating: "district", count: 4))
    #expect(
      rows.map { $0["state"] } == ["Punjab", "Punjab", "Tamil Nadu", "Tamil Nadu"] + [
        "Punjab", "Punjab", "Tamil Nadu", "Tamil Nadu",
      ])
    for level in ["state", "district"] {
      let knit = try #require(
        rows.first { $0["level"] == level && $0["state"] == "Tamil Nadu" && $0["product_code"] == "cotton-knitwear" })
      #expect(knit["district"] == (level == "state" ? "" : "Tiruppur") && knit["lgd_state"] == "33")
      #expect(knit["units"] == "150" && knit["units_of_region"] == "200")
      // (150 / 200) / (190 / 300); (3000 / 3250) / (3400 / 3950).
      #expect(knit["lq"] == "1.184" && knit["lq_employment"] == "1.072" && knit["share_of_units"] == "0.7895")
      let (low, high) = (Double(knit["lq_low"] ?? "") ?? 9, Double(knit["lq_high"] ?? "") ?? 0)
      #expect(low > 1 && low < 1.184 && high > 1.184 && high < 1.5)
      #expect(knit["employment"] == "3000" && knit["made_as"] == "industrial" && knit["reference"] == "register")
    }
  }

  @Test func whatTheRegisterCannotTellStaysEmpty() throws {
    for row in try Self.rows(Self.register(), []) {
      #expect(row["lq"] == "" && row["lq_employment"] == "" && row["strength"] == "" && row["units"] != "")
    }
    for row in try Self.rows(Self.register(employment: false), ["--reference", "tally"]) {
      #expect(row["lq"] != "" && row["lq_employment"] == "" && row["employment"] == "" && row["star_size"] == "")
    }
  }

  /// Units and persons abroad change no row; those of no known region count in the country alone, for both quotients.
  @Test func whatIsElsewhereStandsWhereItBelongs() throws {
    func more(_ lat: Double, _ lon: Double) -> String {
      Self.register() + (0..<50).map { "s\($0),brass parts,\(lat),\(lon),20\n" }.joined()
    }
    let plain = try Self.rows(Self.register(), ["--reference", "tally"])
    #expect(try Self.rows(more(32.4945, 74.5229), ["--reference", "tally"]) == plain)
    // Off the coast, within the bounds of the country.
    let sea = try Self.rows(more(15.5, 70.5), ["--reference", "tally"])
    #expect(sea.count == plain.count)
    let knit = try #require(
      sea.first { $0["level"] == "state" && $0["state"] == "Tamil Nadu" && $0["product_code"] == "cotton-knitwear" })
    // (150 / 200) / (190 / 350); (3000 / 3250) / (3400 / 4950).
    #expect(knit["lq"] == "1.382" && knit["lq_employment"] == "1.344")
  }

  /// One state beside no other is no star; two districts are compared.
  @Test func strengthNeedsOtherRegions() throws {
    let one = Self.register().split(separator: "\n").filter { !$0.contains("30.901") }.joined(separator: "\n") + "\n"
    for row in try Self.rows(one, ["--reference", "tally"]) { #expect(row["strength"] == "" && row["star_size"] == "") }
    // A country abroad is no other region, and the listing says the same as the table.
    let abroad = one + (0..<50).map { "s\($0),brass parts,32.4945,74.5229,5\n" }.joined()
    let run = try MapRun(text: abroad, options: ["--formats", "csv", "--reference", "tally"])
    for row in try run.table("regions.csv").records { #expect(row["strength"] == "" && row["star_size"] == "") }
    #expect(try run.clusters().allSatisfy { $0["star_size"] == "" && $0["star_focus"] == "" })
    let both = try Self.rows(Self.register(), ["--reference", "tally"])
    #expect(both.allSatisfy { $0["strength"] != "" && $0["star_focus"] != "" })
  }

  @Test func aReferenceBringsItsOwnRegions() throws {
    let scratch = try Scratch()
    let census = try scratch.write(Self.register(), to: "census.csv")
    let own = "record_id,product,lat,lon\n" + (0..<60).map { "\($0),cotton knitwear,11.1085,77.3411\n" }.joined()
    let rows = try Self.rows(own, ["--reference", census])
    #expect(rows.count == 8 && rows.allSatisfy { $0["reference"] == "census.csv" })
  }
}
