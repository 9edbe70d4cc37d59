/// The sums of one tally column by pair number: nothing until the first value, four bytes a pair while all sums fit into
/// 32 bits, eight from then on.
///
/// Pairs beyond the last one that was extended to are zero. Sums wrap; `magnitude` tells whether any can have.
struct SumColumn {
  private var narrow: UnsafeMutablePointer<Int32>?
  private var wide: UnsafeMutablePointer<Int64>?
  private var capacity = 0
  /// Pairs whose sum is in memory.
  private var extent = 0
  /// Sum of the absolute values of all that was added, `UInt64.max` when it is at least that: while it is at most
  /// `Int64.max`, neither a sum nor any sum of sums can have wrapped.
  private(set) var magnitude: UInt64 = 0

  /// Bytes allocated.
  var byteCount: Int { capacity * (wide != nil ? 8 : 4) }
  /// Whether nothing was ever added.
  var isUnused: Bool { capacity == 0 }

  /// Adds `value` to the sum of `pair`; `pairs` is the number of pairs so far.
  @inline(__always)
  mutating func add(_ value: Int64, to pair: Int, of pairs: Int) {
    if value == 0 { return }
    if pair >= extent { extend(to: pairs) }
    let (total, overflow) = magnitude.addingReportingOverflow(value.magnitude)
    magnitude = overflow ? .max : total
    if let wide {
      wide[pair] &+= value
    } else if let narrow {
      let sum = Int64(narrow[pair]) &+ value
      if let small = Int32(exactly: sum) {
        narrow[pair] = small
      } else {
        widen()
        self.wide?[pair] = sum
      }
    }
  }

  /// Adds the sums of `other`, whose pair `n` is `numbers[n]` here; `pairs` is the number of pairs so far.
  mutating func add(_ other: SumColumn, to numbers: [UInt32], of pairs: Int) {
    let (total, overflow) = magnitude.addingReportingOverflow(other.magnitude)
    for (pair, number) in numbers.enumerated() { add(other.value(pair), to: Int(number), of: pairs) }
    // Of all that was added, not of the sums: what cancelled may have wrapped.
    magnitude = overflow ? .max : total
  }

  /// The sum of `pair`.
  @inline(__always)
  func value(_ pair: Int) -> Int64 {
    guard pair < extent else { return 0 }
    if let wide { return wide[pair] }
    return narrow.map { Int64($0[pair]) } ?? 0
  }

  /// Frees the memory; all sums are zero again.
  mutating func clear() {
    narrow?.deallocate()
    wide?.deallocate()
    self = SumColumn()
  }

  @inline(never)
  private mutating func extend(to pairs: Int) {
    if pairs > capacity {
      capacity = max(pairs, capacity * 3 / 2, 512)
      if wide != nil {
        wide = Self.moved(wide, extent, capacity)
      } else {
        narrow = Self.moved(narrow, extent, capacity)
      }
    }
    // Only what is in use is touched, so that spare capacity costs address space and no memory.
    wide?.advanced(by: extent).initialize(repeating: 0, count: pairs - extent)
    narrow?.advanced(by: extent).initialize(repeating: 0, count: pairs - extent)
    extent = pairs
  }

  private static func moved<Value: BitwiseCopyable>(
    _ old: UnsafeMutablePointer<Value>?, _ count: Int, _ capacity: Int
  ) -> UnsafeMutablePointer<Value> {
    let new = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
    if let old {
      new.moveInitialize(from: old, count: count)
      old.deallocate()
    }
    return new
  }

  private mutating func widen() {
    let new = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
    for pair in 0..<extent { new[pair] = narrow.map { Int64($0[pair]) } ?? 0 }
    narrow?.deallocate()
    narrow = nil
    wide = new
  }
}

/// Sums of squares by pair number, 16 bytes a pair once there is one.
struct SquareColumn {
  private var sums: [Int128] = []

  /// Bytes in use.
  var byteCount: Int { sums.capacity * 16 }

  /// Adds `sign` × `value`² to the sum of `pair`; `pairs` is the number of pairs so far.
  ///
  /// Cannot overflow while Σ |value| is at most `Int64.max`, which the column of the plain sum watches.
  @inline(__always)
  mutating func add(_ value: Int64, sign: Int64, to pair: Int, of pairs: Int) {
    if value == 0 { return }
    if pair >= sums.count { extend(to: pairs) }
    let square = value.multipliedFullWidth(by: value)
    sums[pair] &+= (Int128(square.high) << 64 | Int128(square.low)) * Int128(sign)
  }

  /// Adds the sums of `other`, whose pair `n` is `numbers[n]` here; `pairs` is the number of pairs so far.
  mutating func add(_ other: SquareColumn, to numbers: [UInt32], of pairs: Int) {
    extend(to: pairs)
    for (pair, number) in numbers.enumerated() { sums[Int(number)] &+= other.value(pair) }
  }

  private mutating func extend(to pairs: Int) {
    guard pairs > sums.count else { return }
    sums.reserveCapacity(max(pairs, sums.count * 3 / 2))
    sums.append(contentsOf: repeatElement(0, count: pairs - sums.count))
  }

  /// The sum of `pair`.
  func value(_ pair: Int) -> Int128 { pair < sums.count ? sums[pair] : 0 }

  /// Whether there is no sum but zero.
  var isUnused: Bool { sums.isEmpty }
}
