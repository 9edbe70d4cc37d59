import Model
import Tables
import Taxonomy

/// The product files of `Config/`: groups, families, themes, industry codes, sectors and ways of making.
public struct ProductSettings {
  /// The texts of the files, by name.
  private let texts: [String: String]
  private var faults: [String] = []
  private var pollutionCategories: [PollutionCategory] = []
  /// The group of each phrase, by `Keyword.folded`.
  private var phraseOwners: [UInt64: String] = [:]

  /// Every file that belongs to products.
  public static let files = [
    "products.csv", "product-words.csv", "families.csv", "themes.toml", "chains.csv", "nic2008.csv", "nic2004.csv",
    "nic-sectors.csv", "ways-of-making.csv",
  ]

  /// Reads the texts of `files`; every fault is a sentence with file and line or key.
  public static func load(texts: [String: String]) -> (catalogue: ProductCatalogue, faults: [String]) {
    var settings = ProductSettings(texts: texts)
    let catalogue = settings.catalogue()
    return (catalogue, settings.faults)
  }

  private init(texts: [String: String]) { self.texts = texts }

  private mutating func catalogue() -> ProductCatalogue {
    let nic2008 = edition("nic2008.csv")
    let nic2004 = edition("nic2004.csv")
    let groups = self.groups(nic2008, nic2004)
    var numbers: [String: UInt16] = [:]
    for (index, group) in groups.enumerated() { numbers[group.code] = UInt16(index) }
    let themes = themes(numbers)
    return ProductCatalogue(
      groups: groups, families: families(numbers), themes: themes,
      pollutionCategories: pollutionCategories, chains: chains(groups),
      nic2008: nic2008, nic2004: nic2004,
      sectors: sectors(), makings: makings())
  }

  /// The rows of a table as dictionaries, with their lines; a missing column or file is a fault.
  private mutating func rows(_ file: String, _ columns: [String]) -> [(line: Int, fields: [String: String])] {
    guard let text = texts[file] else {
      faults.append("\(file): the file is missing")
      return []
    }
    do {
      let table = try TextTable(parsing: text)
      for column in columns where table.column(column) == nil {
        faults.append("\(file): line 1: the column \(column) is missing; found \(table.header.joined(separator: ", "))")
      }
      for column in table.header where !columns.contains(column) {
        faults.append(
          "\(file): line 1: the column \(column) is unknown; allowed are \(columns.joined(separator: ", "))")
      }
      return zip(table.lines, table.rows).map { line, row in
        (line, Dictionary(zip(table.header, row)) { first, _ in first })
      }
    } catch {
      faults.append("\(file): \(error)")
      return []
    }
  }

  private func list(_ text: String?) -> [String] {
    (text ?? "").utf8.split(separator: 0x3B).compactMap { part in
      var part = part
      while part.first == 0x20 { part.removeFirst() }
      while part.last == 0x20 { part.removeLast() }
      return part.isEmpty ? nil : String(Substring(part))
    }
  }

  private mutating func edition(_ file: String) -> CodeEdition {
    var classes: [(code: IndustryCode, subclasses: [UInt32])] = []
    for (line, row) in rows(file, ["class", "subclasses"]) {
      guard let code = IndustryCode(row["class"] ?? ""), code.digits == 4 else {
        faults.append("\(file): line \(line): class: four digits are expected, found \"\(row["class"] ?? "")\"")
        continue
      }
      let digits = list(row["subclasses"])
      let subclasses = digits.compactMap { UInt32($0) }.filter { $0 <= 9 }
      if subclasses.count != digits.count {
        faults.append("\(file): line \(line): subclasses: single digits joined with ; are expected")
      }
      classes.append((code, subclasses))
    }
    return CodeEdition(classes: classes)
  }

  private mutating func groups(_ nic2008: CodeEdition, _ nic2004: CodeEdition) -> [ProductGroup] {
    let columns = [
      "code", "name", "class", "other_class", "product_class", "nic2008", "nic2004", "keywords", "source",
    ]
    var groups: [ProductGroup] = []
    var codes: Set<String> = []
    var owners: [String: String] = [:]
    var words = productWords()
    for (line, row) in rows("products.csv", columns) {
      func fault(_ column: String, _ message: String) {
        faults.append("products.csv: line \(line): \(column): \(message)")
      }
      let code = row["code"] ?? ""
      if code.isEmpty
        || !code.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
      {
        fault("code", "lower-case letters, digits and hyphens are expected, found \"\(code)\"")
      }
      if !codes.insert(code).inserted { fault("code", "\"\(code)\" stands twice") }
      let allowed = ProductionClass.allCases.map(\.name).joined(separator: ", ")
      let productionClass = ProductionClass(name: row["class"] ?? "")
      if productionClass == nil { fault("class", "one of \(allowed) is expected, found \"\(row["class"] ?? "")\"") }
      let other = row["other_class"] ?? ""
      if !other.isEmpty, ProductionClass(name: other) == nil {
        fault("other_class", "one of \(allowed) or nothing is expected, found \"\(other)\"")
      }
      let kinds = ["", "micro", "traditional", "high-tech"]
      if !kinds.contains(row["product_class"] ?? "") {
        fault("product_class", "micro, traditional or high-tech is expected, found \"\(row["product_class"] ?? "")\"")
      }
      func prefixes(_ column: String) -> [IndustryCode] {
        list(row[column]).compactMap { text in
          guard let prefix = IndustryCode(text) else {
            fault(column, "2 to 5 digits are expected, found \"\(text)\"")
            return nil
          }
          if let owner = owners.updateValue(code, forKey: "\(column) \(text)") {
            fault(column, "\(text) is claimed by \(owner) too")
          }
          return prefix
        }
      }
      let keywords = keywords(row["keywords"], of: code, "products.csv: line \(line): keywords")
      groups.append(
        ProductGroup(
          code: code, name: row["name"] ?? code, productionClass: productionClass ?? .industrial,
          otherClass: ProductionClass(name: other), productClass: row["product_class"] ?? "",
          nic2008: prefixes("nic2008"), nic2004: prefixes("nic2004"),
          keywords: keywords + (words.removeValue(forKey: code)?.keywords ?? []),
          source: (row["source"] ?? "").isEmpty ? "default" : row["source"] ?? "default"))
    }
    for (code, rest) in words.sorted(by: { $0.value.line < $1.value.line }) {
      faults.append("product-words.csv: line \(rest.line): product: \"\(code)\" is no product group of products.csv")
    }
    return groups
  }

  /// The further words of each product, in the order of the file, with the line of its first row.
  private mutating func productWords() -> [String: (line: Int, keywords: [Keyword])] {
    var words: [String: (line: Int, keywords: [Keyword])] = [:]
    for (line, row) in rows("product-words.csv", ["product", "words"]) {
      let code = row["product"] ?? ""
      words[code, default: (line, [])].keywords += keywords(
        row["words"], of: code, "product-words.csv: line \(line): words")
    }
    return words
  }

  /// The keywords of a list; phrases that coding cannot tell apart stand in one group only.
  private mutating func keywords(_ text: String?, of code: String, _ place: String) -> [Keyword] {
    list(text).map { field in
      let keyword = Keyword(parsing: field)
      let (words, phrase) = keyword.folded
      if words == 0 || words > Keyword.maxWords {
        faults.append("\(place): \"\(keyword.text)\" has \(words) words; 1 to \(Keyword.maxWords) are allowed")
      }
      if words > 0, keyword.strength != .against,
        let owner = phraseOwners.updateValue(code, forKey: phrase)
      {
        let standing = owner == code ? "twice, perhaps in another spelling" : "in \(owner) too"
        faults.append("\(place): \"\(keyword.text)\" stands \(standing)")
      }
      return keyword
    }
  }

  private mutating func members(_ list: [String], _ place: String, _ numbers: [String: UInt16]) -> [UInt16] {
    list.compactMap { code in
      if let number = numbers[code] { return number }
      faults.append("\(place): \"\(code)\" is no product group of products.csv")
      return nil
    }.sorted()
  }

  private mutating func families(_ numbers: [String: UInt16]) -> [ProductFamily] {
    rows("families.csv", ["code", "name", "products", "source"]).map { line, row in
      ProductFamily(
        code: row["code"] ?? "", name: row["name"] ?? "",
        groups: members(list(row["products"]), "families.csv: line \(line): products", numbers),
        source: row["source"] ?? "default")
    }
  }

  private mutating func themes(_ numbers: [String: UInt16]) -> [Theme] {
    guard let text = texts["themes.toml"] else {
      faults.append("themes.toml: the file is missing")
      return []
    }
    // The order of the sources, which is the order in which themes are published.
    let order = [
      "energy-intensive", "pollution-intensive", "location-disadvantage", "quality-challenged",
      "socially-not-responsible",
      "financially-weak",
    ]
    let file = ConfigFile(name: "themes.toml", text: text)
    let names = order + file.section().keys.filter { !order.contains($0) && $0 != Self.pollution }
    var themes: [Theme] = []
    for name in names where file.section().has(name) {
      let section = file.section(name)
      _ = section.string("wording")
      let products = section.strings("products") ?? []
      let isByEvidence = section.choice("decided_by", of: ["products", "evidence"]) == "evidence"
      if products.isEmpty, !isByEvidence {
        section.fault(
          "products",
          "names no product: name some, or say decided_by = \"evidence\" for a theme that no product carries")
      }
      themes.append(
        Theme(
          name: name, label: section.string("label") ?? name,
          concentration: section.string("concentration") ?? name, source: section.string("source") ?? "default",
          groups: members(products, "themes.toml: \(name).products", numbers)))
    }
    readPollutionCategories(file, numbers)
    file.finish()
    faults += file.faults
    return themes
  }

  /// The section of `themes.toml` that is no theme.
  private static let pollution = "pollution_category"

  private mutating func readPollutionCategories(_ file: ConfigFile, _ numbers: [String: UInt16]) {
    var owners: [UInt16: String] = [:]
    for name in PollutionCategory.names where file.section(Self.pollution).has(name) {
      let section = file.section(Self.pollution).section(name)
      let groups = members(
        section.strings("products") ?? [], "themes.toml: \(Self.pollution).\(name).products", numbers)
      for group in groups {
        if let owner = owners.updateValue(name, forKey: group) {
          let code = numbers.first { $0.value == group }?.key ?? ""
          section.fault("products", "\(code) stands under \(Self.pollution).\(owner) already")
        }
      }
      pollutionCategories.append(
        PollutionCategory(name: name, source: section.string("source") ?? "default", groups: groups))
    }
  }

  private mutating func chains(_ groups: [ProductGroup]) -> ValueChains {
    guard let text = texts[ChainSettings.file] else {
      faults.append("\(ChainSettings.file): the file is missing")
      return ValueChains([], groups: groups)
    }
    let loaded = ChainSettings.load(text, groups: groups)
    faults += loaded.faults
    return loaded.chains
  }

  private mutating func sectors() -> [SectorWording] {
    rows("nic-sectors.csv", ["words", "nic2008", "nic2004"]).map { line, row in
      func divisions(_ column: String) -> Set<UInt32> {
        let parts = list(row[column])
        let numbers = parts.compactMap { $0.utf8.count == 2 ? UInt32($0) : nil }
        if numbers.count != parts.count {
          faults.append("nic-sectors.csv: line \(line): \(column): divisions of two digits joined with ; are expected")
        }
        return Set(numbers)
      }
      return SectorWording(words: row["words"] ?? "", nic2008: divisions("nic2008"), nic2004: divisions("nic2004"))
    }
  }

  private mutating func makings() -> [MakingWord] {
    rows("ways-of-making.csv", ["words", "class"]).compactMap { line, row in
      guard let productionClass = ProductionClass(name: row["class"] ?? "") else {
        faults.append("ways-of-making.csv: line \(line): class: handloom, handicraft or industrial is expected")
        return nil
      }
      return MakingWord(words: row["words"] ?? "", productionClass: productionClass)
    }
  }
}
