/// Text fields of an enterprise that later stages read as bytes.
public enum TextField: Int, CaseIterable, Sendable {
  case recordID
  case name
  case address
  /// Village or locality.
  case village
  /// A locality, industrial estate or ward, where a register keeps it apart from the village.
  case locality
  /// Town or city.
  case town
  /// Subdistrict, tehsil, taluk, mandal or block.
  case subdistrict
  case district
  case state
  /// Product or line of activity in words.
  case product
  /// The register's own sector or division, coarser than `product`.
  case sector
  /// Harmonised System code.
  case hsCode
  case latitude
  case longitude
  case lgdState
  case lgdDistrict
  /// ISO 3166 alpha-2; empty: the schema's default.
  case country
}

/// Amounts of an enterprise, as integers of the stated unit.
public enum AmountField: Int, CaseIterable, Sendable {
  /// Handlooms.
  case looms
  /// Persons.
  case employment
  /// Rupees.
  case investment
  /// Rupees a year.
  case turnover
  /// Rupees a year.
  case exports
  /// Watts (from `connected_load_kw`).
  case connectedLoad
  /// Kilograms of oil equivalent a year (from `energy_toe`).
  case energy
  /// Litres a day (from `water_kld`).
  case water
  /// Litres a day (from `effluent_kld`).
  case effluent

  /// The canonical column name in the generic register.
  public var name: String {
    switch self {
    case .looms: "looms"
    case .employment: "employment"
    case .investment: "investment_inr"
    case .turnover: "turnover_inr"
    case .exports: "exports_inr"
    case .connectedLoad: "connected_load_kw"
    case .energy: "energy_toe"
    case .water: "water_kld"
    case .effluent: "effluent_kld"
    }
  }
}

/// The edition of the National Industrial Classification in which a register writes its codes.
public enum NICVersion: UInt8, CaseIterable, Sendable {
  case nic2008
  case nic2004
  case nic1998
  /// Editions are mixed in one column: a code counts as an edition's only where the row's own sector agrees.
  case mixed
}

/// An industry code as digits: `value` in the low 24 bits, number of digits (2…5) above them. 0 is no code.
///
/// The number of digits matters: 013 (group) is not 13 (division).
public struct IndustryCode: Hashable, Sendable, BitwiseCopyable {
  /// The packed form.
  public var packed: UInt32

  /// A code from its packed form.
  @inline(__always)
  public init(packed: UInt32) { self.packed = packed }

  /// The code whose digits spell `value` in `digits` places.
  @inline(__always)
  public init(value: UInt32, digits: UInt32) { packed = digits << 24 | value }

  /// No code.
  public static let none = IndustryCode(packed: 0)
  /// The digits as a number.
  @inline(__always)
  public var value: UInt32 { packed & 0xFF_FFFF }
  /// How many digits, 0 for none.
  @inline(__always)
  public var digits: UInt32 { packed >> 24 }

  /// The first `count` digits (the code itself when it has fewer).
  @inline(__always)
  public func prefix(_ count: UInt32) -> IndustryCode {
    var value = self.value
    var digits = self.digits
    while digits > count {
      value /= 10
      digits -= 1
    }
    return IndustryCode(value: value, digits: digits)
  }

  /// The digits with leading zeros.
  public var text: String {
    guard packed != 0 else { return "" }
    let plain = String(value)
    return String(repeating: "0", count: max(0, Int(digits) - plain.count)) + plain
  }
}

/// The rows of a batch as enterprises: typed columns, and spans for what stays text.
///
/// Row `i` here is row `i` of `rows`; rows that were rejected (`rows.rejects[i] != 0`) hold nothing of use. A column that
/// the register does not have is nil and costs nothing; in a column that exists, an unknown amount is `unknownAmount`.
public final class EnterpriseBatch: @unchecked Sendable {
  /// Stands for an amount that the row does not give.
  public static let unknownAmount = Int64.min

  /// The bytes, lines and rejects that the enterprises came from.
  public let rows: RowBatch
  /// Number of rows.
  public var count: Int { rows.count }
  /// The slot of `rows` that holds a text field, −1 where the register has no such column. Indexed by `TextField.rawValue`.
  public let slots: [Int]
  /// Edition of `industryCodes`.
  public let nicVersion: NICVersion
  /// ISO 3166 alpha-2 that rows without a country stand in.
  public let defaultCountry: String
  /// Name of the state that rows without a state stand in, where the register covers one state; else empty.
  public let defaultState: String
  /// How every row's product is made, where the register itself says so (a handloom census, an artisan list); else nil.
  public let declaredClass: ProductionClass?
  /// Coordinate reference system of the coordinate columns, an authority code or PROJ string; nil is WGS 84 degrees.
  public let coordinateSystem: String?

  /// Fingerprint of schema and registration number; `Fingerprint.none` where the row has none.
  public var registration: Column<Fingerprint>?
  /// Fingerprint of the row's canonical encoding: the smallest among duplicates survives.
  public var canonical: Column<Fingerprint>?
  /// PIN or numeric postcode, 0 for none.
  public var pin: Column<UInt32>?
  /// Principal industry code.
  public var industryCode: Column<IndustryCode>?
  /// All industry codes of a row that has several, the principal one first; else empty.
  public var furtherCodes: CodeLists?
  /// Where an activity description stood beside the codes (Udyam), the principal one's text; else empty.
  public var activityText: Column<TextSpan>?
  /// Amounts by `AmountField.rawValue`.
  public var amounts: [Column<Int64>?]
  /// Days since 1970-01-01, `Int32.min` for unknown.
  public var startDay: Column<Int32>?
  /// `OperatingState` raw values.
  public var operating: Column<UInt8>?
  /// `SiteKind` raw values.
  public var siteKind: Column<UInt8>?
  /// `ActorRole` raw values.
  public var actorRole: Column<UInt8>?
  /// 1 yes, 0 no, 2 unknown.
  public var household: Column<UInt8>?
  /// 1 yes, 0 no, 2 unknown.
  public var registered: Column<UInt8>?
  /// What the row tells in words: the bits of `EnterpriseTrait`.
  public var traits: Column<UInt32>?
  /// Enterprises that the row stands for, 1 or more.
  public var units: Column<Int64>?
  /// Flags raised so far, as raw bits of `RowFlags`.
  public let flags: Column<UInt64>

  /// A batch over `rows` with no typed column yet.
  public init(
    rows: RowBatch, slots: [Int], nicVersion: NICVersion, defaultCountry: String, coordinateSystem: String?,
    defaultState: String = "", declaredClass: ProductionClass? = nil
  ) {
    self.rows = rows
    self.slots = slots
    self.nicVersion = nicVersion
    self.defaultCountry = defaultCountry
    self.coordinateSystem = coordinateSystem
    self.defaultState = defaultState
    self.declaredClass = declaredClass
    amounts = Array(repeating: nil, count: AmountField.allCases.count)
    flags = Column(count: rows.count, initial: 0)
    for row in 0..<rows.count { flags[row] = rows.flags[row] }
  }

  /// The span of a text field in `row`, empty where the register has no such column.
  @inlinable @inline(__always)
  public func span(_ field: TextField, _ row: Int) -> TextSpan {
    let slot = slots[field.rawValue]
    return slot < 0 ? .empty : rows.span(slot, row)
  }

  /// Whether the register has a column for `field`.
  public func has(_ field: TextField) -> Bool { slots[field.rawValue] >= 0 }

  /// An amount, or `unknownAmount`.
  @inlinable @inline(__always)
  public func amount(_ field: AmountField, _ row: Int) -> Int64 {
    amounts[field.rawValue]?[row] ?? Self.unknownAmount
  }
}
