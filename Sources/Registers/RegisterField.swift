import Model

/// The canonical columns of a register, in canonical order: the order in which a row's canonical encoding lists its fields.
///
/// Names are those of the generic register; `locality`, `town`, `sector`, `activities` and `serial` are kept apart where a
/// register has them.
public enum RegisterField: Int, CaseIterable, Sendable {
  /// The number that the register gives to an enterprise.
  case recordID
  /// A running number within one list, of no meaning in another.
  case serial
  case name
  case address
  case village
  case locality
  case town
  case subdistrict
  case district
  case state
  case pincode
  case latitude
  case longitude
  case nicCode
  case product
  case sector
  /// Udyam's list of codes and descriptions, JSON inside a field.
  case activities
  case hsCode
  case looms
  case employment
  case investment
  case turnover
  case exports
  case startDate
  case registered
  case household
  case operating
  case siteKind
  case units
  case actorRole
  case country
  case lgdState
  case lgdDistrict
  case sizeClass
  case womenOwned
  case socialGroup
  case rural
  case connectedLoad
  case fuel
  case energy
  case water
  case effluent
  case consentCategory

  /// The canonical column name, as in `Config/registers/` and in messages.
  public var name: String { Self.names[rawValue] }

  /// The field that `name` names, or nil.
  public init?(name: String) {
    guard let index = Self.names.firstIndex(of: name) else { return nil }
    self.init(rawValue: index)
  }

  private static let names = [
    "record_id", "serial", "name", "address", "village", "locality", "town", "subdistrict", "district", "state",
    "pincode", "lat", "lon", "nic_code", "product", "sector", "activities", "hs_code", "looms", "employment",
    "investment_inr", "turnover_inr", "exports_inr", "start_date", "registered", "household", "operating",
    "site_kind", "units", "actor_role", "country", "lgd_state", "lgd_district", "size_class", "women_owned",
    "social_group", "rural", "connected_load_kw", "fuel", "energy_toe", "water_kld", "effluent_kld",
    "consent_category",
  ]

  /// The text field of an enterprise that this column is, or nil.
  var textField: TextField? {
    switch self {
    case .recordID: .recordID
    case .name: .name
    case .address: .address
    case .village: .village
    case .locality: .locality
    case .town: .town
    case .subdistrict: .subdistrict
    case .district: .district
    case .state: .state
    case .product: .product
    case .sector: .sector
    case .hsCode: .hsCode
    case .latitude: .latitude
    case .longitude: .longitude
    case .lgdState: .lgdState
    case .lgdDistrict: .lgdDistrict
    case .country: .country
    default: nil
    }
  }

  /// What kind of amount the column holds, nil for none.
  public var amountKind: AmountKind? {
    switch self {
    case .looms, .employment, .units: .count
    case .investment, .turnover, .exports: .rupees
    case .connectedLoad: .kilowatts
    case .energy: .oilEquivalent
    case .water, .effluent: .kilolitres
    default: nil
    }
  }

  /// The amount of an enterprise that this column is, nil for none and for `units`.
  var amountField: AmountField? { AmountField.allCases.first { $0.name == name } }

  /// The column whose words are traits, nil for none.
  public var traitField: TraitField? { TraitField.allCases.first { $0.name == name } }

  /// Any of these tells what an enterprise makes.
  static let productFields: [RegisterField] = [.nicCode, .product, .activities, .hsCode]
  /// Any of these tells where an enterprise is (longitude only together with latitude).
  static let placeFields: [RegisterField] = [
    .address, .village, .locality, .town, .subdistrict, .district, .state, .pincode, .latitude, .lgdState,
    .lgdDistrict,
  ]
  /// Columns whose absence changes what can be said of a cluster; `check` names those that are missing.
  static let telling: [RegisterField] = [
    .recordID, .operating, .looms, .employment, .investment, .turnover, .exports, .household, .registered, .startDate,
  ]
}

/// The kinds of amounts, by the unit of the canonical column.
public enum AmountKind: Sendable {
  /// Pieces or persons.
  case count
  case rupees
  /// Kept as watts.
  case kilowatts
  /// Tonnes of oil equivalent, kept as kilograms.
  case oilEquivalent
  /// Kilolitres a day, kept as litres.
  case kilolitres

  /// The power of ten from the unit of the canonical column to the integer that is kept.
  public var exponent: Int {
    switch self {
    case .count, .rupees: 0
    case .kilowatts, .oilEquivalent, .kilolitres: 3
    }
  }
}
