import CScan
import TestSupport
import Testing

@Suite struct ScanTests {
  @Test func masksAreTheSameWithoutVectors() {
    var random = SeededGenerator(seed: 3)
    for round in 0..<2000 {
      let value = UInt8.random(in: 0...255, using: &random)
      // Neighbours of the value are what careless arithmetic takes for it.
      let bytes = (0..<64).map { _ in
        switch Int.random(in: 0..<4, using: &random) {
        case 0: value
        case 1: value ^ 1
        case 2: value ^ 0x80
        default: UInt8.random(in: 0...255, using: &random)
        }
      }
      var expected: UInt64 = 0
      for (index, byte) in bytes.enumerated() where byte == value { expected |= 1 << UInt64(index) }
      #expect(ks_mask(bytes, value) == expected, "seed 3, round \(round)")
      #expect(ks_mask_portable(bytes, value) == expected, "seed 3, round \(round)")
    }
  }

  @Test func validUTF8AgreesWithTheStandardLibrary() {
    var random = SeededGenerator(seed: 4)
    let pieces: [[UInt8]] = [
      [0x41], Array("é".utf8), Array("सू".utf8), Array("𝒳".utf8), [0xC0, 0x80], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80],
      [0xE0, 0x80, 0x80], [0xF0, 0x80, 0x80, 0x80], [0x80], [0xFF], [0xE0, 0xA4], Array("abcdefgh".utf8),
    ]
    for round in 0..<3000 {
      let limit = round % 2 == 0 ? 4 : pieces.count
      let bytes = (0..<Int.random(in: 0..<6, using: &random)).flatMap { _ in
        pieces[Int.random(in: 0..<limit, using: &random)]
      }
      let valid = ks_valid_utf8(bytes, bytes.count)
      #expect((valid == bytes.count) == (String(validating: bytes, as: UTF8.self) != nil), "seed 4, round \(round)")
      #expect(String(validating: bytes.prefix(valid), as: UTF8.self) != nil, "seed 4, round \(round)")
    }
  }

  @Test func textKindLooksAtEveryByte() {
    for size in [1, 31, 32, 33, 64, 100] {
      for at in 0..<size {
        var bytes = [UInt8](repeating: 0x41, count: size)
        #expect(ks_text_kind(bytes, size) == 0)
        bytes[at] = 0
        #expect(ks_text_kind(bytes, size) == Int32(KS_HAS_NUL))
        bytes[at] = 0x80
        #expect(ks_text_kind(bytes, size) == Int32(KS_HAS_HIGH))
      }
    }
  }

  @Test func prefixesDoNotCutCharacters() {
    let bytes = Array("aé𝒳b".utf8)
    #expect((0...9).map { ks_prefix(bytes, bytes.count, $0) } == [0, 1, 1, 3, 3, 3, 3, 7, 8, 8])
  }
}
