/// A 64-bit hash of bytes that never changes: it orders the name index of gazetteer files.
///
/// Eight bytes a step, each folded in by a full 64 × 64 → 128 bit product; not secure against chosen input.
public enum NameHash {
  /// The hash of `count` bytes at `text`. O(bytes).
  @inlinable @inline(__always)
  public static func of(_ text: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var state = mix(UInt64(count) &+ 0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93)
    var index = 0
    let raw = UnsafeRawPointer(text)
    while index + 8 <= count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      state = mix(state ^ word, 0xA076_1D64_78BD_642F)
      index += 8
    }
    var rest: UInt64 = 0
    var shift: UInt64 = 0
    while index < count {
      rest |= UInt64(text[index]) << shift
      shift += 8
      index += 1
    }
    return mix(state ^ rest, 0xE703_7ED1_A0B4_28DB)
  }

  @inlinable @inline(__always)
  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ 0x8EBC_6AF0_9C88_C6E3).multipliedFullWidth(by: b)
    return product.high ^ product.low ^ a
  }
}
