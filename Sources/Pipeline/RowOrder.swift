/// Row numbers, sorted digit by digit with the least significant one first (Knuth, vol. 3, 5.2.5): linear in rows for each
/// digit in which rows differ at all, and stable, so that equal rows keep their order.
struct RowOrder {
  /// The row numbers in the order so far.
  private(set) var rows: [Int32]
  private var spare: [Int32]

  /// Bits of a digit.
  static let digitBits = 11

  /// The rows 0..<`count` in their own order.
  init(count: Int) {
    rows = Array(0..<Int32(count))
    spare = rows
  }

  /// Sorts by a key of `bits` bits, which goes before all keys that were sorted by earlier.
  @inline(__always)
  mutating func sort(bits: Int, by key: (Int) -> UInt64) {
    for shift in stride(from: 0, to: bits, by: Self.digitBits) { sort(shift: UInt64(shift), by: key) }
  }

  @inline(__always)
  private mutating func sort(shift: UInt64, by key: (Int) -> UInt64) {
    let buckets = 1 << Self.digitBits
    @inline(__always) func digit(_ row: Int) -> Int { Int(key(row) &>> shift & UInt64(buckets &- 1)) }
    var next = [Int](repeating: 0, count: buckets)
    for row in 0..<rows.count { next[digit(row)] &+= 1 }
    if next.contains(rows.count) { return }
    var sum = 0
    for bucket in 0..<buckets { (next[bucket], sum) = (sum, sum + next[bucket]) }
    rows.withUnsafeBufferPointer { from in
      spare.withUnsafeMutableBufferPointer { to in
        next.withUnsafeMutableBufferPointer { next in
          for row in from {
            let bucket = digit(Int(row))
            to[next[bucket]] = row
            next[bucket] &+= 1
          }
        }
      }
    }
    swap(&rows, &spare)
  }
}
