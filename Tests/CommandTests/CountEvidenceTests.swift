import TestSupport
import Testing

/// What the count of a cluster rests on: columns that are blank in part, turnover of units left out, figures beyond belief.
@Suite struct CountEvidenceTests {
  private static func run() throws -> MapRun {
    var register = TinyRegister()
    let known = [
      "operating": "yes", "household": "no", "registered": "yes", "employment": "20", "investment_inr": "900000",
    ]
    func with(_ changes: [String: String]) -> [String: String] { known.merging(changes) { $1 } }
    register.add("blank", "castings", 110) { $0 < 50 ? with(["household": ""]) : known }
    register.add("zero", "castings", 110) { $0 < 50 ? with(["employment": "0"]) : known }
    register.add("told", "castings", 110, known)
    register.add("few", "hand tools", 120) { with(["employment": $0 < 30 ? "4" : "20", "turnover_inr": "1000000"]) }
    register.add("enough", "hand tools", 120) {
      with($0 < 30 ? ["employment": "4", "turnover_inr": ""] : ["turnover_inr": "1200000"])
    }
    register.add("absurd", "hand tools", 60) { with(["turnover_inr": $0 == 0 ? "10000000000000" : ""]) }
    register.add("looms", "handloom sarees", 60) { ["operating": "yes", "looms": $0 == 0 ? "999999" : "1"] }
    return try MapRun(text: register.text)
  }

  @Test func theCountSaysWhatItRestsOn() throws {
    let run = try Self.run()
    let asked = try run.table("to-verify.csv").records
    func row(_ group: String) throws -> [String: String]? {
      let id = try #require(try run.cluster(of: group)?["id"])
      return asked.first { $0["id"] == id }
    }
    #expect(try row("blank")?["missing_column"] == "household" && row("blank")?["units_to_ask"] == "50")
    #expect(try row("zero")?["missing_column"] == "employment" && row("zero")?["units_to_ask"] == "50")
    #expect(try row("told")?["what_to_survey"]?.hasPrefix("No missing figure") == true)
    // Rs 12 crore in all, of which the 90 that count have 9; Rs 10.8 crore of the units that count.
    let few = try #require(try run.cluster(of: "few"))
    #expect(few["status"] == "potential" && few["counted_units"] == "90" && few["turnover_inr"] == "120000000")
    let enough = try #require(try run.cluster(of: "enough"))
    #expect(enough["status"] == "cluster" && enough["benchmark_value"] == "108000000")
    // One figure beyond belief proves nothing, and is said.
    let absurd = try #require(try run.cluster(of: "absurd"))
    #expect(absurd["status"] == "potential")
    #expect(try row("absurd")?["what_to_survey"]?.hasPrefix("Ask the turnover of 60 units") == true)
    let looms = try #require(try run.cluster(of: "looms"))
    #expect(looms["status"] == "undetermined" && looms["counted_low"] == "60")
    #expect(try row("looms")?["units_to_ask"] == "1")
    let evidence = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains("\"absurd_numbers\"") }
    #expect(evidence.count == 2 && evidence.allSatisfy { $0.contains("\"value\":\"capped\",\"observed\":1") })
  }
}
