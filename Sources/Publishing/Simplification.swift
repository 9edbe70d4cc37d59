import Model

/// Lines with fewer points: Douglas and Peucker (1973), in degrees with longitudes shrunk by the cosine of the latitude.
enum Simplification {
  /// The points of `line` that stay when none that goes may lie farther than `tolerance` degrees of latitude from the line that is
  /// left. First and last always stay. O(n log n) on ordinary lines, no recursion.
  static func simplify(_ line: [Coordinate], tolerance: Double) -> [Coordinate] {
    guard line.count > 2, tolerance > 0 else { return line }
    let shrink = Trigonometry.cosine(degrees: line[0].latitude)
    var keep = Array(repeating: false, count: line.count)
    keep[0] = true
    keep[line.count - 1] = true
    var open = [(0, line.count - 1)]
    while let (first, last) = open.popLast() {
      var farthest = -1
      var distance = tolerance
      for index in stride(from: first + 1, to: last, by: 1) {
        let here = separation(line[index], line[first], line[last], shrink)
        if here > distance {
          distance = here
          farthest = index
        }
      }
      if farthest > 0 {
        keep[farthest] = true
        open.append((first, farthest))
        open.append((farthest, last))
      }
    }
    return line.indices.filter { keep[$0] }.map { line[$0] }
  }

  /// A ring stays a ring: simplified between its first point and the one farthest from it; nil when less than a triangle is left.
  static func simplifyRing(_ ring: [Coordinate], tolerance: Double) -> [Coordinate]? {
    guard ring.count >= 4, let first = ring.first else { return nil }
    let shrink = Trigonometry.cosine(degrees: first.latitude)
    let split = ring.indices.max { a, b in
      let left = separation(ring[a], first, first, shrink)
      let right = separation(ring[b], first, first, shrink)
      return left != right ? left < right : a < b
    }
    guard let split, split > 0, split < ring.count - 1 else { return nil }
    let there = simplify(Array(ring[...split]), tolerance: tolerance)
    let back = simplify(Array(ring[split...]), tolerance: tolerance)
    let all = there + back.dropFirst()
    return all.count >= 4 ? all : nil
  }

  /// Distance of `p` from the segment `a`–`b` in degrees of latitude.
  private static func separation(_ p: Coordinate, _ a: Coordinate, _ b: Coordinate, _ shrink: Double) -> Double {
    let abX = (b.longitude - a.longitude) * shrink
    let abY = b.latitude - a.latitude
    let apX = (p.longitude - a.longitude) * shrink
    let apY = p.latitude - a.latitude
    let length = abX * abX + abY * abY
    let along = length > 0 ? min(1, max(0, (apX * abX + apY * abY) / length)) : 0
    let x = apX - along * abX
    let y = apY - along * abY
    return (x * x + y * y).squareRoot()
  }
}
