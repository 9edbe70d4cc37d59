/// Why a row was not located. The words are stable: they stand in `unlocated.csv`.
public enum UnlocatedReason: UInt8, CaseIterable, Sendable {
  /// The row is located.
  case none
  /// No field that could place it.
  case noPlace
  /// Fields that could place it, none of which the gazetteer knows.
  case unknownPlace
  /// Placed, but only by district, state or the first digits of a PIN.
  case tooCoarse
  /// Candidates that lie far apart and nothing to decide between them.
  case ambiguous
  /// Coordinates that cannot be right, and nothing else.
  case badCoordinate

  /// The stable word; empty for `none`.
  public var name: String {
    switch self {
    case .none: ""
    case .noPlace: "no-place"
    case .unknownPlace: "unknown-place"
    case .tooCoarse: "too-coarse"
    case .ambiguous: "ambiguous"
    case .badCoordinate: "bad-coordinate"
    }
  }
}

/// Which evidence placed a row. The words are stable: they stand in `matched_by`.
public enum MatchedBy: UInt8, CaseIterable, Sendable {
  case nothing
  case coordinates
  case pinColumn
  case pinInText
  case villageName
  case localityName
  case townName
  case subdistrictName
  case lgdCode
  case districtName
  case stateName

  /// The stable word; empty for `nothing`.
  public var name: String {
    switch self {
    case .nothing: ""
    case .coordinates: "coordinates"
    case .pinColumn: "pin-column"
    case .pinInText: "pin-in-text"
    case .villageName: "village-name"
    case .localityName: "locality-name"
    case .townName: "town-name"
    case .subdistrictName: "subdistrict-name"
    case .lgdCode: "lgd-code"
    case .districtName: "district-name"
    case .stateName: "state-name"
    }
  }
}

/// Where the rows of a batch stand, one entry for each row of its `EnterpriseBatch`.
public final class LocatedBatch: @unchecked Sendable {
  /// No gazetteer place: the row stands at its own coordinates.
  public static let noPlace = UInt32.max

  /// Latitude in 1e-7 degrees; 0 where nothing placed the row.
  public let lat: Column<Int32>
  /// Longitude in 1e-7 degrees.
  public let lon: Column<Int32>
  /// Place index in the gazetteer, or `noPlace`.
  public let place: Column<UInt32>
  /// `MatchLevel` raw value.
  public let level: Column<UInt8>
  /// Radius in metres that holds the true place with 90 % confidence.
  public let uncertainty: Column<UInt32>
  /// `MatchedBy` raw value.
  public let matchedBy: Column<UInt8>
  /// `UnlocatedReason` raw value; `none` exactly where `MatchLevel.isLocated`.
  public let reason: Column<UInt8>
  /// Percent, 0…100.
  public let confidence: Column<UInt8>
  /// LGD code of the state, 0 unknown.
  public let lgdState: Column<UInt16>
  /// LGD code of the district, 0 unknown.
  public let lgdDistrict: Column<UInt16>
  /// Flags that locating raised, raw bits of `RowFlags`.
  public let flags: Column<UInt64>

  /// A batch of `count` rows that stand nowhere.
  public init(count: Int) {
    lat = Column(count: count, initial: 0)
    lon = Column(count: count, initial: 0)
    place = Column(count: count, initial: Self.noPlace)
    level = Column(count: count, initial: MatchLevel.none.rawValue)
    uncertainty = Column(count: count, initial: 0)
    matchedBy = Column(count: count, initial: 0)
    reason = Column(count: count, initial: UnlocatedReason.noPlace.rawValue)
    confidence = Column(count: count, initial: 0)
    lgdState = Column(count: count, initial: 0)
    lgdDistrict = Column(count: count, initial: 0)
    flags = Column(count: count, initial: 0)
  }
}
