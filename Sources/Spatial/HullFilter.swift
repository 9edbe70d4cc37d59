/// Leaves out points that cannot be corners of a convex hull (Akl and Toussaint 1978): those well inside the octagon of the
/// points that lie farthest in eight directions.
enum HullFilter {
  /// Points below which the filter costs more than it saves.
  private static let least = 64

  /// The points, as x, y, x, y …, less those well inside the octagon, in their order; the hull of what is left is that of all.
  ///
  /// What lies within a millionth of the extent of a side stays, so that rounding never takes a corner away. Linear.
  static func outer(_ points: [Double]) -> [Double] {
    guard points.count >= 2 * least else { return points }
    // By direction, counter-clockwise from east: the point that lies farthest.
    let directions: [(x: Double, y: Double)] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)]
    var corners: [(x: Double, y: Double)] = []
    for direction in directions {
      var (best, corner) = (-Double.infinity, (x: 0.0, y: 0.0))
      for index in stride(from: 0, to: points.count - 1, by: 2) {
        let reach = points[index] * direction.x + points[index + 1] * direction.y
        if reach > best { (best, corner) = (reach, (points[index], points[index + 1])) }
      }
      corners.append(corner)
    }
    let extent = max(corners[0].x - corners[4].x, corners[2].y - corners[6].y)
    guard extent > 0, extent.isFinite else { return points }
    // Sides as a·x + b·y > c for points inside, by at least the margin times the length of the side.
    var sides: [(a: Double, b: Double, c: Double)] = []
    for index in corners.indices {
      let (from, to) = (corners[index], corners[(index + 1) % corners.count])
      let (a, b) = (from.y - to.y, to.x - from.x)
      if a == 0, b == 0 { continue }
      let margin = 1e-6 * extent * (abs(a) + abs(b))
      sides.append((a, b, a * from.x + b * from.y + margin))
    }
    guard sides.count >= 3 else { return points }
    var outer: [Double] = []
    for index in stride(from: 0, to: points.count - 1, by: 2) {
      let (x, y) = (points[index], points[index + 1])
      var isInside = true
      for side in sides where side.a * x + side.b * y <= side.c {
        isInside = false
        break
      }
      if isInside { continue }
      outer.append(x)
      outer.append(y)
    }
    return outer
  }
}
