import Foundation
import Model
import Settings
import TestSupport
import Testing

/// The configuration directory as a whole: it loads, and whatever is wrong in it is said at once, file by file.
struct ConfigurationTests {
  private let scratch: Scratch
  private let directory: URL

  init() throws {
    scratch = try Scratch()
    directory = scratch.file("config")
    try FileManager.default.copyItem(at: SharedData.checkout.appending(path: "Config"), to: directory)
  }

  private func edit(_ name: String, _ old: String, _ new: String) throws {
    let url = directory.appending(path: name)
    let text = try String(contentsOf: url, encoding: .utf8)
    try #require(text.contains(old), "\(name): \(old)")
    try text.replacingOccurrences(of: old, with: new).write(to: url, atomically: true, encoding: .utf8)
  }

  private func failure() throws -> Failure {
    let failure = #expect(throws: Failure.self) { try Configuration.load(directory.path) }
    #expect(failure?.kind == .configuration)
    return try #require(failure)
  }

  @Test func theShippedConfigurationLoads() throws {
    let configuration = try Configuration.load(directory.path)
    #expect(configuration.products.groups.count > 150)
    #expect(configuration.thresholds.ruleSets.count == 3)
    #expect(configuration.directory == directory.path)
  }

  @Test func everyFaultOfEveryFileIsSaidAtOnce() throws {
    try edit("thresholds.toml", "reach_km", "reach_kn")
    try edit("tallying.toml", "few_persons_max = 5", "few_persons_max = -5")
    try edit("footprints.toml", "cell_m", "cells_m")
    try edit("registers/cpcb.toml", "[columns]", "[colums]")
    let message = try failure().message
    for expected in [
      "thresholds.toml: clustering.reach_kn: this key is unknown", "thresholds.toml: clustering.reach_km: is missing",
      "tallying.toml: evidence.few_persons_max: ", "footprints.toml: cells_m: this key is unknown",
      "registers/cpcb.toml: colums",
    ] {
      #expect(message.contains(expected), "\(expected) is not in \(message)")
    }
    #expect(message.split(separator: "\n").allSatisfy { $0.contains(".toml") || $0.contains("more faults") })
  }

  @Test(arguments: [
    "thresholds.toml", "products.csv", "product-words.csv", "families.csv", "themes.toml", "geocoding.toml",
    "tallying.toml",
    "footprints.toml", "publishing.toml", "nic2008.csv",
  ])
  func aMissingFileIsNamed(name: String) throws {
    try FileManager.default.removeItem(at: directory.appending(path: name))
    #expect(try failure().message.contains(name))
  }

  /// Words of no product, and words that coding cannot tell from those of another product, are named.
  @Test func productWordsBelongToOneProduct() throws {
    let file = directory.appending(path: "product-words.csv")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data("\(text)no-such,gadget\ndairy,Rice-Mills;one two three four five six\n".utf8).write(to: file)
    let message = try failure().message
    for expected in [
      "product: \"no-such\" is no product group of products.csv",
      "keywords: \"rice mill\" stands in dairy too", "\"one two three four five six\" has 6 words; 1 to 5 are allowed",
    ] {
      #expect(message.contains(expected), "\(expected) is not in \(message)")
    }
  }

  /// A theme that names no product is one that only evidence decides, and says so; no group has two categories.
  @Test func themesWithoutProductsAndCategoriesTwiceAreNamed() throws {
    try edit("themes.toml", "decided_by = \"evidence\"\n", "")
    try edit("themes.toml", "\"fly-ash-bricks\", \"coir-products\"", "\"fly-ash-bricks\", \"dyes\"")
    try edit("themes.toml", "\"food-products\", ", "\"foot-products\", ")
    let message = try failure().message
    for expected in [
      "themes.toml: financially-weak.products: names no product",
      "themes.toml: pollution_category.white.products: dyes stands under pollution_category.red",
      "themes.toml: quality-challenged.products: \"foot-products\" is no product group",
    ] {
      #expect(message.contains(expected), "\(expected) is not in \(message)")
    }
  }

  @Test func aDirectoryWithoutLayoutsIsAFault() throws {
    try FileManager.default.removeItem(at: directory.appending(path: "registers"))
    #expect(try failure().message.contains("registers"))
  }

  @Test func aDirectoryThatIsNotThereIsAFault() {
    let failure = #expect(throws: Failure.self) { try Configuration.load(scratch.file("none").path) }
    #expect(failure?.kind == .configuration && failure?.message.contains("none") == true)
  }

  @Test func textThatIsNotUTF8IsAFault() throws {
    try Data([0x61, 0xFF, 0x62]).write(to: directory.appending(path: "tallying.toml"))
    #expect(try failure().message.contains("tallying.toml"))
  }

  @Test func manyFaultsAreCutShort() throws {
    let junk = (0..<60).map { "junk_\($0) = 1" }.joined(separator: "\n")
    try edit("tallying.toml", "[evidence]", "\(junk)\n[evidence]")
    let lines = try failure().message.split(separator: "\n")
    #expect(lines.count == 21 && lines.last?.contains("40 more faults") == true)
  }
}
