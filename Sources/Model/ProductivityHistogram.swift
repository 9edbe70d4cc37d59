/// How many units of each pair of a tally fall into each class of turnover per worker: what medians are taken from.
///
/// Counts of single units whose row gives turnover and at least one worker. They add up and can be taken out again like every
/// sum of the tally, which medians cannot.
public struct ProductivityHistogram: Sendable, Equatable {
  /// Where the entries of each pair begin, and behind the last where they end; one more than there are pairs.
  public var starts: [UInt32]
  /// Class of each entry, ascending within a pair.
  public var bins: [UInt16]
  /// Units of each entry, never 0.
  public var units: TallySums

  /// A histogram from its parts.
  public init(starts: [UInt32], bins: [UInt16], units: TallySums) {
    self.starts = starts
    self.bins = bins
    self.units = units
  }

  /// A histogram of so many pairs from the classes of each, ascending, with their units; nil without any. Linear.
  public init?<Problem: Error>(
    pairs: Int, _ classes: (Int) throws(Problem) -> [(bin: UInt16, units: Int64)]
  ) throws(Problem) {
    starts = [0]
    starts.reserveCapacity(pairs + 1)
    bins = []
    var units: [Int64] = []
    for pair in 0..<pairs {
      for (bin, counted) in try classes(pair) {
        bins.append(bin)
        units.append(counted)
      }
      starts.append(UInt32(bins.count))
    }
    guard !bins.isEmpty else { return nil }
    self.units = TallySums(units)
  }

  /// The entries of a pair, as a range of `bins` and `units`.
  @inline(__always)
  public func entries(_ pair: Int) -> Range<Int> { Int(starts[pair])..<Int(starts[pair + 1]) }

  /// The classes of a pair with their units.
  public func pair(_ pair: Int) -> [(bin: UInt16, units: Int64)] { entries(pair).map { (bins[$0], units[$0]) } }

  /// Adds the units of `pairs` to `counts`, which has `ProductivityBin.count` elements. Linear in entries.
  public func add(_ pairs: some Sequence<Int>, to counts: inout [Int64]) {
    for pair in pairs { for entry in entries(pair) { counts[Int(bins[entry])] += units[entry] } }
  }
}

/// Classes of rupees a year per worker: whole rupees up to 15, then 16 to each doubling, so that the middle of a class is at
/// most a 32nd (3.2 %) from any whole amount in it.
///
/// Finer classes would make a tally greater than they would make a median of some thirty units better.
public enum ProductivityBin {
  /// Number of classes; amounts up to 2^63 have one.
  public static let count = 16 * 60

  /// The class of `turnover` / `workers`, rounded down to rupees; both are positive, or turnover 0.
  @inline(__always)
  public static func of(turnover: Int64, workers: Int64) -> Int {
    let rupees = UInt64(truncatingIfNeeded: turnover / workers)
    guard rupees >= 16 else { return Int(rupees) }
    let shift = 59 - rupees.leadingZeroBitCount
    return 16 &* shift &+ Int(truncatingIfNeeded: rupees >> UInt64(shift))
  }

  /// The middle of a class in rupees.
  public static func middle(_ bin: Int) -> Double {
    guard bin >= 32 else { return Double(bin) }
    let shift = bin / 16 - 1
    let low = Double(UInt64(bin - 16 * shift) << UInt64(shift))
    return low + Double(UInt64(1) << UInt64(shift) - 1) / 2
  }

  /// The median of `counts` by class, the mean of the two middle ones where their number is even; nil when empty. Linear.
  public static func median(_ counts: [Int64]) -> Double? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    func value(_ rank: Int64) -> Double {
      var passed: Int64 = 0
      for (bin, units) in counts.enumerated() {
        passed += units
        if passed > rank { return middle(bin) }
      }
      return 0
    }
    return (value((total - 1) / 2) + value(total / 2)) / 2
  }
}
