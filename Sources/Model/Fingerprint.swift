/// 128 bits that stand for a longer run of bytes.
public struct Fingerprint: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The upper 64 bits.
  public var high: UInt64
  /// The lower 64 bits.
  public var low: UInt64

  /// A fingerprint from its halves.
  @inline(__always)
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// No registration number: never equal to a real one by agreement of the readers.
  public static let none = Fingerprint(high: 0, low: 0)

  /// 32 lower-case hexadecimal digits.
  public var hexadecimal: String {
    func half(_ value: UInt64) -> String {
      let digits = String(value, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
    return half(high) + half(low)
  }

  /// As 128-bit unsigned numbers.
  @inline(__always)
  public static func < (a: Fingerprint, b: Fingerprint) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }
}
