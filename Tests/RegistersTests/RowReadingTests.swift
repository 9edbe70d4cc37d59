import Model
import Testing

@testable import Registers

struct RowReadingTests {
  @Test func everyTypedColumn() throws {
    let batch = try Fixture.read(
      [
        "record_id", "product", "pincode", "nic_code", "looms", "employment", "investment_inr", "turnover_inr",
        "exports_inr",
        "start_date", "registered", "household", "operating", "site_kind", "units", "actor_role", "connected_load_kw",
        "energy_toe", "water_kld", "effluent_kld", "lat", "lon",
      ],
      [
        [
          "A-1", "towels", "413001", "13121;13122", "12", "1,234", "4.6 crore", "₹ 2,50,000", "nil", "27/08/2021",
          "Yes", "no",
          "Operating", "factory", "3", "raw material", "12.5", "0.5", "7", "6", "17.6", "75.9",
        ],
        Array(repeating: "", count: 22),
      ])
    #expect(
      batch.text(.recordID, 0) == "A-1" && batch.text(.product, 0) == "towels" && batch.text(.latitude, 0) == "17.6")
    #expect(batch.pin?[0] == 413_001)
    #expect(batch.industryCode?[0].text == "13121")
    #expect(batch.furtherCodes?[0].map(\.text) == ["13121", "13122"])
    #expect(
      AmountField.allCases.map { batch.amount($0, 0) } == [
        12, 1234, 46_000_000, 250_000, EnterpriseBatch.unknownAmount, 12_500, 500, 7000, 6000,
      ])
    #expect(batch.startDay?[0] == 18_866)
    #expect(batch.registered?[0] == 1 && batch.household?[0] == 0)
    #expect(batch.operating?[0] == OperatingState.yes.rawValue)
    #expect(batch.siteKind?[0] == SiteKind.plant.rawValue)
    #expect(batch.units?[0] == 3)
    #expect(batch.actorRole?[0] == ActorRole.rawMaterial.rawValue)
    #expect(batch.flags(0) == [])

    #expect(batch.pin?[1] == 0 && batch.industryCode?[1] == IndustryCode.none)
    #expect(AmountField.allCases.allSatisfy { batch.amount($0, 1) == EnterpriseBatch.unknownAmount })
    #expect(batch.startDay?[1] == Int32.min && batch.registered?[1] == 2 && batch.household?[1] == 2)
    #expect(batch.operating?[1] == OperatingState.unknown.rawValue && batch.siteKind?[1] == SiteKind.unknown.rawValue)
    #expect(batch.units?[1] == 1 && batch.actorRole?[1] == ActorRole.unknown.rawValue)
    #expect(batch.registration?[1] == Fingerprint.none && batch.flags(1) == [])
  }

  @Test func columnsThatAreNotThereCostNothing() throws {
    let batch = try Fixture.read(["product", "district"], [["towels", "Solapur"]])
    #expect(batch.pin == nil && batch.industryCode == nil && batch.furtherCodes == nil && batch.activityText == nil)
    #expect(batch.amounts.allSatisfy { $0 == nil } && batch.startDay == nil && batch.operating == nil)
    #expect(batch.siteKind == nil && batch.units == nil && batch.registration == nil && batch.canonical == nil)
    #expect(batch.has(.district) && !batch.has(.village))
  }

  @Test func faultsEmptyTheFieldAndRaiseTheFlag() throws {
    let batch = try Fixture.read(
      ["product", "pincode", "nic_code", "looms", "employment", "start_date", "operating", "household"],
      [
        ["x", "000000", "7", "-3", "12 monkeys", "31/02/2020", "perhaps", "maybe"],
        ["x", "1", "13", "99999", "5", "", "yes", ""],
      ])
    #expect(
      batch.flags(0) == [.badPin, .badProductCode, .negativeNumber, .badNumber, .badDate, .badChoice])
    #expect(batch.amount(.looms, 0) == EnterpriseBatch.unknownAmount)
    #expect(batch.operating?[0] == OperatingState.unknown.rawValue && batch.household?[0] == 2)
    #expect(batch.flags(1) == [.badPin, .absurdNumber])
    #expect(batch.amount(.looms, 1) == 10_000)
  }

  /// 187,539 persons in a village workshop: capped and flagged; a row of many enterprises may give so many times as much.
  @Test(arguments: [
    ("187539", "", 50_000, true), ("50000", "1", 50_000, false), ("50001", "1", 50_000, true),
    ("187539", "400", 187_539, false), ("100001", "2", 100_000, true), ("187539", "0", 50_000, true),
  ])
  func employmentBeyondBeliefIsCapped(persons: String, units: String, kept: Int64, isAbsurd: Bool) throws {
    let batch = try Fixture.read(["product", "pincode", "employment", "units"], [["x", "641601", persons, units]])
    #expect(batch.amount(.employment, 0) == kept)
    #expect(batch.flags(0) == (isAbsurd ? .absurdNumber : []))
  }

  @Test(
    arguments: [
      ("1", 1, OperatingState.unknown), ("12", 12, .unknown), ("", 1, .unknown), ("-4", 1, .unknown),
      ("few", 1, .unknown), ("0", 1, .no),
    ] as [(String, Int64, OperatingState)])
  func unitsAreAtLeastOne(text: String, units: Int64, state: OperatingState) throws {
    let batch = try Fixture.read(["product", "district", "units"], [["x", "y", text], ["x", "y", "0"]])
    #expect(batch.units?[0] == units && batch.operating?[0] == state.rawValue)
    #expect(batch.operating?[1] == OperatingState.no.rawValue)
  }

  @Test func foreignRows() throws {
    let batch = try Fixture.read(
      ["product", "pincode", "country"],
      [["x", "1207", "BD"], ["x", "1207", "IN"], ["x", "1207", ""], ["x", "560001", "India"]])
    #expect((0..<4).map { batch.pin?[$0] } == [1207, 0, 0, 560_001])
    #expect((0..<4).map { batch.flags($0).contains(.badPin) } == [false, true, true, false])
  }

  @Test func unitOfTheHeader() throws {
    let batch = try Fixture.read(
      ["product", "district", "Turnover (Rs. in Lakhs)", "Investment in Crores"], [["x", "y", "2.5", "0.4"]])
    #expect(batch.amount(.turnover, 0) == 250_000)
    #expect(batch.amount(.investment, 0) == 4_000_000)
  }

  @Test func udyam() throws {
    let header = [
      "LG_ST_Code", "State", "LG_DT_Code", "District", "Pincode", "RegistrationDate", "EnterpriseName",
      "CommunicationAddress", "Activities",
    ]
    let address = "Flat No:- 45, Village/Town:- CHOKHAD, Block:- JALALPORE, City:- NAVSARI"
    func row(_ activities: String) -> [String] {
      ["24", "GUJARAT", "466", "NAVSARI", "396436", "15/07/2021", "ABC", address, activities]
    }
    let batch = try Fixture.read(
      header,
      [
        row(#"[{"NIC5DigitId":"13121","Description":"Weaving"},{"NIC5DigitId":"13122","Description":"Silk"}]"#),
        row("NA"),
        row(#"[{"NIC5DigitId":"13121","Descr"#), row(#"[{"NIC5DigitId":"01461","Description":"Poultry"}]"#),
      ])
    #expect((0..<4).map { batch.industryCode?[$0].text } == ["13121", "", "", "01461"])
    #expect((0..<4).map { batch.furtherCodes?[$0].map(\.text) } == [["13121", "13122"], [], [], []])
    #expect((batch.activityText?[0]).map(batch.rows.string) == "Weaving")
    #expect(batch.activityText?[1].isEmpty == true && batch.activityText?[2].isEmpty == true)
    #expect((0..<4).map { batch.flags($0) } == [[], [], .badActivities, []])
    #expect(
      batch.text(.address, 0) == address && batch.text(.lgdState, 0) == "24" && batch.text(.lgdDistrict, 0) == "466")
    #expect(batch.registration == nil)
  }

  @Test func aBrokenListLeavesNoCodes() throws {
    let batch = try Fixture.read(
      ["EnterpriseName", "Activities", "NIC5", "Pincode"],
      [
        ["a", #"[{"NIC5DigitId":"13121"},{"NIC5DigitId":"13122""#, "", "560001"],
        ["a", #"[{"NIC5DigitId":"13121"},{"#, "14101", "560001"], ["a", #"[{"NIC5DigitId":"13121"}]"#, "14101", ""],
      ])
    #expect((0..<3).map { batch.industryCode?[$0].text } == ["", "14101", "14101"])
    #expect((0..<3).map { batch.furtherCodes?[$0].map(\.text) } == [[], [], ["14101", "13121"]])
  }

  @Test func everyStatusWordOfTSiPASS() throws {
    let header = [
      "mandal", "unit_name", "line_of_activity", "progress_of_implementation", "investment", "number_of_employees",
      "sector", "district",
    ]
    let words: [(String, OperatingState)] = [
      ("COMMENCED OPERATIONS", .yes), ("Yet to Start Construction", .planned), ("YET TO START CONSTRUCTION", .planned),
      ("ADVANCED STAGE", .planned), ("INITIAL STAGE", .planned), ("", .unknown),
    ]
    let batch = try Fixture.read(
      header,
      words.map { ["m", "u", "l", $0.0, "0.0", "0", "s", "d"] } + [["m", "u", "l", "Somehow", "4.6", "45", "s", "d"]])
    #expect((0..<words.count).map { batch.operating?[$0] } == words.map(\.1.rawValue))
    #expect((0..<words.count).allSatisfy { batch.flags($0) == [] })
    #expect(batch.operating?[6] == OperatingState.unknown.rawValue && batch.flags(6) == .badChoice)
    // 0 stands for "not given"; investment is in crores.
    #expect(
      batch.amount(.investment, 0) == EnterpriseBatch.unknownAmount
        && batch.amount(.employment, 0) == EnterpriseBatch.unknownAmount)
    #expect(batch.amount(.investment, 6) == 46_000_000 && batch.amount(.employment, 6) == 45)
    #expect(batch.text(.subdistrict, 0) == "m" && batch.text(.product, 0) == "l" && batch.text(.sector, 0) == "s")
    #expect(batch.defaultState == "Telangana" && batch.registration == nil)
  }

  @Test func everyStatusWordOfMCA() throws {
    let header = ["CIN", "CompanyName", "CompanyStatus", "Registered_Office_Address", "nic_code"]
    let words: [(String, OperatingState)] = [
      ("Active", .yes), ("Strike Off", .no), ("Under process of striking off", .no), ("Amalgamated", .no),
      ("Converted to LLP", .no),
      ("Under Liquidation", .no), ("Dormant under section 455", .no), ("Inactive for e-filing", .no),
      ("Dissolved (Liquidated)", .no),
      ("Dissolved under section 59(8)", .no), ("Under CIRP", .unknown),
    ]
    let batch = try Fixture.read(header, words.map { ["U85190GA2007PTC005383", "c", $0.0, "a", "85190"] })
    #expect((0..<words.count).map { batch.operating?[$0] } == words.map(\.1.rawValue))
    #expect((0..<words.count).allSatisfy { batch.flags($0) == [] && batch.siteKind?[$0] == SiteKind.office.rawValue })
    #expect(batch.nicVersion == .mixed)
  }

  @Test(
    arguments: [("handloom-census", ProductionClass.handloom), ("artisan-list", .handicraft), ("generic", nil)]
      as [(String, ProductionClass?)])
  func declaredClass(name: String, expected: ProductionClass?) throws {
    let batch = try Fixture.read(["craft", "artisan_name", "looms", "district"], [["x", "y", "2", "z"]], named: name)
    #expect(batch.declaredClass == expected)
  }

  @Test func everyWordOfTheGenericChoices() throws {
    let schema = try Fixture.catalogue.schema(named: "generic")
    for (word, value) in schema.operatingWords.entries {
      let batch = try Fixture.read(["product", "district", "status"], [["x", "y", word.uppercased()]])
      #expect(batch.operating?[0] == value && batch.flags(0) == [], "\(word)")
    }
    for (field, words) in [("household", schema.householdWords), ("registered", schema.registeredWords)] {
      for (word, value) in words.entries {
        let batch = try Fixture.read(["product", "district", field], [["x", "y", " \(word)."]])
        #expect(
          (field == "household" ? batch.household : batch.registered)?[0] == value && batch.flags(0) == [], "\(word)")
      }
    }
    for role in ActorRole.allCases.dropFirst() {
      let batch = try Fixture.read(["product", "district", "actor_role"], [["x", "y", role.name]])
      #expect(batch.actorRole?[0] == role.rawValue)
    }
  }

  @Test func rejectedRowsArePassedOver() throws {
    let bound = try Fixture.catalogue.bind(header: ["product", "pincode", "looms"], named: nil, file: "x")
    let rows = Fixture.batch(bound, [["x", "bad", "bad"], ["x", "560001", "2"]])
    rows.rejects[0] = RejectCode.badQuotes.rawValue
    rows.flags[1] = RowFlags.repairedText.rawValue
    let batch = bound.read(rows)
    #expect(batch.flags(0) == [] && batch.pin?[0] == 0)
    #expect(batch.flags(1) == .repairedText && batch.pin?[1] == 560_001)
  }

  @Test func anEmptyBatch() throws {
    let batch = try Fixture.read(["product", "pincode", "units", "record_id"], [])
    #expect(batch.count == 0 && batch.units != nil)
  }
}
