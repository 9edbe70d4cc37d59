import Foundation
import TestSupport
import Testing

@testable import Publishing

/// A reader of `PackedNumbers`, written from its description.
struct PackedReader {
  private let bytes: [UInt8]
  private var index = 0
  init(_ base64: String) { bytes = Array(Data(base64Encoded: base64) ?? Data()) }
  var isDone: Bool { index >= bytes.count }
  mutating func unsigned() -> Int {
    var (value, shift) = (0, 0)
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      value |= Int(byte & 127) << shift
      shift += 7
      if byte < 128 { break }
    }
    return value
  }
  mutating func signed() -> Int {
    let value = unsigned()
    return value % 2 == 0 ? value / 2 : -(value + 1) / 2
  }
}

@Suite struct PackedNumbersTests {
  @Test func numbersComeBack() {
    let seed: UInt64 = 3
    var generator = SeededGenerator(seed: seed)
    var packed = PackedNumbers()
    var numbers = [0, 1, -1, 63, 64, -64, -65, 8191, 8192, 1 << 40, -(1 << 40)]
    for _ in 0..<2000 { numbers.append(Int(Int32.random(in: .min ... .max, using: &generator))) }
    for number in numbers {
      packed.signed(number)
      packed.unsigned(UInt(number.magnitude))
    }
    var reader = PackedReader(packed.base64)
    for number in numbers {
      #expect(reader.signed() == number, "seed \(seed)")
      #expect(reader.unsigned() == Int(number.magnitude), "seed \(seed)")
    }
    #expect(reader.isDone)
  }

  @Test func smallNumbersTakeOneByteAndPaddingIsRight() {
    for count in 0...4 {
      var packed = PackedNumbers()
      for _ in 0..<count { packed.signed(-64) }
      #expect(packed.bytes == Array(repeating: 127, count: count))
      #expect(packed.base64 == Data(packed.bytes).base64EncodedString())
    }
  }
}
