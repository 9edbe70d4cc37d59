import Testing
import TestSupport
import Text

@Suite struct NameHashTests {
  private func hash(_ text: String) -> UInt64 {
    Array(text.utf8).withUnsafeBufferPointer { bytes in bytes.baseAddress.map { NameHash.of($0, bytes.count) } ?? 0 }
  }

  @Test func neverChanges() {
    // Gazetteer files depend on these values.
    #expect(hash("tirupur") == 5_909_178_591_558_167_985)
    #expect(hash("sangareddypatancheru") == 16_858_203_895_160_781_536)
  }

  @Test func lengthAndEveryByteCount() {
    var random = SeededGenerator(seed: 5)
    var seen: Set<UInt64> = []
    var texts: Set<[UInt8]> = []
    for _ in 0..<2000 {
      texts.insert(
        (0..<Int.random(in: 1...20, using: &random)).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) })
    }
    texts.insert([0x61])
    texts.insert([0x61, 0])
    for text in texts { text.withUnsafeBufferPointer { _ = seen.insert(NameHash.of($0.baseAddress!, $0.count)) } }
    #expect(seen.count == texts.count)
  }
}
