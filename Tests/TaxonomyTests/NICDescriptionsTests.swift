import Foundation
import Model
import Tables
import TestSupport
import Testing

@testable import Taxonomy

/// Every description of NIC-2008, coded by its words alone: the official vocabulary, held against what its own code says.
struct NICDescriptionsTests {
  /// A description that words and code take for different groups, and the verdict by hand.
  private struct Verdict: Equatable {
    var text: String
    var ofCode: String
    var codedAs: String
    var isRight: Bool
    var shouldBe: String
  }

  private let catalogue: ProductCatalogue
  private let coder: ProductCoder

  init() throws {
    catalogue = try Fixture.real()
    coder = ProductCoder(catalogue: catalogue, level: .group)
  }

  private func groups(_ rows: [Fixture.Row]) -> [String] {
    let coded = coder.code(Fixture.batch(rows))
    return rows.indices.map { index in
      let group = coded.group[index]
      return group == CodedBatch.noProduct ? "-" : catalogue.groups[Int(group)].code
    }
  }

  /// The committed verdicts by code.
  private func verdicts() throws -> [String: Verdict] {
    let path = SharedData.checkout.appending(path: "Tests/Cases/nic-descriptions.csv")
    let table = try TextTable(parsing: String(contentsOf: path, encoding: .utf8))
    let columns = try ["code", "text", "of_code", "coded_as", "verdict", "should_be"].map {
      try #require(table.column($0))
    }
    var verdicts: [String: Verdict] = [:]
    for row in table.rows {
      let fields = columns.map { row[$0] }
      #expect(["right", "wrong"].contains(fields[4]) && (fields[4] == "right") == fields[5].isEmpty, "\(fields)")
      #expect(fields[2] != fields[3], "\(fields)")
      let verdict = Verdict(
        text: fields[1], ofCode: fields[2], codedAs: fields[3], isRight: fields[4] == "right", shouldBe: fields[5])
      #expect(verdicts.updateValue(verdict, forKey: fields[0]) == nil, "\(fields[0]) stands twice")
    }
    return verdicts
  }

  @Test func theTableSaysWhatTheProgramDoes() throws {
    let rows = try verdicts().sorted { $0.key < $1.key }
    #expect(rows.count >= 10)
    let byText = groups(rows.map { Fixture.Row(text: $0.value.text) })
    let byCode = groups(rows.map { Fixture.Row(code: $0.key) })
    for (index, row) in rows.enumerated() {
      #expect(byText[index] == row.value.codedAs, "\(row.key) \(row.value.text)")
      // Codes that the source misprints have no group or another's.
      if byCode[index] != "-" { #expect(byCode[index] == row.value.ofCode, "\(row.key)") }
    }
  }

  @Test(arguments: [(10, 33, 608), (35, 99, 515), (10, 99, 1_123)])
  func wordsAgreeWithTheCodeOrWereJudged(from: Int, to: Int, expected: Int) throws {
    guard let path = SharedData.file("codes/nic2008.csv") else { return }
    let table = try TextTable(parsing: String(contentsOfFile: path, encoding: .utf8))
    let code = try #require(table.column("code"))
    let level = try #require(table.column("level"))
    let description = try #require(table.column("description"))
    let rows = table.rows.filter { $0[level] == "5" && (from...to).contains(Int($0[code].prefix(2)) ?? 0) }
    #expect(rows.count == expected)
    let byText = groups(rows.map { Fixture.Row(text: $0[description]) })
    // By the longest claimed prefix, whether or not the edition has the code: the source misprints some.
    let table2008 = CodeTable(prefixes: catalogue.prefixes(\.nic2008))
    let byCode = rows.map { row in
      let group = table2008.group(Fixture.code(row[code]))
      return group == CodedBatch.noProduct ? "-" : catalogue.groups[Int(group)].code
    }
    let verdicts = try verdicts()
    var industry = 0
    var coded = 0
    var right = 0
    for (index, row) in rows.enumerated() {
      let verdict = verdicts[row[code]]
      let agrees = byText[index] == byCode[index]
      #expect(agrees || verdict?.text == row[description], "\(row[code]) \(row[description]): \(byText[index])")
      let truth = verdict.map { $0.isRight ? $0.codedAs : $0.shouldBe } ?? byCode[index]
      if truth != "-" { industry += 1 }
      if byText[index] == "-" { continue }
      coded += 1
      if byText[index] == truth { right += 1 }
    }
    #expect(coded * 1_000 >= industry * 995, "\(coded) of \(industry) coded")
    #expect(coded * 100 >= rows.count * 95, "\(coded) of \(rows.count) coded, public administration counted in")
    #expect(right * 1_000 >= coded * 995, "\(right) of \(coded) right")
  }
}
