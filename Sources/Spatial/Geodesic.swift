import CProj
import Model

/// Distances and areas on the WGS 84 ellipsoid by PROJ's geodesic routines (Karney 2013), exact to nanometres.
public struct Geodesic: Sendable {
  private var ellipsoid = geod_geodesic()

  /// The geodesics of WGS 84.
  public init() {
    geod_init(&ellipsoid, Geocentric.semiMajorAxis, 1 / Geocentric.inverseFlattening)
  }

  /// Length of the shortest line between two coordinates in metres.
  public func distance(_ from: Coordinate, _ to: Coordinate) -> Double {
    var metres = 0.0
    withUnsafePointer(to: ellipsoid) {
      geod_inverse($0, from.latitude, from.longitude, to.latitude, to.longitude, &metres, nil, nil)
    }
    return metres
  }

  /// The place at `metres` from a coordinate, setting out at `azimuth` degrees (north 0, east 90).
  public func destination(from start: Coordinate, azimuth: Double, metres: Double) -> Coordinate {
    var (latitude, longitude) = (0.0, 0.0)
    withUnsafePointer(to: ellipsoid) {
      geod_direct($0, start.latitude, start.longitude, azimuth, metres, &latitude, &longitude, nil)
    }
    return Coordinate(latitude: latitude, longitude: longitude) ?? start
  }

  /// Area inside a ring with geodesic edges in square metres, positive when the ring runs counter-clockwise; the ring may be
  /// closed (first = last) or open, and may enclose a pole. Linear in the number of vertices.
  public func area(ofRing ring: some Collection<Coordinate>) -> Double {
    var latitudes = ring.map(\.latitude)
    var longitudes = ring.map(\.longitude)
    guard latitudes.count >= 3, latitudes.count <= Int(Int32.max) else { return 0 }
    var area = 0.0
    withUnsafePointer(to: ellipsoid) {
      geod_polygonarea($0, &latitudes, &longitudes, Int32(latitudes.count), &area, nil)
    }
    return area
  }

  /// Area of a polygon or several in square metres: outer rings less holes.
  public func area(ofPolygons polygons: [[[Coordinate]]]) -> Double {
    polygons.reduce(0) { sum, rings in rings.reduce(sum) { $0 + area(ofRing: $1) } }
  }
}
