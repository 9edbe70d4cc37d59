import Model

/// Where a group of sites stands and how far it spreads.
public struct Spread: Sendable, Equatable {
  /// Weighted mean of the coordinates: geocentric whole millimetres (halves away from zero), or planar with z = 0. The mean of points
  /// on Earth lies a little below its surface.
  public var centre: (x: Double, y: Double, z: Double)
  /// Smallest distance from the centre to a member within which members hold at least nine tenths of the weight.
  public var radius: Double

  /// A spread from its parts.
  public init(centre: (x: Double, y: Double, z: Double), radius: Double) {
    self.centre = centre
    self.radius = radius
  }

  /// Whether both are equal.
  public static func == (a: Spread, b: Spread) -> Bool { a.centre == b.centre && a.radius == b.radius }
}

extension PointSet {
  /// Centre and 90 % radius (millimetres of chord) of some sites, at least one. Where none weighs anything, each counts one.
  /// O(m log m) for m members; their order does not matter.
  public func spread(of members: [Int32]) -> Spread {
    let positions = Slab<WidePosition>(count: members.count)
    for (index, site) in members.enumerated() {
      positions[index] = WidePosition(x: x[Int(site)], y: y[Int(site)], z: z[Int(site)])
    }
    return Span.spread(positions, members.map { weight[Int($0)] }, unit: 1)
  }
}

extension PlanarPointSet {
  /// Centre and 90 % radius of some sites, at least one. Where none weighs anything, each counts one.
  /// O(m log m) for m members; their order does not matter.
  public func spread(of members: [Int32]) -> Spread {
    let positions = Slab<PlanarPosition>(count: members.count)
    for (index, site) in members.enumerated() {
      positions[index] = PlanarPosition(x: x[Int(site)], y: y[Int(site)])
    }
    return Span.spread(positions, members.map { weight[Int($0)] }, unit: Space<PlanarPosition>.unit(positions))
  }
}

/// The weighted centre of some points and the distance around it that holds nine tenths of their weight.
enum Span {
  /// At least one point; where none weighs anything, each counts one.
  static func spread<P: Position>(_ positions: Slab<P>, _ weights: [Int64], unit: Double) -> Spread {
    let weighted = weights.contains { $0 > 0 }
    func weight(_ index: Int) -> Int64 { weighted ? weights[index] : 1 }
    var sum = Moments()
    for index in weights.indices { sum += positions.base[index].moments(weight: weight(index), unit: unit) }
    let centre = P.centre(of: sum, unit: unit)
    let levels = Slab<(level: P.Level, weight: Int64)>(count: weights.count)
    for index in weights.indices { levels.base[index] = (positions.base[index].level(to: centre), weight(index)) }
    // 10·s ≥ 9·t for whole s: s ≥ ⌈9·t / 10⌉, without the product, which may be too great.
    let least = sum.weight - sum.weight / 10
    let radius = CoreLevelSearch<P>.level(of: levels.base, weights.count, holding: least).map { P.distance($0) } ?? 0
    return Spread(
      centre: (centre.approximate(0), centre.approximate(1), P.axes == 3 ? centre.approximate(2) : 0), radius: radius)
  }
}
