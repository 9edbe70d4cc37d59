/// A place on Earth as two integers, so that equal places are equal bits on every machine.
///
/// Unit: 1e-7 degree on WGS 84 (about 1 cm). Latitude lies in −900,000,000…900,000,000 and longitude in
/// −1,800,000,000…1,800,000,000, both inclusive; `isValid` tells. Planar sets never use this type.
public struct Coordinate: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Units in one degree.
  public static let unitsPerDegree = 10_000_000.0

  /// Latitude in 1e-7 degrees, north positive.
  public var lat: Int32
  /// Longitude in 1e-7 degrees, east positive.
  public var lon: Int32

  /// A coordinate from its integers, taken as they are.
  @inline(__always)
  public init(lat: Int32, lon: Int32) {
    self.lat = lat
    self.lon = lon
  }

  /// The nearest representable coordinate to `latitude` and `longitude` in degrees (ties away from zero);
  /// nil for what is not finite or lies outside the ranges above.
  public init?(latitude: Double, longitude: Double) {
    guard latitude.isFinite, longitude.isFinite, abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
    lat = Int32((latitude * Self.unitsPerDegree).rounded())
    lon = Int32((longitude * Self.unitsPerDegree).rounded())
  }

  /// Latitude in degrees.
  public var latitude: Double { Double(lat) / Self.unitsPerDegree }
  /// Longitude in degrees.
  public var longitude: Double { Double(lon) / Self.unitsPerDegree }

  /// Whether both integers lie in their ranges.
  public var isValid: Bool {
    (-900_000_000...900_000_000).contains(lat) && (-1_800_000_000...1_800_000_000).contains(lon)
  }

  /// By latitude, then longitude: the order of site keys.
  @inline(__always)
  public static func < (a: Coordinate, b: Coordinate) -> Bool {
    a.lat != b.lat ? a.lat < b.lat : a.lon < b.lon
  }
}
