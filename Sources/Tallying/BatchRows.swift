import Model

/// The coded and located rows of one batch with their identities and signed units, grouped by shard; reused from batch to
/// batch.
struct BatchRows {
  /// Row of the batch.
  private(set) var rows: Column<UInt32>
  /// What a row stands for, with the sign of adding or taking out.
  private(set) var units: Column<Int64>
  private(set) var identities: Column<PairIdentity>
  private(set) var hashes: Column<UInt64>
  /// Room for the numbers of the records.
  let numbers: Column<UInt32>
  private(set) var count = 0
  /// Where each shard's rows begin; one more than there are shards.
  let starts: Column<Int>

  private let noted: (rows: Column<UInt32>, identities: Column<PairIdentity>, units: Column<Int64>)
  private let capacity: Int

  init(capacity: Int) {
    self.capacity = capacity
    rows = Column(uninitialised: capacity)
    units = Column(uninitialised: capacity)
    identities = Column(uninitialised: capacity)
    hashes = Column(uninitialised: capacity)
    numbers = Column(uninitialised: capacity)
    starts = Column(count: TallyTable.shardCount + 1, initial: 0)
    noted = (Column(uninitialised: capacity), Column(uninitialised: capacity), Column(uninitialised: capacity))
  }

  mutating func reset(capacity: Int) {
    if capacity > self.capacity { self = BatchRows(capacity: capacity) }
    count = 0
  }

  @inline(__always)
  mutating func append(row: Int, identity: PairIdentity, units: Int64) {
    noted.rows[count] = UInt32(truncatingIfNeeded: row)
    noted.identities[count] = identity
    noted.units[count] = units
    count &+= 1
  }

  /// Groups the rows by shard: a counting sort, so that within a shard they keep their order.
  mutating func group() {
    starts.base.update(repeating: 0, count: TallyTable.shardCount + 1)
    for index in 0..<count {
      let hash = noted.identities[index].hash
      numbers[index] = UInt32(truncatingIfNeeded: TallyTable.shard(of: hash))
      starts[Int(numbers[index]) &+ 1] &+= 1
    }
    for shard in 0..<TallyTable.shardCount { starts[shard + 1] &+= starts[shard] }
    for index in 0..<count {
      let shard = Int(numbers[index])
      let target = starts[shard]
      starts[shard] = target &+ 1
      rows[target] = noted.rows[index]
      units[target] = noted.units[index]
      identities[target] = noted.identities[index]
      hashes[target] = noted.identities[index].hash
    }
    // Every shard's start is now its end: move them back.
    for shard in stride(from: TallyTable.shardCount, to: 0, by: -1) { starts[shard] = starts[shard - 1] }
    starts[0] = 0
  }
}
