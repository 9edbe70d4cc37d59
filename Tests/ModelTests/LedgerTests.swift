import Model
import TestSupport
import Testing

struct LedgerTests {
  /// A ledger in which every row is accounted for.
  private func sound(_ random: inout SeededGenerator) -> Ledger {
    func number(_ random: inout SeededGenerator) -> Int { Int.random(in: 0...1_000, using: &random) }
    var ledger = Ledger()
    for path: WritableKeyPath<Ledger, Int> in [
      \.rejected, \.duplicates, \.planned, \.closed, \.uncoded, \.unlocated, \.inClusters, \.inPotential,
      \.inUndetermined, \.unclustered,
    ] {
      ledger[keyPath: path] = number(&random)
    }
    ledger.notOperating = ledger.planned + ledger.closed
    ledger.located = ledger.inClusters + ledger.inPotential + ledger.inUndetermined + ledger.unclustered
    ledger.rowsRead =
      ledger.rejected + ledger.duplicates + ledger.notOperating + ledger.uncoded + ledger.unlocated + ledger.located
    for path: WritableKeyPath<Ledger, [Int]> in [
      \.rejectCodes, \.uncodedReasons, \.unlocatedReasons, \.levels, \.flags,
    ] {
      for index in ledger[keyPath: path].indices { ledger[keyPath: path][index] = number(&random) }
    }
    return ledger
  }

  @Test func anEmptyLedgerIsSound() { #expect(Ledger().faults.isEmpty) }

  @Test func oneRowMoreOrLessAnywhereIsAFault() {
    let paths: [WritableKeyPath<Ledger, Int>] = [
      \.rowsRead, \.rejected, \.duplicates, \.notOperating, \.planned, \.closed, \.uncoded, \.unlocated, \.located,
      \.inClusters, \.inPotential, \.inUndetermined, \.unclustered,
    ]
    let seed: UInt64 = 21
    var random = SeededGenerator(seed: seed)
    let ledger = sound(&random)
    #expect(ledger.faults.isEmpty, "seed \(seed)")
    for path in paths {
      for change in [-1, 1] {
        var broken = ledger
        broken[keyPath: path] += change
        #expect(!broken.faults.isEmpty, "seed \(seed): \(path)")
      }
    }
  }

  @Test func faultsNameTheEquationAndBothSides() {
    var ledger = Ledger()
    ledger.rowsRead = 3
    ledger.located = 2
    ledger.inClusters = 2
    #expect(
      ledger.faults == ["rows_read = rejected + duplicates + not_operating + uncoded + unlocated + located: 3 is not 2"]
    )
  }

  @Test func partsAddUpAndCanBeTakenOut() {
    let seed: UInt64 = 22
    var random = SeededGenerator(seed: seed)
    let (a, b) = (sound(&random), sound(&random))
    var sum = a
    sum.add(b)
    var other = b
    other.add(a)
    #expect(sum == other && sum.faults.isEmpty, "seed \(seed)")
    #expect(sum.rowsRead == a.rowsRead + b.rowsRead && sum.flags[3] == a.flags[3] + b.flags[3])
    sum.subtract(b)
    #expect(sum == a, "seed \(seed)")
  }
}
