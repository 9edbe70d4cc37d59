import Model
import Tallying

/// The first reading of the registers: the tally, the ledger, and which rows repeat another's registration number.
struct CountingPass {
  struct Counted: Sendable {
    var tally: Tally
    var ledger: Ledger
    var duplicates: DuplicateSet
  }

  let setup: RunSetup
  let reporter: Reporter

  /// What one thread gathers. Used by one thread at a time: by its own while a pass runs, afterwards by the one that puts the
  /// parts together.
  private struct Part: @unchecked Sendable {
    let accumulator: TallyAccumulator
    var collector: DuplicateCollector?
  }

  func run() throws(Failure) -> Counted {
    let options = setup.options
    // A quarter of the limit at most for fingerprints, the rest for the tally.
    let limit = setup.memoryLimit
    let budget = min(setup.configuration.tallying.duplicateBudget, limit.map { $0 / 4 } ?? .max)
    let finder =
      options.keepDuplicates || !setup.inputs.contains { $0.binding.hasRegistrationNumber }
      ? nil
      : DuplicateFinder(
        budget: budget, collectors: options.threads,
        temporaryDirectory: setup.temporaryDirectory)
    let tallyOptions = try setup.tallyOptions()
    let table = TallyTable(
      limit: limit.map { finder == nil ? $0 : $0 - budget } ?? .max, temporaryDirectory: setup.temporaryDirectory)
    let stream = setup.stream(fingerprints: finder != nil)
    let parts = try StreamPass(setup: setup, reporter: reporter, label: "reading", stream: stream).run {
      Part(accumulator: TallyAccumulator(options: tallyOptions, into: table), collector: finder?.makeCollector())
    } _: { (part) throws(Failure) -> Int? in
      guard let batch = try stream.next() else { return nil }
      part.accumulator.add(batch.enterprises, batch.coded, batch.located)
      try part.collector?.collect(batch.enterprises)
      try table.makeRoom()
      return batch.enterprises.count
    }
    var ledger = Self.ledger(parts)
    var duplicates = DuplicateSet()
    if let finder {
      reporter.stage("duplicates")
      duplicates = try finder.finish(parts.compactMap(\.collector))
    }
    if !duplicates.isEmpty { ledger.add(try surplus(duplicates, table)) }
    return Counted(tally: try table.finish(threads: options.threads), ledger: ledger, duplicates: duplicates)
  }

  /// Reads again, and takes the surplus rows out of table and ledger, of which it returns the change: the sums are invertible. Of the other rows nothing is
  /// looked at but where they begin and end.
  private func surplus(_ duplicates: DuplicateSet, _ table: TallyTable) throws(Failure) -> Ledger {
    let tallyOptions = try setup.tallyOptions()
    let stream = try setup.reopened()
    let pass = StreamPass(setup: setup, reporter: reporter, label: "taking duplicates out", stream: stream)
    let parts = try pass.run {
      Part(accumulator: TallyAccumulator(options: tallyOptions, into: table))
    } _: { (part) throws(Failure) -> Int? in
      guard let rows = try stream.nextRows() else { return nil }
      let count = rows.count
      let surplus = duplicates.rows(in: rows)
      if !surplus.isEmpty {
        rows.keep(surplus)
        let batch = stream.process(stream.enterprises(rows))
        part.accumulator.subtract(batch.enterprises, batch.coded, batch.located, rows: Array(0..<rows.count))
        try table.makeRoom()
      }
      return count
    }
    for input in setup.inputs { try setup.check(input) }
    return Self.ledger(parts)
  }

  /// Where the rows of all parts went.
  private static func ledger(_ parts: [Part]) -> Ledger {
    var ledger = Ledger()
    for part in parts { ledger.add(part.accumulator.ledger) }
    return ledger
  }
}
