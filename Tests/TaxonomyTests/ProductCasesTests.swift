import Foundation
import Model
import Tables
import TestSupport
import Testing

@testable import Taxonomy

/// The real product groups: the table of cases that anyone can extend, coverage of the classification, and real registers.
struct ProductCasesTests {
  private let catalogue: ProductCatalogue

  init() throws { catalogue = try Fixture.real() }

  @Test func everyCaseOfTheTableIsCodedAsItSays() throws {
    let table = try TextTable(
      parsing: String(contentsOf: SharedData.checkout.appending(path: "Tests/Cases/products.csv"), encoding: .utf8))
    #expect(table.rows.count >= 150)
    let coder = ProductCoder(catalogue: catalogue, level: .group)
    let rows = table.rows.map { Fixture.Row(text: $0[0], code: $0[1], sector: $0[2]) }
    let coded = coder.code(Fixture.batch(rows))
    // A row with code and sector is one of a register that mixes editions.
    let mixed = coder.code(Fixture.batch(rows, version: .mixed))
    for (index, row) in table.rows.enumerated() {
      let group = (row[1].isEmpty || row[2].isEmpty ? coded : mixed).group[index]
      let code = group == CodedBatch.noProduct ? "-" : catalogue.groups[Int(group)].code
      #expect(code == row[3], "line \(table.lines[index]): \(row[0]) \(row[1])")
    }
  }

  @Test func everyManufacturingCodeHasAGroup() {
    let coder = ProductCoder(catalogue: catalogue, level: .group)
    let codes = catalogue.nic2008.codes(digits: 5).filter { (10...33).contains($0.prefix(2).value) }
    #expect(codes.count > 400)
    let coded = coder.code(Fixture.batch(codes.map { Fixture.Row(code: $0.text) }))
    for (index, code) in codes.enumerated() {
      #expect(coded.group[index] != CodedBatch.noProduct, "NIC-2008 \(code.text)")
    }
  }

  @Test func groupsCoverWhatTheProjectPromises() {
    #expect(catalogue.groups.count >= 200)
    for productionClass in ProductionClass.allCases {
      #expect(catalogue.groups.contains { $0.productionClass == productionClass })
    }
    #expect(
      catalogue.themes.map(\.name) == [
        "energy-intensive", "pollution-intensive", "location-disadvantage", "quality-challenged",
        "socially-not-responsible", "financially-weak",
      ])
  }

  @Test func linesOfActivityOfARealRegisterAreCoded() throws {
    guard let path = SharedData.file("registers/ts_ipass_8_districts.csv") else { return }
    let table = try TextTable(parsing: String(contentsOfFile: path, encoding: .utf8))
    let column = try #require(table.column("line_of_activity"))
    let sector = try #require(table.column("sector"))
    let coder = ProductCoder(catalogue: catalogue, level: .group)
    let coded = coder.code(Fixture.batch(table.rows.map { Fixture.Row(text: $0[column], sector: $0[sector]) }))
    let known = (0..<table.rows.count).count { coded.group[$0] != CodedBatch.noProduct }
    #expect(known * 100 >= table.rows.count * 95, "\(known) of \(table.rows.count)")
  }

  @Test func oldCodesOfARealRegisterAreNotReadAsNew() throws {
    guard let path = SharedData.file("registers/mca_goa_companies.csv") else { return }
    let table = try TextTable(parsing: String(contentsOfFile: path, encoding: .utf8))
    let column = try #require(table.column("nic_code"))
    let sector = try #require(table.column("CompanyIndustrialClassification"))
    let coder = ProductCoder(catalogue: catalogue, level: .group)
    let rows = table.rows.map { Fixture.Row(code: $0[column], sector: $0[sector]) }
    let coded = coder.code(Fixture.batch(rows, version: .mixed))
    // Textile makers of the older edition stand in division 17, which is paper in NIC-2008.
    for (index, row) in rows.enumerated() where row.code.hasPrefix("17") && row.sector == "Manufacturing (Textiles)" {
      let group = coded.group[index]
      guard group != CodedBatch.noProduct else { continue }
      let divisions = catalogue.groups[Int(group)].nic2008.map { $0.prefix(2).value }
      #expect(!divisions.contains(17), "code \(row.code)")
    }
  }
}
