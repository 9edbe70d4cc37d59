import Model

/// Distances for judging evidence: metres on the sphere, within 0.5 % of the ellipsoid for the lengths that matter here.
enum Distance {
  /// Metres in 1e-7 degree of a great circle of the mean Earth radius, 6,371,008.8 m.
  static let metresPerUnit = 6_371_008.8 * 3.141592653589793 / 180 / 10_000_000

  /// Metres between two coordinates: the local plane at their mean latitude. O(1).
  @inline(__always)
  static func metres(_ a: Coordinate, _ b: Coordinate) -> Double {
    let north = Double(a.lat) - Double(b.lat)
    var east = abs(Double(a.lon) - Double(b.lon))
    if east > 1_800_000_000 { east = 3_600_000_000 - east }
    east *= cosine((Double(a.lat) + Double(b.lat)) / 2)
    return (north * north + east * east).squareRoot() * metresPerUnit
  }

  /// The cosine of a latitude in 1e-7 degrees by its power series: the same bits on every machine.
  @inline(__always)
  static func cosine(_ lat: Double) -> Double {
    let x = lat * 3.141592653589793 / 1_800_000_000
    let s = x * x
    return max(0, 1 - s / 2 * (1 - s / 12 * (1 - s / 30 * (1 - s / 56 * (1 - s / 90)))))
  }
}
