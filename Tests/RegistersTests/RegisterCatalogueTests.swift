import Model
import Testing

@testable import Registers

struct RegisterCatalogueTests {
  private func bind(_ header: [String], named: String? = nil) throws -> BoundRegister {
    try Fixture.catalogue.bind(header: header, named: named, file: "x.csv")
  }

  /// Field by column name.
  private func fields(_ bound: BoundRegister) -> [String: String] {
    Dictionary(bound.recognised.map { ($0.column, $0.field) }, uniquingKeysWith: { "\($0)+\($1)" })
  }

  @Test func thereIsALayoutForEachKind() {
    #expect(
      Fixture.catalogue.schemas.map(\.name) == [
        "artisan-list", "cpcb", "generic", "handloom-census", "mca", "ts-ipass", "udyam",
      ])
  }

  /// The canonical columns of the interface, each read as itself.
  @Test func canonicalColumns() throws {
    let names = [
      "record_id", "name", "address", "village", "subdistrict", "district", "state", "pincode", "lat", "lon",
      "nic_code",
      "product", "hs_code", "looms", "employment", "investment_inr", "turnover_inr", "exports_inr", "start_date",
      "registered", "household", "operating", "site_kind", "units", "actor_role", "country", "lgd_state",
      "lgd_district",
      "size_class", "women_owned", "social_group", "rural", "connected_load_kw", "fuel", "energy_toe", "water_kld",
      "effluent_kld", "consent_category",
    ]
    let bound = try bind(names)
    #expect(bound.schemaName == "generic")
    #expect(bound.recognised.map(\.column) == names && bound.recognised.map(\.field) == names)
    #expect(bound.unrecognised.isEmpty && bound.absent.isEmpty)
    #expect(bound.projection == Array(names.indices))
    // Case, blanks, underscores and punctuation do not matter.
    let shouted = names.map { $0.uppercased().split(separator: "_").joined(separator: " ") + "." }
    #expect(try bind(shouted).recognised.map(\.field) == names)
  }

  @Test(arguments: [
    ("NIC5", "nic_code"), ("NIC5DigitId", "nic_code"), ("EnterpriseName", "name"), ("CommunicationAddress", "address"),
    ("Pincode", "pincode"), ("TurnoverRs", "turnover_inr"), ("RegistrationDate", "start_date"), ("Pin Code", "pincode"),
    ("Tehsil", "subdistrict"), ("Taluk", "subdistrict"), ("Mandal", "subdistrict"), ("No. of Looms", "looms"),
    ("Village/Town", "village"), ("Turnover (Rs. in Lakhs)", "turnover_inr"), ("Exports in Crore", "exports_inr"),
    ("No. of Employees", "employment"), ("Line of Activity", "product"), ("Name of the Unit", "name"),
  ])
  func synonymsOfTheGenericRegister(column: String, field: String) throws {
    let bound = try bind(["product", "district", column])
    if field == "product" {
      #expect(bound.shadowed.map(\.column) == [column])
    } else {
      #expect(fields(bound)[column] == field)
    }
  }

  @Test func latitudeAndLongitude() throws {
    let bound = try bind(["Product", "Latitude", "Longitude"])
    #expect(fields(bound) == ["Product": "product", "Latitude": "lat", "Longitude": "lon"])
    #expect(throws: Failure.self) { try bind(["Product", "Latitude"]) }
  }

  @Test(arguments: [
    (
      "udyam",
      [
        "LG_ST_Code", "State", "LG_DT_Code", "District", "Pincode", "RegistrationDate", "EnterpriseName",
        "CommunicationAddress", "Activities",
      ]
    ),
    (
      "ts-ipass",
      [
        "district", "mandal", "village", "unit_name", "line_of_activity", "sector", "investment", "number_of_employees",
        "application_date", "approval_date", "progress_of_implementation", "in_online",
      ]
    ),
    (
      "mca",
      [
        "CIN", "CompanyName", "CompanyROCcode", "PaidupCapital", "CompanyRegistrationdate_date",
        "Registered_Office_Address", "CompanyStatus", "nic_code", "CompanyIndustrialClassification",
      ]
    ),
    (
      "mca",
      [
        "CORPORATE_IDENTIFICATION_NUMBER", "COMPANY_NAME", "COMPANY_STATUS", "DATE_OF_REGISTRATION", "REGISTERED_STATE",
        "INDUSTRIAL_CLASS", "PRINCIPAL_BUSINESS_ACTIVITY_AS_PER_CIN", "REGISTERED_OFFICE_ADDRESS",
      ]
    ),
    (
      "mca",
      [
        "CIN", "COMPANY_NAME", "DATE_OF_REGISTRATION", "MONTH_NAME", "STATE", "ROC", "COMPANY_STATUS", "CATEGORY",
        "CLASS",
        "COMPANY_TYPE", "AUTHORIZED_CAPITAL", "PAIDUP_CAPITAL", "ACTIVITY_CODE", "ACTIVITY_DESCRIPTION",
        "REGISTERED_OFFICE_ADDRESS", "EMAIL",
      ]
    ),
    ("cpcb", ["code", "unit", "state", "district", "ro", "sector", "basin", "agency"]),
    ("handloom-census", ["Household ID", "Village", "Block", "District", "State", "No. of Looms"]),
    ("handloom-census", ["Name of Weaver", "District", "State", "Type of Fabric", "Looms"]),
    ("artisan-list", ["Craft", "Artisan Name", "Village", "District", "PIN"]),
    ("generic", ["name", "product", "looms", "household", "district"]),
  ])
  func detection(name: String, header: [String]) throws {
    #expect(try bind(header).schemaName == name)
    // The order of the columns does not matter.
    #expect(try bind(header.reversed()).schemaName == name)
    #expect(try bind(header).unrecognised.isEmpty)
  }

  @Test func mcaLeavesCapitalOut() throws {
    let bound = try bind([
      "CIN", "CompanyName", "PaidupCapital", "Registered_Office_Address", "CompanyStatus", "nic_code",
    ])
    #expect(bound.ignored == ["PaidupCapital"])
    #expect(!bound.has(.investment) && bound.absent.contains("investment_inr"))
    #expect(bound.hasRegistrationNumber && bound.hasOperatingColumn)
  }

  @Test func cpcbUsesOneFieldTwice() throws {
    let bound = try bind(["code", "unit", "state", "district", "ro", "sector", "basin", "agency"])
    #expect(bound.projection == [0, 1, 2, 3, 5])
    #expect(bound.recognised.filter { $0.column == "unit" }.map(\.field) == ["name", "address"])
    #expect(!bound.hasRegistrationNumber)
  }

  @Test func theSectorServesWhereThereIsNoProduct() throws {
    #expect(fields(try bind(["sector", "district"]))["sector"] == "product+sector")
    #expect(fields(try bind(["sector", "district", "nic_code"]))["sector"] == "sector")
  }

  @Test func theFirstOfEqualColumnsWins() throws {
    let bound = try bind(["product", "PIN", "pin code", "Pin", "extra"])
    // "pin_code" is preferred to "pin"; the others are named.
    #expect(bound.recognised.map(\.column) == ["product", "pin code"])
    #expect(bound.shadowed.map(\.column) == ["PIN", "Pin"])
    #expect(bound.unrecognised == ["extra"])
    #expect(try bind(["product", "PIN", "Pin"]).projection == [0, 1])
  }

  @Test func namedLayout() throws {
    #expect(try bind(["product", "district"], named: "generic").schemaName == "generic")
    #expect(try bind(["name", "sector", "district"], named: "CPCB").schemaName == "cpcb")
    let header = ["product", "district"]
    let failure = #expect(throws: Failure.self) { try bind(header, named: "udyog") }
    #expect(failure?.kind == .usage)
    for name in Fixture.catalogue.schemas.map(\.name) { #expect(failure?.message.contains(name) == true) }
  }

  @Test(arguments: [["name", "district"], ["product", "name"], ["a", "b"], [""], []]) func nothingToMap(
    header: [String]
  ) {
    let failure = #expect(throws: Failure.self) { try bind(header) }
    #expect(failure?.kind == .data)
    #expect(failure?.message.contains("x.csv") == true && failure?.message.contains("--register") != false)
    for column in header where !column.isEmpty { #expect(failure?.message.contains(column) == true) }
  }

  @Test func manyColumns() throws {
    let header = (0..<10_000).map { "column \($0)" }
    let failure = #expect(throws: Failure.self) { try bind(header) }
    #expect((failure?.message.utf8.count ?? 0) < 2000)
    #expect(try bind(header + ["product", "district"]).unrecognised.count == 10_000)
  }

  /// A layout with more entries in `detect` wins, then the smaller name, whatever the order of the list.
  @Test func specificity() throws {
    func schema(_ name: String, _ detect: [[String]]) -> RegisterSchema {
      var schema = RegisterSchema(name: name, title: name)
      schema.detect = detect
      schema.columns[RegisterField.product.rawValue] = ["product"]
      schema.columns[RegisterField.district.rawValue] = ["district"]
      return schema
    }
    let schemas = [
      schema("c", [["product"], ["x"]]), schema("b", [["product"], ["district"]]), schema("a", [["product"]]),
      schema("d", [["product"], ["y", "district"]]),
    ]
    for order in [schemas, schemas.reversed()] {
      let bound = try RegisterCatalogue(schemas: order).bind(header: ["product", "district"], named: nil, file: "x")
      #expect(bound.schemaName == "b")
    }
  }
}
