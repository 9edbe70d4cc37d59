import Model

/// Where the sources of a gazetteer lie.
public struct GazetteerSources: Sendable {
  /// The starter gazetteer, `Geo/`.
  public var starterDirectory: String
  /// The post-office directory.
  public var postOffices: String?
  /// GeoNames postal codes of a country.
  public var geonamesPostal: String?
  /// GeoNames places.
  public var places: String?
  /// A list of villages with PIN, district and coordinates.
  public var villages: String?
  /// A directory with the tables of the Local Government Directory.
  public var lgdDirectory: String?
  /// District spellings with their LGD codes.
  public var aliases: String?
  /// Any table with a PIN or postcode column and coordinates.
  public var pins: String?
  /// District boundaries, GeoJSON.
  public var districts: String?

  /// Sources on top of the starter gazetteer in `starterDirectory`.
  public init(starterDirectory: String) { self.starterDirectory = starterDirectory }
}

/// What building a gazetteer found, repaired and refused.
public struct GazetteerReport: Sendable {
  /// Figures in the order in which they arose: what was counted, and how many.
  public internal(set) var counts: [(what: String, count: Int)] = []
  /// Bytes of the file.
  public internal(set) var bytes = 0

  mutating func add(_ what: String, _ count: Int) { counts.append((what, count)) }

  /// One line for each figure.
  public var lines: [String] { counts.map { "\($0.what): \($0.count)" } }
}
