import Model
import Testing

@Suite("Blocks that are used again")
struct BlockPoolTests {
  @Test func aBlockComesBackWhereItIsLargeEnough() {
    let pool = BlockPool()
    let first = pool.take(byteCount: 1000)
    #expect(first.capacity >= 1000)
    pool.give(first.base, capacity: first.capacity)
    let larger = pool.take(byteCount: first.capacity + 1)
    #expect(larger.base != first.base)
    let same = pool.take(byteCount: 500)
    #expect(same.base == first.base && same.capacity == first.capacity)
    pool.give(larger.base, capacity: larger.capacity)
    pool.give(same.base, capacity: same.capacity)
  }

  @Test func moreThanItKeepsIsFreed() {
    let pool = BlockPool()
    let blocks = (0..<40).map { _ in pool.take(byteCount: 64) }
    for block in blocks { pool.give(block.base, capacity: block.capacity) }
    let again = (0..<40).map { _ in pool.take(byteCount: 64) }
    #expect(Set(again.map(\.base)).count == 40)
    for block in again { pool.give(block.base, capacity: block.capacity) }
  }
}
