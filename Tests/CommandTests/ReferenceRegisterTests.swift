import Foundation
import TestSupport
import Testing

/// `--reference FILE`: location quotients in another register.
@Suite struct ReferenceRegisterTests {
  private static func units(_ product: String, _ count: Int, _ lat: Double, _ lon: Double) -> String {
    (0..<count).map { unit in
      let (north, east) = (Double(unit % 11) * 0.003, Double(unit / 11 % 11) * 0.003)
      return "\(product)-\(lat)-\(unit),\(product),\(lat + north),\(lon + east)\n"
    }.joined()
  }

  private static let header = "record_id,product,lat,lon\n"
  private static let register = header + units("cotton knitwear", 120, 11.10, 77.33)
  /// Half of all units stand in the district, and all knitwear: 150 of 500 against 150 of 1,000.
  private static let census =
    header + units("cotton knitwear", 150, 11.10, 77.33) + units("brass parts", 350, 11.10, 77.33)
    + units("brass parts", 500, 30.90, 75.85)

  @Test func quotientsAndSharesAreThoseOfTheReference() throws {
    let scratch = try Scratch()
    let census = try scratch.write(Self.census, to: "census.csv")
    let run = try MapRun(
      text: Self.register, options: ["--formats", "csv,evidence", "--reference", census])
    let cluster = try #require(try run.clusters().first)
    #expect(
      try run.clusters().count == 1 && cluster["units"] == "120", "enterprises of the reference stand in no cluster")
    #expect(cluster["lq"] == "2" && cluster["share_of_state"] == "0.8" && cluster["share_of_nation"] == "0.8")
    let lines = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains("\"dimension\":\"lq\"") }
    #expect(lines.count == 1 && lines[0].contains("150/500 against 150/1000") && lines[0].contains("census.csv"))
    let settings = try run.json("run.json")["settings"] as? [String: Any]
    #expect((settings?["reference"] as? String)?.hasSuffix("census.csv") == true)
    // Without it one product is no economy.
    let alone = try MapRun(text: Self.register, options: ["--formats", "csv"])
    #expect(try alone.clusters().first?["lq"] == "")
  }

  @Test func aProductThatTheReferenceLacksHasNoQuotient() throws {
    let scratch = try Scratch()
    let census = try scratch.write(Self.header + Self.units("brass parts", 50, 11.10, 77.33), to: "census.csv")
    let cluster = try #require(
      try MapRun(text: Self.register, options: ["--formats", "csv", "--reference", census]).clusters().first)
    #expect(cluster["lq"] == "" && cluster["share_of_state"] == "" && cluster["share_of_nation"] == "")
  }

  @Test func badReferencesAreNamed() throws {
    let scratch = try Scratch()
    let register = try scratch.write(Self.register, to: "register.csv")
    let empty = try scratch.write(Self.header + "a,no such thing at all,,\n", to: "census.csv")
    for (file, status, words) in [(empty, 65, "--reference"), (scratch.file("absent.csv").path, 66, "absent.csv")] {
      let outcome = try Program.run(
        ["map", register, "--reference", file, "--out", scratch.file("out").path, "--quiet"])
      #expect(outcome.status == Int32(status) && outcome.messages.contains(words), Comment(rawValue: outcome.messages))
    }
  }
}
