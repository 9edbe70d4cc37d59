import CScan
import Model
import Synchronization

/// Reads a register: delimited text with a header row, plain or compressed by gzip or zstd, in UTF-8 or UTF-16 with a mark.
///
/// Rows, reject codes, flags, lines and offsets depend on the bytes alone, never on `chunkBytes` or the number of threads.
///
/// - Fields: RFC 4180. A quote opens a quoted field at the field's start, blanks before it allowed, and is text elsewhere.
///   Outer spaces, tabs, line breaks and no-break spaces are trimmed.
/// - Line ends: LF, also after CR. Where the first 256 KiB have CR and no LF, CR. Lines of nothing but blanks are no rows.
/// - Reject codes, the first that holds: `rowTooLong`; `badQuotes`; `invalidText` for NUL bytes; `emptyRow`;
///   `tooManyFields` when a field beyond the header has text; `tooFewFields` when the row is shorter than a header of at
///   least 3 columns and has just one field with text. The spans of a reject are empty; `raw` has its text.
/// - A shorter row than the header otherwise has its missing fields empty and the flag `shortRow`.
/// - Broken quotes: text behind a closing quote, or a quote that does not close within `maxInnerLines` line ends, within
///   `maxRowBytes`, or at all. Then the physical line on which the row starts is one reject by itself, and reading goes on
///   with the next line: one lost quote never swallows good rows.
/// - A line longer than `maxRowBytes` is one reject, of which at most 4,096 bytes are kept as `raw`.
/// - Invalid UTF-8 becomes U+FFFD and the row is flagged `repairedText`.
public final class TableReader: @unchecked Sendable {
  /// Line ends that one row may hold inside quotes.
  public static let maxInnerLines = 256
  /// Spans that one batch may have: bounds the memory of tables with very many columns.
  private static let maxSpans = 4 << 20

  /// Column names, blanks trimmed; some may be empty or equal.
  public let header: [String]
  /// The byte between fields.
  public let delimiter: UInt8
  /// `UTF-8`, `UTF-8 with BOM`, `UTF-16LE` or `UTF-16BE`.
  public let encodingName: String
  /// `none`, `gzip` or `zstd`.
  public let compressionName: String
  /// Name for messages and listings: the option, or the path, or `standard input`.
  public let name: String
  /// Bytes of the file as stored when it was opened; nil for a pipe.
  public let totalBytes: UInt64?
  /// Where standard input or a pipe is kept for a second pass, when asked for; complete after the last batch.
  public let spill: InputSpill?
  private let source: TextSource
  private let cutter: ChunkCutter
  private let splitter: RowSplitter
  private let lock = Mutex(())
  /// What reading failed with: every later call fails alike. Guarded by `lock`.
  private var failure: Failure?
  /// Whether the last batch was handed out. Guarded by `lock`.
  private var hasEnded = false

  /// Opens `path` (`-` is standard input), which is input number `source` of the run, and reads its header.
  ///
  /// Fails with `missingInput` when it cannot be opened; with `data` when it is a directory, empty, binary, damaged, or its
  /// header has broken quotes; with `inputOutput` when reading fails. A header without rows is fine.
  public init(path: String, source: Int, options: ReadOptions = ReadOptions()) throws(Failure) {
    name = options.name ?? (path == "-" ? "standard input" : path)
    let text = try TextSource(path: path, name: name, spillDirectory: options.spillDirectory)
    let cutter = ChunkCutter(text, chunkBytes: options.chunkBytes)
    let head = try TableHead(cutter, name: name, options: options)
    header = head.names
    delimiter = head.dialect.delimiter
    encodingName = text.encoding.rawValue
    compressionName = text.compression.rawValue
    totalBytes = text.raw.totalBytes
    spill = text.spill
    splitter = RowSplitter(dialect: head.dialect, source: source, pool: cutter.pool)
    self.source = text
    self.cutter = cutter
  }

  /// The next rows, or nil at the end. May be called from several threads at once; `sequence` tells the order.
  ///
  /// `projection[slot]` is the index of a column in the file; any other number, such as -1, makes a slot that is always empty.
  /// Fails with `inputOutput` or `data` when the input cannot be read on; then every later call fails too. A batch may have no
  /// rows, where there are only blank lines.
  public func nextBatch(projection: [Int]) throws(Failure) -> RowBatch? {
    let maxRows = max(64, Self.maxSpans / max(projection.count, 1))
    let chunk = try lock.withLock { _ throws(Failure) -> Chunk? in
      if let failure { throw failure }
      do throws(Failure) {
        let chunk = try cutter.next(maxRows: maxRows)
        if chunk == nil { hasEnded = true }
        return chunk
      } catch {
        failure = error
        throw error
      }
    }
    return chunk.map { splitter.batch($0, projection: projection) }
  }

  /// How many batches the input has; nil until one of the threads was told that there are no more.
  public var batchCount: Int? { lock.withLock { _ in hasEnded ? cutter.sequence : nil } }

  /// Bytes read so far of the file as stored, reading ahead included.
  public var byteCount: UInt64 { lock.withLock { _ in source.raw.byteCount } }

  /// XXH3-128 of the file as stored; valid after the last batch.
  public var fingerprint: Fingerprint { lock.withLock { _ in source.raw.fingerprint } }
}
