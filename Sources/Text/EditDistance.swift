/// Bounded edit distance between a prepared pattern and many texts: insertions, deletions, substitutions and exchanges of
/// neighbours each cost one (optimal string alignment), by the bit-parallel algorithm of Hyyrö (2003).
///
/// Holds its own memory; one instance serves one thread. Bytes must be ASCII; a pattern is at most 64 bytes long.
public struct EditDistance: ~Copyable {
  /// The longest pattern.
  public static let maximumPattern = 64

  @usableFromInline let masks: UnsafeMutablePointer<UInt64>
  private let pattern: UnsafeMutablePointer<UInt8>
  @usableFromInline var length = 0

  /// An instance with the empty pattern.
  public init() {
    masks = .allocate(capacity: 128)
    masks.initialize(repeating: 0, count: 128)
    pattern = .allocate(capacity: Self.maximumPattern)
    pattern.initialize(repeating: 0, count: Self.maximumPattern)
  }

  deinit {
    masks.deallocate()
    pattern.deallocate()
  }

  /// Takes the first 64 of `count` bytes at `text` as the pattern. O(bytes).
  public mutating func prepare(_ text: UnsafePointer<UInt8>, _ count: Int) {
    for index in 0..<length { masks[Int(pattern[index] & 0x7F)] = 0 }
    length = min(count, Self.maximumPattern)
    for index in 0..<length {
      pattern[index] = text[index]
      masks[Int(text[index] & 0x7F)] |= 1 << UInt64(index)
    }
  }

  /// The distance of the pattern to `count` bytes at `text`, or `limit` + 1 when it is greater. O(count).
  @inlinable @inline(__always)
  public func distance(to text: UnsafePointer<UInt8>, _ count: Int, limit: Int) -> Int {
    guard abs(count - length) <= limit else { return limit + 1 }
    guard length > 0 else { return count }
    var positive = ~UInt64(0)
    var negative: UInt64 = 0
    var diagonal: UInt64 = 0
    var matchBefore: UInt64 = 0
    var score = length
    let top = UInt64(1) << UInt64(length - 1)
    for index in 0..<count {
      let match = masks[Int(text[index] & 0x7F)]
      let exchange = ((~diagonal & match) << 1) & matchBefore
      diagonal = (((match & positive) &+ positive) ^ positive) | match | negative | exchange
      var horizontalPositive = negative | ~(diagonal | positive)
      let horizontalNegative = diagonal & positive
      if horizontalPositive & top != 0 { score += 1 }
      if horizontalNegative & top != 0 { score -= 1 }
      if score - (count - index - 1) > limit { return limit + 1 }
      horizontalPositive = horizontalPositive << 1 | 1
      positive = (horizontalNegative << 1) | ~(diagonal | horizontalPositive)
      negative = diagonal & horizontalPositive
      matchBefore = match
    }
    return min(score, limit + 1)
  }

  /// The distance between two short ASCII texts: for configuration and tests, never per row.
  public static func between(_ a: String, _ b: String, limit: Int) -> Int {
    var instance = EditDistance()
    let first = Array(a.utf8)
    let second = Array(b.utf8)
    return first.withUnsafeBufferPointer { x in
      second.withUnsafeBufferPointer { y in
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { empty in
          guard let nothing = empty.baseAddress else { return 0 }
          instance.prepare(x.baseAddress ?? UnsafePointer(nothing), x.count)
          return instance.distance(to: y.baseAddress ?? UnsafePointer(nothing), y.count, limit: limit)
        }
      }
    }
  }
}
