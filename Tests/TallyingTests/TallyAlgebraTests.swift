import Model
import Testing

@testable import Tallying

@Suite("Sums and differences of tallies")
struct TallyAlgebraTests {
  @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
  func laws(seed: UInt64) throws {
    let parts = (0..<4).map { Record.random(Int(seed) * 37 + $0 * 101, seed: seed * 10 + UInt64($0)) }
    let (a, b, c) = (try tally(parts[0]), try tally(parts[1]), try tally(parts[2]))
    #expect(try a + b == b + a, "seed \(seed)")
    #expect(try (a + b) + c == a + (b + c), "seed \(seed)")
    #expect(try a + Tally() == a, "seed \(seed)")
    #expect(try (a + b) - b == a, "seed \(seed)")
    #expect(try a - a == Tally(), "seed \(seed)")
    #expect(try a + b == tally(parts[0] + parts[1]), "seed \(seed)")
    #expect(
      try Tally.merge(parts.reversed().map { try tally($0) }) == tally(parts.flatMap(\.self)), "seed \(seed)")
  }

  @Test func disjointKeysAndSites() throws {
    let a = try tally([Record(group: 1, key: 1, lat: 5)])
    let b = try tally([Record(group: 2, key: 2, lat: -5)])
    let sum = try a + b
    #expect(sum.keys.map(\.product) == [1, 2])
    #expect(sum.sites.map(\.coordinate.lat) == [-5, 5])
    #expect(sum.pairKey == [0, 1] && sum.pairSite == [1, 0])
  }

  @Test func classesOfUnitsThatAreNotThereAreNotTakenOut() throws {
    let amounts: [AmountField: Int64] = [.turnover: 1000, .employment: 2]
    let a = try tally([Record(amounts: amounts)])
    let b = try tally([Record(amounts: amounts), Record(amounts: amounts)])
    #expect(try b - a == a)
    do {
      _ = try a - b
      Issue.record("two units were taken out of one")
    } catch {
      #expect(error.kind == .data && error.message.contains("does not hold all its records"))
    }
    var great = a
    great.productivity?.units = TallySums([Int64.max])
    do {
      _ = try great + a
      Issue.record("a count beyond 64 bits passed")
    } catch {
      #expect(error.kind == .data && error.message.contains("too great"))
    }
  }

  @Test func totalsBeyond64BitsAreRefused() throws {
    let a = try tally([Record(amounts: [.turnover: .max])])
    let b = try tally([Record(lat: 1, amounts: [.turnover: 1])])
    for other in [a, b] {
      do {
        _ = try a + other
        Issue.record("a total beyond 64 bits passed")
      } catch {
        #expect(error.kind == .data)
        #expect(error.message.contains("turnover_inr"))
      }
    }
  }
}
