import TestSupport
import Testing

@testable import Pipeline

/// Numbers from bytes are those that the standard library reads, bit for bit.
struct PointNumberTests {
  private func double(_ text: String) -> Double? {
    var text = text
    return text.withUTF8 { PointNumber.double(UnsafeRawBufferPointer($0)) }
  }

  private func whole(_ text: String) -> Int64? {
    var text = text
    return text.withUTF8 { PointNumber.whole(UnsafeRawBufferPointer($0)) }
  }

  @Test func decimalNumbersAreReadAsTheStandardLibraryReadsThem() {
    let seed: UInt64 = 41
    var generator = SeededGenerator(seed: seed)
    var texts = [
      "0", "-0", "+5", "77", "77.", ".5", "-.5", "0.1", "1e3", "1E-7", "9007199254740991", "9007199254740992",
      "9007199254740993", "0.000000000000000001", "123456789012345678", "1234567890123456789", "12345678901234567890",
      "77.594562999999999999999", "4.9e-324", "1e308", "00077.50",
    ]
    for _ in 0..<5000 {
      var text = Bool.random(using: &generator) ? "-" : ""
      for _ in 0..<Int.random(in: 0...12, using: &generator) { text += "\(Int.random(in: 0...9, using: &generator))" }
      text += "."
      for _ in 0..<Int.random(in: 1...16, using: &generator) { text += "\(Int.random(in: 0...9, using: &generator))" }
      texts.append(text)
    }
    for text in texts {
      #expect(double(text)?.bitPattern == Double(text)?.bitPattern, "\"\(text)\", seed \(seed)")
    }
  }

  @Test(arguments: [
    "", "-", "+", ".", "-.", "abc", "1,5", "1 2", "1.2.3", "nan", "inf", "-infinity", "0x10", "1e400", "1e", "१२",
  ])
  func anythingElseIsNoNumber(text: String) { #expect(double(text) == nil) }

  @Test func weightsAreWholeNumbersFromZero() {
    #expect(whole("0") == 0 && whole("007") == 7 && whole("5.0") == 5 && whole("1e3") == 1000)
    #expect(whole("9223372036854775807") == Int64.max)
    for text in ["", "-1", "1.5", "9223372036854775808", "x", "1e30", "nan"] { #expect(whole(text) == nil, "\(text)") }
  }
}
