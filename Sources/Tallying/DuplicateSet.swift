import Model

/// The rows that are duplicates, each with the row that survives it. Safe for reading from several threads.
public struct DuplicateSet: Sendable {
  struct Entry: BitwiseCopyable {
    let row: RowPosition
    let survivor: RowPosition
  }

  /// Ascending by row.
  private let entries: [Entry]

  /// No duplicates.
  public init() { entries = [] }

  init(_ found: [Entry]) { entries = found.sorted { $0.row < $1.row } }

  /// Number of duplicate rows; survivors are not counted.
  public var count: Int { entries.count }
  /// Whether no row is a duplicate.
  public var isEmpty: Bool { entries.isEmpty }

  /// Whether another row survives this one. O(log n).
  public func isDuplicate(source: Int, line: UInt64) -> Bool { survivor(source: source, line: line) != nil }

  /// The row that survives this one, nil when this one is no duplicate. O(log n).
  public func survivor(source: Int, line: UInt64) -> (source: Int, line: UInt64)? {
    let position = RowPosition(source: source, line: line)
    let index = firstIndex(from: position)
    guard index < entries.count, entries[index].row == position else { return nil }
    return (entries[index].survivor.source, entries[index].survivor.line)
  }

  /// Row numbers of the duplicates in a batch, ascending. O(log n) for a batch without any.
  public func rows(in batch: RowBatch) -> [Int] {
    guard batch.count > 0, !entries.isEmpty else { return [] }
    let last = RowPosition(source: batch.source, line: batch.lines[batch.count - 1])
    var index = firstIndex(from: RowPosition(source: batch.source, line: batch.lines[0]))
    var rows: [Int] = []
    var row = 0
    while index < entries.count, entries[index].row <= last {
      let line = entries[index].row.line
      while row < batch.count, batch.lines[row] < line { row += 1 }
      if row < batch.count, batch.lines[row] == line { rows.append(row) }
      index += 1
    }
    return rows
  }

  private func firstIndex(from position: RowPosition) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].row < position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
