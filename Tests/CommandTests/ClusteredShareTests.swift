import Foundation
import TestSupport
import Testing

/// `clustered-share.csv`: how much of the register stands in clusters.
@Suite struct ClusteredShareTests {
  /// 120 units of knitwear with 10 persons make a cluster, 60 of brass with 10 a potential one, 20 of castings with none given nothing.
  private static func register() -> String {
    var text = "record_id,product,lat,lon,employment\n"
    func add(_ product: String, _ count: Int, _ lat: Double, _ persons: String) {
      for unit in 0..<count { text += "\(product)-\(unit),\(product),\(lat),77.3411,\(persons)\n" }
    }
    add("cotton knitwear", 120, 11.1085, "10")
    add("brass parts", 60, 12.1085, "10")
    add("castings", 20, 13.1085, "")
    return text
  }

  private static func rows(_ options: [String] = []) throws -> [[String: String]] {
    try MapRun(text: register(), options: ["--formats", "csv"] + options).table("clustered-share.csv").records
  }

  @Test func sharesStandBesideThePublishedOnes() throws {
    let rows = try Self.rows()
    #expect(rows.count == 10)
    let units = try #require(rows.first)
    #expect(units["made_as"] == "industrial" && units["measure"] == "units" && units["share_in_clusters"] == "0.6")
    #expect(units["in_clusters"] == "120" && units["in_potential"] == "60" && units["all"] == "200")
    #expect(units["published_percent"] == "77" && units["source"] == "CfP 1.3; TP V.I")
    let persons = rows[1]
    #expect(persons["in_clusters"] == "1200" && persons["all"] == "1800" && persons["share_in_clusters"] == "0.667")
    #expect(persons["units_that_tell"] == "180" && persons["units"] == "200" && persons["published_percent"] == "72")
    #expect(rows[2]["all"] == "" && rows[2]["share_in_clusters"] == "" && rows[2]["units_that_tell"] == "0")
    #expect(rows[5]["made_as"] == "all" && rows[5]["published_percent"] == "")
    #expect(rows.map { $0["published_percent"] }.prefix(5) == ["77", "72", "61", "59", "76"])
  }

  /// The published shares are India's.
  @Test func whatLiesAbroadIsLeftOut() throws {
    let abroad = (0..<150).map { "s\($0),castings,32.4945,74.5229,7\n" }.joined()
    let run = try MapRun(text: Self.register() + abroad, options: ["--formats", "csv"])
    #expect(try run.clusters().contains { $0["country"] == "PK" })
    #expect(try run.table("clustered-share.csv").records == Self.rows())
  }

  @Test func aFilterChangesNothing() throws {
    #expect(try Self.rows(["--theme", "energy-intensive"]) == Self.rows())
  }
}
