import Model

/// Which hull a footprint is made from.
public enum FootprintKind: String, CaseIterable, Sendable {
  /// Follows the sites; bays between them stay outside.
  case concave
  /// The smallest convex polygon.
  case convex
}

/// How footprints are made. The values given here are defaults of ours.
public struct FootprintParameters: Sendable, Equatable {
  /// Which hull.
  public var kind: FootprintKind
  /// Sites are thinned to the smallest site key in each cell of a grid with this spacing, in metres, above 0.
  public var cell: Double
  /// The least distance in metres that a footprint reaches beyond its sites, at least 10, so that it is never a point or a
  /// line; from √2 cells plus the tolerance it also covers every site that thinning left out.
  public var minimumBuffer: Double
  /// The greatest distance in metres that a footprint reaches beyond its sites, however uncertain they are.
  public var maximumBuffer: Double
  /// How closely a concave hull follows its sites: 0 as closely as possible, 1 convex.
  public var concaveRatio: Double
  /// How far simplification may move the outline, in metres, 0 or more.
  public var tolerance: Double
  /// Decimals of a degree in the outline, 5…7: 5 is about one metre.
  public var decimals: Int

  /// Parameters; what is left out takes our default.
  public init(
    kind: FootprintKind = .concave, cell: Double = 250, minimumBuffer: Double = 500, maximumBuffer: Double = 3000,
    concaveRatio: Double = 0.3, tolerance: Double = 25, decimals: Int = 5
  ) {
    self.kind = kind
    self.cell = cell
    self.minimumBuffer = minimumBuffer
    self.maximumBuffer = maximumBuffer
    self.concaveRatio = concaveRatio
    self.tolerance = tolerance
    self.decimals = decimals
  }

  /// What is wrong, each as a sentence that names the key; empty when all values are usable.
  public var faults: [String] {
    var faults: [String] = []
    func check(_ key: String, _ good: Bool, _ range: String) {
      if !good { faults.append("\(key) must be \(range)") }
    }
    check("cell", cell > 0 && cell <= 1e6, "above 0 and at most 1000000 metres")
    check("minimum_buffer", minimumBuffer >= 10 && minimumBuffer <= 1e6, "from 10 to 1000000 metres")
    check(
      "maximum_buffer", maximumBuffer >= minimumBuffer && maximumBuffer <= 1e6, "from minimum_buffer to 1000000 metres")
    check("concave_ratio", concaveRatio >= 0 && concaveRatio <= 1, "from 0 to 1")
    check(
      "tolerance", tolerance >= 0 && tolerance <= minimumBuffer / 4, "from 0 to a quarter of minimum_buffer, in metres")
    check("decimals", (5...7).contains(decimals), "from 5 to 7")
    return faults
  }
}
