import TestSupport
import Testing

@testable import Spatial

@Suite("Cells that have been met")
struct CellSetTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func agreesWithASet(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var cells = CellSet(capacity: 1)
    var expected: Set<[Int32]> = []
    for index in 0..<5000 {
      let column = index % 100 == 7 ? 0 : Int32.random(in: -40...40, using: &generator)
      let row = index % 100 == 7 ? 0 : Int32.random(in: -40...40, using: &generator)
      let (isNew, wasNew) = (cells.insert(column: column, row: row), expected.insert([column, row]).inserted)
      #expect(isNew == wasNew, "seed \(seed)")
    }
  }

  @Test func theFarthestCellsAreApart() {
    var cells = CellSet(capacity: 4)
    for (column, row) in [(Int32.min, Int32.max), (.max, .min), (0, 0), (-1, -1), (0, -1), (-1, 0)] {
      let answers = [cells.insert(column: column, row: row), cells.insert(column: column, row: row)]
      #expect(answers == [true, false])
    }
  }
}
