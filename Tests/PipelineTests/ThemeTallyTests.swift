import Model
import Settings
import Taxonomy
import TestSupport
import Testing

@testable import Pipeline

/// The tally by theme: every unit of a theme's products once, at its site.
@Suite struct ThemeTallyTests {
  @Test func unitsAreKeptSiteBySite() throws {
    let seed: UInt64 = 4
    var generator = SeededGenerator(seed: seed)
    let catalogue = try Configuration.load(SharedData.checkout.appending(path: "Config").path).products
    let keys = catalogue.keys(level: .group)
    var tally = Tally()
    tally.sites = (0..<40).map { SiteKey(coordinate: Coordinate(lat: $0 * 1000, lon: 0), place: LocatedBatch.noPlace) }
    tally.keys = keys.codes.indices.map { TallyKey(product: UInt16($0), productionClass: .industrial) }
    var (known, unknown): ([Int64], [Int64]) = ([], [])
    for key in tally.keys.indices {
      for site in 0..<40 where Bool.random(using: &generator) {
        tally.pairKey.append(UInt16(key))
        tally.pairSite.append(UInt32(site))
        known.append(.random(in: 0...2, using: &generator))
        unknown.append(.random(in: 0...3, using: &generator))
      }
    }
    tally.columns[TallyColumn.unitsYes.rawValue] = TallySums(known)
    tally.columns[TallyColumn.unitsUnknown.rawValue] = TallySums(unknown)

    let byTheme = ThemeTally(tally, keys, catalogue) { _ in true }
    #expect(byTheme.themes.count == catalogue.themes.count)
    var pairs: [Int: Set<Int32>] = [:]
    for pair in 0..<byTheme.tally.pairCount {
      let sources = byTheme.sources(of: [Int32(pair)])
      #expect(!sources.isEmpty && byTheme.tally.units(pair) > 0)
      #expect(sources.allSatisfy { tally.pairSite[Int($0)] == byTheme.tally.pairSite[pair] })
      #expect(tally.units(sources).reduce(0, +) == byTheme.tally.units(pair), "seed \(seed)")
      for source in sources {
        #expect(pairs[Int(byTheme.tally.pairKey[pair]), default: []].insert(source).inserted, "counted twice")
      }
    }
    for (index, theme) in catalogue.themes.enumerated() {
      let expected = tally.pairKey.indices.filter {
        theme.groups.contains(tally.keys[Int(tally.pairKey[$0])].product) && tally.units($0) > 0
      }
      #expect(pairs[index, default: []] == Set(expected.map { Int32($0) }), "\(theme.name)")
    }
    let one = ThemeTally(tally, keys, catalogue) { $0 == "energy-intensive" }
    #expect(one.themes.map { catalogue.themes[$0].name } == ["energy-intensive"])
  }
}
