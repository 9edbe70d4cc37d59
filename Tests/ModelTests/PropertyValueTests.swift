import Model
import TestSupport
import Testing

struct PropertyValueTests {
  @Test func everyKindAsText() {
    #expect(PropertyValue.null.plain == "")
    #expect(PropertyValue.text("a;b").plain == "a;b")
    #expect(PropertyValue.integer(-12_345).plain == "-12345")
    #expect(PropertyValue.boolean(true).plain == "true" && PropertyValue.boolean(false).plain == "false")
  }

  @Test(arguments: [
    (Int64(1_500), 3, "1.5"), (1_000, 3, "1"), (1, 3, "0.001"), (0, 3, "0"), (-1, 3, "-0.001"), (-1_500, 3, "-1.5"),
    (123_456, 2, "1234.56"), (10, 1, "1"), (5, 9, "0.000000005"), (.max, 1, "922337203685477580.7"),
    (.min, 2, "-92233720368547758.08"),
  ])
  func decimalsLoseOnlyTrailingZeros(value: Int64, digits: Int, text: String) {
    #expect(PropertyValue.decimal(value, digits: digits).plain == text)
  }

  @Test(arguments: [
    (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (0.5, 1, "0.5"), (2.0, 3, "2"), (0.0004, 3, "0"), (-0.0004, 3, "0"),
    (1234.5678, 2, "1234.57"),
  ])
  func roundingIsHalfAwayFromZero(number: Double, digits: Int, text: String) {
    #expect(PropertyValue.rounded(number, digits: digits).plain == text)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e300, 1e18])
  func whatIsNoNumberIsNull(number: Double) {
    #expect(PropertyValue.rounded(number, digits: 3) == .null)
  }

  @Test func decimalsAreReadBackAsTheSameNumber() throws {
    let seed: UInt64 = 9
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2_000 {
      let digits = Int.random(in: 1...6, using: &random)
      let value = Int64.random(in: -1_000_000_000...1_000_000_000, using: &random)
      let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
      let text = PropertyValue.decimal(value, digits: digits).plain
      #expect(Double(text) == Double(value) / scale, "seed \(seed): \(text)")
      #expect(!text.hasSuffix(".") && !(text.contains(".") && text.hasSuffix("0")) && text != "-0", "seed \(seed)")
    }
  }

  @Test(arguments: [
    (1, 2, 50, "50"), (2, 3, 50, "66.7"), (2501, 5000, 50, "50.02"), (30_000_001, 60_000_000, 50, "50.000002"),
    (29_999_999, 60_000_000, 50, "49.999998"), (99, 200, 50, "49.5"), (0, 7, 50, "0"), (7, 7, 100, "100"),
    (1, 10_000_000_000_000_000, 0, "0"),
  ])
  func percentsTellTheLimit(part: Int64, whole: Int64, limit: Int64, text: String) {
    #expect(PropertyValue.percent(part, of: whole, limit: limit).plain == text)
  }

  @Test func propertiesStartUnknownAndKeepTheirOrder() {
    var properties = ClusterProperties()
    #expect(ClusterProperty.allCases.allSatisfy { properties[$0] == .null })
    properties[.units] = .integer(7)
    properties[.name] = .text("Knitwear")
    #expect(properties.integer(.units) == 7 && properties.integer(.name) == nil)
    #expect(properties.text(.name) == "Knitwear" && properties.text(.units) == "")
    #expect(ClusterProperty.allCases.first == .id && ClusterProperty.allCases.last == .schemes)
    #expect(Set(ClusterProperty.allCases.map(\.rawValue)).count == ClusterProperty.allCases.count)
  }
}
