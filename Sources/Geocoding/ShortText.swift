/// A text of at most 32 bytes as a value: read, compared and hashed without a branch that depends on its length.
struct ShortText: BitwiseCopyable {
  /// The longest text, and the bytes that are read for any.
  static let capacity = 32

  private(set) var count: UInt64 = 0
  // The bytes in order, zero behind the last.
  private var a: UInt64 = 0
  private var b: UInt64 = 0
  private var c: UInt64 = 0
  private var d: UInt64 = 0

  /// No bytes.
  init() {}

  /// The first `count` bytes at `base`, at most `capacity`; `capacity` bytes must be readable there.
  @inline(__always)
  init(_ base: UnsafeRawPointer, _ count: Int) {
    self.count = UInt64(count)
    a = Self.word(base, 0, count)
    b = Self.word(base, 8, count)
    c = Self.word(base, 16, count)
    d = Self.word(base, 24, count)
  }

  @inline(__always)
  private static func word(_ base: UnsafeRawPointer, _ offset: Int, _ count: Int) -> UInt64 {
    let bits = UInt64(max(0, min(8, count &- offset))) &* 8
    return UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self)) & ((1 << bits) &- 1)
  }

  @inline(__always)
  static func == (one: ShortText, other: ShortText) -> Bool {
    (one.count ^ other.count) | (one.a ^ other.a) | (one.b ^ other.b) | (one.c ^ other.c) | (one.d ^ other.d) == 0
  }

  /// A hash for tables that compare the whole text.
  @inline(__always)
  var mixed: UInt64 {
    let low = (a ^ a >> 31) &* 0x9E37_79B9_7F4A_7C15 ^ (b ^ b >> 30) &* 0xC2B2_AE3D_27D4_EB4F
    let high = (c ^ c >> 29) &* 0x9FB2_1C65_1E98_DF25 ^ (d ^ d >> 28) &* 0xD6E8_FEB8_6659_FD93
    return (low ^ low >> 32) &+ (high ^ high >> 32) &* 0xBF58_476D_1CE4_E5B9 &+ count
  }
}
