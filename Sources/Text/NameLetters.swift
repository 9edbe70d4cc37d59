/// How often a folded name holds each letter, in 64 bits: names whose letters differ too much cannot be within a small edit
/// distance, which spares computing it.
///
/// Each letter has a field of one to five bits that fills from below, one bit an occurrence, and keeps what it holds when it
/// is full. An insertion or deletion so changes at most one bit, a substitution at most two, an exchange none.
public struct NameLetters: Sendable, BitwiseCopyable {
  /// The fields.
  public let bits: UInt64

  /// Letters from their bits.
  @inlinable @inline(__always)
  public init(bits: UInt64) { self.bits = bits }

  /// The letters of `count` folded bytes. O(bytes).
  public init(_ text: UnsafePointer<UInt8>, _ count: Int) {
    var bits: UInt64 = 0
    for index in 0..<count {
      let (shift, width) = Self.field(text[index])
      let mask = 1 << width &- 1 as UInt64
      bits |= (((bits >> shift) << 1 | 1) & mask) << shift
    }
    self.bits = bits
  }

  /// Whether two names may be within `limit` edits, 0…4: false is certain.
  @inlinable @inline(__always)
  public func mayMatch(_ other: NameLetters, limit: Int) -> Bool {
    var difference = bits ^ other.bits
    for _ in 0..<limit {
      difference &= difference &- 1
      difference &= difference &- 1
    }
    return difference == 0
  }

  /// First bit and number of bits of a byte's field, wider where light keys repeat the letter more often. They fill 64 bits.
  @inline(__always)
  private static func field(_ byte: UInt8) -> (shift: UInt64, width: UInt64) {
    switch byte {
    case 0x61: (0, 5)  // a
    case 0x69: (5, 4)  // i
    case 0x75: (9, 3)  // u
    case 0x65: (12, 3)  // e
    case 0x6F: (15, 3)  // o
    case 0x72: (18, 3)  // r
    case 0x6E: (21, 3)  // n
    case 0x6C: (24, 3)  // l
    case 0x6B: (27, 3)  // k
    case 0x74: (30, 3)  // t
    case 0x64: (33, 3)  // d
    case 0x73: (36, 3)  // s
    case 0x70: (39, 3)  // p
    case 0x6D: (42, 2)  // m
    case 0x67: (44, 3)  // g
    case 0x68: (47, 2)  // h
    case 0x6A: (49, 2)  // j
    case 0x62: (51, 3)  // b
    case 0x63: (54, 2)  // c
    case 0x66: (56, 1)  // f
    case 0x79: (57, 1)  // y
    case 0x71, 0x76, 0x77, 0x78, 0x7A: (58, 2)  // q v w x z: not in light keys
    default: (60, 4)  // digits
    }
  }
}
