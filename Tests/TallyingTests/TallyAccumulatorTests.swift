import Model
import TestSupport
import Testing

@testable import Tallying

@Suite("Tally accumulator")
struct TallyAccumulatorTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64], [false, true])
  func equalsItsDefinition(seed: UInt64, withPlanned: Bool) throws {
    let records = Record.random(3000, seed: seed)
    let options = TallyOptions(withPlanned: withPlanned, fewPersonsMax: 5, littleCapitalMax: 500_000)
    #expect(try tally(records, options) == naiveTally(records, options), "seed \(seed)")
  }

  @Test(arguments: [5, 6, 7] as [UInt64])
  func orderChunksAndThreadsDoNotMatter(seed: UInt64) async throws {
    var records = Record.random(2000, seed: seed)
    let expected = try tally(records)
    var generator = SeededGenerator(seed: seed + 100)
    for threads in [1, 2, 5] {
      records.shuffle(using: &generator)
      var parts: [[Batch]] = Array(repeating: [], count: threads)
      var rest = records[...]
      while !rest.isEmpty {
        let size = min(rest.count, Int.random(in: 1...200, using: &generator))
        parts[Int.random(in: 0..<threads, using: &generator)].append(Batch(Array(rest.prefix(size)), sparse: true))
        rest = rest.dropFirst(size)
      }
      var accumulators: [TallyAccumulator] = []
      var ledger = Ledger()
      for part in parts {
        let accumulator = TallyAccumulator(options: Record.options)
        for batch in part { batch.add(to: accumulator) }
        ledger.add(accumulator.ledger)
        accumulators.append(accumulator)
      }
      let merged = try Tally.merge(accumulators.map { try $0.table.finish() })
      #expect(merged == expected, "seed \(seed), \(threads) threads")
      #expect(ledger.rowsRead == 2000)
      #expect(ledger.faults.filter { !$0.hasPrefix("located") }.isEmpty, "seed \(seed): \(ledger.faults)")
    }
  }

  @Test func aRowGoesWhereItFirstBelongs() {
    // Each row has every fault from its own on.
    var row = Record(operating: .planned, group: CodedBatch.noProduct, uncoded: .unknownCode, level: .district)
    row.unlocated = .tooCoarse
    var rejected = row
    rejected.reject = RejectCode.invalidText.rawValue
    var closed = row
    closed.operating = .no
    var uncoded = row
    uncoded.operating = .unknown
    var unlocated = uncoded
    (unlocated.group, unlocated.uncoded) = (4, .none)
    let accumulator = TallyAccumulator(options: Record.options)
    Batch([rejected, row, closed, uncoded, unlocated, Record()]).add(to: accumulator)
    let ledger = accumulator.ledger
    #expect(
      [
        ledger.rowsRead, ledger.rejected, ledger.notOperating, ledger.planned, ledger.closed, ledger.uncoded,
        ledger.unlocated, ledger.located,
      ] == [6, 1, 2, 1, 1, 1, 1, 1])
    #expect(ledger.rejectCodes[Int(RejectCode.invalidText.rawValue)] == 1)
    #expect(ledger.uncodedReasons[Int(UncodedReason.unknownCode.rawValue)] == 1)
    #expect(ledger.unlocatedReasons[Int(UnlocatedReason.tooCoarse.rawValue)] == 1)
    #expect(ledger.levels[Int(MatchLevel.pin.rawValue)] == 1)
    #expect(accumulator.table.recordCount == 1)
  }

  @Test func levelsUpToSubdistrictAreLocated() throws {
    for level in MatchLevel.allCases {
      var record = Record(level: level)
      if !level.isLocated { record.unlocated = .tooCoarse }
      #expect(try tally([record]).pairCount == (level <= .subdistrict ? 1 : 0), "\(level)")
    }
  }

  @Test func plannedAndClosedWeighNothing() throws {
    let found = try tally([
      Record(operating: .planned, units: 4), Record(operating: .no, units: 6, amounts: [.employment: 9]),
    ])
    #expect(found.pairCount == 1)
    #expect(found.value(.unitsPlanned, 0) == 4 && found.value(.unitsClosed, 0) == 6)
    #expect(found.units(0) == 0 && found.weight(0) == 0 && found.value(.rows, 0) == 0)
    #expect(found.columns.compactMap(\.self).count == 2)
    let counted = try tally(
      [Record(operating: .planned, units: 4)],
      TallyOptions(withPlanned: true, fewPersonsMax: 5, littleCapitalMax: 500_000))
    // Such a row does not say that it operates.
    #expect(counted.value(.unitsUnknown, 0) == 4 && counted.value(.unitsPlanned, 0) == 0)
  }

  @Test func looms() throws {
    func weight(_ productionClass: ProductionClass, _ units: Int64, _ looms: Int64?) throws -> Int64 {
      let amounts = looms.map { [AmountField.looms: $0] } ?? [:]
      let found = try tally([Record(productionClass: productionClass, units: units, amounts: amounts)])
      #expect(found.value(.sum(.looms), 0) == looms ?? 0)
      return found.weight(0)
    }
    #expect(try weight(.handloom, 1, nil) == 1)
    #expect(try weight(.handloom, 30, nil) == 30)
    #expect(try weight(.handloom, 1, 12) == 12)
    #expect(try weight(.handloom, 30, 12) == 12)
    #expect(try weight(.handloom, 1, 0) == 0)
    #expect(try weight(.industrial, 2, 12) == 2)
  }

  @Test func squaresOnlyOfSingleUnits() throws {
    let found = try tally([
      Record(amounts: [.employment: 7, .turnover: 3_000_000_000]), Record(units: 2, amounts: [.employment: 100]),
    ])
    #expect(found.wide[WideColumn.employmentSquares.rawValue] == TallySums([49] as [Int64]))
    #expect(found.wide[WideColumn.turnoverSquares.rawValue] == TallySums([9_000_000_000_000_000_000] as [Int64]))
    #expect(found.value(.sum(.employment), 0) == 107 && found.value(.known(.employment), 0) == 3)
  }

  @Test func evidenceAtItsLimits() throws {
    func evidence(_ record: Record) throws -> ExclusionEvidence? {
      let found = try tally([record])
      return (0..<16).map { ExclusionEvidence(rawValue: $0) }.first { found.value(.exclusion($0), 0) == record.units }
    }
    #expect(try evidence(Record()) == [])
    #expect(try evidence(Record(amounts: [.employment: 5])) == .fewPersons)
    #expect(try evidence(Record(amounts: [.employment: 6])) == [])
    #expect(try evidence(Record(units: 3, amounts: [.employment: 5])) == .fewPersons)
    #expect(try evidence(Record(units: 3, amounts: [.employment: 6])) == [])
    #expect(try evidence(Record(amounts: [.investment: 500_000])) == .littleCapital)
    #expect(try evidence(Record(amounts: [.investment: 500_001])) == [])
    #expect(try evidence(Record(household: 1)) == .household)
    #expect(try evidence(Record(household: 0)) == [])
    #expect(try evidence(Record(registered: 0)) == .unregistered)
    #expect(try evidence(Record(registered: 1)) == [])
  }

  @Test func sumsBeyond32Bits() throws {
    let records = Array(repeating: Record(amounts: [.turnover: 2_000_000_000]), count: 5)
    #expect(try tally(records).value(.sum(.turnover), 0) == 10_000_000_000)
    #expect(try tally(records + [Record(lat: 5)]) == naiveTally(records + [Record(lat: 5)]))
  }

  @Test func sumsBeyond64BitsAreRefused() {
    let huge = Record(amounts: [.turnover: .max])
    #expect(throws: Never.self) { try tally([huge]) }
    for records in [
      [huge, Record(lat: 9, amounts: [.turnover: 1])], [huge, huge, huge],
      [Record(uncertainty: .max, units: .max / 2)],
    ] {
      do {
        _ = try tally(records)
        Issue.record("a total beyond 64 bits passed")
      } catch {
        #expect((error as? Failure)?.kind == .data)
      }
    }
  }

  @Test(arguments: [8, 9, 10] as [UInt64])
  func subtractingUndoesAdding(seed: UInt64) throws {
    let records = Record.random(1500, seed: seed)
    var generator = SeededGenerator(seed: seed + 50)
    let isTwice = records.map { _ in Bool.random(using: &generator) }
    let rows = records.indices.filter { isTwice[$0] && records[$0].reject == 0 }
    let kept = records.indices.filter { !isTwice[$0] || records[$0].reject != 0 }.map { records[$0] }

    let accumulator = TallyAccumulator(options: Record.options)
    let batch = Batch(records)
    batch.add(to: accumulator)
    accumulator.subtract(batch.enterprises, batch.coded, batch.located, rows: rows)
    let atOnce = TallyAccumulator(options: Record.options)
    batch.add(to: atOnce, duplicates: rows)

    #expect(accumulator.ledger == atOnce.ledger, "seed \(seed)")
    #expect(accumulator.ledger.duplicates == rows.count)
    #expect(accumulator.ledger.rowsRead == records.count)
    #expect(accumulator.ledger.faults.filter { !$0.hasPrefix("located") }.isEmpty)
    let expected = try tally(kept)
    #expect(try accumulator.table.finish() == expected, "seed \(seed)")
    #expect(try atOnce.table.finish() == expected, "seed \(seed)")
  }

  @Test func rejectsAreNeverDuplicates() {
    let accumulator = TallyAccumulator(options: Record.options)
    let batch = Batch([Record(reject: RejectCode.badQuotes.rawValue), Record()])
    batch.add(to: accumulator, duplicates: [0])
    #expect(accumulator.ledger.rejected == 1 && accumulator.ledger.duplicates == 0)
    accumulator.subtract(batch.enterprises, batch.coded, batch.located, rows: [0])
    #expect(accumulator.ledger.rejected == 1 && accumulator.ledger.duplicates == 0)
  }

  @Test func flagsAreCountedOverAllThatWasRead() {
    let accumulator = TallyAccumulator(options: Record.options)
    let batch = Batch([
      Record(flags: [.badDate, .unknownPin]), Record(operating: .no, flags: .badDate),
      Record(reject: 1, flags: .badDate),
    ])
    batch.add(to: accumulator, duplicates: [0])
    func count(_ flag: RowFlags) -> Int {
      RowFlags.names.firstIndex { $0.flag == flag }.map { accumulator.ledger.flags[$0] } ?? -1
    }
    #expect(count(.badDate) == 2)
    #expect(count(.unknownPin) == 1)
  }

  @Test func manyPairsStaySmall() throws {
    let accumulator = TallyAccumulator(options: Record.options)
    let count = 60_000
    for start in stride(from: 0, to: count, by: 5000) {
      let records = (start..<start + 5000).map {
        Record(operating: .unknown, level: .coordinate, lat: Int32($0 / 250), lon: Int32($0 % 250), place: .max)
      }
      Batch(records, sparse: true).add(to: accumulator)
    }
    #expect(accumulator.table.recordCount == count)
    // The identity, two sums of a plain register, the slots, and the slack of growth.
    #expect(accumulator.table.byteCount <= 60 * count, "\(accumulator.table.byteCount / count) bytes a pair")
    let found = try accumulator.table.finish()
    #expect(found.pairCount == count && found.columns.compactMap(\.self).count == 5)
    #expect(found.sites == found.sites.sorted())
    #expect(accumulator.table.recordCount == 0)
    #expect(try accumulator.table.finish() == Tally())
  }

  @Test func nothing() throws {
    #expect(try tally([]) == Tally())
    #expect(try Tally.merge([]) == Tally())
  }
}
