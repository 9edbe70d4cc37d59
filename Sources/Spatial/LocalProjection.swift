import CProj
import Model

/// An azimuthal equidistant projection of WGS 84 around a centre, in metres: distances from the centre are true, so that
/// hulls and buffers near it are, anywhere on Earth.
struct LocalProjection: ~Copyable {
  private let handle: ProjHandle

  init(centre: Coordinate) throws(Failure) {
    handle = try ProjHandle.operation(
      "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        + "+step +proj=aeqd +ellps=WGS84 +lat_0=\(centre.latitude) +lon_0=\(centre.longitude)")
  }

  /// Metres east and north of the centre.
  func plane(_ coordinates: [Coordinate]) throws(Failure) -> (x: [Double], y: [Double]) {
    var x = coordinates.map(\.longitude)
    var y = coordinates.map(\.latitude)
    handle.transform(PJ_FWD, x: &x, y: &y, count: coordinates.count)
    if let bad = x.firstIndex(where: \.isNaN) {
      throw Failure(.internal, "\(coordinates[bad]) cannot be projected around the centre of its cluster")
    }
    return (x, y)
  }

  /// Longitude and latitude in degrees of a point of the plane.
  func degrees(_ x: Double, _ y: Double) -> PlanePoint {
    var point = PlanePoint(x: x, y: y)
    handle.transform(PJ_INV, x: &point.x, y: &point.y, count: 1)
    return point
  }
}

/// A point of a plane, metres or degrees as the context says.
struct PlanePoint: Equatable {
  var x: Double
  var y: Double
}
