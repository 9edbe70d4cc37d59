import Foundation
import Publishing
import TestSupport
import Testing

@testable import Settings

@Suite struct PublishingSettingsTests {
  @Test func theShippedFileHoldsTheDefaults() throws {
    let path = SharedData.checkout.appending(path: "Config/publishing.toml")
    let file = ConfigFile(name: "publishing.toml", text: try String(contentsOf: path, encoding: .utf8))
    let read = PublishingParameters.read(file, assetFolder: PublishingParameters().assetFolder)
    file.finish()
    #expect(file.faults.isEmpty)
    #expect(read == PublishingParameters())
  }

  @Test func faultsNameTheirKey() {
    let text = "[colours]\nmicro = \"pink\"\n[overview]\nwidth = 10\n[map]\ncell = 4\n"
    let file = ConfigFile(name: "publishing.toml", text: text)
    _ = PublishingParameters.read(file, assetFolder: "")
    file.finish()
    #expect(file.faults.count == 3)
    for key in ["colours.micro", "overview.width", "map.cell"] {
      #expect(file.faults.contains { $0.contains("publishing.toml: \(key):") })
    }
  }
}
