import Model
import TestSupport
import Testing

@Suite("Sums of a tally, by width")
struct TallySumsTests {
  /// The greatest value that each width must hold.
  @Test(arguments: [100, 30_000, 2_000_000_000, 1 << 60, 1 << 62] as [Int64])
  func totalsAreThoseOfPlainValues(greatest: Int64) {
    var generator = SeededGenerator(seed: UInt64(greatest))
    let values =
      (0..<300).map { _ in Int128(Int64.random(in: -greatest / 400...greatest / 400, using: &generator)) } + [
        Int128(greatest)
      ]
    let wide = greatest == 1 << 62 ? values.map { $0 << 40 } : values
    let sums = TallySums(wide)
    let members = (0..<50).map { _ in Int32.random(in: 0..<200, using: &generator) }
    let expected = members.reduce(Int128(0)) { $0 + wide[Int($1) + 101] }
    #expect(sums.wideTotal(members, from: 101) == expected)
    guard sums.width < 16 else { return }
    #expect(Int128(sums.total(members, from: 101)) == expected)
    var picked = [Int64](repeating: 7, count: members.count)
    sums.add(members, to: &picked)
    #expect(picked == members.map { 7 + Int64(wide[Int($0)]) })
    var run = [Int64](repeating: -1, count: 120)
    sums.add(180..<300, to: &run)
    #expect(run == (180..<300).map { Int64(wide[$0]) - 1 })
  }
}
