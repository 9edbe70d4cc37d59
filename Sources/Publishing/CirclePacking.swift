import Glibc

/// Circles that would lie on one another, put side by side: clusters of one town that the gazetteer puts on one point.
enum CirclePacking {
  /// Offsets from the common point for circles of these radii, the largest first: it keeps the point, and each further one
  /// touches an earlier one as near to the point as a choice of 24 directions allows. O(n³) for the few that share a point.
  static func offsets(radii: [Double]) -> [PaperPoint] {
    var placed: [(point: PaperPoint, radius: Double)] = []
    for radius in radii {
      var best = PaperPoint(x: 0, y: 0)
      var least = placed.isEmpty ? 0 : Double.infinity
      for neighbour in placed {
        for step in 0..<24 {
          let angle = Double(step) * .pi / 12
          let reach = (neighbour.radius + radius) * 1.0001
          let point = PaperPoint(x: neighbour.point.x + reach * cos(angle), y: neighbour.point.y + reach * sin(angle))
          let distance = point.x * point.x + point.y * point.y
          guard distance < least - 1e-9 else { continue }
          let isFree = placed.allSatisfy { other in
            let x = point.x - other.point.x
            let y = point.y - other.point.y
            return x * x + y * y >= (radius + other.radius) * (radius + other.radius)
          }
          if isFree { (best, least) = (point, distance) }
        }
      }
      placed.append((best, radius))
    }
    return placed.map(\.point)
  }
}
