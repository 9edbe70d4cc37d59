import Foundation
import Model
import Tables
import TestSupport
import Testing

@testable import Taxonomy

/// Text alone to product: texts of a real register and of NIC-2008, each with a verdict by hand on what it was coded as.
struct TextToProductTests {
  /// A line of the tables of verdicts.
  private struct Verdict {
    let line: Int
    let text: String
    let codedAs: String
    let verdict: String
    let shouldBe: String
  }

  private let catalogue: ProductCatalogue
  private let coder: ProductCoder

  init() throws {
    catalogue = try Fixture.real()
    coder = ProductCoder(catalogue: catalogue, level: .group)
  }

  private func verdicts(_ file: String) throws -> [Verdict] {
    let path = SharedData.checkout.appending(path: "Tests/Cases/\(file)")
    let table = try TextTable(parsing: String(contentsOf: path, encoding: .utf8))
    let text = try #require(table.column("text"))
    let codedAs = try #require(table.column("coded_as"))
    let verdict = try #require(table.column("verdict"))
    let shouldBe = try #require(table.column("should_be"))
    return table.rows.indices.map { index in
      let row = table.rows[index]
      return Verdict(
        line: table.lines[index], text: row[text], codedAs: row[codedAs], verdict: row[verdict], shouldBe: row[shouldBe]
      )
    }
  }

  /// Code of the group of each text, `-` for none.
  private func codes(_ texts: [String]) -> [String] {
    let coded = coder.code(Fixture.batch(texts.map { Fixture.Row(text: $0) }))
    return texts.indices.map { index in
      let group = coded.group[index]
      return group == CodedBatch.noProduct ? "-" : catalogue.groups[Int(group)].code
    }
  }

  @Test(arguments: ["text-to-product.csv", "text-to-product-fresh.csv", "text-to-product-unseen.csv"])
  func verdictsAreWellFormed(file: String) throws {
    let known = Set(catalogue.groups.map(\.code) + ["-"])
    for row in try verdicts(file) {
      #expect(known.contains(row.codedAs), "\(file), line \(row.line): \(row.codedAs)")
      switch row.verdict {
      case "right": #expect(row.shouldBe.isEmpty, "\(file), line \(row.line)")
      case "wrong", "doubtful":
        #expect(known.contains(row.shouldBe) && row.shouldBe != row.codedAs, "\(file), line \(row.line)")
      default: Issue.record("\(file), line \(row.line): verdict \"\(row.verdict)\"")
      }
    }
  }

  @Test(arguments: ["text-to-product.csv", "text-to-product-fresh.csv", "text-to-product-unseen.csv"])
  func whatWasRightStaysSo(file: String) throws {
    let rows = try verdicts(file)
    for (row, code) in zip(rows, codes(rows.map(\.text))) where row.verdict == "right" {
      #expect(code == row.codedAs, "\(file), line \(row.line): \(row.text)")
    }
  }

  @Test func ofThreeHundredTextsEnoughAreCodedAndRight() throws {
    let rows = try verdicts("text-to-product.csv")
    #expect(rows.count == 300)
    var industry = 0
    var coded = 0
    var right = 0
    for (row, code) in zip(rows, codes(rows.map(\.text))) {
      let truth = row.verdict == "right" ? row.codedAs : row.shouldBe
      if truth != "-" { industry += 1 }
      if code == "-" { continue }
      coded += 1
      if code == truth { right += 1 }
    }
    #expect(industry >= 290)
    #expect(coded * 100 >= industry * 95, "\(coded) of \(industry) coded")
    #expect(right * 100 >= coded * 97, "\(right) of \(coded) right")
  }

  @Test func linesOfActivityAloneAreCoded() throws {
    guard let path = SharedData.file("registers/ts_ipass_8_districts.csv") else { return }
    let table = try TextTable(parsing: String(contentsOfFile: path, encoding: .utf8))
    let column = try #require(table.column("line_of_activity"))
    let coded = codes(table.rows.map { $0[column] }).count { $0 != "-" }
    #expect(table.rows.count == 5_080)
    #expect(coded * 100 >= table.rows.count * 95, "\(coded) of \(table.rows.count)")
  }

  @Test func descriptionsOfTheClassificationAloneAreCoded() throws {
    guard let path = SharedData.file("codes/nic2008.csv") else { return }
    let table = try TextTable(parsing: String(contentsOfFile: path, encoding: .utf8))
    let column = try #require(table.column("description"))
    let code = try #require(table.column("code"))
    let level = try #require(table.column("level"))
    let rows = table.rows.filter { $0[level] == "5" }
    let isIndustry = rows.map { $0[code].prefix(1) != "0" }
    let texts = codes(rows.map { $0[column] })
    let industry = isIndustry.count { $0 }
    let coded = rows.indices.count { isIndustry[$0] && texts[$0] != "-" }
    #expect(industry > 1_000)
    #expect(coded * 100 >= industry * 95, "\(coded) of \(industry)")
    // Mining is no industry here, whatever it brings in; brackets begin anew and are left out.
    let ores = rows.indices.filter { rows[$0][code].hasPrefix("07") && !rows[$0][column].contains("(") }
    #expect(ores.count >= 5)
    for index in ores { #expect(texts[index] == "-", "\(rows[index][column])") }
  }
}
