import TestSupport
import Testing

@testable import Pipeline

struct RowOrderTests {
  @Test(arguments: [0, 1, 2, 5000])
  func rowsStandInAscendingOrderAndEqualOnesInTheirOwn(count: Int) {
    let seed: UInt64 = 31
    var generator = SeededGenerator(seed: seed)
    let major = (0..<count).map { _ in UInt64.random(in: 0..<7, using: &generator) << 30 }
    let minor = (0..<count).map { _ in
      UInt64.random(in: 0...UInt64.max, using: &generator) >> UInt64.random(in: 0...60, using: &generator)
    }
    var order = RowOrder(count: count)
    order.sort(bits: 64) { minor[$0] }
    order.sort(bits: 33) { major[$0] }
    let expected = (0..<Int32(count)).sorted { a, b in
      let (i, j) = (Int(a), Int(b))
      return (major[i], minor[i], i) < (major[j], minor[j], j)
    }
    #expect(order.rows == expected, "seed \(seed)")
  }
}
