import Geocoding
import Glibc
import Model
import Registers
import Synchronization
import Tables
import Taxonomy

/// One batch after every stage that looks at a single row.
struct ProcessedBatch {
  let enterprises: EnterpriseBatch
  let coded: CodedBatch
  let located: LocatedBatch
  /// Index of the register in the run.
  var source: Int { enterprises.rows.source }
}

/// A register of the run: its file, and how its header was understood.
struct BoundInput: Sendable {
  /// Path to read; a spilled copy for standard input and pipes after the first pass.
  var path: String
  /// Name for people: the file's name, or `standard input`.
  let name: String
  let binding: BoundRegister
  /// Size and time when the run began; nil for standard input and pipes.
  let stamp: FileStamp?
}

/// All registers of a run as one stream of batches that any number of threads may draw from.
///
/// The result of a pass does not depend on which thread draws which batch: everything downstream adds integers.
final class RegisterStream: Sendable {
  private let readers: [TableReader]
  private let inputs: [BoundInput]
  private let coder: ProductCoder
  private let geocoder: Geocoder
  /// What is read of each register: the columns that its layout uses, then any that the caller wants besides.
  private let projections: [[Int]]
  private let current = Mutex(0)

  /// A stream that also delivers the first `extraColumns` columns of each register, in the slots behind those of its layout.
  init(
    readers: [TableReader], inputs: [BoundInput], coder: ProductCoder, geocoder: Geocoder, extraColumns: Int = 0
  ) {
    self.readers = readers
    self.inputs = inputs
    self.coder = coder
    self.geocoder = geocoder
    projections = inputs.map { $0.binding.projection + Array(0..<extraColumns) }
  }

  /// The next rows, typed but neither coded nor located; nil when all registers are read.
  func nextEnterprises() throws(Failure) -> EnterpriseBatch? {
    while true {
      let index = current.withLock { $0 }
      guard index < readers.count else { return nil }
      if let rows = try readers[index].nextBatch(projection: projections[index]) {
        return inputs[index].binding.read(rows)
      }
      current.withLock { if $0 == index { $0 = index + 1 } }
    }
  }

  /// The next rows, coded and located; nil when all registers are read.
  func next() throws(Failure) -> ProcessedBatch? {
    guard let enterprises = try nextEnterprises() else { return nil }
    return process(enterprises)
  }

  /// Codes and locates rows that were read.
  func process(_ enterprises: EnterpriseBatch) -> ProcessedBatch {
    ProcessedBatch(enterprises: enterprises, coded: coder.code(enterprises), located: geocoder.locate(enterprises))
  }

  /// Bytes of the files read so far.
  var bytesRead: UInt64 { readers.reduce(0) { $0 + $1.byteCount } }
}
