import CScan
import Model

/// Replaces what is not UTF-8. Which legacy encoding the bytes were meant in would be a guess, so every maximal run that
/// cannot begin a character becomes U+FFFD (the Unicode Standard, section 3.9), and the row says so.
enum TextRepair {
  /// Flags the rows of `batch` whose raw text is not UTF-8 and gives their fields valid text, decoded into the room from
  /// `spare` on.
  static func repair(_ batch: RowBatch, from spare: Int) {
    var end = spare
    for row in 0..<batch.count where batch.rejects[row] == 0 && !isValid(batch.text(batch.raw[row])) {
      batch.flags[row] |= RowFlags.repairedText.rawValue
      for slot in 0..<batch.slotCount {
        let text = batch.text(batch.span(slot, row))
        if isValid(text) { continue }
        let decoded = Array(String(decoding: text, as: UTF8.self).utf8)
        (batch.bytes + end).copyMemory(from: decoded, byteCount: decoded.count)
        batch.spans[slot * batch.capacity + row] = TextSpan(start: UInt32(end), count: UInt32(decoded.count))
        end += decoded.count
      }
    }
  }

  private static func isValid(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let base = text.baseAddress else { return true }
    return ks_valid_utf8(base.assumingMemoryBound(to: UInt8.self), text.count) == text.count
  }
}
