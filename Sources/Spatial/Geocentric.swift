import Model

/// Geocentric X, Y, Z on WGS 84 as whole millimetres, the space in which clusters are found.
///
/// The axes are those of PROJ's `cart`: X through (0°, 0°), Y through (0°, 90° E), Z through the north pole; points stand on
/// the ellipsoid (height 0). The kernel uses nothing but the basic IEEE 754 operations, the square root among them, and
/// exact integer reduction of angles, so it gives equal bits on every machine, which the sine of a C library need not; it
/// stays within 0.000 01 mm of the exact value before rounding.
public enum Geocentric {
  /// Semi-major axis of WGS 84 in metres.
  public static let semiMajorAxis = 6_378_137.0
  /// Inverse flattening of WGS 84.
  public static let inverseFlattening = 298.257_223_563
  /// Mean radius (2a + b) / 3 of WGS 84 in metres, the R by which a reach becomes a chord: chord = 2R·sin(reach / 2R).
  public static let meanRadius = 6_371_008.8

  private static let flattening = 1 / inverseFlattening
  private static let eccentricity2 = flattening * (2 - flattening)
  private static let a = semiMajorAxis * 1000
  private static let b = a * (1 - flattening)

  /// X, Y and Z of each coordinate in millimetres, rounded half away from zero; |value| stays below 6.4e9.
  public static func millimetres(_ coordinates: [Coordinate]) -> (x: [Int64], y: [Int64], z: [Int64]) {
    let count = coordinates.count
    var x = [Int64](repeating: 0, count: count)
    var y = x
    var z = x
    for index in 0..<count { (x[index], y[index], z[index]) = millimetres(coordinates[index]) }
    return (x, y, z)
  }

  /// X, Y and Z of one coordinate in millimetres.
  @inline(__always)
  public static func millimetres(_ coordinate: Coordinate) -> (x: Int64, y: Int64, z: Int64) {
    let (sinLat, cosLat) = sineCosine(coordinate.lat)
    let (sinLon, cosLon) = sineCosine(coordinate.lon)
    // Radius of curvature in the prime vertical.
    let n = a / (1 - eccentricity2 * sinLat * sinLat).squareRoot()
    return (
      whole(n * cosLat * cosLon), whole(n * cosLat * sinLon), whole(n * (1 - eccentricity2) * sinLat)
    )
  }

  /// `value` rounded half away from zero: what `rounded()` gives, which calls the C library.
  @inline(__always)
  private static func whole(_ value: Double) -> Int64 {
    let toZero = Int64(value)
    let rest = value - Double(toZero)
    return rest >= 0.5 ? toZero + 1 : rest <= -0.5 ? toZero - 1 : toZero
  }

  /// The coordinate above or below a point, along the normal of the ellipsoid, by the closed form of Bowring (1976).
  ///
  /// For points within 100 km of the surface it is exact to the rounding of `Coordinate`. Weighted means of sites lie below
  /// the surface; the mean of sites all round the Earth may lie anywhere, and its exact centre gives (0, 0).
  public static func coordinate(ofX x: Int64, y: Int64, z: Int64) -> Coordinate {
    let (x, y, z) = (Double(x), Double(y), Double(z))
    let axial = (x * x + y * y).squareRoot()
    let lon = arcTangent(y, x)
    // Reduced latitude θ from tan θ = (z·a) / (axial·b), without computing the angle.
    let (up, out) = (z * a, axial * b)
    let length = (up * up + out * out).squareRoot()
    guard length > 0 else { return Coordinate(lat: 0, lon: 0) }
    let (sine, cosine) = (up / length, out / length)
    let secondEccentricity2 = eccentricity2 / (1 - eccentricity2)
    let rise = z + secondEccentricity2 * b * sine * sine * sine
    let run = max(axial - eccentricity2 * a * cosine * cosine * cosine, 0)
    let lat = arcTangent(rise, run)
    return Coordinate(lat: units(lat), lon: units(lon))
  }

  private static let radiansPerUnit = Double.pi / (180 * Coordinate.unitsPerDegree)
  private static func units(_ radians: Double) -> Int32 { Int32((radians / radiansPerUnit).rounded()) }

  /// Sine and cosine of an angle in 1e-7 degrees: whole quadrants are taken off in integers, and the rest, at most 45
  /// degrees, goes through the Taylor series, whose remainder lies below 1e-17.
  @inline(__always)
  static func sineCosine(_ angle: Int32) -> (sine: Double, cosine: Double) {
    let quarter: Int64 = 900_000_000
    // −2…2; halves go up, so that the rest lies in −45°…45°.
    let quadrant = (Int64(angle) + 2 * quarter + quarter / 2) / quarter - 2
    let rest = Double(Int64(angle) - quadrant * quarter) * radiansPerUnit
    let q = rest * rest
    // Horner's scheme over the reciprocals of n(n + 1).
    var sine = 1.0
    sine = 1 - q * (1.0 / 272) * sine
    sine = 1 - q * (1.0 / 210) * sine
    sine = 1 - q * (1.0 / 156) * sine
    sine = 1 - q * (1.0 / 110) * sine
    sine = 1 - q * (1.0 / 72) * sine
    sine = 1 - q * (1.0 / 42) * sine
    sine = 1 - q * (1.0 / 20) * sine
    sine = 1 - q * (1.0 / 6) * sine
    sine *= rest
    var cosine = 1.0
    cosine = 1 - q * (1.0 / 306) * cosine
    cosine = 1 - q * (1.0 / 240) * cosine
    cosine = 1 - q * (1.0 / 182) * cosine
    cosine = 1 - q * (1.0 / 132) * cosine
    cosine = 1 - q * (1.0 / 90) * cosine
    cosine = 1 - q * (1.0 / 56) * cosine
    cosine = 1 - q * (1.0 / 30) * cosine
    cosine = 1 - q * (1.0 / 12) * cosine
    cosine = 1 - q * (1.0 / 2) * cosine
    switch quadrant & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }

  /// The angle of (x, y) in −π…π, 0 at the origin: reduced to 0…45 degrees, halved three times by
  /// arctan t = 2·arctan(t / (1 + √(1 + t²))), then by the Taylor series, whose remainder lies below 1e-20.
  static func arcTangent(_ y: Double, _ x: Double) -> Double {
    let (height, width) = (abs(y), abs(x))
    guard max(height, width) > 0 else { return 0 }
    var t = min(height, width) / max(height, width)
    for _ in 0..<3 { t /= 1 + (1 + t * t).squareRoot() }
    let q = t * t
    var series = 0.0
    for odd in stride(from: 19.0, through: 1.0, by: -2.0) { series = 1 / odd - q * series }
    var angle = 8 * t * series
    if height > width { angle = Double.pi / 2 - angle }
    if x < 0 { angle = Double.pi - angle }
    return y < 0 ? -angle : angle
  }
}
