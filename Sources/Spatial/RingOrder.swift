import Model

/// One fixed way to write the rings of polygons, so that equal shapes are equal values.
enum RingOrder {
  /// Outer rings counter-clockwise, holes clockwise, each beginning and ending with its smallest coordinate; holes and
  /// polygons ascending by that coordinate.
  static func arranged(_ polygons: [[[Coordinate]]]) -> [[[Coordinate]]] {
    polygons.map { rings in
      let wound = rings.enumerated().map { position, ring in
        let forward = doubledArea(ring) > 0
        return rotated(forward == (position == 0) ? ring : ring.reversed())
      }
      return Array(wound.prefix(1)) + wound.dropFirst().sorted { $0[0] < $1[0] }
    }.sorted { $0[0][0] < $1[0][0] }
  }

  /// Twice the area of a closed ring in the square of the coordinate's unit, positive when counter-clockwise; exact.
  static func doubledArea(_ ring: [Coordinate]) -> Int128 {
    var sum: Int128 = 0
    for (a, b) in zip(ring, ring.dropFirst()) {
      sum += Int128(Int64(a.lon) * Int64(b.lat)) - Int128(Int64(b.lon) * Int64(a.lat))
    }
    return sum
  }

  private static func rotated(_ ring: [Coordinate]) -> [Coordinate] {
    let open = ring.dropLast()
    guard let start = open.indices.min(by: { open[$0] < open[$1] }) else { return ring }
    return Array(open[start...] + open[..<start] + [open[start]])
  }
}
