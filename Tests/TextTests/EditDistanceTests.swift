import Testing
import TestSupport
import Text

@Suite struct EditDistanceTests {
  /// The textbook recurrence of optimal string alignment.
  private func reference(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var table = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { table[i][0] = i }
    for j in 0...b.count { table[0][j] = j }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    for i in 1...a.count {
      for j in 1...b.count {
        var best = min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] { best = min(best, table[i - 2][j - 2] + 1) }
        table[i][j] = best
      }
    }
    return table[a.count][b.count]
  }

  @Test func agreesWithTheRecurrence() {
    var random = SeededGenerator(seed: 7)
    for round in 0..<3000 {
      let letters = UInt8.random(in: 2...6, using: &random)
      func word() -> [UInt8] {
        (0..<Int.random(in: 0...14, using: &random)).map { _ in 0x61 + UInt8.random(in: 0..<letters, using: &random) }
      }
      let (a, b) = (word(), word())
      let limit = Int.random(in: 0...3, using: &random)
      let expected = min(reference(a, b), limit + 1)
      let got = EditDistance.between(
        String(decoding: a, as: UTF8.self), String(decoding: b, as: UTF8.self), limit: limit)
      #expect(got == expected, "seed 7, round \(round): \(a) \(b) limit \(limit)")
    }
  }

  @Test func exchangeOfNeighboursCostsOne() {
    #expect(EditDistance.between("gurgaon", "gurgoan", limit: 2) == 1)
    #expect(EditDistance.between("ca", "abc", limit: 3) == 3)
  }

  @Test func patternOfSixtyFourBytes() {
    let long = String(repeating: "ab", count: 32)
    #expect(EditDistance.between(long, long, limit: 2) == 0)
    #expect(EditDistance.between(long, long + "c", limit: 2) == 1)
  }

  @Test func lettersNeverHideANearName() {
    var random = SeededGenerator(seed: 8)
    for round in 0..<3000 {
      func word() -> [UInt8] {
        (0..<Int.random(in: 0...34, using: &random)).map { _ in 0x61 + UInt8.random(in: 0..<4, using: &random) }
      }
      let (a, b) = (word(), word())
      let distance = reference(a, b)
      let first = a.withUnsafeBufferPointer { NameLetters($0.baseAddress!, $0.count) }
      let second = b.withUnsafeBufferPointer { NameLetters($0.baseAddress!, $0.count) }
      for limit in 0...3 where distance <= limit {
        #expect(first.mayMatch(second, limit: limit), "seed 8, round \(round)")
      }
    }
  }
}
