/// Phonetic keys for Indian names in Latin letters: spellings that differ only by habit of transliteration meet in one key.
///
/// Two keys of rising coarseness. The *light* key levels what says little (doubled letters, aspiration, long vowels,
/// `v`/`w`/`b`, `z`/`j`, `ph`/`f`, `sh`/`s`, `c`/`k`, `-ore`/`-ur`, a final vowel) and keeps the vowels: Thoothukudi and
/// Tuthukudi, Koratla and Korutla's neighbours. The *skeleton* keeps only its consonants, `m` as `n`, and whether it
/// begins with a vowel: Tumkur and Tumakuru. A skeleton finds candidates; the distance of the light keys judges them.
public enum IndianSound {
  /// Bytes of output that are enough for `count` bytes of input.
  public static func capacity(for count: Int) -> Int { 2 * count + 2 }

  /// Writes the light key of compact folded text and returns its length. O(bytes).
  public static func light(
    _ text: UnsafePointer<UInt8>, _ count: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    @inline(__always) func put(_ byte: UInt8) {
      if written == 0 || out[written &- 1] != byte || isDigit(byte) {
        out[written] = byte
        written &+= 1
      }
    }
    var index = 0
    while index < count {
      let byte = text[index]
      let next = index + 1 < count ? text[index + 1] : 0
      switch byte {
      case letter("e"):
        if next == byte {
          put(letter("i"))
          index += 1
        } else {
          put(byte)
        }
      case letter("o"):
        if next == byte {
          put(letter("u"))
          index += 1
        } else if next == letter("u") {
          put(letter("o"))
          index += 1
        } else {
          put(byte)
        }
      case letter("a"):
        put(next == letter("u") ? letter("o") : byte)
        if next == letter("u") { index += 1 }
      case letter("i"), letter("u"): put(byte)
      case letter("y"): put(index == 0 ? byte : letter("i"))
      case letter("w"), letter("v"), letter("b"): put(letter("b"))
      case letter("z"): put(next == letter("h") ? letter("l") : letter("j"))
      case letter("q"): put(letter("k"))
      case letter("x"):
        put(letter("k"))
        put(letter("s"))
      case letter("c"):
        if next == letter("h") {
          put(letter("c"))
        } else if next == letter("e") || next == letter("i") || next == letter("y") {
          put(letter("s"))
        } else {
          put(next == letter("c") ? letter("c") : letter("k"))
        }
      case letter("p"): put(next == letter("h") ? letter("f") : byte)
      case letter("m"): put(isNasalised(next) ? letter("n") : byte)
      case letter("h"):
        // Aspiration after a consonant and breath before a consonant or at the end are not told apart.
        let before = index > 0 ? text[index - 1] : 0
        if index == 0 || (isVowel(before) && isVowel(next)) { put(byte) }
      default: put(byte)
      }
      index += 1
    }
    return trimmedEnd(out, written)
  }

  /// Writes the skeleton of a light key and returns its length. `out` may be `light`. O(bytes).
  public static func skeleton(
    _ light: UnsafePointer<UInt8>, _ count: Int, into out: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var written = 0
    for index in 0..<count {
      let byte = light[index]
      if isVowel(byte) || byte == letter("y") || byte == letter("h") {
        guard index == 0 else { continue }
        out[0] = isVowel(byte) ? letter("a") : byte
        written = 1
      } else {
        out[written] = byte == letter("m") ? letter("n") : byte
        written &+= 1
      }
    }
    return written
  }

  /// The light key of `name` in any script: for configuration and tests, never per row.
  public static func light(_ name: String) -> String {
    let key = Array(Folding.key(name).utf8)
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: capacity(for: key.count)) { buffer in
      guard let out = buffer.baseAddress else { return "" }
      let count = key.withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { light($0, bytes.count, into: out) } ?? 0
      }
      return String(decoding: UnsafeBufferPointer(start: out, count: count), as: UTF8.self)
    }
  }

  /// The skeleton of `name` in any script: for configuration and tests, never per row.
  public static func skeleton(_ name: String) -> String {
    var key = Array(light(name).utf8)
    let count = key.withUnsafeMutableBufferPointer { bytes -> Int in
      guard let base = bytes.baseAddress else { return 0 }
      return skeleton(base, bytes.count, into: base)
    }
    return String(decoding: key[..<count], as: UTF8.self)
  }

  /// The length without an ending that spellings add or leave off: `-ore` becomes `-ur`, final vowels go while three
  /// letters remain.
  @inline(__always)
  private static func trimmedEnd(_ out: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    var count = count
    if count > 4, out[count - 1] == letter("e"), out[count - 2] == letter("r"), out[count - 3] == letter("o") {
      out[count - 3] = letter("u")
    }
    while count > 3, isVowel(out[count - 1]) { count -= 1 }
    return count
  }

  @inline(__always)
  private static func letter(_ scalar: Unicode.Scalar) -> UInt8 { UInt8(truncatingIfNeeded: scalar.value) }

  @inline(__always)
  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  private static func isVowel(_ byte: UInt8) -> Bool {
    // a, e, i, o, u as bits counted from "a".
    byte &- 0x61 < 26 && (0x104111 as UInt32) >> UInt32(byte &- 0x61) & 1 == 1
  }

  /// Whether an `m` before `byte` sounds like an `n`: before a stop or a sibilant.
  @inline(__always)
  private static func isNasalised(_ byte: UInt8) -> Bool {
    // b c d g j k p s t as bits counted from "a".
    byte &- 0x61 < 26 && (0xC864E as UInt32) >> UInt32(byte &- 0x61) & 1 == 1
  }
}
