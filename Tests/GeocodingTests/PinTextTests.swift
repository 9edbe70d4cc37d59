import Testing

@testable import Geocoding

@Suite struct PinTextTests {
  private func all(_ text: String) -> [UInt32] { read(text).map(\.pin) }

  private func read(_ text: String) -> [(pin: UInt32, isSplit: Bool)] {
    var found: [(UInt32, Bool)] = []
    Array(text.utf8).withUnsafeBytes { bytes in
      _ = PinText.last(bytes) { pin, isSplit in
        found.append((pin, isSplit))
        return false
      }
    }
    return found
  }

  @Test func tellsTwoNumbersFromOne() {
    let found = read("plot 445 446, 122001")
    #expect(found.map(\.pin) == [122001, 445446])
    #expect(found.map(\.isSplit) == [false, true])
  }

  @Test(arguments: [
    ("Calangute,North Goa,Goa,403516-India", [UInt32(403516)]), ("Mumbai 560 001", [560001]),
    ("gurgaon(hr)122016", [122016]), ("Coimbatore-641004", [641004]), ("ph 9910650401", []), ("000000-India", []),
    ("012345", []), ("641604, then 641602", [641602, 641604]), ("12345", []), ("1560 001", []), ("plot 762-763", []),
    ("", []), ("110001", [110001]),
  ])
  func finds(_ text: String, _ pins: [UInt32]) {
    #expect(all(text) == pins)
  }
}
