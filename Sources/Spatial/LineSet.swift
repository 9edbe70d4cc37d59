import Model

/// Lines on the Earth, and how far a place is from the nearest of them.
///
/// A segment is what GeoJSON says it is: straight in longitude and latitude, the short way round. Long segments are cut into pieces of at
/// most a twentieth of a degree, the nearest point is found on the chords of the pieces, and the length to it is that of the geodesic.
/// Pieces are at most 6 km long, so a chord lies within a metre of its piece: up to a hundred kilometres the answer is right to two
/// metres. Farther away the nearest by chord may be up to 0.4 % farther than the nearest by geodesic.
public struct LineSet: Sendable {
  /// The ends of each piece, in file order; `x[i]`, `y[i]`, `z[i]` are those of `points[i]`, metres.
  private var points: [Coordinate] = []
  private var x: [Double] = []
  private var y: [Double] = []
  private var z: [Double] = []
  /// Whether a piece runs from each point to the next.
  private var isJoined: [Bool] = []
  private let geodesic = Geodesic()

  /// Longest piece, 1e-7 degrees.
  private static let longest = 500_000.0
  /// A turn of longitude, 1e-7 degrees.
  private static let turn = 3_600_000_000.0

  /// The pieces of `lines`; a line of one point is that point. Linear in their length.
  public init(_ lines: [[Coordinate]]) {
    for line in lines {
      guard var last = line.first else { continue }
      for next in line.dropFirst() {
        let (up, across) = Self.step(last, next)
        let parts = max(1, Int((max(abs(up), abs(across)) / Self.longest).rounded(.up)))
        for part in 0..<parts {
          add(Self.between(last, next, Double(part) / Double(parts)), isJoined: true)
        }
        last = next
      }
      add(last, isJoined: false)
    }
  }

  private mutating func add(_ point: Coordinate, isJoined joined: Bool) {
    let place = Geocentric.millimetres(point)
    points.append(point)
    x.append(Double(place.x) / 1000)
    y.append(Double(place.y) / 1000)
    z.append(Double(place.z) / 1000)
    isJoined.append(joined)
  }

  /// Whether there is no line.
  public var isEmpty: Bool { points.isEmpty }

  /// Differences of latitude and longitude, the short way round.
  private static func step(_ from: Coordinate, _ to: Coordinate) -> (up: Double, across: Double) {
    var across = Double(to.lon) - Double(from.lon)
    if across > turn / 2 { across -= turn } else if across < -turn / 2 { across += turn }
    return (Double(to.lat) - Double(from.lat), across)
  }

  /// The place at `share` of the way.
  private static func between(_ from: Coordinate, _ to: Coordinate, _ share: Double) -> Coordinate {
    let (up, across) = step(from, to)
    var lon = Double(from.lon) + across * share
    if lon > turn / 2 { lon -= turn } else if lon < -turn / 2 { lon += turn }
    return Coordinate(lat: Int32((Double(from.lat) + up * share).rounded()), lon: Int32(lon.rounded()))
  }

  /// Metres from `place` to the nearest point of a line, nil without lines. Linear in the number of pieces.
  public func distance(from place: Coordinate) -> Double? {
    guard !points.isEmpty else { return nil }
    let origin = Geocentric.millimetres(place)
    let (px, py, pz) = (Double(origin.x) / 1000, Double(origin.y) / 1000, Double(origin.z) / 1000)
    var (best, at, share) = (Double.infinity, 0, 0.0)
    for index in points.indices {
      let (ax, ay, az) = (px - x[index], py - y[index], pz - z[index])
      var (square, t) = (ax * ax + ay * ay + az * az, 0.0)
      if isJoined[index] {
        let (dx, dy, dz) = (x[index + 1] - x[index], y[index + 1] - y[index], z[index + 1] - z[index])
        let length = dx * dx + dy * dy + dz * dz
        if length > 0 {
          t = min(max((ax * dx + ay * dy + az * dz) / length, 0), 1)
          let (bx, by, bz) = (ax - t * dx, ay - t * dy, az - t * dz)
          square = bx * bx + by * by + bz * bz
        }
      }
      if square < best { (best, at, share) = (square, index, t) }
    }
    let nearest = isJoined[at] ? Self.between(points[at], points[at + 1], share) : points[at]
    return geodesic.distance(place, nearest)
  }
}
