import Foundation
import Model
import TestSupport
import Testing

@testable import Tallying

@Suite("A table with a limit")
struct TallySpillTests {
  private static let temporary = FileManager.default.temporaryDirectory.path

  /// Rows at few places and at many, so that some pairs stand in every run and some in one.
  private static func records(_ count: Int, _ generator: inout SeededGenerator) -> [Record] {
    (0..<count).map { index in
      var record = Record.random(&generator)
      if index % 3 == 0 { record.lat = Int32.random(in: -900_000_000...900_000_000, using: &generator) }
      return record
    }
  }

  /// Adds the records in batches of `size`, makes room after each, and takes `surplus` out again at random moments.
  private static func fill(
    _ table: TallyTable, _ records: [Record], size: Int, takingOut surplus: [Int] = [],
    _ generator: inout SeededGenerator
  ) throws {
    let accumulator = TallyAccumulator(options: Record.options, into: table)
    var steps = stride(from: 0, to: records.count, by: size).map {
      (rows: Array($0..<min($0 + size, records.count)), adds: true)
    }
    steps += surplus.map { ([$0], false) }
    steps.shuffle(using: &generator)
    for step in steps {
      let batch = Batch(step.rows.map { records[$0] })
      if step.adds {
        batch.add(to: accumulator)
      } else {
        accumulator.subtract(batch.enterprises, batch.coded, batch.located, rows: Array(step.rows.indices))
      }
      try table.makeRoom()
    }
  }

  @Test(arguments: [41, 42, 43] as [UInt64], [1, 60_000, 250_000])
  func theLimitDoesNotShow(seed: UInt64, limit: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let records = Self.records(4000, &generator)
    let expected = naiveTally(records)
    for threads in [1, 2, 3, 8] {
      let table = TallyTable(limit: limit, temporaryDirectory: Self.temporary)
      try Self.fill(table, records, size: 50, &generator)
      #expect(table.runCount > (limit == 1 ? 70 : limit == 60_000 ? 1 : 0), "seed \(seed), limit \(limit)")
      #expect(try table.finish(threads: threads) == expected, "seed \(seed), limit \(limit), \(threads) threads")
      #expect(table.recordCount == 0 && table.runCount == 0)
      #expect(try table.finish(threads: threads) == Tally())
    }
  }

  @Test(arguments: [51, 52, 53] as [UInt64], [1, 100_000])
  func whatIsTakenOutMayStandInAnotherRun(seed: UInt64, limit: Int) throws {
    var generator = SeededGenerator(seed: seed)
    let records = Self.records(2000, &generator)
    let surplus = Array(records.indices.shuffled(using: &generator).prefix(700))
    let gone = Set(surplus)
    let expected = naiveTally(records.indices.filter { !gone.contains($0) }.map { records[$0] })
    for threads in [1, 2, 8] {
      let table = TallyTable(limit: limit, temporaryDirectory: Self.temporary)
      try Self.fill(table, records, size: 40, takingOut: surplus, &generator)
      #expect(table.runCount > 1)
      #expect(try table.finish(threads: threads) == expected, "seed \(seed), limit \(limit), \(threads) threads")
    }
  }

  @Test func whatCancelsAcrossRunsVanishesWithItsSitesAndKeys() throws {
    var generator = SeededGenerator(seed: 61)
    let records = Self.records(600, &generator)
    let table = TallyTable(limit: 1, temporaryDirectory: Self.temporary)
    try Self.fill(table, records, size: 30, takingOut: Array(records.indices), &generator)
    #expect(table.runCount > 100)
    #expect(try table.finish(threads: 2) == Tally())
  }

  @Test(arguments: [71, 72] as [UInt64])
  func threadsFillAndSpillAtTheSameTime(seed: UInt64) async throws {
    var generator = SeededGenerator(seed: seed)
    let records = Self.records(6000, &generator)
    let expected = naiveTally(records)
    let table = TallyTable(limit: 80_000, temporaryDirectory: Self.temporary)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in 0..<4 {
        group.addTask {
          var generator = SeededGenerator(seed: seed * 10 + UInt64(part))
          try Self.fill(table, Array(records[part * 1500..<(part + 1) * 1500]), size: 25, &generator)
        }
      }
      try await group.waitForAll()
    }
    #expect(table.runCount > 3)
    #expect(try table.finish(threads: 4) == expected, "seed \(seed)")
  }

  @Test func sumsThatGrowInOneRunAloneAreWhole() throws {
    let records = [3, 5_000_000_000, -1, 4_000_000_000_000, 7].map { (turnover: Int64) in
      turnover < 0 ? Record() : Record(amounts: [.turnover: turnover])
    }
    let table = TallyTable(limit: 1, temporaryDirectory: Self.temporary)
    let accumulator = TallyAccumulator(options: Record.options, into: table)
    for record in records {
      Batch([record], sparse: true).add(to: accumulator)
      try table.makeRoom()
    }
    #expect(table.runCount == 5)
    #expect(try table.finish() == naiveTally(records))
  }

  @Test func aTotalThatIsTooGreatAcrossRunsIsRefused() throws {
    let table = TallyTable(limit: 1, temporaryDirectory: Self.temporary)
    for _ in 0..<2 {
      Batch([Record(amounts: [.turnover: Int64.max / 2 + 1])]).add(
        to: TallyAccumulator(options: Record.options, into: table))
      try table.makeRoom()
    }
    let failure = #expect(throws: Failure.self) { try table.finish() }
    #expect(failure?.kind == .data)
  }

  @Test func theFullTableStaysWithinItsLimit() throws {
    var generator = SeededGenerator(seed: 81)
    let table = TallyTable(limit: 1 << 20, temporaryDirectory: Self.temporary)
    let accumulator = TallyAccumulator(options: Record.options, into: table)
    var greatest = 0
    for _ in 0..<60 {
      Batch(Self.records(500, &generator)).add(to: accumulator)
      greatest = max(greatest, table.byteCount)
      try table.makeRoom()
    }
    #expect(table.runCount > 1)
    // One batch more than four fifths.
    #expect(greatest < 1 << 20 && greatest > 1 << 19)
  }

  @Test func withoutALimitNothingIsWritten() throws {
    let table = TallyTable(temporaryDirectory: "/nonexistent/directory")
    Batch(Record.random(500, seed: 91)).add(to: TallyAccumulator(options: Record.options, into: table))
    try table.makeRoom()
    #expect(table.runCount == 0)
    #expect(try table.finish() == naiveTally(Record.random(500, seed: 91)))
  }

  @Test func aMissingDirectoryIsSaid() throws {
    let table = TallyTable(limit: 1, temporaryDirectory: "/nonexistent/directory")
    Batch([Record()]).add(to: TallyAccumulator(options: Record.options, into: table))
    let failure = #expect(throws: Failure.self) { try table.makeRoom() }
    #expect(failure?.kind == .inputOutput)
    #expect(failure?.message.contains("/nonexistent/directory") == true)
    #expect(failure?.message.contains("TMPDIR") == true)
  }

  @Test func theRunsLeaveNothingBehind() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "karkhana-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let table = TallyTable(limit: 1, temporaryDirectory: directory.path)
    Batch([Record()]).add(to: TallyAccumulator(options: Record.options, into: table))
    try table.makeRoom()
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    #expect(try table.finish() == naiveTally([Record()]))
  }

  /// The columns of a register of coordinates, industry codes and persons, each row a pair of its own.
  @Test func aDistinctPairTakesLessThan60Bytes() throws {
    let table = TallyTable()
    let accumulator = TallyAccumulator(options: Record.options, into: table)
    let pairs = 40_000
    for start in stride(from: 0, to: pairs, by: 8000) {
      var records: [Record] = []
      for index in start..<start + 8000 {
        var record = Record()
        record.group = UInt16(index % 300)
        record.key = record.group
        record.level = .coordinate
        record.lat = Int32(index) * 1000
        record.place = LocatedBatch.noPlace
        record.uncertainty = 100
        record.amounts[.employment] = Int64(index % 90)
        records.append(record)
      }
      Batch(records, sparse: true).add(to: accumulator)
    }
    #expect(table.recordCount == pairs)
    print("bytes a distinct pair: \(Double(table.byteCount) / Double(pairs))")
    #expect(table.byteCount < 60 * pairs)
  }
}
