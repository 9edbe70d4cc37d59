/// What one character outside ASCII becomes in folded text.
enum Fold {
  /// It disappears: marks, joiners.
  case nothing
  /// It separates words.
  case wordBreak
  /// It separates parts.
  case partBreak
  /// Up to four ASCII letters, the first in the low byte.
  case letters(UInt32)
  /// An independent vowel of an Indic script.
  case vowel(UInt32)
  /// A consonant of an Indic script, which carries the vowel `a` until a sign says otherwise.
  case consonant(UInt32, dropsFinalVowel: Bool)
  /// A vowel sign, which replaces that `a`.
  case vowelSign(UInt32)
  /// The sign that takes the `a` away.
  case virama
  /// A nasal or breathing sign after the vowel.
  case nasal(UInt32)
}

/// Simple transliteration to Latin letters: enough for names to meet their Latin spelling in the phonetic key.
///
/// The Indic blocks of Unicode share one layout (that of the ISCII standard), so one table of 128 offsets serves
/// Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada and Malayalam. Long vowels are written short.
enum Transliteration {
  static func of(_ scalar: UInt32) -> Fold {
    switch scalar {
    case 0x0900..<0x0D80: indic(scalar)
    case 0x0600..<0x0700: arabic(scalar)
    case 0x00A0, 0x3000: .wordBreak
    case 0x00AD, 0x0300..<0x0370, 0x200B...0x200F, 0x2018, 0x2019, 0x02B0..<0x0300, 0x2060, 0xFE00...0xFE0F, 0xFEFF:
      .nothing
    case 0x00C0..<0x0250, 0x1E00..<0x1F00: latin(scalar)
    case 0xFF10...0xFF19: .letters(scalar - 0xFF10 + 0x30)
    case 0xFF21...0xFF3A: .letters(scalar - 0xFF21 + 0x61)
    case 0xFF41...0xFF5A: .letters(scalar - 0xFF41 + 0x61)
    case 0x0964, 0x0965, 0x060C, 0x061B, 0x3001, 0xFF0C: .partBreak
    default: .wordBreak
    }
  }

  private static func indic(_ scalar: UInt32) -> Fold {
    if scalar == 0x0964 || scalar == 0x0965 { return .partBreak }
    if (0x0D7A...0x0D7F).contains(scalar) { return .nasal(chillu[Int(scalar - 0x0D7A)]) }
    if scalar == 0x09CE { return .nasal(pack("t")) }
    let offset = Int(scalar & 0x7F)
    let letters = indicTable[offset]
    switch offset {
    case 0x01, 0x02, 0x03, 0x70: return letters == 0 ? .nothing : .nasal(letters)
    case 0x05...0x14, 0x60, 0x61: return .vowel(letters)
    case 0x15...0x39, 0x58...0x5F:
      return letters == 0 ? .nothing : .consonant(letters, dropsFinalVowel: scalar < 0x0B80)
    case 0x3E...0x4C, 0x55...0x57: return letters == 0 ? .nothing : .vowelSign(letters)
    case 0x4D: return .virama
    case 0x66...0x6F: return .letters(UInt32(offset) - 0x66 + 0x30)
    default: return .nothing
    }
  }

  private static func arabic(_ scalar: UInt32) -> Fold {
    switch scalar {
    case 0x0660...0x0669: return .letters(scalar - 0x0660 + 0x30)
    case 0x06F0...0x06F9: return .letters(scalar - 0x06F0 + 0x30)
    case 0x060C, 0x061B, 0x06D4: return .partBreak
    case 0x064B...0x065F, 0x0670, 0x0640, 0x0621: return .nothing
    default:
      guard let letters = arabicTable[scalar] else { return .wordBreak }
      return .letters(letters)
    }
  }

  private static func latin(_ scalar: UInt32) -> Fold {
    let letters = latinTable[Int(scalar < 0x0250 ? scalar - 0xC0 : scalar - 0x1E00 + 0x190)]
    return letters == 0 ? .wordBreak : .letters(letters)
  }

  /// Up to four ASCII letters in one integer, the first in the low byte.
  static func pack(_ text: StaticString) -> UInt32 {
    var packed: UInt32 = 0
    for index in 0..<min(text.utf8CodeUnitCount, 4) {
      packed |= UInt32(text.utf8Start[index]) << UInt32(8 * index)
    }
    return packed
  }

  private static let chillu: [UInt32] = [pack("n"), pack("n"), pack("r"), pack("l"), pack("l"), pack("k")]

  private static let indicTable: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 128)
    func set(_ start: Int, _ letters: [StaticString]) {
      for (index, text) in letters.enumerated() { table[start + index] = pack(text) }
    }
    set(0x01, ["n", "n", "h"])
    set(0x05, ["a", "a", "i", "i", "u", "u", "ri", "l", "e", "e", "e", "ai", "o", "o", "o", "au"])
    set(0x15, ["k", "kh", "g", "gh", "n", "ch", "chh", "j", "jh", "n", "t", "th", "d", "dh", "n"])
    set(0x24, ["t", "th", "d", "dh", "n", "n", "p", "ph", "b", "bh", "m", "y", "r", "r", "l", "l", "zh", "v"])
    set(0x36, ["sh", "sh", "s", "h"])
    set(0x3E, ["a", "i", "i", "u", "u", "ri", "r", "e", "e", "e", "ai", "o", "o", "o", "au"])
    set(0x55, ["", "ai", "au"])
    set(0x58, ["q", "kh", "g", "z", "r", "rh", "f", "y"])
    set(0x60, ["ri", "l"])
    set(0x70, ["n"])
    return table
  }()

  private static let arabicTable: [UInt32: UInt32] = {
    let rows: [(UInt32, StaticString)] = [
      (0x0622, "a"), (0x0623, "a"), (0x0624, "o"), (0x0625, "i"), (0x0626, "i"), (0x0627, "a"), (0x0628, "b"),
      (0x0629, "h"), (0x062A, "t"), (0x062B, "s"), (0x062C, "j"), (0x062D, "h"), (0x062E, "kh"), (0x062F, "d"),
      (0x0630, "z"), (0x0631, "r"), (0x0632, "z"), (0x0633, "s"), (0x0634, "sh"), (0x0635, "s"), (0x0636, "z"),
      (0x0637, "t"), (0x0638, "z"), (0x0639, "a"), (0x063A, "gh"), (0x0641, "f"), (0x0642, "q"), (0x0643, "k"),
      (0x0644, "l"), (0x0645, "m"), (0x0646, "n"), (0x0647, "h"), (0x0648, "o"), (0x0649, "i"), (0x064A, "i"),
      (0x0679, "t"), (0x067E, "p"), (0x0686, "ch"), (0x0688, "d"), (0x0691, "r"), (0x0698, "zh"), (0x06A9, "k"),
      (0x06AF, "g"), (0x06BA, "n"), (0x06BE, "h"), (0x06C1, "h"), (0x06C2, "h"), (0x06C3, "h"), (0x06CC, "i"),
      (0x06D2, "e"), (0x06D3, "e"),
    ]
    return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, pack($0.1)) })
  }()

  /// Latin-1 Supplement, Latin Extended-A and -B from U+00C0, then Latin Extended Additional from U+1E00.
  private static let latinTable: [UInt32] = {
    var table = [UInt32](repeating: 0, count: 0x190 + 0x100)
    func spread(_ start: Int, _ letters: StaticString) {
      for index in 0..<letters.utf8CodeUnitCount {
        let byte = letters.utf8Start[index]
        if byte != 0x2E { table[start + index] = UInt32(byte) }
      }
    }
    // One letter for each code point; a point stands for none.
    spread(0x00, "aaaaaa.ceeeeiiiidnooooo.ouuuuy..aaaaaa.ceeeeiiiidnooooo.ouuuuy.y")
    spread(0x40, "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii..jjkkklllllll")
    spread(0x80, "lllnnnnnnnnnoooooo..rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs")
    spread(0x10D, "aaiioouuuuuuuuuu")
    for (offset, letters) in [(0x06, pack("ae")), (0x26, pack("ae")), (0x1F, pack("ss")), (0x1E, pack("th"))] {
      table[offset] = letters
    }
    table[0x3E] = pack("th")
    table[0x72] = pack("ij")
    table[0x73] = pack("ij")
    table[0x92] = pack("oe")
    table[0x93] = pack("oe")
    spread(0x190, "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm")
    spread(0x1D0, "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv")
    spread(0x210, "wwwwwwwwwwxxxxyyzzzzzzhtwy......")
    spread(0x230, "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......")
    return table
  }()
}
