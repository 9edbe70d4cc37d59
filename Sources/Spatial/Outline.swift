import Model

/// The way of a closed outline from the local plane to longitude and latitude.
///
/// An edge that is straight in the plane is bent in longitude and latitude, so edges are divided until the bend is below
/// `tolerance`. Longitudes run on beyond ±180 instead of jumping, and an outline around a pole is closed along it.
struct Outline {
  /// Greatest bend of an edge in metres.
  static let tolerance = 10.0
  private static let metresPerDegree = 111_195.0
  private static let deepest = 14

  /// Degrees, longitude running on; closed.
  private(set) var points: [PlanePoint] = []

  /// `ring` is closed, as x, y, x, y … in the plane of `projection`.
  init(ring: [Double], projection: borrowing LocalProjection) throws(Failure) {
    var corners = stride(from: 0, to: ring.count - 1, by: 2).map { PlanePoint(x: ring[$0], y: ring[$0 + 1]) }
    if Self.doubledArea(corners) < 0 { corners.reverse() }
    guard var from = corners.first else { return }
    var start = projection.degrees(from.x, from.y)
    points.append(start)
    for to in corners.dropFirst() {
      let end = projection.degrees(to.x, to.y).near(start)
      divide(from, start, to, end, Self.deepest, projection)
      points.append(end)
      (from, start) = (to, end)
    }
    if points.contains(where: { $0.x.isNaN }) {
      throw Failure(.internal, "an outline cannot be brought back to longitude and latitude")
    }
    closeAroundPole()
  }

  /// Twice the area of a closed ring, positive when it runs counter-clockwise.
  static func doubledArea(_ ring: [PlanePoint]) -> Double {
    var sum = 0.0
    for (a, b) in zip(ring, ring.dropFirst()) { sum += a.x * b.y - b.x * a.y }
    return sum
  }

  /// Adds the points between two corners that the bend of their edge needs.
  private mutating func divide(
    _ from: PlanePoint, _ start: PlanePoint, _ to: PlanePoint, _ end: PlanePoint, _ depth: Int,
    _ projection: borrowing LocalProjection
  ) {
    guard depth > 0 else { return }
    let middle = PlanePoint(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
    let actual = projection.degrees(middle.x, middle.y).near(start)
    let end = end.near(actual)
    let north = (actual.y - (start.y + end.y) / 2) * Self.metresPerDegree
    // cos φ by its chord to the pole, close enough for a tolerance and zero at the pole.
    let shrink = max(0, 1 - abs(actual.y) / 90) * 1.6
    let east = (actual.x - (start.x + end.x) / 2) * Self.metresPerDegree * min(shrink, 1)
    guard north * north + east * east > Self.tolerance * Self.tolerance else { return }
    divide(from, start, middle, actual, depth - 1, projection)
    points.append(actual)
    divide(middle, actual, to, end, depth - 1, projection)
  }

  /// An outline whose longitudes have gone round by 360 degrees encloses a pole: it is opened at its point nearest to the
  /// pole, where the way there crosses nothing, and led along the pole.
  private mutating func closeAroundPole() {
    guard let first = points.first, let last = points.last, abs(last.x - first.x) > 180 else { return }
    let pole = last.x > first.x ? 90.0 : -90.0
    let turn = last.x - first.x
    points.removeLast()
    var nearest = 0
    for index in points.indices where abs(points[index].y - pole) < abs(points[nearest].y - pole) { nearest = index }
    let opened = points[nearest...] + points[..<nearest].map { PlanePoint(x: $0.x + turn, y: $0.y) }
    let begin = points[nearest]
    points =
      Array(opened) + [
        PlanePoint(x: begin.x + turn, y: begin.y), PlanePoint(x: begin.x + turn, y: pole),
        PlanePoint(x: begin.x, y: pole), begin,
      ]
  }
}

extension PlanePoint {
  /// The same point in degrees with its longitude within 180 of another's.
  func near(_ other: PlanePoint) -> PlanePoint {
    PlanePoint(x: x + 360 * ((other.x - x) / 360).rounded(), y: y)
  }
}
