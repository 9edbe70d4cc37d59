import CXXHash
import Model

/// Fingerprints of rows: of the registration number, by which duplicates are found, and of the whole record, by which the
/// survivor is chosen. XXH3 with 128 bits (xxHash 0.8); equal bytes give equal fingerprints on every machine.
///
/// Not for sharing between threads: it owns a scratch buffer that it reuses for every row.
struct RecordFingerprint: ~Copyable {
  private static let separator: UInt8 = 0x1F

  private var scratch: UnsafeMutableRawBufferPointer
  private var used = 0
  private let schemaPrefix: [UInt8]

  /// Fingerprints of rows of the schema called `schemaName`.
  init(schemaName: String) {
    schemaPrefix = Array(schemaName.utf8) + [Self.separator]
    scratch = .allocate(byteCount: 4096, alignment: 16)
  }

  deinit { scratch.deallocate() }

  /// The fingerprint of schema and number. Case, blanks and punctuation of the number do not matter; `none` where it says
  /// nothing: blank, zeros, one repeated letter such as `XXXX`, or words for "applied for".
  mutating func registration(_ text: UnsafeRawBufferPointer) -> Fingerprint {
    if text.count == 0 { return .none }
    reserve(schemaPrefix.count + text.count)
    schemaPrefix.withUnsafeBytes { add($0) }
    let start = used
    var differs = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      let width = byte < 0x80 ? 0 : ForeignBlank.width(text, index)
      if width == 0, let kept = FoldedText.kept(byte) {
        let upper = (0x61...0x7A).contains(kept) ? kept & 0xDF : kept
        scratch[used] = upper
        if upper != scratch[start] { differs = true }
        used += 1
      }
      index += max(width, 1)
    }
    let count = used - start
    let isPlaceholder =
      count == 0 || (!differs && Self.isFiller(scratch[start], count)) || Self.saysNothing(text, count)
    if isPlaceholder {
      used = 0
      return .none
    }
    return finish()
  }

  /// The fingerprint of the fields of `row` in the given slots (−1: an empty field), joined in that order.
  mutating func record(_ rows: RowBatch, _ row: Int, slots: UnsafeBufferPointer<Int>) -> Fingerprint {
    var total = slots.count
    for slot in slots where slot >= 0 { total += Int(rows.span(slot, row).count) }
    reserve(total)
    for slot in slots {
      if slot >= 0 { add(rows.text(rows.span(slot, row))) }
      scratch[used] = Self.separator
      used += 1
    }
    return finish()
  }

  private mutating func reserve(_ count: Int) {
    used = 0
    guard count > scratch.count else { return }
    scratch.deallocate()
    scratch = .allocate(byteCount: count * 2, alignment: 16)
  }

  /// Adds `text` without the blanks around it.
  private mutating func add(_ text: UnsafeRawBufferPointer) {
    var start = 0
    var end = text.count
    while start < end, text[start] <= 0x20, text[start] != Self.separator { start += 1 }
    while end > start, text[end - 1] <= 0x20, text[end - 1] != Self.separator { end -= 1 }
    guard end > start, let source = text.baseAddress, let target = scratch.baseAddress else { return }
    (target + used).copyMemory(from: source + start, byteCount: end - start)
    used += end - start
  }

  private mutating func finish() -> Fingerprint {
    let hash = XXH3_128bits(scratch.baseAddress, used)
    used = 0
    let fingerprint = Fingerprint(high: hash.high64, low: hash.low64)
    // `none` is taken; the chance of a real one there is 2⁻¹²⁸.
    return fingerprint == .none ? Fingerprint(high: 0, low: 1) : fingerprint
  }

  /// Zeros of any number, and a letter X repeated.
  private static func isFiller(_ byte: UInt8, _ count: Int) -> Bool { byte == 0x30 || byte == 0x58 && count > 1 }

  /// Whether the text, which has `letters` letters and digits, is a word for "none"; the longest has 13.
  private static func saysNothing(_ text: UnsafeRawBufferPointer, _ letters: Int) -> Bool {
    guard letters <= 13, !(0x30...0x39).contains(text[text.count - 1]) else { return false }
    if Blank.isBlank(text) { return true }
    var folded = FoldedText()
    for byte in text where !folded.append(byte) { return false }
    return folded.matches("appliedfor") || folded.matches("applied") || folded.matches("pending")
      || folded.matches("notregistered") || folded.matches("unregistered") || folded.matches("no")
  }
}
