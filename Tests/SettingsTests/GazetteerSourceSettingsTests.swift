import Foundation
import TestSupport
import Testing

@testable import Settings

@Suite struct GazetteerSourceSettingsTests {
  private func read(_ text: String, country: String = "IN") -> (entries: [GazetteerSourceEntry], faults: [String]) {
    let file = ConfigFile(name: "s.toml", text: text)
    let entries = GazetteerSourceSettings.read(file, country: country)
    file.finish()
    return (entries, file.faults)
  }

  private static let one = """
    [one]
    title = "One"
    adds = "names"
    address = "https://example.org/{country}/a.zip"
    licence = "CC BY 4.0"
    attribution = "One"
    file = "one_{country}.zip"
    option = "--places"
    download = true
    format = "zip"
    fields = 19
    minimum_bytes = {IN = 1000, other = 10}

    """

  @Test func theShippedListIsWithoutFault() throws {
    let path = SharedData.checkout.appending(path: "Config/gazetteer-sources.toml")
    let (entries, faults) = read(try String(contentsOf: path, encoding: .utf8))
    #expect(faults.isEmpty, "\(faults)")
    #expect(entries.prefix { $0.isOpen }.count == entries.count { $0.isOpen })
    for entry in entries { #expect(entry.isOpen || !entry.byHand.isEmpty) }
  }

  @Test func theCountryIsFilledInAndDecidesTheLeastSize() throws {
    for (country, least) in [("IN", 1000), ("LK", 10)] {
      let entry = try #require(read(Self.one, country: country).entries.first)
      #expect(entry.address == "https://example.org/\(country)/a.zip")
      #expect(entry.file == "one_\(country).zip")
      #expect(entry.minimumBytes == least)
      #expect(!entry.isWanted)
    }
    #expect(read(Self.one + "country = \"IN\"", country: "LK").entries.isEmpty)
    #expect(read(Self.one + "country = \"India\"").faults.count == 1)
  }

  @Test func whatIsMissingIsNamed() {
    let (_, faults) = read("[two]\ndownload = true\nfile = \"a/b\"\ntypo = 1\n")
    for key in ["title", "adds", "address", "licence", "attribution", "option", "format", "file", "typo"] {
      #expect(faults.contains { $0.hasPrefix("s.toml: two.\(key): ") }, "\(key): \(faults)")
    }
    // Without a download there must be another way.
    #expect(read(Self.one.replacing("download = true", with: "")).faults.contains { $0.contains("one.by_hand") })
  }
}
