import Model
import TestSupport
import Testing

@testable import Tallying

@Suite("A table that threads share")
struct TallyTableTests {
  @Test(arguments: [11, 12, 13] as [UInt64])
  func whatThreadsAddAndTakeOutIsTheWhole(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let records = Record.random(1500, seed: seed)
    // Some rows are added by one thread and taken out by another, which may see them first.
    let surplus = Set((0..<150).map { _ in Int.random(in: 0..<1500, using: &generator) })
    let expected = try tally(records.indices.filter { !surplus.contains($0) }.map { records[$0] })

    let table = TallyTable()
    var added = stride(from: 0, to: 1500, by: 100).map { Array(records[$0..<($0 + 100)]) }
    added.shuffle(using: &generator)
    let taken = surplus.sorted().map { records[$0] }
    let ledgers = await withTaskGroup(of: Ledger.self) { group in
      for part in 0..<4 {
        let own = added.indices.filter { $0 % 4 == part }.map { added[$0] }
        let out = taken.indices.filter { $0 % 4 == part }.map { taken[$0] }
        group.addTask {
          let accumulator = TallyAccumulator(options: Record.options, into: table)
          for record in out {
            let batch = Batch([record])
            accumulator.subtract(batch.enterprises, batch.coded, batch.located, rows: [0])
          }
          for rows in own { Batch(rows, sparse: true).add(to: accumulator) }
          return accumulator.ledger
        }
      }
      return await group.reduce(into: [Ledger]()) { $0.append($1) }
    }
    var ledger = Ledger()
    for part in ledgers { ledger.add(part) }
    #expect(ledger.rowsRead == 1500, "seed \(seed)")
    #expect(ledger.duplicates == surplus.filter { records[$0].reject == 0 }.count, "seed \(seed)")
    #expect(try table.finish(threads: 3) == expected, "seed \(seed)")
    #expect(table.recordCount == 0)
    #expect(try table.finish() == Tally())
  }

  @Test(arguments: [31, 32] as [UInt64])
  func theNumberOfThreadsThatFinishDoesNotShow(seed: UInt64) throws {
    // Many pairs at few positions and few pairs at many; more than one part of the work a thread.
    var generator = SeededGenerator(seed: seed)
    let records = (0..<14_000).map { index in
      var record = Record.random(&generator)
      if index % 2 == 0 {
        record.lat = Int32.random(in: -900_000_000...900_000_000, using: &generator)
        record.place = UInt32.random(in: 0..<9, using: &generator)
      }
      return record
    }
    let expected = naiveTally(records)
    for threads in [1, 2, 3, 8] {
      let accumulator = TallyAccumulator(options: Record.options)
      Batch(records).add(to: accumulator)
      #expect(try accumulator.table.finish(threads: threads) == expected, "seed \(seed), \(threads) threads")
    }
  }

  @Test func aTotalThatIsTooGreatInPartsIsTooGreatInTheWhole() throws {
    let half = Int64.max / 2 + 1
    let table = TallyTable()
    for _ in 0..<2 {
      Batch([Record(amounts: [.turnover: half])]).add(to: TallyAccumulator(options: Record.options, into: table))
    }
    #expect(throws: Failure.self) { try table.finish() }
  }

  @Test func sumsGrowBeyond32And64Bits() throws {
    for records in [
      [Record(amounts: [.turnover: 5_000_000_000]), Record(amounts: [.turnover: 7])],
      [Record(amounts: [.turnover: 4_000_000_000_000]), Record(amounts: [.turnover: 4_000_000_000_001])],
    ] {
      for order in [records, records.reversed()] {
        let table = TallyTable()
        for record in order {
          Batch([record]).add(to: TallyAccumulator(options: Record.options, into: table))
        }
        #expect(try table.finish() == naiveTally(records))
      }
    }
  }

  @Test(arguments: [21, 22] as [UInt64])
  func theLedgerOfABatchIsWhatTheAccumulatorCounts(seed: UInt64) {
    let batch = Batch(Record.random(800, seed: seed))
    let accumulator = TallyAccumulator(options: Record.options)
    batch.add(to: accumulator)
    #expect(
      Ledger(counting: batch.enterprises, batch.coded, batch.located, Record.options) == accumulator.ledger,
      "seed \(seed)")
  }
}
