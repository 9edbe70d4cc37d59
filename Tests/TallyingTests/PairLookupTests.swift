import Model
import Testing

@testable import Tallying

@Suite("Pair lookup")
struct PairLookupTests {
  @Test(arguments: [1, 2] as [UInt64])
  func findsEveryPairAndNoOther(seed: UInt64) throws {
    let records = Record.random(4000, seed: seed)
    let found = try tally(Array(records.prefix(400)))
    let lookup = PairLookup(found)
    for pair in 0..<found.pairCount {
      #expect(lookup.pair(found.keys[Int(found.pairKey[pair])], found.sites[Int(found.pairSite[pair])]) == pair)
    }
    let batch = Batch(records)
    for (row, record) in records.enumerated() where record.reject == 0 {
      let key = TallyKey(product: record.key, productionClass: record.productionClass)
      let site = SiteKey(coordinate: Coordinate(lat: record.lat, lon: record.lon), place: record.place)
      let isPlaced = record.group != CodedBatch.noProduct && record.level.isLocated
      let expected = (0..<found.pairCount).first {
        found.keys[Int(found.pairKey[$0])] == key && found.sites[Int(found.pairSite[$0])] == site
      }
      #expect(
        lookup.pair(batch.coded, batch.located, row: row) == (isPlaced ? expected : nil), "seed \(seed) row \(row)")
    }
  }

  @Test func anEmptyTallyHasNone() {
    let site = SiteKey(coordinate: Coordinate(lat: 0, lon: 0), place: 0)
    #expect(PairLookup(Tally()).pair(TallyKey(product: 0, productionClass: .industrial), site) == nil)
  }

  @Test func manyPairs() throws {
    let found = try tally((0..<20_000).map { Record(lat: Int32($0), lon: Int32($0 * 7 % 1000)) })
    let lookup = PairLookup(found)
    for pair in stride(from: 0, to: found.pairCount, by: 7) {
      #expect(lookup.pair(found.keys[0], found.sites[Int(found.pairSite[pair])]) == pair)
    }
  }
}
