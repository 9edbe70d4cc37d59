import Foundation
import Geocoding
import Settings
import TestSupport
import Testing

@Suite struct GeocodingSettingsTests {
  @Test func theShippedFileStatesTheDefaults() throws {
    let path = SharedData.checkout.appending(path: "Config/geocoding.toml")
    let file = ConfigFile(name: "geocoding.toml", text: try String(contentsOf: path, encoding: .utf8))
    let parameters = GeocodingSettings.load(file)
    file.finish()
    #expect(file.faults == [])
    #expect(parameters == GeocodingParameters())
  }

  @Test func valuesAndFaults() {
    let text = "[uncertainty_km]\nvillage = 2\npin = -1\ntwon = 3\n[spelling]\none_edit_from = 5"
    let file = ConfigFile(name: "geocoding.toml", text: text)
    let parameters = GeocodingSettings.load(file)
    file.finish()
    #expect(parameters.villageUncertainty == 2_000)
    #expect(parameters.oneEditFrom == 5)
    #expect(parameters.pinUncertainty == GeocodingParameters().pinUncertainty)
    #expect(file.faults.count == 2)
    #expect(file.faults.contains { $0.contains("uncertainty_km.twon") })
    #expect(file.faults.contains { $0.contains("uncertainty_km.pin:") })
  }
}
