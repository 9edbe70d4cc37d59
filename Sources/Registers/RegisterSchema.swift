import Model

/// How one kind of register is laid out: read from a file of `Config/registers/`, see the README there.
public struct RegisterSchema: Sendable, Equatable {
  /// How to read one amount column.
  public struct AmountRule: Sendable, Equatable {
    /// Power of ten of the unit that the register writes in, against the unit of the canonical column: 7 for crore.
    public var exponent: Int
    /// The largest credible value, in the unit of the canonical column; larger ones are capped and flagged.
    public var maximum: Int64
    /// Whether the register writes 0 for an amount that was not given.
    public var zeroIsUnknown: Bool

    /// A rule from its parts.
    public init(exponent: Int, maximum: Int64, zeroIsUnknown: Bool) {
      self.exponent = exponent
      self.maximum = maximum
      self.zeroIsUnknown = zeroIsUnknown
    }
  }

  /// Whether `record_id` names an enterprise.
  public enum Registration: String, CaseIterable, Sendable {
    /// One enterprise has the number, alone: rows with the same number are duplicates.
    case unique
    /// Several enterprises of one owner share the number.
    case shared
    /// The register has no such number.
    case none
  }

  /// The order of the parts of a date that does not begin with its year.
  public enum DateOrder: String, CaseIterable, Sendable {
    case dayFirst = "DD/MM/YYYY"
    case monthFirst = "MM/DD/YYYY"
  }

  /// Words of a column and what each says; matched without regard to case, blanks and punctuation.
  public struct Words: Sendable, Equatable {
    /// The longest word that can be matched, in bytes of its letters and digits.
    public static let longest = WordTable.longestWord
    /// Each word with the raw value of what it says.
    public var entries: [(word: String, value: UInt8)]

    /// Words with their values.
    public init(_ entries: [(word: String, value: UInt8)] = []) { self.entries = entries }

    /// Equal entries in equal order.
    public static func == (a: Words, b: Words) -> Bool {
      a.entries.elementsEqual(b.entries) { $0.word == $1.word && $0.value == $1.value }
    }
  }

  /// The name used with `--register`.
  public var name: String
  /// What the register is, for people.
  public var title: String
  /// ISO 3166 alpha-2 of rows that name no country.
  public var country = "IN"
  /// Name of the state of rows that name none, where the register covers one state; else empty.
  public var state = ""
  /// Edition of the industry codes.
  public var nicVersion = NICVersion.nic2008
  /// Coordinate reference system of the coordinate columns; nil is WGS 84 degrees.
  public var coordinateSystem: String?
  /// The delimiter where the register declares it; nil: detected from the file.
  public var delimiter: UInt8?
  /// How every row's product is made, where that is what the register is about.
  public var declaredClass: ProductionClass?
  /// Groups of header names; the schema is recognised when every group has a column. Empty: only as the last resort.
  public var detect: [[String]] = []
  /// What `record_id` is.
  public var registration = Registration.none
  /// Header names by `RegisterField.rawValue`, the preferred one first.
  public var columns = Array(repeating: [String](), count: RegisterField.allCases.count)
  /// For a field without a column of its own (by `RegisterField.rawValue`), the field whose column serves.
  public var copies = [RegisterField?](repeating: nil, count: RegisterField.allCases.count)
  /// Header names that are known and of no use: never matched, never reported as unknown.
  public var ignored: [String] = []
  /// Rules of the amount columns, by `RegisterField.rawValue`.
  public var amounts = [AmountRule?](repeating: nil, count: RegisterField.allCases.count)
  /// Order of day and month.
  public var dateOrder = DateOrder.dayFirst
  /// What stands at the address of every row, where the register says so.
  public var siteKind: SiteKind?
  /// Words of `operating`: raw values of `OperatingState`.
  public var operatingWords = Words()
  /// Words of `household`: 1 yes, 0 no, 2 unknown.
  public var householdWords = Words()
  /// Words of `registered`: 1 yes, 0 no, 2 unknown.
  public var registeredWords = Words()
  /// Words of `site_kind`: raw values of `SiteKind`.
  public var siteKindWords = Words()
  /// Words of the columns that tell traits, by `TraitField.rawValue`: raw values of `EnterpriseTrait`, or `unknownTrait`.
  public var traitWords = [Words](repeating: Words(), count: TraitField.allCases.count)
  /// A known word that tells no trait.
  public static let unknownTrait = UInt8(EnterpriseTrait.count)

  /// A schema without columns.
  public init(name: String, title: String) {
    self.name = name
    self.title = title
  }

  /// This schema with the columns, rules and words of `base` for whatever it leaves out. A header name that stands here,
  /// read or ignored, is never taken from the base for another field.
  public func extended(by base: RegisterSchema) -> RegisterSchema {
    var result = self
    let read = Set(columns.joined().map(HeaderName.fold))
    result.ignored += base.ignored.filter { !read.contains(HeaderName.fold($0)) }
    let own = Set(columns.joined().map(HeaderName.fold) + ignored.map(HeaderName.fold))
    for field in RegisterField.allCases.map(\.rawValue) {
      result.columns[field] += base.columns[field].filter { !own.contains(HeaderName.fold($0)) }
      if columns[field].isEmpty, copies[field] == nil { result.copies[field] = base.copies[field] }
      if amounts[field] == nil { result.amounts[field] = base.amounts[field] }
    }
    if operatingWords.entries.isEmpty { result.operatingWords = base.operatingWords }
    if householdWords.entries.isEmpty { result.householdWords = base.householdWords }
    if registeredWords.entries.isEmpty { result.registeredWords = base.registeredWords }
    if siteKindWords.entries.isEmpty { result.siteKindWords = base.siteKindWords }
    for field in traitWords.indices where traitWords[field].entries.isEmpty {
      result.traitWords[field] = base.traitWords[field]
    }
    return result
  }
}
