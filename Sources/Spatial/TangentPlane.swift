import Model

/// The plane that touches WGS 84 at a centre: metres east and north of it, for choosing among many near sites.
///
/// A length in it is too short by d³/6R² at most (d the distance from the centre, R the Earth's radius): 3 cm at 20 km, 4 m at
/// 100 km. PROJ, which has the last word on a footprint, is asked for the few points that are chosen: its azimuthal
/// equidistant projection solves a geodesic for each point and costs some thirty times as much.
struct TangentPlane {
  /// Farthest that a site may lie from the centre, metres.
  static let reach = 100_000.0

  private let centre: (x: Int64, y: Int64, z: Int64)
  private let east: SIMD3<Double>
  private let north: SIMD3<Double>
  private let up: SIMD3<Double>

  init(centre: Coordinate) {
    self.centre = Geocentric.millimetres(centre)
    let (sinLat, cosLat) = Geocentric.sineCosine(centre.lat)
    let (sinLon, cosLon) = Geocentric.sineCosine(centre.lon)
    east = [-sinLon, cosLon, 0]
    north = [-sinLat * cosLon, -sinLat * sinLon, cosLat]
    up = [cosLat * cosLon, cosLat * sinLon, sinLat]
  }

  /// Metres east and north of the centre, or nil when a site lies beyond `reach`; sites are geocentric, in millimetres.
  func plane(_ sites: [(x: Int64, y: Int64, z: Int64)]) -> (x: [Double], y: [Double])? {
    var x = [Double](repeating: 0, count: sites.count)
    var y = x
    for (index, point) in sites.enumerated() {
      let offset =
        SIMD3(Double(point.x - centre.x), Double(point.y - centre.y), Double(point.z - centre.z)) / 1000
      if (offset * offset).sum() > Self.reach * Self.reach { return nil }
      x[index] = (offset * east).sum()
      y[index] = (offset * north).sum()
    }
    return (x, y)
  }

  /// The coordinate of a point of the plane: to its rounding within 20 km of the centre, to 7 cm within `reach`.
  func coordinate(_ x: Double, _ y: Double) -> Coordinate {
    // The surface falls away below the plane.
    let fall = (x * x + y * y) / (2 * Geocentric.meanRadius)
    let offset = (east * x + north * y - up * fall) * 1000
    return Geocentric.coordinate(
      ofX: centre.x + Int64(offset.x.rounded()), y: centre.y + Int64(offset.y.rounded()),
      z: centre.z + Int64(offset.z.rounded()))
  }
}
