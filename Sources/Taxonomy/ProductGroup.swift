import Model

/// A product group: the width at which clusters are named.
public struct ProductGroup: Sendable, Equatable {
  /// Code in outputs, `[a-z0-9-]+`.
  public var code: String
  /// Words of the field, lower case.
  public var name: String
  /// How it is made, unless a row says otherwise.
  public var productionClass: ProductionClass
  /// The other way in which it is also made, if any.
  public var otherClass: ProductionClass?
  /// `micro`, `traditional` or `high-tech`; empty when the configuration does not tell.
  public var productClass: String
  /// Code prefixes of NIC-2008 that belong to it.
  public var nic2008: [IndustryCode]
  /// Code prefixes of NIC-2004 (and 1998) that belong to it.
  public var nic2004: [IndustryCode]
  /// What names it in text.
  public var keywords: [Keyword]
  /// Publication that names the product, or `default`.
  public var source: String

  /// A group from its parts.
  public init(
    code: String, name: String, productionClass: ProductionClass, otherClass: ProductionClass? = nil,
    productClass: String = "", nic2008: [IndustryCode] = [], nic2004: [IndustryCode] = [], keywords: [Keyword] = [],
    source: String = "default"
  ) {
    self.code = code
    self.name = name
    self.productionClass = productionClass
    self.otherClass = otherClass
    self.productClass = productClass
    self.nic2008 = nic2008
    self.nic2004 = nic2004
    self.keywords = keywords
    self.source = source
  }
}

/// Words that name a product group in text.
public struct Keyword: Sendable, Equatable {
  /// How much a match says.
  public enum Strength: Sendable {
    /// Counts in full.
    case strong
    /// Counts in full and leads: the list that follows it counts an eighth. Written with a `>`.
    case leading
    /// Counts in full and trails: what stands before it in its noun phrase counts an eighth. Written with a `<`.
    case trailing
    /// Counts half: written with a star.
    case weak
    /// Speaks against the group: written with a hyphen.
    case against
  }

  /// One to `Keyword.maxWords` words, as written.
  public var text: String
  /// How much a match says.
  public var strength: Strength

  /// Most words of a phrase.
  public static let maxWords = 5

  /// How many words coding sees in it (hyphens and other marks part words), and a hash of them that is equal for texts that coding
  /// cannot tell apart: case, plural, double letters and punctuation do not matter.
  public var folded: (words: Int, phrase: UInt64) {
    let words = TextTokens.words(of: text)
    return (words.count, words.reduce(0, TextTokens.combine))
  }

  /// A keyword from its parts.
  public init(text: String, strength: Strength) {
    self.text = text
    self.strength = strength
  }

  /// A keyword as it stands in `products.csv`: `-word` speaks against, `word*` is weak, `word>` leads, `word<` trails.
  public init(parsing field: some StringProtocol) {
    if field.hasPrefix("-") {
      self.init(text: String(field.dropFirst()), strength: .against)
    } else if field.hasSuffix("*") {
      self.init(text: String(field.dropLast()), strength: .weak)
    } else if field.hasSuffix(">") {
      self.init(text: String(field.dropLast()), strength: .leading)
    } else if field.hasSuffix("<") {
      self.init(text: String(field.dropLast()), strength: .trailing)
    } else {
      self.init(text: String(field), strength: .strong)
    }
  }
}

/// Product groups that complement each other (FAQ 1).
public struct ProductFamily: Sendable, Equatable {
  /// Code in outputs.
  public var code: String
  /// Words for people.
  public var name: String
  /// Indexes of its groups, ascending.
  public var groups: [UInt16]
  /// Publication, or `default`.
  public var source: String

  /// A family from its parts.
  public init(code: String, name: String, groups: [UInt16], source: String) {
    self.code = code
    self.name = name
    self.groups = groups
    self.source = source
  }
}

/// A need that a product class carries (TP Table 1).
public struct Theme: Sendable, Equatable {
  /// Name in outputs, such as `energy-intensive`.
  public var name: String
  /// Words for people.
  public var label: String
  /// The word before "concentration of" a place.
  public var concentration: String
  /// Publication.
  public var source: String
  /// Indexes of the groups that carry it, ascending.
  public var groups: [UInt16]

  /// A theme from its parts.
  public init(name: String, label: String, concentration: String, source: String, groups: [UInt16]) {
    self.name = name
    self.label = label
    self.concentration = concentration
    self.source = source
    self.groups = groups
  }
}

/// How wide the products are that clusters are made by.
public enum ProductLevel: Sendable, Equatable, Hashable {
  /// Product groups.
  case group
  /// Industry codes of so many digits, 2…5.
  case digits(UInt32)

  /// The level that `--product-level` names: group, 5, 4, 3 or 2.
  public init?(name: String) {
    switch name {
    case "group": self = .group
    case "2", "3", "4", "5": self = .digits(UInt32(name) ?? 5)
    default: return nil
    }
  }

  /// The word after `--product-level`.
  public var name: String {
    switch self {
    case .group: "group"
    case .digits(let count): String(count)
    }
  }
}

extension IndustryCode {
  /// A code of 2 to 5 digits; nil for anything else.
  public init?(_ text: some StringProtocol) {
    guard (2...5).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = UInt32(text)
    else { return nil }
    self.init(value: value, digits: UInt32(text.utf8.count))
  }
}

/// The category of industrial sectors by their pollution index, and the groups that stand for sectors of it.
public struct PollutionCategory: Sendable, Equatable {
  /// `red`, `orange`, `green` or `white`.
  public var name: String
  /// Publication.
  public var source: String
  /// Indexes of the groups, ascending; no group has two categories.
  public var groups: [UInt16]

  /// A category from its parts.
  public init(name: String, source: String, groups: [UInt16]) {
    self.name = name
    self.source = source
    self.groups = groups
  }

  /// The names, the most polluting first.
  public static let names = ["red", "orange", "green", "white"]
}
