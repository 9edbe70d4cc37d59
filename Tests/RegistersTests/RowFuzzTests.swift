import Model
import TestSupport
import Testing

@testable import Registers

/// Rows of any content: every row keeps a state, every value stays in its range, and how rows are batched changes nothing.
struct RowFuzzTests {
  private static let samples = [
    "", "NA", "-", "0", "560001", "13121;13122", "1,23,456", "₹ 4.6 crore", "27/08/2021", "yes", "Closed",
    "COMMENCED OPERATIONS",
    #"[{"NIC5DigitId":"13121","Description":"Weaving"},{"NIC5DigitId":"13122","Description":"Silk"}]"#,
    "UDYAM-TN-28-0001234",
    "raw-material", "factory", "BD",
  ]

  private func rows(_ columns: Int, _ count: Int, _ random: inout SeededGenerator) -> [[String]] {
    (0..<count).map { _ in
      (0..<columns).map { _ in
        let text = Self.samples.randomElement(using: &random) ?? ""
        guard Bool.random(using: &random) else { return text }
        return String(decoding: mutated(text, &random), as: UTF8.self)
      }
    }
  }

  /// A header with the preferred name of every column of a schema.
  private func header(_ schema: RegisterSchema) -> [String] {
    schema.columns.compactMap(\.first)
  }

  @Test func everyRowKeepsAState() throws {
    let seed: UInt64 = 2718
    var random = SeededGenerator(seed: seed)
    for schema in Fixture.catalogue.schemas {
      let header = header(schema)
      let batch = try Fixture.read(header, rows(header.count, 400, &random), named: schema.name)
      let operating = try #require(batch.operating)
      let units = try #require(batch.units)
      let lists = try #require(batch.furtherCodes)
      for row in 0..<batch.count {
        let place = "seed \(seed), \(schema.name), row \(row)"
        #expect(OperatingState(rawValue: operating[row]) != nil, "\(place)")
        #expect((1...1_000_000).contains(units[row]), "\(place)")
        #expect((batch.household?[row] ?? 0) <= 2 && (batch.registered?[row] ?? 0) <= 2, "\(place)")
        #expect(SiteKind(rawValue: batch.siteKind?[row] ?? 0) != nil, "\(place)")
        #expect(ActorRole(rawValue: batch.actorRole?[row] ?? 0) != nil, "\(place)")
        for field in AmountField.allCases {
          let amount = batch.amount(field, row)
          let most = units[row] == 1 ? 1_000_000_000_000 : AmountParser.ceiling
          #expect(amount == EnterpriseBatch.unknownAmount || (0...most).contains(amount), "\(place)")
        }
        let list = lists[row]
        #expect(list.isEmpty || (list.count > 1 && list[0] == batch.industryCode?[row]), "\(place)")
        if let words = batch.activityText?[row] {
          #expect(Int(words.start + words.count) <= batch.rows.byteCapacity, "\(place)")
        }
        let unknownFlags = batch.flags(row).subtracting(
          RowFlags(rawValue: RowFlags.names.reduce(0) { $0 | $1.flag.rawValue }))
        #expect(unknownFlags == [], "\(place)")
      }
    }
  }

  @Test func batchesDoNotMatter() throws {
    let seed: UInt64 = 314
    var random = SeededGenerator(seed: seed)
    let header = header(try Fixture.catalogue.schema(named: "generic"))
    let rows = rows(header.count, 300, &random)
    let whole = try Fixture.read(header, rows)
    let order = rows.indices.shuffled(using: &random)
    let columns = Array(header.indices).shuffled(using: &random)
    // Each row alone, in another order of rows and columns.
    for row in order {
      let single = try Fixture.read(columns.map { header[$0] }, [columns.map { rows[row][$0] }])
      let place = "seed \(seed), row \(row)"
      #expect(single.flags(0) == whole.flags(row), "\(place)")
      #expect(
        single.canonical?[0] == whole.canonical?[row] && single.registration?[0] == whole.registration?[row], "\(place)"
      )
      #expect(single.industryCode?[0] == whole.industryCode?[row] && single.pin?[0] == whole.pin?[row], "\(place)")
      #expect(single.furtherCodes?[0].map(\.text) == whole.furtherCodes?[row].map(\.text), "\(place)")
      #expect(single.operating?[0] == whole.operating?[row] && single.startDay?[0] == whole.startDay?[row], "\(place)")
      #expect(AmountField.allCases.allSatisfy { single.amount($0, 0) == whole.amount($0, row) }, "\(place)")
    }
  }
}
