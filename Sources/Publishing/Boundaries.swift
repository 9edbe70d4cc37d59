import Model

/// Outlines to draw under the maps, as the user supplied them.
public struct Boundaries: Sendable, Equatable {
  /// Rings of polygons (closed) and lines, in file order.
  public var lines: [[Coordinate]]

  /// Outlines from their lines.
  public init(lines: [[Coordinate]]) { self.lines = lines }

  /// Number of points in all.
  public var pointCount: Int { lines.reduce(0) { $0 + $1.count } }

  /// The outlines with at most about `limit` points: the tolerance starts at 100 m and doubles until they fit; rings that
  /// shrink to nothing go.
  func simplified(limit: Int) -> Boundaries {
    var tolerance = 0.001
    var current = self
    while true {
      current.lines = lines.compactMap { line in
        line.first == line.last
          ? Simplification.simplifyRing(line, tolerance: tolerance)
          : Simplification.simplify(line, tolerance: tolerance)
      }
      if current.pointCount <= limit || tolerance > 10 { return current }
      tolerance *= 2
    }
  }
}
