import Geocoding
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
  /// Size and time when the run began; nil for what can be read only once.
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
  private let fingerprints: Bool
  /// What is read of each register: the columns that its layout uses, then any that the caller wants besides.
  private let projections: [[Int]]
  private let current = Mutex(0)

  /// A stream that also delivers the first `extraColumns` columns of each register, in the slots behind those of its layout,
  /// and with `fingerprints` the columns by which duplicates are found.
  init(
    readers: [TableReader], inputs: [BoundInput], coder: ProductCoder, geocoder: Geocoder, fingerprints: Bool = false,
    extraColumns: Int = 0
  ) {
    self.readers = readers
    self.inputs = inputs
    self.coder = coder
    self.geocoder = geocoder
    self.fingerprints = fingerprints
    projections = inputs.map { $0.binding.projection + Array(0..<extraColumns) }
  }

  /// The next rows as they stand; nil when all registers are read.
  func nextRows() throws(Failure) -> RowBatch? {
    while true {
      let index = current.withLock { $0 }
      guard index < readers.count else { return nil }
      if let rows = try readers[index].nextBatch(projection: projections[index]) { return rows }
      current.withLock { if $0 == index { $0 = index + 1 } }
    }
  }

  /// The next rows, coded and located; nil when all registers are read.
  func next() throws(Failure) -> ProcessedBatch? {
    guard let rows = try nextRows() else { return nil }
    return process(enterprises(rows))
  }

  /// Rows of this stream as enterprises, neither coded nor located.
  func enterprises(_ rows: RowBatch) -> EnterpriseBatch {
    inputs[rows.source].binding.read(rows, fingerprints: fingerprints)
  }

  /// Codes and locates rows that were read.
  func process(_ enterprises: EnterpriseBatch) -> ProcessedBatch {
    ProcessedBatch(enterprises: enterprises, coded: coder.code(enterprises), located: geocoder.locate(enterprises))
  }

  /// How many batches a register has; nil while its end has not been seen.
  func batchCount(of source: Int) -> Int? { source < readers.count ? readers[source].batchCount : nil }

  /// Bytes of the files read so far.
  var bytesRead: UInt64 { readers.reduce(0) { $0 + $1.byteCount } }
}
