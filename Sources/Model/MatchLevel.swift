/// How finely an enterprise was placed, from the finest to the coarsest.
public enum MatchLevel: UInt8, CaseIterable, Comparable, Sendable {
  /// The row's own coordinates.
  case coordinate
  /// A village.
  case village
  /// A locality or industrial estate inside a town.
  case locality
  /// The delivery area of a full PIN (or postcode).
  case pin
  /// A town or city.
  case town
  /// A subdistrict (tehsil, taluk, mandal).
  case subdistrict
  /// The area of the first three digits of a PIN: too coarse to cluster.
  case pinArea
  /// A district: too coarse to cluster.
  case district
  /// A state: too coarse to cluster.
  case state
  /// Nothing placed the row.
  case none

  /// Whether rows at this level are *located*, that is, take part in clusters.
  @inline(__always)
  public var isLocated: Bool { rawValue <= MatchLevel.subdistrict.rawValue }

  /// The number of levels at which rows are located.
  public static let locatedCount = Int(MatchLevel.subdistrict.rawValue) + 1

  /// The word in the outputs; empty for `none`.
  public var name: String {
    switch self {
    case .coordinate: "coordinate"
    case .village: "village"
    case .locality: "locality"
    case .pin: "pin"
    case .town: "town"
    case .subdistrict: "subdistrict"
    case .pinArea: "pin-area"
    case .district: "district"
    case .state: "state"
    case .none: ""
    }
  }

  /// Finer levels first.
  @inline(__always)
  public static func < (a: MatchLevel, b: MatchLevel) -> Bool { a.rawValue < b.rawValue }
}
