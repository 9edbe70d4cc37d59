import Settings
import Testing

@testable import Pipeline

/// An estate or a town of many unrelated products, or not: the boundaries of the default rule.
@Suite struct PlaceKindTests {
  private let settings = SelectionSettings()

  private func kind(_ units: [Int64], strong: Set<Int> = [], lines: [String]? = nil) -> PlaceKind {
    PlaceKind(
      units.indices.map {
        PlaceKind.Product(line: lines?[$0] ?? "p\($0)", units: units[$0], reachesPotential: strong.contains($0))
      }, settings)
  }

  @Test func fiveProductsOfThreeUnitsAreUnrelated() {
    #expect(kind([3, 3, 3, 3, 3]).verdict == .unrelated)
    #expect(kind([3, 3, 3, 3, 2]).verdict != .unrelated)
    #expect(kind([3, 3, 3, 3, 2, 3]).verdict == .unrelated)
    #expect(kind([3, 3, 3, 3, 2]).sentence.contains("only 4 unrelated products have 3 units or more"))
  }

  @Test func productsOfOneFamilyCountOnce() {
    #expect(kind([9, 9, 9, 9, 9, 9], lines: ["f", "f", "a", "b", "c", "f"]).verdict != .unrelated)
    #expect(kind([9, 9, 9, 9, 9, 9], lines: ["f", "f", "a", "b", "c", "d"]).verdict == .unrelated)
  }

  @Test func oneProductThatHoldsMoreThanHalfIsNoTownOfMany() {
    #expect(kind([12, 3, 3, 3, 3]).verdict == .unrelated)
    #expect(kind([13, 3, 3, 3, 3]).verdict != .unrelated)
    #expect(kind([13, 3, 3, 3, 3]).sentence.contains("52 % of the units"))
  }

  @Test func aProductWithEnoughUnitsForAPotentialClusterDecides() {
    let found = kind([60, 30, 30, 30, 30, 30], strong: [0])
    #expect(found.verdict == .cluster && found.sentence.contains("1 product has units enough"))
  }
}
