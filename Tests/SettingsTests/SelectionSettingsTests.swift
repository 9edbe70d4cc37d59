import Foundation
import Model
import Settings
import TestSupport
import Testing

/// Sections `ranking`, `verify` and `near` of `Config/thresholds.toml`.
struct SelectionSettingsTests {
  private let text: String
  init() throws {
    text = try String(contentsOf: SharedData.checkout.appending(path: "Config/thresholds.toml"), encoding: .utf8)
  }

  private func load(_ old: String = "", _ new: String = "") -> (thresholds: Thresholds, faults: [String]) {
    Thresholds.load(
      name: "thresholds.toml", text: old.isEmpty ? text : text.replacingOccurrences(of: old, with: new))
  }

  private static let weights =
    "weights = { units = 1, looms = 1, employment = 1, turnover_inr = 1, exports_inr = 1, lq = 1 }"

  @Test func theShippedNumbersAreTheBuiltInOnes() {
    let (thresholds, faults) = load()
    #expect(faults.isEmpty)
    let selection = thresholds.selection
    #expect(
      selection.ranking.weights.map(\.criterion) == [.units, .looms, .employment, .turnover, .exports, .lq])
    #expect(selection.ranking.weights.allSatisfy { $0.weight == 1 })
    #expect(selection.ranking.source == "FAQ 43; weights: default")
    #expect(selection.nearMissPercent == 20 && selection.mostProducts == 10 && selection.unrelatedProducts == 5)
    #expect(selection.productLeastUnits == 3 && selection.largestPercent == 50)
  }

  @Test func aWeightOfNoughtIsNotUsed() {
    let (thresholds, faults) = load(Self.weights, "weights = { units = 0, stability = 7 }")
    #expect(faults.isEmpty)
    #expect(thresholds.selection.ranking.weights.map(\.criterion) == [.stability])
    #expect(thresholds.selection.ranking.weights.map(\.weight) == [7])
  }

  @Test(arguments: [
    ("weights = { units = 0 }", "ranking.weights"), ("weights = { units = 101 }", "ranking.weights.units"),
    ("weights = { themes = 1, units = 1 }", "ranking.weights.themes"),
    (
      "weights = { units = 1, looms = 1, employment = 1, turnover_inr = 1, exports_inr = 1, lq = 1, stability = 1 }",
      "ranking.weights: one to 6"
    ),
  ])
  func wrongWeights(new: String, word: String) {
    #expect(load(Self.weights, new).faults.contains { $0.contains(word) })
  }

  @Test(arguments: [
    "near_percent", "most_products", "unrelated_products", "product_least_units", "largest_at_most_percent",
  ])
  func aMissingKeyIsNamed(key: String) {
    let faults = load("\n\(key) = ", "\n# \(key) = ").faults
    #expect(faults.count == 1 && faults[0].contains("\(key): is missing"))
  }
}
