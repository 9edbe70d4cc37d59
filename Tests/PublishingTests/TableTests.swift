import Foundation
import Model
import Tables
import Testing

@testable import Publishing

@Suite struct TableTests {
  @Test func listingReadsBack() throws {
    let awkward = "Brass, \"lota\"\nand பட்டு"
    let features = [
      feature("b", [.name: .text(awkward), .units: .integer(12), .radius: .decimal(4250, digits: 3)]),
      feature("a", [.name: .text(" blanks "), .atRegisterEdge: .boolean(true), .place: .text("#1")]),
    ]
    let csv = text { ClusterTable(contents(features)).write(into: &$0) }
    let table = try TextTable(parsing: csv)
    #expect(table.header == ClusterProperty.allCases.map(\.rawValue))
    let column = { (name: String) in table.column(name) ?? 0 }
    #expect(table.rows.map { $0[column("id")] } == ["a", "b"])
    #expect(table.rows.map { $0[column("name")] } == [" blanks ", awkward])
    #expect(table.rows.map { $0[column("units")] } == ["", "12"])
    #expect(table.rows.map { $0[column("radius_km")] } == ["", "4.25"])
    #expect(table.rows[0][column("at_register_edge")] == "true")
    #expect(table.rows[0][column("place")] == "#1")
  }

  @Test func evidenceIsOneObjectALineInOrder() throws {
    let lines = [
      Evidence(
        id: "a", dimension: "status", value: "cluster", observed: .integer(120), comparison: ">=", limit: .integer(100),
        unit: "units", configKey: "rules.unido.industrial.limit", source: "FAQ 7"),
      Evidence(id: "a", dimension: "depth", value: "unknown", missing: "actor\nrole"),
    ]
    let out = text { EvidenceLines(contents([feature("a", evidence: lines)])).write(into: &$0) }
    let rows = out.split(separator: "\n")
    #expect(rows.count == 2)
    #expect(
      rows[0] == """
        {"id":"a","dimension":"status","value":"cluster","observed":120,"comparison":">=","limit":100,"unit":"units",\
        "config_key":"rules.unido.industrial.limit","source":"FAQ 7","missing":null}
        """)
    for row in rows {
      let object = try #require(try JSONSerialization.jsonObject(with: Data(row.utf8)) as? [String: Any])
      #expect(object.count == 10)
    }
  }

  @Test func summaryGroupsByLevelAndCountsEachOnce() throws {
    func one(
      _ id: String, _ status: String, _ state: String, _ units: Int64, _ more: [ClusterProperty: PropertyValue] = [:]
    )
      -> ClusterFeature
    {
      var values: [ClusterProperty: PropertyValue] = [
        .status: .text(status), .level: .text("product"), .state: .text(state), .district: .text("D"),
        .category: .text("industrial"), .units: .integer(units),
      ]
      values.merge(more) { $1 }
      return feature(id, values)
    }
    let features = [
      one(
        "a", "cluster", "Punjab", 120,
        [.employment: .integer(900), .themes: .text("energy-intensive;quality-challenged")]),
      one("b", "potential", "Punjab", 60), one("c", "undetermined", "Goa", 7, [.themes: .text("energy-intensive")]),
      one("f", "cluster", "Punjab", 180, [.level: .text("family")]),
    ]
    let table = try TextTable(parsing: text { SummaryTable(contents(features)).write(into: &$0) })
    func rows(_ by: String, _ level: String, _ name: String, _ value: String) -> [[String]] {
      table.rows.filter { $0[0] == by && $0[1] == level && $0[table.column(name) ?? 0] == value }
    }
    func cells(_ row: [String]?, _ names: String...) -> [String] { names.map { row?[table.column($0) ?? 0] ?? "?" } }
    let all = rows("all", "product", "state", "").first
    #expect(
      cells(all, "clusters", "potential", "undetermined", "units", "units_clusters") == ["1", "1", "1", "187", "120"])
    #expect(cells(all, "employment", "employment_of", "looms", "looms_of") == ["900", "1", "", "0"])
    #expect(cells(rows("all", "family", "state", "").first, "clusters", "units") == ["1", "180"])
    #expect(
      cells(rows("state", "product", "state", "Punjab").first, "clusters", "potential", "units") == ["1", "1", "180"])
    #expect(
      cells(rows("theme", "product", "theme", "energy-intensive").first, "clusters", "undetermined") == ["1", "1"])
    #expect(rows("state-theme", "product", "state", "Goa").count == 1)
    #expect(table.rows.allSatisfy { $0.count == table.header.count })
  }
}
