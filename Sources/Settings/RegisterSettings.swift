import Model
import Registers

/// Reads the register layouts of `Config/registers/`; the keys are explained in the README there.
public enum RegisterSettings {
  /// The schemas of `files` (name for messages, text), in the order of the files, each joined with its base, and every
  /// fault of every file with the full path of its key. The schemas are of use only when there is no fault.
  public static func load(files: [(name: String, text: String)]) -> (schemas: [RegisterSchema], faults: [String]) {
    let files = files.map { ConfigFile(name: $0.name, text: $0.text) }
    let parsed = files.map { file in
      let reader = RegisterSchemaReader(file: file)
      let result = reader.read()
      file.finish()
      return result
    }
    var schemas: [RegisterSchema] = []
    for (file, (schema, base)) in zip(files, parsed) {
      if parsed.filter({ $0.schema.name == schema.name }).count > 1, !schema.name.isEmpty {
        file.fault("register.name", "two layouts are called \"\(schema.name)\"")
      }
      var whole = schema
      if let base {
        let found = parsed.first { $0.schema.name == base }
        if found == nil || found?.base != nil || base == schema.name {
          file.fault("register.base", "\"\(base)\" is no layout, or has a base of its own")
        }
        if let found { whole = schema.extended(by: found.schema) }
      }
      RegisterSchemaCheck(file: file, schema: whole).run()
      schemas.append(whole)
    }
    return (schemas, files.flatMap(\.faults))
  }
}

/// One file as a schema.
private struct RegisterSchemaReader {
  let file: ConfigFile

  func read() -> (schema: RegisterSchema, base: String?) {
    let register = file.section("register")
    var schema = RegisterSchema(name: required(register, "name"), title: required(register, "title"))
    if schema.name != schema.name.lowercased() { register.fault("name", "lower-case letters are expected") }
    if let country = register.string("country") {
      if country.utf8.count == 2, country.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) {
        schema.country = country
      } else {
        register.fault("country", "two capital letters (ISO 3166 alpha-2) are expected, found \"\(country)\"")
      }
    }
    schema.state = register.string("state") ?? ""
    let editions: [(String, NICVersion)] = [
      ("2008", .nic2008), ("2004", .nic2004), ("1998", .nic1998), ("mixed", .mixed),
    ]
    if let edition = register.choice("nic_version", of: editions.map(\.0)) {
      schema.nicVersion = editions.first { $0.0 == edition }?.1 ?? .nic2008
    }
    schema.coordinateSystem = register.string("crs")
    if let delimiter = register.choice("delimiter", of: [",", ";", "\t", "|"]) {
      schema.delimiter = delimiter.utf8.first
    }
    if let name = register.choice("class", of: ProductionClass.allCases.map(\.name)) {
      schema.declaredClass = ProductionClass(name: name)
    }
    schema.detect = (register.strings("detect") ?? []).map { $0.split(separator: "|").map(String.init) }
    schema.ignored = register.strings("ignored") ?? []
    if let kind = register.choice("registration", of: RegisterSchema.Registration.allCases.map(\.rawValue)) {
      schema.registration = RegisterSchema.Registration(rawValue: kind) ?? .none
    }
    readColumns(&schema)
    readNumbers(&schema)
    readWords(&schema)
    if let format = file.section("dates").choice("format", of: RegisterSchema.DateOrder.allCases.map(\.rawValue)) {
      schema.dateOrder = RegisterSchema.DateOrder(rawValue: format) ?? .dayFirst
    }
    return (schema, register.string("base"))
  }

  private func required(_ section: ConfigSection, _ key: String) -> String {
    guard let text = section.string(key), !text.isEmpty else {
      if !section.has(key) { section.fault(key, "this key is missing") }
      return ""
    }
    return text
  }

  private func readColumns(_ schema: inout RegisterSchema) {
    let columns = file.section("columns")
    let copies = file.section("copies")
    var owners: [String: String] = [:]
    for field in RegisterField.allCases {
      let synonyms = columns.strings(field.name) ?? []
      for synonym in synonyms {
        let folded = HeaderName.fold(synonym)
        if folded.isEmpty { columns.fault(field.name, "\"\(synonym)\" has neither letters nor digits") }
        if let owner = owners[folded], owner != field.name {
          columns.fault(field.name, "\"\(synonym)\" stands under \(owner) already")
        }
        owners[folded] = field.name
      }
      schema.columns[field.rawValue] = synonyms
      guard let source = copies.string(field.name) else { continue }
      if let other = RegisterField(name: source), other != field {
        schema.copies[field.rawValue] = other
      } else {
        copies.fault(field.name, "\"\(source)\" is no other canonical column")
      }
    }
    for name in schema.ignored {
      if let owner = owners[HeaderName.fold(name)] {
        file.fault("register.ignored", "\"\(name)\" stands under columns.\(owner) already")
      }
    }
  }

  private func readNumbers(_ schema: inout RegisterSchema) {
    let units: [(String, Int)] = [("one", 0), ("thousand", 3), ("lakh", 5), ("million", 6), ("crore", 7)]
    for field in RegisterField.allCases where field.amountKind != nil {
      let section = file.section("numbers").section(field.name)
      let unit = section.choice("unit", of: units.map(\.0))
      let maximum = section.integer("max", in: 1...1_000_000_000_000_000)
      let zero = section.choice("zero", of: ["value", "unknown"])
      guard unit != nil || maximum != nil || zero != nil else { continue }
      guard let maximum else {
        if !section.has("max") { section.fault("max", "this key is missing") }
        continue
      }
      schema.amounts[field.rawValue] = RegisterSchema.AmountRule(
        exponent: units.first { $0.0 == unit }?.1 ?? 0, maximum: Int64(maximum), zeroIsUnknown: zero == "unknown")
    }
  }

  private func readWords(_ schema: inout RegisterSchema) {
    schema.operatingWords = words("operating", OperatingState.allCases.map { ($0.name, $0.rawValue) })
    let answers: [(String, UInt8)] = [("yes", 1), ("no", 0), ("unknown", 2)]
    schema.householdWords = words("household", answers)
    schema.registeredWords = words("registered", answers)
    for field in TraitField.allCases {
      schema.traitWords[field.rawValue] = words(
        field.name,
        field.traits.map { ($0.word, UInt8($0.rawValue)) } + [("unknown", RegisterSchema.unknownTrait)])
    }
    let kinds: [(String, SiteKind)] = [("plant", .plant), ("office", .office), ("unknown", .unknown)]
    schema.siteKindWords = words("site", kinds.map { ($0.0, $0.1.rawValue) })
    if let kind = file.section("site").choice("kind", of: kinds.map(\.0)) {
      schema.siteKind = kinds.first { $0.0 == kind }?.1
    }
  }

  /// The lists called as `meanings` in a section, as words with their values.
  private func words(_ name: String, _ meanings: [(key: String, value: UInt8)]) -> RegisterSchema.Words {
    let section = file.section(name)
    var entries: [(word: String, value: UInt8)] = []
    var owners: [String: String] = [:]
    for (key, value) in meanings {
      for word in section.strings(key) ?? [] {
        let folded = HeaderName.fold(word)
        if folded.isEmpty || folded.utf8.count > RegisterSchema.Words.longest {
          section.fault(key, "\"\(word)\" must have 1 to \(RegisterSchema.Words.longest) letters and digits")
        }
        if let owner = owners[folded], owner != key { section.fault(key, "\"\(word)\" stands under \(owner) already") }
        owners[folded] = key
        entries.append((word, value))
      }
    }
    return RegisterSchema.Words(entries)
  }
}

/// What a schema must have once it is joined with its base.
private struct RegisterSchemaCheck {
  let file: ConfigFile
  let schema: RegisterSchema

  func run() {
    func has(_ field: RegisterField) -> Bool { !schema.columns[field.rawValue].isEmpty }
    for field in RegisterField.allCases where field.amountKind != nil && has(field) {
      if schema.amounts[field.rawValue] == nil {
        file.fault("numbers.\(field.name).max", "this key is missing: the layout has columns for \(field.name)")
      }
    }
    let choices: [(RegisterField, String, RegisterSchema.Words)] = [
      (.operating, "operating", schema.operatingWords), (.household, "household", schema.householdWords),
      (.registered, "registered", schema.registeredWords), (.siteKind, "site", schema.siteKindWords),
    ]
    let traits = RegisterField.allCases.compactMap { field in
      field.traitField.map { (field, $0.name, schema.traitWords[$0.rawValue]) }
    }
    for (field, section, words) in choices + traits where has(field) && words.entries.isEmpty {
      file.fault(section, "words are missing: the layout has columns for \(field.name)")
    }
    if schema.registration != .none, !has(.recordID) {
      file.fault("register.registration", "the layout has no column for record_id")
    }
    for group in schema.detect where group.allSatisfy({ HeaderName.fold($0).isEmpty }) {
      file.fault("register.detect", "an entry has neither letters nor digits")
    }
  }
}
