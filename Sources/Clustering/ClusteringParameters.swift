import Model

/// What the engine needs to know besides the sites.
public struct ClusteringParameters: Sendable, Equatable {
  /// Largest linking distance, inclusive: millimetres of chord, or planar units.
  public let reach: Double
  /// Weight within reach of a core site, its own included, at least; positive.
  public let coreWeight: Int64
  /// Greatest radius that holds nine tenths of a cluster's core weight, inclusive, in the unit of `reach`; nil: no limit.
  public let maxRadius: Double?
  /// Number of threads for one set; the result does not depend on it.
  public let threads: Int

  /// Parameters in planar units, or in whole millimetres of chord (rounded to them). Fails with a sentence for lengths that
  /// are not positive and finite or beyond 10^150, and for a core weight or number of threads below one.
  public init(reach: Double, coreWeight: Int64, maxRadius: Double? = nil, threads: Int = 1) throws(Failure) {
    try Self.check(reach, "reach")
    if let maxRadius { try Self.check(maxRadius, "greatest radius") }
    guard coreWeight >= 1 else {
      throw Failure(.usage, "the core weight is \(coreWeight): give a whole number from 1 upward")
    }
    guard threads >= 1 else {
      throw Failure(.usage, "the number of threads is \(threads): give a whole number from 1 upward")
    }
    self.reach = reach
    self.coreWeight = coreWeight
    self.maxRadius = maxRadius
    self.threads = threads
  }

  /// Parameters for sites on Earth, lengths in metres along its surface, converted once (`Chord`). Fails as above, and for
  /// lengths below a millimetre or beyond half the way around the Earth (20,015,114 m).
  public static func geodesic(
    reachMetres: Double, coreWeight: Int64, maxRadiusMetres: Double? = nil, threads: Int = 1
  ) throws(Failure) -> ClusteringParameters {
    let reach = try chord(reachMetres, "reach")
    var maxRadius: Double?
    if let maxRadiusMetres { maxRadius = try chord(maxRadiusMetres, "greatest radius") }
    return try ClusteringParameters(reach: reach, coreWeight: coreWeight, maxRadius: maxRadius, threads: threads)
  }

  private static func chord(_ metres: Double, _ name: String) throws(Failure) -> Double {
    try check(metres, name)
    guard metres <= Double.pi * Chord.earthRadius else {
      throw Failure(
        .usage, "the \(name) is \(metres) m, more than half the way around the Earth: give less than 20015114 m")
    }
    let chord = Chord.chord(ofReachMetres: metres)
    guard chord >= 1 else {
      throw Failure(.usage, "the \(name) is \(metres) m, less than half a millimetre: give at least 0.001 m")
    }
    return Double(chord)
  }

  private static func check(_ length: Double, _ name: String) throws(Failure) {
    guard length > 0, length.isFinite else {
      throw Failure(.usage, "the \(name) is \(length): give a positive number")
    }
    guard length >= 1e-140, length <= 1e150 else {
      throw Failure(.usage, "the \(name) is \(length): give a number between 1e-140 and 1e150")
    }
  }
}
