/// One word, letter by letter, as a hash: case, double letters and the plural do not matter.
///
/// `pappad` is `papad`, `mills` are `mill`, `boxes` `box`, and `batteries` `battery`: a final y counts as i. `glass` is no plural.
/// The last sixteen letters are kept packed, so that a letter costs a few shifts and no multiplication.
struct FoldedWord: BitwiseCopyable {
  /// The last sixteen letters, the last of them lowest.
  private var high: UInt64 = 0
  private var low: UInt64 = 0
  /// The letters before them, of long words, the last of them lowest.
  private var fallen: UInt64 = 0
  /// Hash of all those letters, and what it was one and two letters ago.
  private var spilled = seed
  private var spilled1 = seed
  private var spilled2 = seed
  /// The last four letters as read, double ones too; the last of them lowest.
  private var tail: UInt32 = 0

  /// Whether it has no more than one letter.
  @inline(__always)
  var isLetter: Bool { tail <= 0xFF }

  /// Takes the next byte: a letter in lower case, a digit or a byte outside ASCII; never 0.
  @inline(__always)
  mutating func add(_ byte: UInt8) {
    let last = UInt8(truncatingIfNeeded: tail)
    tail = tail << 8 | UInt32(byte)
    // No digit: 10 is not 100.
    if last == byte, byte >= 0x61 { return }
    if high >> 56 != 0 {
      fallen = fallen << 8 | high >> 56
      spilled2 = spilled1
      spilled1 = spilled
      spilled = Self.mix(spilled, high >> 56)
    }
    high = high << 8 | low >> 56
    low = low << 8 | UInt64(byte)
  }

  /// The hash of the word without its plural's ending, which words of four letters or more have. An e that a plural may have put
  /// there falls off singulars too, so that `axe` and `axes`, `box` and `boxes`, `die` and `dies`, `potato` and `potatoes` meet.
  @inline(__always)
  var singular: UInt64 {
    var last = tail & 0xFF
    var rest = tail >> 8
    var ending: UInt64 = 0
    if last == 0x73, tail >> 24 != 0, rest & 0xFF != 0x73 {
      last = rest & 0xFF
      rest >>= 8
      ending = 8
    }
    if last == 0x65, Self.takesES(rest & 0xFFFF) {
      last = rest & 0xFF
      ending += 8
    }
    let isY = last == 0x79 && tail >> 16 != 0
    let change: UInt64 = isY ? 0x79 ^ 0x69 : 0
    if ending == 0 { return Self.mix(Self.mix(spilled, high), low ^ change) }
    let start = Self.mix(ending == 8 ? spilled1 : spilled2, high >> ending | fallen << (64 - ending))
    return Self.mix(start, (low >> ending | high << (64 - ending)) ^ change)
  }

  /// Whether a stem takes "es", the i of "ies" counted to the stem: after i, o, x and z, ch, sh and ss.
  @inline(__always)
  private static func takesES(_ stem: UInt32) -> Bool {
    let last = stem & 0xFF
    return last == 0x69 || last == 0x6F || last == 0x78 || last == 0x7A || stem == 0x6368 || stem == 0x7368
      || stem == 0x7373
  }

  private static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

  @inline(__always)
  private static func mix(_ hash: UInt64, _ block: UInt64) -> UInt64 {
    let mixed = (hash ^ block) &* 0x9E37_79B9_7F4A_7C15
    return mixed ^ mixed >> 32
  }
}
