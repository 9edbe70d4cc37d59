import Model
import Settings
import Testing

@testable import Synthesis

@Suite struct SynthesisSettingsTests {
  private func load(_ changed: [String: (String) -> String], groups: Set<String> = []) throws -> [String] {
    func read(_ path: String) throws(Failure) -> String {
      do {
        let text = try StarterTables.text(path)
        return changed[path]?(text) ?? text
      } catch { throw Failure(.missingInput, "\(path): \(error)") }
    }
    return try SynthesisSettings.load(
      config: { (path) throws(Failure) in try read("Config/\(path)") },
      geo: { (path) throws(Failure) in try read("Geo/\(path)") }, groups: groups
    ).faults
  }

  @Test func theShippedFilesHaveNoFault() throws {
    #expect(try load([:]) == [])
  }

  @Test func everyTownOfTheKnownClustersIsPlanted() throws {
    let parameters = try RegisterSynthesizerTests.parameters()
    let names = Set(parameters.planted.flatMap(\.places).map { parameters.places[$0].name })
    for town in [
      "Tiruppur", "Ludhiana", "Moradabad", "Bengaluru", "Jaipur", "Chanderi", "Paithan", "Agra", "Surat", "Mumbai",
      "Coimbatore", "Kolhapur", "Palakkad", "Firozabad", "Pune", "Ahmedabad", "Phagwara", "Jamnagar", "Kannur",
      "Kalady",
      "Changanacherry", "Kottayam", "Edappally", "Perumbavoor", "Prato", "San Daniele del Friuli", "Sialkot",
      "Novo Hamburgo",
    ] {
      #expect(names.contains(town), "\(town)")
    }
  }

  @Test func namesUnknownKeysPlacesGroupsAndNumbers() throws {
    let misspelt = try load(["Config/example/synthesis.toml": { $0 + "\nwithout_pins = 3\n" }])
    #expect(misspelt.count == 1 && misspelt[0].contains("faults_in_10000.without_pins"), "\(misspelt)")
    let place = try load([
      "Config/example/planted.csv": { $0.replacing("Moradabad@171", with: "Moradabbad@171") }
    ])
    #expect(place.count == 1 && place[0].contains("planted.csv: line"), "\(place)")
    let number = try load(["Config/example/planted.csv": { $0.replacing(",9000,,60", with: ",many,,60") }])
    #expect(number.count == 1 && number[0].contains("units is \"many\""), "\(number)")
    let group = try load([:], groups: ["cotton-knitwear"])
    #expect(group.contains { $0.contains("group \"brassware\"") } || !group.isEmpty)
  }
}
