import Glibc
import Model

/// Albers' equal-area conic projection on the sphere (Snyder 1987, *Map Projections: A Working Manual*, equations 14-1 to 14-6):
/// areas on the printed map compare as they do on the ground. Near the equator the cone becomes the cylinder of Lambert's
/// equal-area projection.
struct AlbersProjection {
  /// Mean radius of the Earth (IUGG), kilometres.
  static let earthRadius = 6371.0088

  private let cone: Double
  private let constant: Double
  private let origin: Double
  private let meridian: Double
  private let parallel: Double

  /// A projection for latitudes `south`…`north` and longitudes `west`…`east` in degrees, with standard parallels a sixth of the
  /// span from either edge.
  init(south: Double, north: Double, west: Double, east: Double) {
    let sixth = (north - south) / 6
    let first = Trigonometry.sine(degrees: south + sixth)
    let second = Trigonometry.sine(degrees: north - sixth)
    meridian = (west + east) / 2
    parallel = max(0.01, Trigonometry.cosine(degrees: south + sixth))
    let half = (first + second) / 2
    cone = abs(half) < 1e-6 ? 0 : half
    constant = parallel * parallel + 2 * half * first
    origin =
      cone == 0 ? 0 : max(0, constant - 2 * cone * Trigonometry.sine(degrees: (south + north) / 2)).squareRoot() / cone
  }

  /// Position in kilometres east and north of the middle.
  func project(latitude: Double, longitude: Double) -> (x: Double, y: Double) {
    var away = longitude - meridian
    if away > 180 { away -= 360 }
    if away < -180 { away += 360 }
    let radians = away * Trigonometry.radiansPerDegree
    let sine = Trigonometry.sine(degrees: latitude)
    if cone == 0 { return (Self.earthRadius * parallel * radians, Self.earthRadius * sine / parallel) }
    let distance = max(0, constant - 2 * cone * sine).squareRoot() / cone
    return (
      Self.earthRadius * distance * sin(cone * radians), Self.earthRadius * (origin - distance * cos(cone * radians))
    )
  }
}
