import TestSupport
import Testing

@testable import Synthesis

@Suite struct RowPermutationTests {
  @Test func isAPermutation() {
    var generator = SeededGenerator(seed: 11)
    for count in [1, 2, 3, 5, 8, 12, 100, 997, 4096]
      + (0..<20).map({ _ in Int.random(in: 1...3000, using: &generator) })
    {
      let seed = generator.next()
      let permutation = RowPermutation(count: count, seed: seed)
      #expect(Set((0..<count).map(permutation.source)) == Set(0..<count), "count \(count), seed \(seed)")
    }
  }

  @Test func staysInRangeForTheLargestRegisters() {
    let count = Int(Int32.max)
    let permutation = RowPermutation(count: count, seed: 1)
    for position in [0, 1, count / 2, count - 1] { #expect((0..<count).contains(permutation.source(position))) }
  }
}
