import Model

/// Finds rows with the same registration number without regard to their order, in bounded memory.
///
/// Each thread fills a collector of its own; `finish` then looks at one partition of the registration numbers after the
/// other. Up to the budget everything stays in memory; beyond it, records go to one temporary file without a name. On disk a
/// record takes 40 bytes: 60 million rows take 2.4 GB.
public final class DuplicateFinder: Sendable {
  /// Bytes that all collectors and the search may hold together by default.
  public static let defaultBudget = 64 << 20

  private let recordsPerCollector: Int
  private let file: SpillFile

  /// A finder whose collectors, at most `collectors` at a time, share `budget` bytes; what does not fit goes to a file in
  /// `temporaryDirectory`.
  public init(budget: Int = defaultBudget, collectors: Int, temporaryDirectory: String) {
    // Half for the records, half for sorting them by partition.
    let share = budget / 2 / max(collectors, 1) / MemoryLayout<DuplicateRecord>.stride
    recordsPerCollector = max(share, 256)
    file = SpillFile(directory: temporaryDirectory)
  }

  /// A collector for one thread.
  public func makeCollector() -> DuplicateCollector {
    DuplicateCollector(capacity: recordsPerCollector, file: file)
  }

  /// The duplicates among all that the collectors saw; they are empty afterwards.
  ///
  /// Linear in rows. Besides the budget it needs 16 bytes for each duplicate found. Fails with `.inputOutput` when the
  /// temporary file cannot be read.
  public func finish(_ collectors: [DuplicateCollector]) throws(Failure) -> DuplicateSet {
    var found: [DuplicateSet.Entry] = []
    if file.isEmpty {
      var records: [DuplicateRecord] = []
      records.reserveCapacity(collectors.reduce(0) { $0 + $1.count })
      for collector in collectors { records += collector.takeRecords() }
      DuplicateSearch.collect(records, &found)
    } else {
      for collector in collectors { try collector.spill() }
      for partition in 0..<DuplicateRecord.partitions {
        DuplicateSearch.collect(try file.records(partition), &found)
      }
      file.close()
    }
    return DuplicateSet(found)
  }
}

/// Gathers the registration numbers of the batches that one thread reads.
public final class DuplicateCollector {
  private var records: [DuplicateRecord] = []
  private let capacity: Int
  private let file: SpillFile

  init(capacity: Int, file: SpillFile) {
    self.capacity = capacity
    self.file = file
  }

  /// Records in memory.
  var count: Int { records.count }

  /// Notes every row of a batch that has a registration number. Rejected rows have none.
  ///
  /// Fails with `.inputOutput` when the temporary file cannot be written, and with `.internal` for a batch whose rows have
  /// registration numbers but no canonical encoding, or that stands beyond 16 million inputs or a trillion lines.
  public func collect(_ batch: EnterpriseBatch) throws(Failure) {
    guard let registration = batch.registration, batch.count > 0 else { return }
    guard let canonical = batch.canonical else {
      throw Failure(.internal, "rows with registration numbers came without their canonical encoding")
    }
    let rows = batch.rows
    guard rows.source < RowPosition.sourceLimit, rows.lines[batch.count - 1] < RowPosition.lineLimit else {
      throw Failure(
        .internal, "input \(rows.source) is too long for the search of duplicates; use --keep-duplicates")
    }
    // Taken out and put back, so that appending checks nothing a row.
    var records = self.records
    self.records = []
    defer { self.records = records }
    for row in 0..<batch.count where registration[row] != .none && rows.rejects[row] == 0 {
      if records.count == capacity {
        try file.append(records)
        records.removeAll(keepingCapacity: true)
      }
      records.append(
        DuplicateRecord(
          registration: registration[row], canonical: canonical[row],
          position: RowPosition(source: rows.source, line: rows.lines[row])))
    }
  }

  /// Moves all records to the file.
  func spill() throws(Failure) {
    guard !records.isEmpty else { return }
    try file.append(records)
    records.removeAll(keepingCapacity: true)
  }

  func takeRecords() -> [DuplicateRecord] {
    defer { records = [] }
    return records
  }
}

/// The search inside one partition.
enum DuplicateSearch {
  /// Adds an entry for every record that another of the same registration outlives. Expected linear time, by a hash table
  /// from registration to its best record so far.
  static func collect(_ records: [DuplicateRecord], _ found: inout [DuplicateSet.Entry]) {
    guard records.count > 1, records.count < Int(UInt32.max) else { return }
    var size = 16
    while size * 3 < records.count * 4 { size *= 2 }
    // Record + 1, 0 is free.
    var table = [UInt32](repeating: 0, count: size)
    var hasDuplicates = false
    records.withUnsafeBufferPointer { records in
      table.withUnsafeMutableBufferPointer { table in
        @inline(__always) func slot(_ record: DuplicateRecord) -> Int {
          // The upper bits chose the partition; the lower half is untouched by that.
          var slot = Int(truncatingIfNeeded: record.registration.low ^ record.registration.high) & (size - 1)
          while table[slot] != 0, records[Int(table[slot]) - 1].registration != record.registration {
            slot = (slot + 1) & (size - 1)
          }
          return slot
        }
        for index in records.indices {
          let slot = slot(records[index])
          if table[slot] == 0 {
            table[slot] = UInt32(index + 1)
          } else {
            hasDuplicates = true
            if records[index].survives(records[Int(table[slot]) - 1]) { table[slot] = UInt32(index + 1) }
          }
        }
        guard hasDuplicates else { return }
        for index in records.indices {
          let best = Int(table[slot(records[index])]) - 1
          if best != index {
            found.append(DuplicateSet.Entry(row: records[index].position, survivor: records[best].position))
          }
        }
      }
    }
  }
}
