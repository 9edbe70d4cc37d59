import Model
import Testing

@testable import Taxonomy

/// Texts that were met before are matched as if they had not been.
struct MatchMemoTests {
  @Test func aRowIsCodedAsItWouldBeAlone() {
    let coder = ProductCoder(catalogue: Fixture.small, level: .group)
    let names = [
      "rice mill", "knitwear", "cotton fabric", "software", "machinery", "handloom saree", "x", "zari", "brass",
    ]
    // More texts than the memo has slots, each of them twice, and texts alike at both ends and in the middle.
    let once = (0..<3_000).map { index in
      Fixture.Row(text: "\(names[index % names.count]) \(index / 7) \(names[index % 5])")
    }
    let rows = once + once
    let together = coder.code(Fixture.batch(rows))
    for (index, row) in rows.enumerated().filter({ $0.offset % 13 == 0 }) {
      let alone = coder.code(Fixture.batch([row]))
      #expect(together.group[index] == alone.group[0], "\(row.text)")
      #expect(together.productionClass[index] == alone.productionClass[0], "\(row.text)")
    }
    #expect((0..<3_000).allSatisfy { together.group[$0] == together.group[$0 + 3_000] })
  }
}
