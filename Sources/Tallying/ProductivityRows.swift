import Model

/// Counts the units of a batch by turnover per worker into a table of their own, whose identities hold a class
/// (`ProductivityBin`) in place of facts.
///
/// Only rows that stand for one operating unit and give turnover and workers count. A register without either column costs
/// nothing.
struct ProductivityRows {
  private var scratch = BatchRows(capacity: 0)
  private var turnover: Column<Int64>?
  private var employment: Column<Int64>?

  /// Takes up a batch. Whether it can tell anything.
  mutating func begin(_ batch: EnterpriseBatch) -> Bool {
    turnover = batch.amounts[AmountField.turnover.rawValue]
    employment = batch.amounts[AmountField.employment.rawValue]
    guard turnover != nil, employment != nil else { return false }
    scratch.reset(capacity: batch.count)
    return true
  }

  /// Notes a coded and located row that operates; `units` with the sign of adding or taking out.
  @inline(__always)
  mutating func append(row: Int, identity: PairIdentity, units: Int64) {
    guard units == 1 || units == -1, let turnover, let employment, turnover[row] >= 0, employment[row] > 0 else {
      return
    }
    let bin = ProductivityBin.of(turnover: turnover[row], workers: employment[row])
    let pair = PairIdentity(
      position: identity.position, rest: identity.rest & ~PairIdentity.factBits | UInt64(truncatingIfNeeded: bin))
    scratch.append(row: row, identity: pair, units: units)
  }

  /// Adds what was noted to `table`.
  mutating func sum(into table: TallyTable, isSubtracted: Bool) {
    guard scratch.count > 0 else { return }
    scratch.group()
    let rows = scratch
    for shard in 0..<TallyTable.shardCount {
      let range = rows.starts[shard]..<rows.starts[shard + 1]
      if range.isEmpty { continue }
      table.withShard(shard) { shard in
        shard.find(rows.identities.base, rows.hashes.base, range, into: rows.numbers.base)
        shard.add(.rows, rows.numbers.base, range) { rows.units[$0] }
      }
    }
    if isSubtracted { table.note([], subtracted: true, overflowed: false) }
  }
}
