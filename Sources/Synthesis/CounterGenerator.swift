import Model

/// Random bits that depend only on a seed and a row: any part of a register can be made first, or on another machine.
///
/// SplitMix64 (Steele, Lea and Flood 2014) started at a mixed (seed, row).
struct CounterGenerator {
  private var state: UInt64

  /// The generator of one row.
  @inline(__always)
  init(seed: UInt64, row: UInt64) {
    state = SplitMix64.mix(seed ^ SplitMix64.mix(row &+ SplitMix64.step))
  }

  /// The next 64 bits.
  @inline(__always)
  mutating func next() -> UInt64 {
    state &+= SplitMix64.step
    return SplitMix64.mix(state)
  }

  /// A number in 0..<bound; `bound` lies in 1...2^32. The bias is below bound / 2^32.
  @inline(__always)
  mutating func below(_ bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
  }

  /// True in `share` of ten thousand cases.
  @inline(__always)
  mutating func happens(_ share: Int) -> Bool { below(10_000) < share }
}

/// A permutation of 0..<count by position: shuffles rows without holding them.
///
/// position ↦ (position × stride + offset) mod count, with the stride near the golden section of the count and coprime to it,
/// so that neighbours come from everywhere.
struct RowPermutation: Sendable {
  /// Number of rows, at least 1.
  let count: Int
  private let stride: UInt64
  private let offset: UInt64

  /// The permutation of `count` rows that belongs to `seed`. Constant time but for a few tries of the stride.
  init(count: Int, seed: UInt64) {
    self.count = count
    var generator = CounterGenerator(seed: seed, row: UInt64.max)
    offset = generator.next() % UInt64(max(count, 1))
    var candidate = max(UInt64(Double(count) * 0.618_033_988_749_894_9), 1)
    while Self.greatestCommonDivisor(candidate, UInt64(max(count, 1))) != 1 { candidate += 1 }
    stride = candidate
  }

  /// Where the row at `position` (0..<count) comes from, 0..<count.
  @inline(__always)
  func source(_ position: Int) -> Int {
    let product = UInt64(truncatingIfNeeded: position).multipliedFullWidth(by: stride)
    let (low, carry) = product.low.addingReportingOverflow(offset)
    return Int(UInt64(count).dividingFullWidth((product.high &+ (carry ? 1 : 0), low)).remainder)
  }

  private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
