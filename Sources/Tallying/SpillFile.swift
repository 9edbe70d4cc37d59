import Model
import Synchronization

/// Records of duplicates on disk, by partition: one temporary file that has no name and vanishes with the process.
final class SpillFile: Sendable {
  private struct Extent {
    let offset: Int
    let count: Int
  }

  private struct State {
    var file: TemporaryFile?
    var end = 0
    var extents = [[Extent]](repeating: [], count: DuplicateRecord.partitions)
  }

  private let directory: String
  private let state = Mutex(State())

  init(directory: String) { self.directory = directory }

  /// Whether nothing was ever written.
  var isEmpty: Bool { state.withLock { $0.file == nil } }

  /// Gives the space on disk back.
  func close() { state.withLock { $0 = State() } }

  /// Writes records, sorted by partition in one pass. Safe to call from several threads.
  func append(_ records: [DuplicateRecord]) throws(Failure) {
    var ends = [Int](repeating: 0, count: DuplicateRecord.partitions)
    for record in records { ends[record.partition] += 1 }
    let counts = ends
    var start = 0
    for partition in ends.indices {
      (ends[partition], start) = (start, start + ends[partition])
    }
    let sorted = Column<DuplicateRecord>(uninitialised: records.count)
    for record in records {
      sorted[ends[record.partition]] = record
      ends[record.partition] += 1
    }
    let (file, offset) = try room(counts)
    try file.write(
      UnsafeRawBufferPointer(UnsafeBufferPointer(start: sorted.base, count: records.count)), at: offset)
  }

  /// A place in the file for so many records of each partition.
  private func room(_ counts: [Int]) throws(Failure) -> (file: TemporaryFile, offset: Int) {
    let directory = directory
    return try state.withLock { (state) throws(Failure) -> (TemporaryFile, Int) in
      let file: TemporaryFile
      if let open = state.file { file = open } else { file = try TemporaryFile(in: directory, for: "duplicates") }
      state.file = file
      let offset = state.end
      for (partition, count) in counts.enumerated() where count > 0 {
        state.extents[partition].append(Extent(offset: state.end, count: count))
        state.end += count * MemoryLayout<DuplicateRecord>.stride
      }
      return (file, offset)
    }
  }

  /// All records of a partition.
  func records(_ partition: Int) throws(Failure) -> [DuplicateRecord] {
    let (file, extents) = state.withLock { ($0.file, $0.extents[partition]) }
    guard let file else { return [] }
    let all = Column<DuplicateRecord>(uninitialised: extents.reduce(0) { $0 + $1.count })
    var start = 0
    for extent in extents {
      try file.read(
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(start: all.base + start, count: extent.count)),
        at: extent.offset)
      start += extent.count
    }
    return Array(UnsafeBufferPointer(start: all.base, count: all.count))
  }
}
