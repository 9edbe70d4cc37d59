import Glibc
import Model
import Synchronization

/// Records of duplicates on disk, by partition: one temporary file that has no name and vanishes with the process.
final class SpillFile: Sendable {
  private struct Extent {
    let offset: Int
    let count: Int
  }

  private struct State {
    var descriptor: Int32 = -1
    var end = 0
    var extents = [[Extent]](repeating: [], count: DuplicateRecord.partitions)
  }

  private let directory: String
  private let state = Mutex(State())

  init(directory: String) { self.directory = directory }

  deinit { close() }

  /// Whether nothing was ever written.
  var isEmpty: Bool { state.withLock { $0.descriptor < 0 } }

  /// Gives the space on disk back.
  func close() {
    state.withLock {
      if $0.descriptor >= 0 { Glibc.close($0.descriptor) }
      $0 = State()
    }
  }

  /// Writes records, sorted by partition in one pass. Safe to call from several threads.
  func append(_ records: [DuplicateRecord]) throws(Failure) {
    var ends = [Int](repeating: 0, count: DuplicateRecord.partitions)
    for record in records { ends[record.partition] += 1 }
    let counts = ends
    var start = 0
    for partition in ends.indices {
      (ends[partition], start) = (start, start + ends[partition])
    }
    let sorted = [DuplicateRecord](unsafeUninitializedCapacity: records.count) { buffer, count in
      for record in records {
        buffer.initializeElement(at: ends[record.partition], to: record)
        ends[record.partition] += 1
      }
      count = records.count
    }

    let stride = MemoryLayout<DuplicateRecord>.stride
    let place = state.withLock { state -> Result<(Int32, Int), Failure> in
      if state.descriptor < 0 {
        switch Self.open(directory) {
        case .success(let descriptor): state.descriptor = descriptor
        case .failure(let failure): return .failure(failure)
        }
      }
      var offset = state.end
      for (partition, count) in counts.enumerated() where count > 0 {
        state.extents[partition].append(Extent(offset: offset, count: count))
        offset += count * stride
      }
      defer { state.end = offset }
      return .success((state.descriptor, state.end))
    }
    let (descriptor, offset) = try place.get()
    let error = sorted.withUnsafeBytes { bytes -> Int32 in
      var done = 0
      while done < bytes.count {
        let written = pwrite(descriptor, bytes.baseAddress! + done, bytes.count - done, offset + done)
        if written < 0, errno == EINTR { continue }
        if written <= 0 { return written < 0 ? errno : ENOSPC }
        done += written
      }
      return 0
    }
    if error != 0 { throw failure("written", error) }
  }

  /// All records of a partition.
  func records(_ partition: Int) throws(Failure) -> [DuplicateRecord] {
    let (descriptor, extents) = state.withLock { ($0.descriptor, $0.extents[partition]) }
    var error: Int32 = 0
    let total = extents.reduce(0) { $0 + $1.count }
    let records = [DuplicateRecord](unsafeUninitializedCapacity: total) { buffer, count in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var position = 0
      for extent in extents {
        let end = position + extent.count * MemoryLayout<DuplicateRecord>.stride
        var offset = extent.offset
        while position < end {
          let got = pread(descriptor, bytes.baseAddress! + position, end - position, offset)
          if got < 0, errno == EINTR { continue }
          if got <= 0 {
            error = got < 0 ? errno : EIO
            return
          }
          position += got
          offset += got
        }
      }
      count = total
    }
    if error != 0 { throw failure("read", error) }
    return records
  }

  private func failure(_ verb: String, _ error: Int32) -> Failure {
    Failure(
      .inputOutput,
      "the temporary file for duplicates in \(directory) cannot be \(verb): \(String(cString: strerror(error))); "
        + "make room there or point TMPDIR elsewhere")
  }

  private static func open(_ directory: String) -> Result<Int32, Failure> {
    var template = Array("\(directory)/karkhana-duplicates-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      return .failure(
        Failure(
          .inputOutput,
          "no temporary file for duplicates can be created in \(directory): \(reason); point TMPDIR elsewhere"))
    }
    unlink(template)
    return .success(descriptor)
  }
}
