import TestSupport
import Testing

@testable import Pipeline

@Suite("Numbers by cell")
struct CellTableTests {
  @Test func whatWasPutInComesOut() {
    var generator = SeededGenerator(seed: 5)
    var table = CellTable()
    var expected: [UInt64: UInt32] = [:]
    for number in 0..<20_000 {
      // Neighbouring cells, and cells that differ in their upper halves alone.
      let cell = UInt64.random(in: 0..<4000, using: &generator) << (number % 2 == 0 ? 0 : 40)
      if expected[cell] == nil {
        #expect(table[cell] == nil)
        table.insert(UInt32(number), for: cell)
        expected[cell] = UInt32(number)
      }
    }
    #expect(expected.allSatisfy { table[$0.key] == $0.value })
    #expect(table[UInt64.max - 1] == nil)
  }
}
