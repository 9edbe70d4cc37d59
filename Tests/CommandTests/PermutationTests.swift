import Foundation
import TestSupport
import Testing

/// `map --permutations`: p and q of clusters that are planted among units of another product.
@Suite struct PermutationTests {
  /// Twenty towns of 60 units of one product; in the first, 120 of another, which has a few units everywhere.
  private static func register() -> TinyRegister {
    var register = TinyRegister()
    for town in 0..<20 {
      let other = town == 0 ? 120 : 5
      register.add("t\(town)", BoundaryTests.industrial, 60 + other) { unit in
        unit < 60 ? [:] : ["product": "Brass parts"]
      }
    }
    return register
  }

  private static let options = ["--formats", "csv,evidence", "--no-tally"]

  @Test func aPlantedClusterHasTheLeastValueAndTheBackgroundNone() throws {
    let run = try MapRun(text: Self.register().text, options: Self.options + ["--permutations", "199"])
    let clusters = try run.clusters()
    let planted = clusters.filter { $0["units"] == "120" }
    #expect(planted.map { $0["p_value"] } == ["0.005"])
    let rest = clusters.filter { $0["units"] == "60" }
    #expect(rest.count == 20)
    for cluster in rest {
      let p = try #require(Double(cluster["p_value"] ?? ""))
      #expect(p > 0.05, "60 of 65 in every town are no concentration")
    }
    for cluster in clusters {
      let (p, q) = (Double(cluster["p_value"] ?? "") ?? 0, Double(cluster["q_value"] ?? "") ?? 0)
      #expect(q >= p && q <= 1)
    }
    let settings = try #require(try run.json("run.json")["settings"] as? [String: Any])
    #expect(settings["permutations"] as? Int == 199)
  }

  @Test func orderAndThreadsDoNotMatter() throws {
    let register = Self.register()
    let options = Self.options + ["--permutations", "99"]
    let first = try MapRun(text: register.text, options: options + ["--threads", "1"])
    let turned = ([register.header] + register.lines.reversed()).joined(separator: "\n") + "\n"
    let second = try MapRun(text: turned, options: options + ["--threads", "4"])
    #expect(try first.data("clusters.csv") == second.data("clusters.csv"))
    #expect(try first.data("evidence.jsonl") == second.data("evidence.jsonl"))
  }

  @Test func withoutShufflesNothingIsClaimed() throws {
    let run = try MapRun(text: Self.register().text, options: Self.options + ["--permutations", "0"])
    #expect(try run.clusters().allSatisfy { $0["p_value"] == "" && $0["q_value"] == "" })
    #expect(try run.text("evidence.jsonl").contains("--permutations"))
  }

  @Test func theNumberIsChecked() throws {
    for number in ["-1", "1000001", "many"] {
      let outcome = try Program.run(["map", "-", "--out", "never", "--permutations=\(number)"])
      #expect(outcome.status == 64 && outcome.messages.contains("permutations"))
    }
  }
}
