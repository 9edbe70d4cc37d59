import Model

/// Random bits that depend only on what they are asked for: SplitMix64 (Steele, Lea and Flood 2014) started at mixed numbers.
///
/// Integer arithmetic alone, so that every machine gives the same bits, whoever draws first.
struct DrawGenerator {
  private var state: UInt64

  /// The generator that belongs to four numbers.
  @inline(__always)
  init(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
    state = SplitMix64.mix(d &+ SplitMix64.mix(c &+ SplitMix64.mix(b &+ SplitMix64.mix(a &+ SplitMix64.step))))
  }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= SplitMix64.step
    return SplitMix64.mix(state)
  }

  /// A normal number with mean 0, in units of 1/65536 of the standard deviation.
  ///
  /// The sum of twelve uniform numbers of 16 bits, whose variance is one squared unit exactly: within ±6 standard deviations, and in two
  /// directions at right angles 90 % of the pairs lie within 2.146 standard deviations, as of exact ones.
  @inline(__always)
  mutating func normal() -> Int64 {
    var sum: UInt64 = 0
    for _ in 0..<3 {
      let bits = next()
      sum &+= bits & 0xFFFF &+ (bits >> 16) & 0xFFFF &+ (bits >> 32) & 0xFFFF &+ bits >> 48
    }
    return Int64(truncatingIfNeeded: sum) &- 393_210
  }
}

/// Two directions at right angles along the ground at a point of the Earth.
struct Ground: BitwiseCopyable {
  private var east: (Double, Double)
  private var north: (Double, Double, Double)

  /// a²/b² of WGS 84: (x, y, z·a²/b²) is upright on the ellipsoid.
  private static let squash = 1.006_739_496_742_276_4

  /// The ground at a geocentric point, which is not the middle of the Earth. Basic IEEE 754 operations only.
  init(x: Int64, y: Int64, z: Int64) {
    let (px, py, pz) = (Double(x), Double(y), Double(z) * Self.squash)
    let axial = (px * px + py * py).squareRoot()
    let length = (axial * axial + pz * pz).squareRoot()
    if axial > 0 { east = (-py / axial, px / axial) } else { east = (0, 1) }
    // Up × east.
    let up = (px / length, py / length, pz / length)
    north = (-up.2 * east.1, up.2 * east.0, up.0 * east.1 - up.1 * east.0)
  }

  /// A step of so many millimetres to the east and to the north, in geocentric millimetres. It leaves the surface by d²/2R: 31 m at 20 km.
  @inline(__always)
  func step(east e: Double, north n: Double) -> (x: Int64, y: Int64, z: Int64) {
    (
      Int64((e * east.0 + n * north.0).rounded()), Int64((e * east.1 + n * north.1).rounded()),
      Int64((n * north.2).rounded())
    )
  }
}
