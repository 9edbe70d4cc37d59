import Glibc

/// The matches of texts that were met already: registers say the same of many rows.
///
/// Direct-mapped and exact: a text counts as met when it equals the kept one byte by byte. It keeps no copies, so it lives no
/// longer than the batch whose texts it saw.
struct MatchMemo: ~Copyable {
  private static let slots = 1_024

  private struct Slot {
    var text: UnsafeRawBufferPointer
    var match: TextMatch
  }

  private let slots = UnsafeMutablePointer<Slot>.allocate(capacity: slots)

  init() {
    slots.initialize(
      repeating: Slot(text: UnsafeRawBufferPointer(start: nil, count: 0), match: TextMatch()), count: Self.slots)
  }

  deinit { slots.deallocate() }

  /// The match of `text` by `matcher`, which must be the same at every call.
  @inline(__always)
  func match(
    _ text: UnsafeRawBufferPointer, by matcher: borrowing TextMatcher, _ scratch: borrowing TextMatcher.Scratch
  ) -> TextMatch {
    guard text.count >= 8, let base = text.baseAddress else { return matcher.match(text, scratch) }
    let slot = slots + Self.slot(text)
    if slot.pointee.text.count == text.count, let kept = slot.pointee.text.baseAddress,
      memcmp(kept, base, text.count) == 0
    {
      return slot.pointee.match
    }
    let match = matcher.match(text, scratch)
    slot.pointee = Slot(text: text, match: match)
    return match
  }

  /// The slot of a text of eight bytes or more, by its length, its ends and its middle.
  @inline(__always)
  private static func slot(_ text: UnsafeRawBufferPointer) -> Int {
    func part(_ offset: Int) -> UInt64 { text.loadUnaligned(fromByteOffset: offset, as: UInt64.self) }
    var hash = (part(0) ^ UInt64(text.count)) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 29 ^ part((text.count - 8) / 2)) &* 0x9E37_79B9_7F4A_7C15
    hash = (hash ^ hash >> 29 ^ part(text.count - 8)) &* 0x9E37_79B9_7F4A_7C15
    return Int(hash >> 54)
  }
}
