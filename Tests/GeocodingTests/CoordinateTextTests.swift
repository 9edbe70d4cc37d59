import Testing
import TestSupport

@testable import Geocoding

@Suite struct CoordinateTextTests {
  private func parse(_ text: String) -> CoordinateText.Value? {
    Array(text.utf8).withUnsafeBytes { CoordinateText.parse($0) }
  }

  @Test(arguments: [
    ("12.9716", 12.9716), ("-12.5", -12.5), ("+7", 7), ("12.", 12), ("12,9716", 12.9716), ("12. 97", 12.97),
    ("12° 58' 17.76\" N", 12.9716), ("12 58 17.76", 12.9716), ("77°35'40.2\"E", 77.5945), ("12°58.296'N", 12.9716),
    ("N 12.9716", 12.9716), ("33.5 S", -33.5), ("12deg 30min", 12.5), ("28.963899999999999", 28.9639),
  ])
  func reads(_ text: String, _ value: Double) throws {
    let got = try #require(parse(text))
    #expect(abs(got.number - value) < 1e-7)
  }

  @Test(arguments: ["", "abc", "NA", "12.3.4.5.6", "12 61 0", "1 2 3 4"])
  func refuses(_ text: String) {
    #expect(parse(text) == nil)
  }

  @Test func keepsTheDirection() {
    #expect(parse("77.5 E")?.direction == 0x45)
    #expect(parse("12.5 North")?.direction == 0x4E)
  }

  @Test func anyBytesAreReadOrRefused() {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array("0123456789.,-+° 'NSEW\"dm".utf8)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      let value = bytes.withUnsafeBytes { CoordinateText.parse($0) }
      if let value { #expect(value.number.isFinite, "seed 11: \(bytes)") }
    }
  }
}
