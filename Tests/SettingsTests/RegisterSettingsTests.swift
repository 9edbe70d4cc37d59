import Foundation
import Registers
import Settings
import TestSupport
import Testing

struct RegisterSettingsTests {
  private func load(_ text: String) -> (schemas: [RegisterSchema], faults: [String]) {
    RegisterSettings.load(files: [("registers/x.toml", text)])
  }

  private let head = "[register]\nname = \"x\"\ntitle = \"X\"\n"

  @Test func theShippedLayoutsHaveNoFault() throws {
    let folder = SharedData.checkout.appending(path: "Config/registers")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".toml") }
      .sorted()
    let files = try names.map { (name: $0, text: try String(contentsOf: folder.appending(path: $0), encoding: .utf8)) }
    let (schemas, faults) = RegisterSettings.load(files: files)
    #expect(faults == [])
    #expect(schemas.count == 7)
    #expect(schemas.map(\.name) == names.map { String($0.dropLast(5)) })
  }

  @Test func everyKey() {
    let (schemas, faults) = load(
      """
      [register]
      name = "x"
      title = "X"
      country = "BD"
      state = "Dhaka"
      nic_version = "2004"
      crs = "EPSG:32645"
      delimiter = ";"
      class = "handicraft"
      detect = ["a|b", "c"]
      ignored = ["z"]
      registration = "shared"
      [columns]
      record_id = ["no"]
      looms = ["looms", "l"]
      operating = ["status"]
      [copies]
      address = "name"
      [numbers.looms]
      unit = "thousand"
      max = 50
      zero = "unknown"
      [operating]
      yes = ["on"]
      no = ["off"]
      [site]
      kind = "plant"
      [dates]
      format = "MM/DD/YYYY"
      """)
    #expect(faults == [])
    let schema = schemas[0]
    #expect(schema.country == "BD" && schema.state == "Dhaka" && schema.nicVersion == .nic2004)
    #expect(schema.coordinateSystem == "EPSG:32645" && schema.delimiter == 0x3B && schema.declaredClass == .handicraft)
    #expect(schema.detect == [["a", "b"], ["c"]] && schema.ignored == ["z"] && schema.registration == .shared)
    #expect(schema.columns[RegisterField.looms.rawValue] == ["looms", "l"])
    #expect(schema.copies[RegisterField.address.rawValue] == .name)
    #expect(
      schema.amounts[RegisterField.looms.rawValue]
        == RegisterSchema.AmountRule(exponent: 3, maximum: 50, zeroIsUnknown: true))
    #expect(schema.operatingWords.entries.map(\.word) == ["on", "off"])
    #expect(schema.siteKind == .plant && schema.dateOrder == .monthFirst)
  }

  @Test(arguments: [
    ("colour = 1", "register.colour"), ("country = \"India\"", "register.country"),
    ("nic_version = \"2010\"", "register.nic_version"),
    ("delimiter = \"x\"", "register.delimiter"), ("class = \"big\"", "register.class"),
    ("registration = \"yes\"", "register.registration"),
    ("registration = \"unique\"", "register.registration"), ("detect = [\"--\"]", "register.detect"),
    ("base = \"y\"", "register.base"),
    ("base = \"x\"", "register.base"), ("detect = 3", "register.detect"),
    ("[columns]\nprodukt = [\"a\"]", "columns.produkt"),
    ("[columns]\nproduct = [\"a b\"]\nname = [\"A_B\"]", "columns.product"),
    ("[columns]\nlooms = [\"l\"]", "numbers.looms.max"), ("[numbers.looms]\nunit = \"one\"", "numbers.looms.max"),
    ("[numbers.looms]\nunit = \"dozen\"\nmax = 3", "numbers.looms.unit"),
    ("[numbers.looms]\nmax = 0", "numbers.looms.max"),
    ("[numbers.product]\nmax = 3", "numbers.product.max"), ("[columns]\noperating = [\"s\"]", "operating"),
    ("[operating]\nyes = [\"a\"]\nno = [\"A.\"]", "operating.no"), ("[operating]\nyes = [\"\"]", "operating.yes"),
    ("[household]\nplanned = [\"a\"]", "household.planned"), ("[site]\nkind = \"shop\"", "site.kind"),
    ("[dates]\nformat = \"D/M\"", "dates.format"),
    ("[copies]\nname = \"nom\"", "copies.name"), ("[copies]\nname = \"name\"", "copies.name"),
    ("[words]\na = 1", "words.a"),
    ("ignored = [\"n\"]\n[columns]\nname = [\"N\"]", "register.ignored"),
  ])
  func faultsNameTheirKey(text: String, path: String) {
    let faults = load(head + text).faults
    #expect(faults.contains { $0.hasPrefix("registers/x.toml: \(path):") }, "\(faults)")
  }

  @Test func missingNameAndTwiceTheSame() {
    #expect(load("[register]\ntitle = \"X\"").faults.contains { $0.contains("register.name") })
    let faults = RegisterSettings.load(files: [("a.toml", head), ("b.toml", head)]).faults
    #expect(
      faults.contains { $0.hasPrefix("a.toml: register.name") }
        && faults.contains { $0.hasPrefix("b.toml: register.name") })
  }

  @Test func aBaseFillsWhatIsLeftOut() {
    let base = """
      [register]
      name = "base"
      title = "Base"
      ignored = ["useless", "firm"]
      [columns]
      name = ["name", "unit"]
      product = ["product", "code"]
      looms = ["looms"]
      [numbers.looms]
      max = 9
      [copies]
      address = "name"
      """
    let own = """
      [register]
      name = "own"
      title = "Own"
      base = "base"
      ignored = ["code"]
      [columns]
      town = ["unit"]
      name = ["firm"]
      """
    let (schemas, faults) = RegisterSettings.load(files: [("base.toml", base), ("own.toml", own)])
    #expect(faults == [])
    let schema = schemas[1]
    #expect(schema.columns[RegisterField.name.rawValue] == ["firm", "name"])
    #expect(schema.columns[RegisterField.product.rawValue] == ["product"])
    #expect(schema.columns[RegisterField.town.rawValue] == ["unit"])
    #expect(schema.amounts[RegisterField.looms.rawValue]?.maximum == 9)
    #expect(schema.copies[RegisterField.address.rawValue] == .name)
    // A column that the layout itself reads is not ignored because the base ignores it.
    #expect(schema.ignored == ["code", "useless"])
  }
}
