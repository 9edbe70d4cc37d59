import Foundation
import TestSupport
import Testing

/// `products.csv`: how products are spread over districts and plants.
@Suite struct ProductTableTests {
  /// 60 plants of knitwear in one district; 60 of brass parts, half of them in another. Ten persons each, so that by hand
  /// x = (0.75, 0.25), G = 0.125, H = 1/60 and γ = (0.125 − 0.375/60) / (0.375 · 59/60) = 0.3220 for both.
  private static func register(employment: String = "10") -> String {
    var text = "record_id,product,lat,lon,employment\n"
    func add(_ product: String, _ count: Int, _ lat: Double, _ lon: Double) {
      for unit in 0..<count { text += "\(product)-\(lat)-\(unit),\(product),\(lat),\(lon),\(employment)\n" }
    }
    add("cotton knitwear", 60, 11.1085, 77.3411)
    add("brass parts", 30, 11.1085, 77.3411)
    add("brass parts", 30, 30.901, 75.8573)
    return text
  }

  private static func rows(_ text: String, _ options: [String] = []) throws -> [String: [String: String]] {
    let table = try MapRun(text: text, options: ["--formats", "csv"] + options).table("products.csv")
    return Dictionary(uniqueKeysWithValues: table.records.map { ($0["product_code"] ?? "", $0) })
  }

  @Test func measuresAreThoseByHand() throws {
    let rows = try Self.rows(Self.register(), ["--reference", "tally"])
    let (knit, brass) = (try #require(rows["cotton-knitwear"]), try #require(rows["brass-parts"]))
    #expect(rows.count == 2 && knit["units"] == "60" && knit["districts"] == "1" && brass["districts"] == "2")
    #expect(knit["employment"] == "600" && knit["employment_of"] == "60" && knit["plant_hhi"] == "0.0167")
    #expect(knit["district_hhi"] == "1" && brass["district_hhi"] == "0.5")
    #expect(knit["district_gini"] == "1" && brass["district_gini"] == "0")
    #expect(knit["ellison_glaeser"] == "0.322" && brass["ellison_glaeser"] == "0.322")
  }

  @Test func whatTheRegisterCannotTellStaysEmpty() throws {
    // Two products are no economy.
    let two = try Self.rows(Self.register())
    #expect(two["brass-parts"]?["ellison_glaeser"] == "" && two["brass-parts"]?["plant_hhi"] == "0.0167")
    let silent = try Self.rows(Self.register(employment: ""), ["--reference", "tally"])
    for column in ["employment", "plant_hhi", "district_hhi", "district_gini", "ellison_glaeser"] {
      #expect(silent["brass-parts"]?[column] == "", "\(column)")
    }
    #expect(silent["brass-parts"]?["employment_of"] == "0")
  }
}
