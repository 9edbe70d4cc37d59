/// A point of a metric space whose distances are compared by their squares, never by a root.
///
/// The engine is generic over it and specialised for each conforming type. A *level* is a squared distance. Arithmetic is
/// monotone: growing any coordinate difference never lowers the computed level, so bounds from boxes never contradict the
/// levels between points.
protocol Position: BitwiseCopyable, Sendable {
  /// A coordinate.
  associatedtype Scalar: Comparable, SignedNumeric, BitwiseCopyable, Sendable
  /// A squared distance.
  associatedtype Level: Comparable, AdditiveArithmetic, BitwiseCopyable, Sendable

  /// Number of coordinates, 2 or 3.
  static var axes: Int { get }
  /// Coordinate 0..<axes.
  subscript(axis: Int) -> Scalar { get set }
  /// A coordinate, exact for every set that the engine accepts.
  func approximate(_ axis: Int) -> Double

  /// A squared coordinate difference.
  static func square(_ difference: Scalar) -> Level
  /// Squared distance to another point.
  func level(to other: Self) -> Level
  /// Greater than every level that occurs.
  static var unreachable: Level { get }
  /// The greatest level below `level`, which is positive.
  static func below(_ level: Level) -> Level
  /// A level strictly between `low` and `high`, or `low` when they are neighbours; low < high.
  static func between(_ low: Level, _ high: Level) -> Level
  /// The distance of a level.
  static func distance(_ level: Level) -> Double
  /// The level of a distance that the parameters hold.
  static func level(ofDistance distance: Double) -> Level
  /// A level that is no smaller than that of `distance`, which need not be a whole number.
  static func wide(ofDistance distance: Double) -> Level
  /// The coordinate half-way between two.
  static func middle(_ low: Scalar, _ high: Scalar) -> Scalar

  /// The unit in which weighted sums are taken for a set whose coordinates reach up to `largest`: a power of two.
  static func unit(largest: Double) -> Double
  /// Coordinates times `weight`, in whole units.
  func moments(weight: Int64, unit: Double) -> Moments
  /// The weighted mean; `moments.weight` is positive.
  static func centre(of moments: Moments, unit: Double) -> Self
  /// The links by level, ascending, equal ones in their given order.
  static func ascending(_ links: [Link<Level>]) -> [Link<Level>]
}

extension Position where Level == Double {
  static func wide(ofDistance distance: Double) -> Double { (distance * distance).nextUp }

  /// Levels are not negative, so that their bits are ordered as they are: sorted digit by digit in linear time.
  static func ascending(_ links: [Link<Double>]) -> [Link<Double>] {
    if links.count < 1_024 { return links.sorted { $0.level < $1.level } }
    return radixAscending(links)
  }
}

/// Integer sums that give a weighted mean in any order of summation.
struct Moments: BitwiseCopyable, Sendable {
  var x: Int128 = 0
  var y: Int128 = 0
  var z: Int128 = 0
  var weight: Int64 = 0

  @inline(__always)
  static func += (sum: inout Moments, term: Moments) {
    sum.x &+= term.x
    sum.y &+= term.y
    sum.z &+= term.z
    sum.weight &+= term.weight
  }

  @inline(__always)
  static func -= (sum: inout Moments, term: Moments) {
    sum.x &-= term.x
    sum.y &-= term.y
    sum.z &-= term.z
    sum.weight &-= term.weight
  }

  /// `sum` divided by the weight, to the nearest integer, halves away from zero.
  func mean(_ sum: Int128) -> Int64 {
    let twice = 2 * Int128(weight)
    let quotient = (2 * Int128(sum.magnitude) + Int128(weight)) / twice
    return Int64(sum < 0 ? -quotient : quotient)
  }
}

/// A point of the plane. Levels round as IEEE 754 doubles do, and are exact for integers while they stay below 2^53.
struct PlanarPosition: Position {
  var x: Double
  var y: Double

  static var axes: Int { 2 }
  subscript(axis: Int) -> Double {
    @inline(__always) get { axis == 0 ? x : y }
    @inline(__always) set { if axis == 0 { x = newValue } else { y = newValue } }
  }
  @inline(__always) func approximate(_ axis: Int) -> Double { self[axis] }
  @inline(__always) static func square(_ difference: Double) -> Double { difference * difference }
  @inline(__always)
  func level(to other: PlanarPosition) -> Double {
    let dx = x - other.x
    let dy = y - other.y
    return dx * dx + dy * dy
  }
  static var unreachable: Double { .infinity }
  static func below(_ level: Double) -> Double { level.nextDown }
  static func between(_ low: Double, _ high: Double) -> Double {
    Double(bitPattern: low.bitPattern + (high.bitPattern - low.bitPattern) / 2)
  }
  static func distance(_ level: Double) -> Double { level.squareRoot() }
  static func level(ofDistance distance: Double) -> Double { distance * distance }
  @inline(__always) static func middle(_ low: Double, _ high: Double) -> Double { low / 2 + high / 2 }

  /// 2^60 units span the largest coordinate, so that sums of up to 2^59 of weight fit 128 bits.
  static func unit(largest: Double) -> Double {
    largest == 0 ? 1 : Double(sign: .plus, exponent: max(largest.exponent - 59, -1_022), significand: 1)
  }
  @inline(__always)
  func moments(weight: Int64, unit: Double) -> Moments {
    let wide = Int128(weight)
    return Moments(
      x: Int128((x / unit).rounded()) * wide, y: Int128((y / unit).rounded()) * wide, z: 0, weight: weight)
  }
  static func centre(of moments: Moments, unit: Double) -> PlanarPosition {
    let weight = Double(moments.weight)
    return PlanarPosition(x: Double(moments.x) / weight * unit, y: Double(moments.y) / weight * unit)
  }
}

/// A geocentric point in whole millimetres held as doubles.
///
/// Levels are exact up to 2^53; a greater distance gives a level of at least 2^53. Hence every comparison with a level up to
/// 2^52 (67.1 km) is exact; beyond that the engine takes `WidePosition`.
struct GeocentricPosition: Position {
  var x: Double
  var y: Double
  var z: Double

  /// Greatest distance that may be compared with, millimetres.
  static let limit = 67_108_864.0

  static var axes: Int { 3 }
  subscript(axis: Int) -> Double {
    @inline(__always) get { axis == 0 ? x : axis == 1 ? y : z }
    @inline(__always) set { if axis == 0 { x = newValue } else if axis == 1 { y = newValue } else { z = newValue } }
  }
  @inline(__always) func approximate(_ axis: Int) -> Double { self[axis] }
  @inline(__always) static func square(_ difference: Double) -> Double { difference * difference }
  @inline(__always)
  func level(to other: GeocentricPosition) -> Double {
    let dx = x - other.x
    let dy = y - other.y
    let dz = z - other.z
    return dx * dx + dy * dy + dz * dz
  }
  static var unreachable: Double { .infinity }
  static func below(_ level: Double) -> Double { level - 1 }
  static func between(_ low: Double, _ high: Double) -> Double { ((low + high) / 2).rounded(.down) }
  static func distance(_ level: Double) -> Double { level.squareRoot() }
  static func level(ofDistance distance: Double) -> Double { distance * distance }
  @inline(__always) static func middle(_ low: Double, _ high: Double) -> Double { ((low + high) / 2).rounded(.down) }

  static func unit(largest: Double) -> Double { 1 }
  @inline(__always)
  func moments(weight: Int64, unit: Double) -> Moments {
    let wide = Int128(weight)
    return Moments(x: Int128(x) * wide, y: Int128(y) * wide, z: Int128(z) * wide, weight: weight)
  }
  static func centre(of moments: Moments, unit: Double) -> GeocentricPosition {
    GeocentricPosition(
      x: Double(moments.mean(moments.x)), y: Double(moments.mean(moments.y)), z: Double(moments.mean(moments.z)))
  }
}

/// A geocentric point in whole millimetres; levels are exact at any distance on Earth.
struct WidePosition: Position {
  var x: Int64
  var y: Int64
  var z: Int64

  static var axes: Int { 3 }
  subscript(axis: Int) -> Int64 {
    @inline(__always) get { axis == 0 ? x : axis == 1 ? y : z }
    @inline(__always) set { if axis == 0 { x = newValue } else if axis == 1 { y = newValue } else { z = newValue } }
  }
  @inline(__always) func approximate(_ axis: Int) -> Double { Double(self[axis]) }
  @inline(__always)
  static func square(_ difference: Int64) -> Int128 {
    let product = difference.multipliedFullWidth(by: difference)
    return Int128(product.high) << 64 | Int128(product.low)
  }
  @inline(__always)
  func level(to other: WidePosition) -> Int128 {
    Self.square(x &- other.x) &+ Self.square(y &- other.y) &+ Self.square(z &- other.z)
  }
  static var unreachable: Int128 { .max }
  static func below(_ level: Int128) -> Int128 { level - 1 }
  static func between(_ low: Int128, _ high: Int128) -> Int128 { (low + high) / 2 }
  static func distance(_ level: Int128) -> Double { Double(level).squareRoot() }
  static func level(ofDistance distance: Double) -> Int128 { square(Int64(distance)) }
  static func wide(ofDistance distance: Double) -> Int128 { square(Int64(distance.rounded(.up)) + 1) }
  @inline(__always) static func middle(_ low: Int64, _ high: Int64) -> Int64 { (low + high) >> 1 }

  static func ascending(_ links: [Link<Int128>]) -> [Link<Int128>] { links.sorted { $0.level < $1.level } }

  static func unit(largest: Double) -> Double { 1 }
  @inline(__always)
  func moments(weight: Int64, unit: Double) -> Moments {
    let wide = Int128(weight)
    return Moments(x: Int128(x) * wide, y: Int128(y) * wide, z: Int128(z) * wide, weight: weight)
  }
  static func centre(of moments: Moments, unit: Double) -> WidePosition {
    WidePosition(x: moments.mean(moments.x), y: moments.mean(moments.y), z: moments.mean(moments.z))
  }
}
