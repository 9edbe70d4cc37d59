import Foundation
import Testing

@testable import Pipeline

/// The distance from the next threshold, and the rank, as sentences.
@Suite struct ExplainStandingTests {
  private func standing(_ properties: [String: String], _ lines: [String] = []) throws -> ExplainStanding {
    ExplainStanding(
      properties: properties,
      lines: try lines.map { try JSONDecoder().decode(ExplainJob.Line.self, from: Data($0.utf8)) })
  }

  private func industrial(_ status: String, _ value: Int) -> [String: String] {
    [
      "status": status, "benchmark": "unido:industrial-units", "benchmark_limit": "100", "benchmark_value": "\(value)",
    ]
  }

  @Test func aSparseClusterSaysWhatIsLeftAndWhatIsNext() throws {
    let line = #"{"dimension":"density","value":"sparse","observed":123,"comparison":"<","limit":500}"#
    #expect(
      try standing(industrial("cluster", 123), [line]).next
        == "It stands 23 units above the benchmark and lacks 377 units to count as dense (500, 5 times the benchmark).")
    #expect(
      try standing(industrial("cluster", 100)).next == "It has just what the benchmark asks for.")
  }

  @Test func aDenseClusterHasNothingAboveIt() throws {
    let line = #"{"dimension":"density","value":"dense","observed":500,"comparison":">=","limit":500}"#
    #expect(
      try standing(industrial("cluster", 500), [line]).next
        == "It stands 400 units above the benchmark and is dense, which begins at 500, 5 times the benchmark.")
  }

  @Test func aPotentialOneStandsBetweenTwoThresholds() throws {
    let line = #"{"dimension":"potential","value":"potential","observed":51,"comparison":">=","limit":50}"#
    #expect(
      try standing(industrial("potential", 51), [line]).next
        == "It stands 1 unit above the 50 from which a group counts as a potential cluster."
    )
    #expect(try standing(industrial("potential", 50), [line]).next?.contains("has just the 50") == true)
  }

  @Test func loomsAndTurnoverHaveTheirUnits() throws {
    let looms = [
      "status": "undetermined", "benchmark": "unido:handloom-looms", "benchmark_limit": "500",
      "benchmark_value": "499",
    ]
    #expect(
      try standing(looms).next == "It lacks 1 loom to be a cluster, as far as the register tells.")
    let turnover = [
      "status": "cluster", "benchmark": "unido:industrial-turnover", "benchmark_limit": "100000000",
      "benchmark_value": "150000000",
    ]
    #expect(try standing(turnover).next == "It stands Rs 5 crore above that turnover.")
    #expect(try standing(["status": "cluster"]).next == nil)
  }

  @Test func theRankNamesWhatItComparesAndWhatItLeavesOut() throws {
    let line =
      #"{"dimension":"rank","value":"3","observed":3,"comparison":"of","limit":37,"unit":"industrial clusters by units, employment","source":"FAQ 43","missing":"turnover_inr;exports_inr"}"#
    let sentence = try standing(["rank_low": "2", "rank_high": "5"], [line]).rank
    #expect(
      sentence
        == "It ranks 3 of 37 industrial clusters by units, employment (from 2 to 5 when each weight is taken half, whole, and one and a half times; FAQ 43). Left out, not known of every one of them: turnover a year, exports a year."
    )
    #expect(try standing([:], [#"{"dimension":"rank","value":"unknown","missing":"lq"}"#]).rank == nil)
  }
}
