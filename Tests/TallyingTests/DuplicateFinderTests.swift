import Foundation
import Model
import TestSupport
import Testing

@testable import Tallying

@Suite("Duplicates")
struct DuplicateFinderTests {
  private static let temporary = FileManager.default.temporaryDirectory.path

  /// Rows with few registration numbers, some without.
  private static func records(_ count: Int, seed: UInt64) -> [Record] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      var record = Record.random(&generator)
      record.registration = UInt64.random(in: 0..<UInt64(max(count / 3, 2)), using: &generator)
      record.canonical = UInt64.random(in: 0..<4, using: &generator)
      if record.reject != 0 { record.registration = 0 }
      return record
    }
  }

  /// Spreads registration numbers over all partitions, as a hash would.
  private static func batch(_ records: [Record], source: Int, firstLine: UInt64) -> Batch {
    let batch = Batch(records, source: source, firstLine: firstLine)
    for row in records.indices {
      guard let registration = batch.enterprises.registration, records[row].registration != 0 else { continue }
      let number = records[row].registration
      registration[row] = Fingerprint(high: number &* 0x9E37_79B9_7F4A_7C15, low: number)
    }
    return batch
  }

  private static func find(_ batches: [[Batch]], budget: Int) throws -> DuplicateSet {
    let finder = DuplicateFinder(budget: budget, collectors: batches.count, temporaryDirectory: temporary)
    let collectors = try batches.map { part in
      let collector = finder.makeCollector()
      for batch in part { try collector.collect(batch.enterprises) }
      return collector
    }
    return try finder.finish(collectors)
  }

  @Test(arguments: [1, 2, 3] as [UInt64], [1 << 26, 1])
  func equalsItsDefinition(seed: UInt64, budget: Int) throws {
    var generator = SeededGenerator(seed: seed + 1000)
    var batches: [[Batch]] = [[], [], []]
    var rows: [(record: Record, source: Int, line: UInt64)] = []
    for source in 0..<3 {
      var line: UInt64 = 2
      for part in 0..<4 {
        let records = Self.records(500, seed: seed * 100 + UInt64(source * 10 + part))
        batches[Int.random(in: 0..<3, using: &generator)].append(
          Self.batch(records, source: source, firstLine: line))
        for (row, record) in records.enumerated() { rows.append((record, source, line + 2 * UInt64(row))) }
        line += 1000
      }
    }
    let found = try Self.find(batches, budget: budget)

    let groups = Dictionary(grouping: rows.indices.filter { rows[$0].record.registration != 0 }) {
      rows[$0].record.registration
    }
    var survivors: [Int: Int] = [:]
    for group in groups.values {
      let best = group.min {
        (rows[$0].record.canonical, rows[$0].source, rows[$0].line)
          < (rows[$1].record.canonical, rows[$1].source, rows[$1].line)
      }
      for row in group where row != best { survivors[row] = best }
    }
    #expect(found.count == survivors.count, "seed \(seed)")
    for row in rows.indices {
      let survivor = found.survivor(source: rows[row].source, line: rows[row].line)
      let expected = survivors[row].map { rows[$0] }
      #expect(survivor?.source == expected?.source && survivor?.line == expected?.line, "seed \(seed) row \(row)")
      #expect(found.isDuplicate(source: rows[row].source, line: rows[row].line) == (expected != nil))
    }
    for batch in batches.joined() {
      let rows = batch.enterprises.rows
      let expected = (0..<rows.count).filter { found.isDuplicate(source: rows.source, line: rows.lines[$0]) }
      #expect(found.rows(in: rows) == expected)
    }
  }

  /// What survives is the same content in any order.
  @Test(arguments: [4, 5, 6] as [UInt64])
  func survivorsDoNotDependOnOrder(seed: UInt64) throws {
    // A canonical fingerprint stands for the content, so equal ones have equal rows.
    var records = Self.records(600, seed: seed)
    let byContent = records
    records = records.map { record in
      guard record.registration != 0 else { return record }
      return byContent.first { $0.registration == record.registration && $0.canonical == record.canonical } ?? record
    }
    var generator = SeededGenerator(seed: seed + 7)
    var results: [Tally] = []
    for budget in [1 << 26, 1, 1 << 26] {
      let cut = Int.random(in: 1..<600, using: &generator)
      let parts = [
        Self.batch(Array(records[..<cut]), source: 1, firstLine: 2),
        Self.batch(Array(records[cut...]), source: 0, firstLine: 2),
      ]
      let found = try Self.find(parts.map { [$0] }, budget: budget)
      #expect(!found.isEmpty)
      // Duplicates taken out later, and left out at once, and never there.
      let later = TallyAccumulator(options: Record.options)
      let atOnce = TallyAccumulator(options: Record.options)
      var without: [Record] = []
      for part in parts { part.add(to: later) }
      for (number, part) in parts.enumerated() {
        let rows = found.rows(in: part.enterprises.rows)
        later.subtract(part.enterprises, part.coded, part.located, rows: rows)
        part.add(to: atOnce, duplicates: rows)
        let own = number == 0 ? Array(records[..<cut]) : Array(records[cut...])
        without += own.indices.filter { !rows.contains($0) }.map { own[$0] }
      }
      let expected = try tally(without)
      #expect(try later.table.finish() == expected)
      #expect(try atOnce.table.finish() == expected)
      results.append(expected)
      records.shuffle(using: &generator)
    }
    #expect(results.allSatisfy { $0 == results[0] }, "seed \(seed)")
  }

  @Test func withoutNumbersThereAreNone() throws {
    let batch = Batch([Record(), Record()], sparse: true)
    #expect(batch.enterprises.registration == nil)
    let found = try Self.find([[batch]], budget: 1 << 20)
    #expect(found.isEmpty && found.rows(in: batch.enterprises.rows).isEmpty)
    #expect(DuplicateSet().count == 0)
  }

  @Test func aMissingDirectoryIsSaid() throws {
    let finder = DuplicateFinder(budget: 1, collectors: 1, temporaryDirectory: "/nonexistent/directory")
    let collector = finder.makeCollector()
    do {
      for part in 0..<4 {
        let records = (1...200).map { Record(registration: UInt64($0)) }
        try collector.collect(Self.batch(records, source: part, firstLine: 2).enterprises)
      }
      _ = try finder.finish([collector])
      Issue.record("spilling to nowhere passed")
    } catch {
      #expect(error.kind == .inputOutput)
      #expect("\(error)".contains("/nonexistent/directory"))
    }
  }

  @Test func theSpillFileLeavesNothingBehind() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "karkhana-\(UInt64.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let finder = DuplicateFinder(budget: 1, collectors: 1, temporaryDirectory: directory.path)
    let collector = finder.makeCollector()
    try collector.collect(
      Self.batch((1...2000).map { Record(registration: UInt64($0)) }, source: 0, firstLine: 1).enterprises)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
    #expect(try finder.finish([collector]).isEmpty)
  }
}
