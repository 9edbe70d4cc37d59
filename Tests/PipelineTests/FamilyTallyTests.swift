import Model
import Settings
import Taxonomy
import TestSupport
import Testing

@testable import Pipeline

/// The tally by family: every unit of a family's products once, at its site, with all its columns.
@Suite struct FamilyTallyTests {
  private static func tally(_ keys: ProductKeys, _ generator: inout SeededGenerator) -> Tally {
    var tally = Tally()
    tally.sites = (0..<30).map { SiteKey(coordinate: Coordinate(lat: $0 * 1000, lon: 0), place: LocatedBatch.noPlace) }
    for product in keys.codes.indices {
      tally.keys.append(TallyKey(product: UInt16(product), productionClass: .industrial))
      if product.isMultiple(of: 3) {
        tally.keys.append(TallyKey(product: UInt16(product), productionClass: .handicraft))
      }
    }
    var (units, persons, squares): ([Int64], [Int64], [Int128]) = ([], [], [])
    for key in tally.keys.indices {
      for site in 0..<30 where Bool.random(using: &generator) {
        tally.pairKey.append(UInt16(key))
        tally.pairSite.append(UInt32(site))
        units.append(.random(in: 0...3, using: &generator))
        persons.append(.random(in: 0...90_000_000_000, using: &generator))
        squares.append(Int128(Int64.max) * Int128(Int64.random(in: 0...5, using: &generator)))
      }
    }
    tally.columns[TallyColumn.unitsUnknown.rawValue] = TallySums(units)
    tally.columns[TallyColumn.sum(.employment).rawValue] = TallySums(persons)
    tally.wide[0] = TallySums(squares)
    return tally
  }

  @Test func everythingOfAFamilyIsCountedOnce() throws {
    let seed: UInt64 = 8
    var generator = SeededGenerator(seed: seed)
    let catalogue = try Configuration.load(SharedData.checkout.appending(path: "Config").path).products
    let keys = catalogue.keys(level: .group)
    let tally = Self.tally(keys, &generator)
    let families = FamilyTally(tally, keys, catalogue)
    #expect(families.tally.keys.count == families.members.count && families.members.allSatisfy { $0.count > 1 })
    #expect(Set(families.members.flatMap { $0 }).count == families.members.reduce(0) { $0 + $1.count }, "a key in two")
    var seen: Set<Int32> = []
    for pair in 0..<families.tally.pairCount {
      let sources = families.sources(of: [Int32(pair)])
      let members = Set(families.members[Int(families.tally.pairKey[pair])])
      for source in sources {
        #expect(seen.insert(source).inserted, "counted twice")
        #expect(tally.pairSite[Int(source)] == families.tally.pairSite[pair])
        #expect(members.contains(Int(tally.pairKey[Int(source)])))
      }
      for column in [TallyColumn.unitsUnknown, .sum(.employment)] {
        #expect(
          families.tally.value(column, pair) == sources.reduce(0) { $0 + tally.value(column, Int($1)) }, "seed \(seed)")
      }
      let wide = tally.wide[0].map { sums in sources.reduce(Int128(0)) { $0 + sums.wide(Int($1)) } }
      #expect(families.tally.wide[0]?.wide(pair) == wide)
    }
    // What is in no family, or alone in one, has no pair; everything else has one.
    let inFamily = Set(families.members.flatMap { $0 })
    #expect(seen.count == tally.pairKey.count { inFamily.contains(Int($0)) })
    let marks = families.spread((0..<Int32(families.tally.pairCount)).map { $0 }, over: tally.pairCount)
    #expect(marks.indices.allSatisfy { (marks[$0] >= 0) == seen.contains(Int32($0)) })
    #expect(families.tally.pairRanges().count == families.tally.keys.count)
  }
}
