import Model
import Synchronization
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

  func run() throws(Failure) -> Counted {
    let options = setup.options
    let finder =
      options.keepDuplicates || !setup.inputs.contains { $0.binding.hasRegistrationNumber }
      ? nil
      : DuplicateFinder(
        budget: setup.configuration.tallying.duplicateBudget, collectors: options.threads,
        temporaryDirectory: setup.temporaryDirectory)
    let collectors = Mutex<[Collected]>([])
    let parts = try sums(label: "reading", stream: setup.stream) { () -> DuplicateCollector? in
      guard let finder else { return nil }
      let collector = finder.makeCollector()
      collectors.withLock { $0.append(Collected(collector: collector)) }
      return collector
    } body: { (stream, accumulator, collector) throws(Failure) -> Int? in
      guard let batch = try stream.next() else { return nil }
      accumulator.add(batch.enterprises, batch.coded, batch.located)
      try collector?.collect(batch.enterprises)
      return batch.enterprises.count
    }
    var counted = Counted(
      tally: try Tally.merge(parts.map(\.tally)), ledger: Ledger(), duplicates: DuplicateSet())
    for part in parts { counted.ledger.add(part.ledger) }
    if let finder {
      reporter.stage("duplicates")
      counted.duplicates = try finder.finish(collectors.withLock { $0.map(\.collector) })
      if !counted.duplicates.isEmpty { try takeOut(&counted) }
    }
    return counted
  }

  /// Reads again, and takes the surplus rows out of tally and ledger: the sums are invertible.
  private func takeOut(_ counted: inout Counted) throws(Failure) {
    let duplicates = counted.duplicates
    let parts = try sums(label: "taking duplicates out", stream: try setup.reopened()) {
      nil
    } body: {
      (stream, accumulator, _) throws(Failure) -> Int? in
      guard let enterprises = try stream.nextEnterprises() else { return nil }
      let rows = duplicates.rows(in: enterprises.rows)
      if !rows.isEmpty {
        let batch = stream.process(enterprises)
        accumulator.subtract(batch.enterprises, batch.coded, batch.located, rows: rows)
      }
      return enterprises.count
    }
    counted.tally = try Tally.merge([counted.tally] + parts.map(\.tally))
    for part in parts { counted.ledger.add(part.ledger) }
  }

  private struct Part: Sendable {
    var tally: Tally
    var ledger: Ledger
  }

  /// A collector is used by one thread while a pass runs and by the finder after it.
  private struct Collected: @unchecked Sendable {
    let collector: DuplicateCollector
  }

  /// Runs `body` on every thread until it returns nil, each with an accumulator of its own.
  private func sums(
    label: String, stream: RegisterStream, collector: @Sendable () -> DuplicateCollector?,
    body: @Sendable (RegisterStream, TallyAccumulator, DuplicateCollector?) throws(Failure) -> Int?
  ) throws(Failure) -> [Part] {
    let start = Reporter.now()
    let rows = Atomic<Int>(0)
    let total = setup.totalBytes
    let parts = try Workers.run(setup.options.threads) { (_) throws(Failure) -> Part in
      let accumulator = TallyAccumulator(options: setup.tallyOptions)
      let collector = collector()
      while let count = try body(stream, accumulator, collector) {
        let sum = rows.wrappingAdd(count, ordering: .relaxed).newValue
        reporter.progress(label, rows: sum, bytes: stream.bytesRead, of: total, since: start)
      }
      let ledger = accumulator.ledger
      return Part(tally: try accumulator.finish(), ledger: ledger)
    }
    reporter.finishLine()
    return parts
  }
}
