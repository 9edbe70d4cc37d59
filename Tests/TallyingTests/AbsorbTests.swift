import Model
import TestSupport
import Testing

@testable import Tallying

@Suite("Absorbing an accumulator")
struct AbsorbTests {
  @Test(arguments: [11, 12, 13] as [UInt64])
  func partsThatAreAbsorbedAreTheWhole(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let records = Record.random(1500, seed: seed)
    // Some rows are added by one thread and taken out by another, which may see them first.
    let surplus = Set((0..<150).map { _ in Int.random(in: 0..<1500, using: &generator) })
    let expected = try tally(records.indices.filter { !surplus.contains($0) }.map { records[$0] })

    var parts = (0..<4).map { _ in TallyAccumulator(options: Record.options) }
    for start in stride(from: 0, to: 1500, by: 100) {
      let part = parts[Int.random(in: 0..<4, using: &generator)]
      Batch(Array(records[start..<(start + 100)]), sparse: true).add(to: part)
    }
    for row in surplus.sorted() {
      let batch = Batch([records[row]])
      let part = parts[Int.random(in: 0..<4, using: &generator)]
      part.subtract(batch.enterprises, batch.coded, batch.located, rows: [0])
    }
    parts.shuffle(using: &generator)
    let whole = parts[0]
    for part in parts.dropFirst() { whole.absorb(part) }
    #expect(whole.ledger.rowsRead == 1500, "seed \(seed)")
    #expect(whole.ledger.duplicates == surplus.filter { records[$0].reject == 0 }.count, "seed \(seed)")
    #expect(try whole.finish() == expected, "seed \(seed)")
    for part in parts.dropFirst() {
      #expect(part.pairCount == 0 && part.ledger == Ledger())
      #expect(try part.finish() == Tally())
    }
  }

  @Test func aTotalThatIsTooGreatInPartsIsTooGreatInTheWhole() throws {
    let half = Int64.max / 2 + 1
    let parts = (0..<2).map { _ in TallyAccumulator(options: Record.options) }
    for part in parts { Batch([Record(amounts: [.turnover: half])]).add(to: part) }
    parts[0].absorb(parts[1])
    #expect(throws: Failure.self) { try parts[0].finish() }
  }

  @Test func sumsBeyond32BitsAreAbsorbed() throws {
    let records = [Record(amounts: [.turnover: 5_000_000_000]), Record(amounts: [.turnover: 7])]
    for order in [records, records.reversed()] {
      let parts = order.map { record in
        let part = TallyAccumulator(options: Record.options)
        Batch([record]).add(to: part)
        return part
      }
      parts[0].absorb(parts[1])
      #expect(try parts[0].finish() == naiveTally(records))
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
