import Testing

@testable import Geocoding

@Suite struct LabelledAddressTests {
  private func read(_ text: String) -> [String: String]? {
    Array(text.utf8).withUnsafeBytes { bytes in
      let address = LabelledAddress(bytes)
      guard address.found else { return nil }
      func string(_ value: UnsafeRawBufferPointer) -> String { String(decoding: value, as: UTF8.self) }
      return [
        "building": string(address.building), "road": string(address.road), "village": string(address.village),
        "block": string(address.block), "city": string(address.city),
      ]
    }
  }

  @Test func readsUdyamLabels() throws {
    let fields = try #require(
      read(
        "Flat No:- 45, Building:- EPIC, INDUSTRIAL ESTATE, Road/Street:- MAROLI ROAD, Village/Town:- CHOKHAD, "
          + "Block:- JALALPORE, City:- NAVSARI"))
    #expect(
      fields == [
        "building": " EPIC, INDUSTRIAL ESTATE", "road": " MAROLI ROAD", "village": " CHOKHAD", "block": " JALALPORE",
        "city": " NAVSARI",
      ])
  }

  @Test func blanksAndMissingLabels() throws {
    let fields = try #require(read("Village/Town:- -, Block:- 0, City:- "))
    #expect(fields["village"] == " -")
    #expect(fields["city"] == " ")
    #expect(read("Plot 4, Peenya, Bangalore") == nil)
    #expect(read("Time:- 5") == nil)
    #expect(read("") == nil)
  }
}
