/// Whole numbers in few bytes, for the data inside `map.html`: zigzag (0, −1, 1, −2 … become 0, 1, 2, 3 …), then seven bits a
/// byte with the lowest first and the top bit set on all but the last, then Base64 (RFC 4648).
struct PackedNumbers {
  private(set) var bytes: [UInt8] = []

  /// Adds a number of either sign.
  mutating func signed(_ number: Int) { unsigned(UInt(bitPattern: (number << 1) ^ (number >> (Int.bitWidth - 1)))) }

  /// Adds a number of 0 or more.
  mutating func unsigned(_ number: UInt) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// The bytes in Base64 with padding.
  var base64: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for index in 0..<3 { bits = bits << 8 | Int(index < group.count ? group[start + index] : 0) }
      for index in 0..<4 {
        text.append(index <= group.count ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
