import Foundation
import TestSupport
import Testing

/// What rows say of size, owners, place, consent, fuel, turnover and workers, from the register to the cluster.
@Suite struct UnitTraitTests {
  private static let header =
    "record_id,product,lat,lon,turnover_inr,employment,size_class,women_owned,social_group,rural,consent_category,fuel\n"

  /// 60 units at Tiruppur, whose medians are 2 lakh a worker; 60 at Ludhiana with 1 lakh a worker.
  private static func rows() -> [String] {
    (0..<60).flatMap { unit -> [String] in
      let here = unit < 20 ? 100_000 : unit < 40 ? 200_000 : 900_000
      let size = unit < 40 ? "Micro" : "Small"
      return [
        "t\(unit),cotton knitwear,11.1085,77.3411,\(here * 8),8,\(size),\(unit < 15 ? "Yes" : "No"),"
          + "\(unit < 31 ? "SC" : "General"),Rural,\(unit < 30 ? "Red" : "Green"),\"\(unit < 50 ? "Coal, HSD" : "LPG")\"\n",
        "l\(unit),cotton knitwear,30.901,75.8573,800000,8,,,,,,\n",
      ]
    }
  }

  @Test func sharesAndMediansAreThoseByHand() throws {
    let run = try MapRun(text: Self.header + Self.rows().joined())
    let cluster = try #require(try run.clusters().first { $0["district"] == "Tiruppur" })
    #expect(cluster["share_micro"] == "0.667" && cluster["share_women_owned"] == "0.25")
    #expect(cluster["share_sc_st"] == "0.517" && cluster["share_rural"] == "1")
    // The middle of a class of turnover per worker is at most 3 % off.
    let ratio = try #require(Double(cluster["productivity_vs_peers"] ?? ""))
    #expect(abs(ratio - 2) <= 0.12)
    #expect(
      (cluster["themes"] ?? "").contains("pollution-intensive") && (cluster["theme_basis"] ?? "").contains("measured"))
    let other = try #require(try run.clusters().first { $0["district"] == "Ludhiana" })
    #expect(other["share_micro"] == "" && other["productivity_vs_peers"] == "0.5")
    let evidence = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains(cluster["id"] ?? "?") }
    #expect(evidence.contains { $0.contains("\"dimension\":\"fuel\",\"value\":\"coal\",\"observed\":50") })
    #expect(evidence.contains { $0.contains("\"dimension\":\"consent_category\",\"value\":\"red\",\"observed\":30") })
    #expect(
      evidence.contains { $0.contains("\"dimension\":\"share_micro\"") && $0.contains("grant.more_than_percent") })
  }

  /// Any order, threads and a limit of memory give the same bytes; `TallySpillTests` go to disk.
  @Test(arguments: [7, 8] as [UInt64])
  func orderAndMemoryDoNotShow(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let plain = try MapRun(text: Self.header + Self.rows().joined(), options: ["--formats", "csv,evidence"])
    let shuffled = try MapRun(
      text: Self.header + Self.rows().shuffled(using: &generator).joined(),
      options: ["--formats", "csv,evidence", "--memory-limit", "16MB", "--threads", "2"])
    for name in ["clusters.csv", "evidence.jsonl", "tally.kt", "regions.csv"] {
      #expect(try plain.data(name) == shuffled.data(name), "\(name), seed \(seed)")
    }
  }
}
