import Model
import TestSupport
import Testing

@Suite("Turnover per worker in classes")
struct ProductivityHistogramTests {
  @Test(arguments: [
    (0, 0), (1, 1), (15, 15), (16, 16), (31, 31), (32, 32), (33, 32), (34, 33), (63, 47), (64, 48),
  ])
  func classesOfWholeRupees(rupees: Int64, bin: Int) {
    #expect(ProductivityBin.of(turnover: rupees, workers: 1) == bin)
  }

  @Test func theGreatestAmountHasTheLastClass() {
    #expect(ProductivityBin.of(turnover: .max, workers: 1) == ProductivityBin.count - 1)
    #expect(ProductivityBin.of(turnover: 7, workers: 8) == 0)
    #expect(ProductivityBin.of(turnover: 1_000_000, workers: 4) == ProductivityBin.of(turnover: 253_951, workers: 1))
  }

  /// Classes ascend, and the middle of one lies within a 32nd of every amount in it.
  @Test(arguments: [11, 12] as [UInt64])
  func middlesAreNear(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var amounts = (0..<5000).map { _ in
      Int64.random(in: 0...(1 << Int64.random(in: 1...62, using: &generator)), using: &generator)
    }
    amounts.sort()
    var last = 0
    for amount in amounts {
      let bin = ProductivityBin.of(turnover: amount, workers: 1)
      #expect(bin >= last, "seed \(seed), \(amount)")
      #expect(abs(ProductivityBin.middle(bin) - Double(amount)) <= Double(amount) / 32, "seed \(seed), \(amount)")
      last = bin
    }
  }

  @Test func mediansOfOddAndEvenNumbers() {
    func median(_ rupees: [Int64]) -> Double? {
      var counts = [Int64](repeating: 0, count: ProductivityBin.count)
      for amount in rupees { counts[ProductivityBin.of(turnover: amount, workers: 1)] += 1 }
      return ProductivityBin.median(counts)
    }
    #expect(median([]) == nil)
    #expect(median([5]) == 5)
    #expect(median([1, 2, 30]) == 2)
    #expect(median([1, 2, 3, 30]) == 2.5)
    #expect(median([10, 10, 30, 30]) == 20)
  }

  @Test func pairsKeepTheirClasses() throws {
    let pairs: [[(bin: UInt16, units: Int64)]] = [[], [(3, 2), (70, 1)], [(0, 300)]]
    let histogram = try #require(ProductivityHistogram(pairs: 3) { pairs[$0] })
    for pair in 0..<3 { #expect(histogram.pair(pair).elementsEqual(pairs[pair]) { $0 == $1 }) }
    var counts = [Int64](repeating: 0, count: ProductivityBin.count)
    histogram.add([1, 2], to: &counts)
    #expect(counts[0] == 300 && counts[3] == 2 && counts[70] == 1 && counts.reduce(0, +) == 303)
    #expect(ProductivityHistogram(pairs: 2) { _ in [] } == nil)
  }
}
