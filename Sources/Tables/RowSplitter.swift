import CScan
import Model

/// Splits chunks of whole rows into fields. Runs in any number of threads at once.
struct RowSplitter {
  /// How rows are found.
  let dialect: ks_dialect
  /// Which input the rows come from.
  let source: Int
  /// Where the bytes of chunks come from and go back to.
  let pool: BlockPool

  /// The rows of `chunk`, whose bytes the batch takes over, with the columns of `projection`.
  func batch(_ chunk: Chunk, projection: [Int]) -> RowBatch {
    if chunk.isLongRow { return longRow(chunk, projection) }
    let text = chunk.bytes.assumingMemoryBound(to: UInt8.self)
    let kind = ks_text_kind(text, chunk.count)
    let isValid = kind & Int32(KS_HAS_HIGH) == 0 || ks_valid_utf8(text, chunk.count) == chunk.count
    let chunk = isValid ? chunk : widened(chunk)
    let batch = RowBatch(
      adopting: chunk.bytes, byteCapacity: chunk.capacity, capacity: chunk.rows, slotCount: projection.count,
      pool: pool)
    let plan = Plan(projection, columns: Int(dialect.columns))
    let used = split(chunk, plan, into: batch)
    if kind & Int32(KS_HAS_NUL) != 0 { rejectNulls(batch) }
    if !isValid { TextRepair.repair(batch, from: used) }
    for (slot, first) in plan.repeats {
      (batch.spans + slot * batch.capacity).update(from: batch.spans + first * batch.capacity, count: batch.count)
    }
    batch.source = source
    batch.sequence = chunk.sequence
    return batch
  }

  /// A projection both ways.
  private struct Plan {
    /// Slot that a column is split into, -1 for none.
    var slotOfColumn: [Int32]
    /// Column that is split into a slot, -1 for none.
    var columnOfSlot: [Int32]
    /// Slots that repeat the column of an earlier one.
    var repeats: [(slot: Int, first: Int)] = []

    init(_ projection: [Int], columns: Int) {
      slotOfColumn = Array(repeating: -1, count: columns)
      columnOfSlot = Array(repeating: -1, count: projection.count)
      for (slot, column) in projection.enumerated() where slotOfColumn.indices.contains(column) {
        if slotOfColumn[column] < 0 {
          slotOfColumn[column] = Int32(slot)
          columnOfSlot[slot] = Int32(column)
        } else {
          repeats.append((slot, Int(slotOfColumn[column])))
        }
      }
    }
  }

  /// Fills `batch`; the first byte behind its decoded fields.
  private func split(_ chunk: Chunk, _ plan: Plan, into batch: RowBatch) -> Int {
    var dialect = dialect
    let spare = chunk.count + Int(KS_PADDING)
    let base = chunk.bytes.assumingMemoryBound(to: UInt8.self)
    let end = plan.slotOfColumn.withUnsafeBufferPointer { slots in
      plan.columnOfSlot.withUnsafeBufferPointer { columns in
        var rows = ks_rows(
          slotOfColumn: slots.baseAddress, columnOfSlot: columns.baseAddress, slotCount: batch.slotCount,
          capacity: batch.capacity,
          spans: UnsafeMutableRawPointer(batch.spans).assumingMemoryBound(to: ks_span.self), lines: batch.lines,
          offsets: batch.offsets, raw: UnsafeMutableRawPointer(batch.raw).assumingMemoryBound(to: ks_span.self),
          rejects: batch.rejects, flags: batch.flags, base: base, spare: base + spare, line: chunk.line,
          offset: chunk.offset, count: 0)
        ks_split_rows(base, chunk.count, &dialect, &rows)
        batch.count = rows.count
        return rows.spare.map { $0 - base } ?? spare
      }
    }
    for slot in 0..<batch.slotCount where plan.columnOfSlot[slot] < 0 {
      (batch.spans + slot * batch.capacity).update(repeating: .empty, count: batch.count)
    }
    return end
  }

  /// The chunk with room for every byte to become U+FFFD.
  private func widened(_ chunk: Chunk) -> Chunk {
    var wide = chunk
    wide.capacity = 5 * chunk.count + 2 * Int(KS_PADDING)
    (wide.bytes, wide.capacity) = pool.take(byteCount: wide.capacity)
    wide.bytes.copyMemory(from: chunk.bytes, byteCount: chunk.count + Int(KS_PADDING))
    pool.give(chunk.bytes, capacity: chunk.capacity)
    return wide
  }

  private func rejectNulls(_ batch: RowBatch) {
    let worse = [RejectCode.rowTooLong.rawValue, RejectCode.badQuotes.rawValue]
    for row in 0..<batch.count where !worse.contains(batch.rejects[row]) {
      if batch.text(batch.raw[row]).contains(0) { reject(batch, row, .invalidText) }
    }
  }

  private func reject(_ batch: RowBatch, _ row: Int, _ code: RejectCode) {
    batch.rejects[row] = code.rawValue
    batch.flags[row] = 0
    for slot in 0..<batch.slotCount { batch.spans[slot * batch.capacity + row] = .empty }
  }

  private func longRow(_ chunk: Chunk, _ projection: [Int]) -> RowBatch {
    let batch = RowBatch(
      adopting: chunk.bytes, byteCapacity: chunk.capacity, capacity: 1, slotCount: projection.count, pool: pool)
    batch.source = source
    batch.sequence = chunk.sequence
    batch.count = 1
    batch.lines[0] = chunk.line
    batch.offsets[0] = chunk.offset
    batch.raw[0] = TextSpan(start: 0, count: UInt32(chunk.count))
    reject(batch, 0, .rowTooLong)
    return batch
  }
}
