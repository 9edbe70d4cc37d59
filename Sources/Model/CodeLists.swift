/// For every row of a batch a list of industry codes, most of them empty: one flat run of codes, and where each row's begin.
///
/// Filled row by row in order, then only read. Appending is amortised constant time.
public final class CodeLists: @unchecked Sendable {
  /// Number of rows.
  public let rowCount: Int
  private let starts: Column<UInt32>
  private var codes: UnsafeMutablePointer<IndustryCode>
  private var capacity: Int
  private var count = 0
  private var closedRows = 0

  /// Empty lists for `rowCount` rows.
  public init(rowCount: Int) {
    self.rowCount = rowCount
    starts = Column(count: rowCount + 1, initial: 0)
    capacity = 64
    codes = .allocate(capacity: capacity)
  }

  deinit { codes.deallocate() }

  /// Adds a code to the list of the row that is being filled.
  public func append(_ code: IndustryCode) {
    if count == capacity {
      let larger = UnsafeMutablePointer<IndustryCode>.allocate(capacity: capacity * 2)
      larger.update(from: codes, count: count)
      codes.deallocate()
      codes = larger
      capacity *= 2
    }
    codes[count] = code
    count += 1
  }

  /// The codes appended to the row that is being filled.
  public var pending: UnsafeBufferPointer<IndustryCode> {
    let start = Int(starts[closedRows])
    return UnsafeBufferPointer(start: codes + start, count: count - start)
  }

  /// Takes back all but the first `kept` codes of the row that is being filled.
  public func keepPending(_ kept: Int) { count = min(count, Int(starts[closedRows]) + kept) }

  /// Ends the row that is being filled; must be called `rowCount` times in all.
  public func closeRow() {
    closedRows += 1
    starts[closedRows] = UInt32(truncatingIfNeeded: count)
  }

  /// The codes of `row`, 0..<rowCount; the pointers live as long as the lists do.
  @inline(__always)
  public subscript(row: Int) -> UnsafeBufferPointer<IndustryCode> {
    let start = Int(starts[row])
    return UnsafeBufferPointer(start: codes + start, count: Int(starts[row + 1]) - start)
  }
}
