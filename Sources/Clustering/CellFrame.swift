/// How points are put into cells: an integer along each of two or three directions, packed into one key.
///
/// The frame only decides which points are compared, never the outcome: in cells no two points of a cell are farther apart than
/// the reach, and no two points within reach are more than two cells apart along any direction.
///
/// - The plane takes squares of side reach/√2.
/// - Points on a part of the Earth that is seen from above at less than about 44 degrees take squares in the tangent plane
///   of its middle. A surface as steep as angle θ stretches a square by at most 1/cos θ, so the side is shortened by that; the extent
///   of every cell along the third direction is verified afterwards (`Cells`), nothing is assumed about the points.
/// - Other points take cubes of side reach/√3.
struct CellFrame: Sendable {
  /// Directions: three components each.
  var directions: [(Double, Double, Double)]
  /// Least value of each direction over the points.
  var origins: [Double]
  /// Side of a cell.
  var side: Double
  /// Bits of each field of the key, the last direction lowest; 0 bits in all cannot be.
  var bits: [Int]
  /// The direction across the tangent plane whose extent must be verified.
  var across: (Double, Double, Double)?

  /// Number of bits of a key.
  var keyBits: Int { bits.reduce(0, +) }

  /// Rounding of a product along a direction never reaches this part of a cell.
  private static let tolerance = 1e-6

  /// Squares in the plane or cubes in space; nil when 64 bits cannot hold a key.
  static func alongAxes<P: Position>(_ positions: Slab<P>, reach: Double) -> CellFrame? {
    let directions = [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)].prefix(P.axes)
    let side = reach / Double(P.axes).squareRoot() * (1 - tolerance)
    return CellFrame(positions, directions: Array(directions), side: side, across: nil)
  }

  /// Squares in the tangent plane of the middle of the points; nil where the points are too steep for it or not on the Earth.
  static func tangent<P: Position>(_ positions: Slab<P>, reach: Double) -> CellFrame? {
    if P.axes < 3 || positions.count == 0 || reach < 1_000 { return nil }
    var box = Box(positions[0])
    for index in 1..<max(positions.count, 1) { box.add(positions.base[index]) }
    let middle = (0..<3).map { box.low.approximate($0) / 2 + box.high.approximate($0) / 2 }
    let length = (middle[0] * middle[0] + middle[1] * middle[1] + middle[2] * middle[2]).squareRoot()
    if length < 1e9 { return nil }
    let up = (middle[0] / length, middle[1] / length, middle[2] / length)
    var lowest = Double.infinity
    for index in 0..<positions.count {
      lowest = min(lowest, along(up, positions.base[index]))
    }
    // The greatest distance of the ellipsoid from the centre of the Earth is 6.3781370e9 mm.
    let cosine = min(lowest / 6.3782e9, 1)
    let side = reach * cosine * 0.995 / 2.0.squareRoot()
    if side < reach / 2 * (1 + tolerance) { return nil }
    // Any two directions at right angles to `up` serve; the first is taken against its smallest component.
    let smallest = min(abs(up.0), abs(up.1), abs(up.2))
    let other: (Double, Double, Double) =
      abs(up.0) == smallest ? (1, 0, 0) : abs(up.1) == smallest ? (0, 1, 0) : (0, 0, 1)
    var first = cross(up, other)
    let norm = (first.0 * first.0 + first.1 * first.1 + first.2 * first.2).squareRoot()
    first = (first.0 / norm, first.1 / norm, first.2 / norm)
    return CellFrame(positions, directions: [first, cross(up, first)], side: side, across: up)
  }

  private init?<P: Position>(
    _ positions: Slab<P>, directions: [(Double, Double, Double)], side: Double, across: (Double, Double, Double)?
  ) {
    self.directions = directions
    self.side = side
    self.across = across
    origins = []
    bits = []
    for direction in directions {
      var low = Double.infinity
      var high = -Double.infinity
      for index in 0..<positions.count {
        let value = Self.along(direction, positions.base[index])
        low = min(low, value)
        high = max(high, value)
      }
      if positions.count == 0 { (low, high) = (0, 0) }
      let cells = (high - low) / side
      // Beyond 2^30 cells rounding of the quotient would reach the tolerance.
      guard cells < 1_073_741_824 else { return nil }
      origins.append(low)
      // Two empty cells stand before and behind, so that a window never leaves its field.
      bits.append(Int.bitWidth - (Int(cells) + 6).leadingZeroBitCount)
    }
    if keyBits > 63 { return nil }
  }

  /// The component of `point` along `direction`.
  @inline(__always)
  static func along<P: Position>(_ direction: (Double, Double, Double), _ point: P) -> Double {
    let plane = direction.0 * point.approximate(0) + direction.1 * point.approximate(1)
    return P.axes < 3 ? plane : plane + direction.2 * point.approximate(2)
  }

  private static func cross(_ a: (Double, Double, Double), _ b: (Double, Double, Double)) -> (Double, Double, Double) {
    (a.1 * b.2 - a.2 * b.1, a.2 * b.0 - a.0 * b.2, a.0 * b.1 - a.1 * b.0)
  }

  /// One run of neighbouring keys, as offsets to a cell's own key, both inclusive.
  struct Window: Sendable {
    var low: Int64
    var high: Int64
  }

  /// All runs of keys up to two cells away, the nearer ones first; `forward`: only greater keys than the cell's own.
  func windows(forward: Bool) -> [Window] {
    let last = Int64(bits.last ?? 0)
    var steps: [(size: Int, offset: Int64)] = []
    if bits.count == 2 {
      for a in -2...2 { steps.append((abs(a), Int64(a) << last)) }
    } else {
      for a in -2...2 {
        for b in -2...2 {
          steps.append((abs(a) + abs(b), Int64(a) << (last + Int64(bits[1])) + Int64(b) << last))
        }
      }
    }
    steps.sort { ($0.size, $0.offset) < ($1.size, $1.offset) }
    return steps.compactMap { step in
      if !forward { return Window(low: step.offset - 2, high: step.offset + 2) }
      if step.offset < 0 { return nil }
      return Window(low: step.offset == 0 ? 1 : step.offset - 2, high: step.offset + 2)
    }
  }
}
