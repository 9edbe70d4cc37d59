/// One word, letter by letter, as a hash: case, double letters and the plural do not matter.
///
/// `pappad` is `papad`, `mills` are `mill`, `boxes` `box`, and `batteries` `battery`: a final y counts as i. `glass` is no plural.
/// Letters are packed eight to a block, so that a letter costs a shift and no multiplication.
struct FoldedWord: BitwiseCopyable {
  /// Hash of the blocks before `block`.
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
  /// The last full block, and the letters since: one to eight once there is any letter.
  private var block: UInt64 = 0
  private var letters: UInt64 = 0
  private var count = 0
  private var hasBlock = false
  /// The last four letters as read, double ones too; the last of them lowest.
  private var tail: UInt32 = 0
  /// Letters as read, double ones too.
  private(set) var length = 0

  /// Takes the next byte: a letter in lower case, a digit or a byte outside ASCII; never 0.
  @inline(__always)
  mutating func add(_ byte: UInt8) {
    length &+= 1
    let last = UInt8(truncatingIfNeeded: tail)
    tail = tail << 8 | UInt32(byte)
    if last == byte, byte >= 0x61, byte <= 0x7A { return }
    if count == 8 {
      if hasBlock { hash = Self.mix(hash, block) }
      block = letters
      hasBlock = true
      letters = 0
      count = 0
    }
    letters = letters << 8 | UInt64(byte)
    count &+= 1
  }

  /// The hash of the word without its plural's ending.
  @inline(__always)
  var singular: UInt64 {
    var last = tail & 0xFF
    guard last == 0x73, length >= 4 else { return value(without: 0, isY: last == 0x79 && length >= 3) }
    last = tail >> 8 & 0xFF
    if last == 0x73 { return value(without: 0, isY: false) }
    if last == 0x65, length >= 5, Self.takesES(tail >> 16) { return value(without: 2, isY: false) }
    return value(without: 1, isY: last == 0x79)
  }

  /// Whether a stem takes "es", the i of "ies" counted to the stem: after i, x and z, ch, sh and ss.
  @inline(__always)
  private static func takesES(_ stem: UInt32) -> Bool {
    let last = stem & 0xFF
    return last == 0x69 || last == 0x78 || last == 0x7A || stem == 0x6368 || stem == 0x7368 || stem == 0x7373
  }

  /// The hash without the last letters; where the last one that is left is a y, it becomes an i.
  @inline(__always)
  private func value(without last: Int, isY: Bool) -> UInt64 {
    let change: UInt64 = isY ? 0x79 ^ 0x69 : 0
    if hasBlock, count <= last { return Self.mix(hash, block >> UInt64(8 * (last - count)) ^ change) }
    return Self.mix(hasBlock ? Self.mix(hash, block) : hash, letters >> UInt64(8 * last) ^ change)
  }

  @inline(__always)
  private static func mix(_ hash: UInt64, _ block: UInt64) -> UInt64 {
    let mixed = (hash ^ block) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ mixed >> 32
  }
}
