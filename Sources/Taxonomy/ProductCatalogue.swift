import Model

/// Everything that `Config/` says about products.
public struct ProductCatalogue: Sendable {
  /// The groups; a group's index is its number everywhere else.
  public let groups: [ProductGroup]
  /// Families of complementary groups.
  public let families: [ProductFamily]
  /// Themes, in the order in which they are published.
  public let themes: [Theme]
  /// Categories of sectors by pollution index, red first.
  public let pollutionCategories: [PollutionCategory]
  /// Value chains.
  public let chains: ValueChains
  /// Codes of NIC-2008.
  public let nic2008: CodeEdition
  /// Codes of NIC-2004, by which NIC-1998 is read too.
  public let nic2004: CodeEdition
  /// Sector wordings and the divisions that agree with them.
  public let sectors: [SectorWording]
  /// Words that tell the way of making.
  public let makings: [MakingWord]

  /// A catalogue from its parts. At most 65,534 groups.
  public init(
    groups: [ProductGroup], families: [ProductFamily] = [], themes: [Theme] = [],
    pollutionCategories: [PollutionCategory] = [],
    chains: ValueChains = ValueChains([], groups: []), nic2008: CodeEdition,
    nic2004: CodeEdition, sectors: [SectorWording] = [], makings: [MakingWord] = []
  ) {
    self.groups = groups
    self.families = families
    self.themes = themes
    self.pollutionCategories = pollutionCategories
    self.chains = chains
    self.nic2008 = nic2008
    self.nic2004 = nic2004
    self.sectors = sectors
    self.makings = makings
  }

  /// The index of the group with `code`, or nil. Linear.
  public func group(code: String) -> UInt16? { groups.firstIndex { $0.code == code }.map(UInt16.init) }

  /// For each group, the index of the first family that names it; nil for none.
  public var familyOfGroup: [Int?] {
    var result: [Int?] = Array(repeating: nil, count: groups.count)
    for (index, family) in families.enumerated() {
      for group in family.groups where result[Int(group)] == nil { result[Int(group)] = index }
    }
    return result
  }

  /// The category of a group's sector by pollution index; nil where the configuration gives none.
  public func pollutionCategory(group: Int) -> PollutionCategory? {
    pollutionCategories.first { $0.groups.contains(UInt16(group)) }
  }

  /// The products that keys can name at `level`: all groups, then the codes of NIC-2008 of that width.
  public func keys(level: ProductLevel) -> ProductKeys {
    var codes = groups.map(\.code)
    var names = groups.map(\.name)
    var owners = groups.indices.map { UInt16($0) }
    if case .digits(let digits) = level {
      let table = CodeTable(prefixes: prefixes(\.nic2008))
      for code in nic2008.codes(digits: digits) {
        let group = table.group(code)
        codes.append("nic-\(code.text)")
        names.append(
          group == CodedBatch.noProduct ? "NIC \(code.text)" : "\(groups[Int(group)].name) (NIC \(code.text))")
        owners.append(group)
      }
    }
    return ProductKeys(codes: codes, names: names, groups: owners)
  }

  /// The prefixes that groups claim in one edition.
  func prefixes(_ edition: KeyPath<ProductGroup, [IndustryCode]>) -> [(code: IndustryCode, group: UInt16)] {
    groups.indices.flatMap { index in groups[index][keyPath: edition].map { ($0, UInt16(index)) } }
  }
}

/// Words that a register uses for a sector, and the divisions that agree with them in each edition.
public struct SectorWording: Sendable, Equatable {
  /// As registers write it; compared without case and punctuation.
  public var words: String
  /// Divisions of NIC-2008, 0…99.
  public var nic2008: Set<UInt32>
  /// Divisions of NIC-2004, 0…99.
  public var nic2004: Set<UInt32>

  /// A wording from its parts.
  public init(words: String, nic2008: Set<UInt32>, nic2004: Set<UInt32>) {
    self.words = words
    self.nic2008 = nic2008
    self.nic2004 = nic2004
  }
}

/// Words in a row's text that tell how the product is made.
public struct MakingWord: Sendable, Equatable {
  /// One to `Keyword.maxWords` words.
  public var words: String
  /// What they say: handloom, handicraft or industrial.
  public var productionClass: ProductionClass

  /// A word from its parts.
  public init(words: String, productionClass: ProductionClass) {
    self.words = words
    self.productionClass = productionClass
  }
}

/// A product that text or code could mean, for people.
public struct ProductCandidate: Sendable, Equatable {
  /// Index of the group.
  public var group: UInt16
  /// Score of the text match; 0 when only the code speaks.
  public var score: Int
  /// The words that matched, or the prefix of the code.
  public var matched: [String]
  /// One sentence.
  public var reason: String
}
