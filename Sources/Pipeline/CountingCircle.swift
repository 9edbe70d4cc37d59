import Model

/// A circle on the Earth, and the state that units inside it are counted for apart. Distances are those of the local plane at its centre,
/// to a thousandth at a hundred kilometres.
struct CountingCircle: Sendable {
  var centre: Coordinate
  /// Metres.
  var radius: Double
  /// As `RegionCounts` numbers it.
  var state: UInt16

  /// Metres in a degree of latitude on the sphere of the mean radius.
  static let metresPerDegree = 111_195.0797

  /// The cosine of its latitude, at least a thousandth, by the power series: the same bits on every machine.
  var cosine: Double {
    let x = Double(centre.lat) / 1e7 * 3.141592653589793 / 180
    let s = x * x
    return max(1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90)))), 1e-3)
  }

  /// Whether a point lies inside or on it.
  func holds(_ point: Coordinate) -> Bool {
    var east = abs(Double(point.lon) - Double(centre.lon))
    if east > 1_800_000_000 { east = 3_600_000_000 - east }
    let x = east * 1e-7 * Self.metresPerDegree * cosine
    let y = (Double(point.lat) - Double(centre.lat)) * 1e-7 * Self.metresPerDegree
    return x * x + y * y <= radius * radius
  }

  /// Eight points of it, from the north by the east.
  var rim: [Coordinate] {
    let half = 0.7071067811865476
    let directions: [(north: Double, east: Double)] = [
      (1, 0), (half, half), (0, 1), (-half, half), (-1, 0), (-half, -half), (0, -1), (half, -half),
    ]
    return directions.compactMap { north, east in
      let units = radius / Self.metresPerDegree * 1e7
      var lon = Double(centre.lon) + east * units / cosine
      if lon > 1_800_000_000 { lon -= 3_600_000_000 } else if lon < -1_800_000_000 { lon += 3_600_000_000 }
      let lat = Double(centre.lat) + north * units
      guard abs(lat) <= 900_000_000, abs(lon) <= 1_800_000_000 else { return nil }
      return Coordinate(lat: Int32(lat), lon: Int32(lon))
    }
  }
}
