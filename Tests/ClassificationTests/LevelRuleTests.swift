import Model
import Testing

@testable import Classification

@Suite("Level: one product, or a family of them") struct LevelRuleTests {
  private func facts(_ units: [Int64]) -> FamilyFacts {
    FamilyFacts(products: units.enumerated().map { ("product-\($0)", $1) }, source: "FAQ 1")
  }

  @Test(arguments: [([100, 9], 1), ([100, 10], 2), ([10, 10, 10], 3), ([9, 9, 9], 0)] as [([Int64], Int)])
  func productsCountFromTenUnits(_ units: [Int64], _ count: Int) {
    #expect(facts(units).products(by: FamilyParameters()) == count)
    var five = FamilyParameters()
    five.productUnits = 9
    #expect(facts(units).products(by: five) == units.count { $0 >= 9 })
  }
}
