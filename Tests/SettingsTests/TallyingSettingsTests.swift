import Foundation
import Spatial
import Tallying
import TestSupport
import Testing

@testable import Settings

@Suite("Settings of tally and footprints")
struct TallyingSettingsTests {
  private func file(_ name: String, _ text: String? = nil) throws -> ConfigFile {
    let path = SharedData.checkout.appending(path: "Config").appending(path: name)
    return ConfigFile(name: name, text: try text ?? String(contentsOf: path, encoding: .utf8))
  }

  @Test func shippedTallying() throws {
    let config = try file("tallying.toml")
    let settings = TallyingSettings.read(config, withPlanned: true)
    config.finish()
    #expect(config.faults.isEmpty, "\(config.faults)")
    #expect(settings.options == TallyOptions(withPlanned: true, fewPersonsMax: 5, littleCapitalMax: 500_000))
    #expect(settings.duplicateBudget == 64 << 20)
    #expect(settings.memoryLimit == nil)
  }

  @Test func theMemoryLimitIsInMegabytesFrom16() throws {
    let evidence = "[evidence]\nfew_persons_max = 5\nlittle_capital_max_inr = 500000\n[memory]\nlimit_mb = "
    for (megabytes, limit) in [(16, 16 << 20), (2048, 2 << 30)] {
      let config = try file("tallying.toml", evidence + "\(megabytes)\n")
      #expect(TallyingSettings.read(config, withPlanned: false).memoryLimit == limit)
      config.finish()
      #expect(config.faults.isEmpty, "\(config.faults)")
    }
    let low = try file("tallying.toml", evidence + "15\n")
    _ = TallyingSettings.read(low, withPlanned: false)
    low.finish()
    #expect(low.faults.contains { $0.contains("tallying.toml: memory.limit_mb: ") }, "\(low.faults)")
  }

  @Test func shippedFootprintsAreTheDefaults() throws {
    let config = try file("footprints.toml")
    #expect(FootprintParameters.read(config) == FootprintParameters())
    config.finish()
    #expect(config.faults.isEmpty, "\(config.faults)")
  }

  @Test func faultsNameTheirKeys() throws {
    let tally = try file("tallying.toml", "[evidence]\nfew_persons_max = -1\n[duplicates]\nmemory_md = 3\n")
    _ = TallyingSettings.read(tally, withPlanned: false)
    tally.finish()
    #expect(tally.faults.count == 3)
    for key in ["evidence.few_persons_max", "evidence.little_capital_max_inr", "duplicates.memory_md"] {
      #expect(tally.faults.contains { $0.contains("tallying.toml: \(key): ") }, "\(tally.faults)")
    }
    for (text, key) in [
      ("kind = \"round\"", "kind"), ("minimum_buffer_m = 5000", "maximum_buffer_m"),
      ("tolerance_m = 126", "tolerance_m"),
      ("decimals = 8", "decimals"), ("cell_m = 0", "cell_m"), ("buffer = 3", "buffer"),
    ] {
      let config = try file("footprints.toml", text)
      _ = FootprintParameters.read(config)
      config.finish()
      #expect(config.faults.count == 1 && config.faults[0].contains(": \(key): "), "\(text): \(config.faults)")
    }
  }
}
