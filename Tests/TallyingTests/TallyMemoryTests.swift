import Model
import TestSupport
import Testing

@testable import Tallying

/// Memory while a register is read: a bound for each distinct pair, whatever the number of rows.
@Suite struct TallyMemoryTests {
  /// The columns of the throughput workload with coordinates: employment, and nothing else that is summed.
  private static func fill(_ table: TallyTable, pairs: Int, rowsEach: Int, _ generator: inout SeededGenerator) {
    let accumulator = TallyAccumulator(options: Record.options, into: table)
    for start in stride(from: 0, to: pairs, by: 1000) {
      let records = (start..<min(start + 1000, pairs)).map { pair in
        var record = Record()
        record.lat = Int32(100_000_000 + pair * 37)
        record.lon = Int32(750_000_000 + pair % 977 * 1013)
        record.level = .coordinate
        record.uncertainty = 100
        record.amounts = [.employment: Int64.random(in: 1...90, using: &generator)]
        return record
      }
      for _ in 0..<rowsEach { Batch(records).add(to: accumulator) }
    }
  }

  @Test func aPairNeedsLessThanSixtyBytes() throws {
    var generator = SeededGenerator(seed: 71)
    // Enough that what each shard allocates ahead is a small part.
    let pairs = 120_000
    let table = TallyTable()
    Self.fill(table, pairs: pairs, rowsEach: 1, &generator)
    #expect(table.recordCount == pairs)
    #expect(table.byteCount < 60 * pairs, "\(Double(table.byteCount) / Double(pairs)) bytes a pair")
    let tally = try table.finish(threads: 2)
    #expect(tally.pairCount == pairs)
  }

  @Test func moreRowsOfTheSamePairsNeedNoMore() {
    var generator = SeededGenerator(seed: 72)
    let (once, often) = (TallyTable(), TallyTable())
    Self.fill(once, pairs: 30_000, rowsEach: 1, &generator)
    Self.fill(often, pairs: 30_000, rowsEach: 12, &generator)
    // Sums of squares pass two bytes, and nothing else grows.
    #expect(often.recordCount == once.recordCount)
    #expect(often.byteCount <= once.byteCount + 8 * 30_000 * 9 / 8)
  }
}
