import Foundation
import Testing

@testable import Synthesis

@Suite struct SynthesisCompanionTests {
  let parameters: SynthesisParameters

  init() throws { parameters = try RegisterSynthesizerTests.parameters() }

  private func companion(rows: Int) throws -> [String: Any] {
    let text = try RegisterSynthesizer(parameters, rows: rows, seed: 5).companion
    return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func saysThatItIsSyntheticAndHowItWasMade() throws {
    let json = try companion(rows: parameters.rows)
    #expect(json["synthetic"] as? Bool == true)
    #expect(json["seed"] as? String == "5")
    #expect(json["rows"] as? Int == parameters.rows)
    #expect(json["scale"] as? String == "1")
    let counts = try #require(json["counts"] as? [String: Int])
    #expect(counts.values.reduce(0, +) == parameters.rows)
  }

  @Test func namesEveryPlantedClusterWithItsExpectedStatus() throws {
    let clusters = try #require(try companion(rows: parameters.rows)["clusters"] as? [[String: Any]])
    #expect(clusters.count == parameters.planted.count)
    let tiruppur = try #require(clusters.first { $0["place"] as? String == "Tiruppur" })
    #expect(tiruppur["units"] as? Int == 9000)
    #expect(tiruppur["status_expected"] as? String == "cluster")
    #expect(tiruppur["lgd_district"] as? String == "634")
    let statuses = Set(clusters.compactMap { $0["status_expected"] as? String })
    #expect(statuses == ["cluster", "potential", "undetermined", "below"])
  }

  @Test func expectsNothingAtAnotherScale() throws {
    let json = try companion(rows: 2 * parameters.rows)
    #expect(json["scale"] as? String == "2")
    let clusters = try #require(json["clusters"] as? [[String: Any]])
    #expect(clusters.allSatisfy { $0["status_expected"] is NSNull })
  }
}
