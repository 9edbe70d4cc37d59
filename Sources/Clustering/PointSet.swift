/// Sites on Earth as geocentric points in whole millimetres, with weights: parallel arrays in ascending order of site key.
///
/// Distances are straight lines (chords) between the points. Sites at one point are allowed and count as one place.
public struct PointSet: Sendable {
  /// Geocentric coordinates in millimetres, each within ±10^10.
  public var x: [Int64]
  /// See `x`.
  public var y: [Int64]
  /// See `x`.
  public var z: [Int64]
  /// Weights, 0 or greater, at most 2^59 in all.
  public var weight: [Int64]

  /// A set from parallel arrays.
  public init(x: [Int64] = [], y: [Int64] = [], z: [Int64] = [], weight: [Int64] = []) {
    self.x = x
    self.y = y
    self.z = z
    self.weight = weight
  }

  /// Number of sites.
  public var count: Int { x.count }

  /// Adds a site, which must come after the others in the order of site keys.
  public mutating func append(x: Int64, y: Int64, z: Int64, weight: Int64) {
    self.x.append(x)
    self.y.append(y)
    self.z.append(z)
    self.weight.append(weight)
  }
}

/// Sites in a plane with weights: parallel arrays in ascending order of site key, in any unit of length.
///
/// Distances are exact for whole coordinates up to some 47 million apart; otherwise they round as doubles do, alike on every machine.
public struct PlanarPointSet: Sendable {
  /// Coordinates, finite, each within ±10^150.
  public var x: [Double]
  /// See `x`.
  public var y: [Double]
  /// Weights, 0 or greater, at most 2^59 in all.
  public var weight: [Int64]

  /// A set from parallel arrays.
  public init(x: [Double] = [], y: [Double] = [], weight: [Int64] = []) {
    self.x = x
    self.y = y
    self.weight = weight
  }

  /// Number of sites.
  public var count: Int { x.count }

  /// Adds a site, which must come after the others in the order of site keys.
  public mutating func append(x: Double, y: Double, weight: Int64) {
    self.x.append(x)
    self.y.append(y)
    self.weight.append(weight)
  }
}
