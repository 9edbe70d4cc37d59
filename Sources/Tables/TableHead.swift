import CScan
import Model

/// What the head of a table tells: line end, delimiter, column names.
///
/// Decided from the first 256 KiB of text alone, so that no reading option can change it.
struct TableHead {
  /// Bytes looked at.
  static let bytes = 256 << 10
  /// Rows that a delimiter is judged by.
  private static let sampleRows = 200
  /// The bytes that may stand between fields, the most likely first.
  private static let delimiters: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  /// How rows are found.
  var dialect: ks_dialect
  /// Column names, blanks trimmed, quotes removed.
  var names: [String]
  /// Bytes and physical lines up to the first row of data.
  var size: Int
  var lines: Int

  /// Reads the head of `cutter`, which is called `name` in messages; sets the cutter's dialect and takes it past the header.
  init(_ cutter: ChunkCutter, name: String, options: ReadOptions) throws(Failure) {
    var (text, isRest) = try cutter.peek(Self.bytes)
    if let format = BinaryFormat.recognised(text.prefix(Self.bytes)) {
      throw Failure(.data, "\(name): \(format)")
    }
    let sample = text.prefix(Self.bytes)
    dialect = ks_dialect(
      delimiter: options.delimiter ?? 0x2C, eol: 0x0A, columns: 0, maxRowBytes: options.maxRowBytes,
      maxInnerLines: TableReader.maxInnerLines, rawLimit: min(ChunkCutter.rawLimit, options.maxRowBytes))
    // Files of the old Macintosh end lines with CR and have no LF at all.
    if sample.contains(0x0D), !sample.contains(0x0A) { dialect.eol = 0x0D }
    cutter.dialect = dialect
    cutter.closeLastLine()
    (text, isRest) = try cutter.peek(Self.bytes)
    (size, lines) = (0, 0)
    Self.skipBlankLines(text, dialect, &size, &lines)

    // Spreadsheets for regions with decimal commas may write "sep=;" before the header.
    if let hint = Self.separatorHint(text, at: size, dialect) {
      dialect.delimiter = options.delimiter ?? hint.delimiter
      size += hint.bytes
      lines += 1
      Self.skipBlankLines(text, dialect, &size, &lines)
    } else if options.delimiter == nil {
      dialect.delimiter = Self.detectedDelimiter(text, from: size, isRest: isRest, dialect)
    }
    guard size < text.count else {
      throw Failure(.data, "\(name): the input is empty; a table begins with a row of column names")
    }

    var first = Self.firstRow(text, size, isRest, dialect)
    var target = text.count
    while first.open != 0 {
      target *= 2
      (text, isRest) = try cutter.peek(target)
      first = Self.firstRow(text, size, isRest, dialect)
    }
    guard first.whole != 0 else {
      throw Failure(
        .data,
        "\(name): line \(lines + 1): the row of column names has broken quotes or is longer than "
          + "\(options.maxRowBytes) bytes; correct it")
    }
    names = Self.fields(text, size, first, dialect)
    size += Int(first.bytes)
    lines += Int(first.lines)
    dialect.columns = UInt32(names.count)
    cutter.dialect = dialect
    cutter.skip(bytes: size, lines: lines)
  }

  private static func firstRow(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ isRest: Bool, _ dialect: ks_dialect,
    bounds: UnsafeMutableBufferPointer<ks_span>? = nil
  ) -> ks_first {
    guard let base = text.baseAddress else { return ks_first() }
    var dialect = dialect
    return ks_first_row(
      (base + start).assumingMemoryBound(to: UInt8.self), text.count - start, isRest ? 1 : 0, &dialect,
      bounds?.baseAddress, bounds?.count ?? 0)
  }

  private static func skipBlankLines(
    _ text: UnsafeRawBufferPointer, _ dialect: ks_dialect, _ size: inout Int, _ lines: inout Int
  ) {
    var index = size
    while index < text.count {
      switch text[index] {
      case dialect.eol:
        size = index + 1
        lines += 1
      case 0x20, 0x0D, 0x0A: break
      default: return
      }
      index += 1
    }
  }

  private static func separatorHint(
    _ text: UnsafeRawBufferPointer, at start: Int, _ dialect: ks_dialect
  ) -> (delimiter: UInt8, bytes: Int)? {
    let line = text[start...].prefix(8)
    guard line.starts(with: "sep=".utf8), line.count > 5 else { return nil }
    let delimiter = line[line.startIndex + 4]
    guard let stop = line.firstIndex(of: dialect.eol),
      line[(line.startIndex + 5)..<stop].allSatisfy({ $0 == 0x0D })
    else { return nil }
    return (delimiter, stop - start + 1)
  }

  /// The delimiter by which the largest share of the sampled rows has as many fields as the first, at least two, and no quote
  /// inside a field that does not begin with one; of equals the first of the list.
  private static func detectedDelimiter(
    _ text: UnsafeRawBufferPointer, from start: Int, isRest: Bool, _ dialect: ks_dialect
  ) -> UInt8 {
    var best = (delimiter: delimiters[0], agreeing: 0, rows: 1)
    let bounds = UnsafeMutableBufferPointer<ks_span>.allocate(capacity: 1024)
    defer { bounds.deallocate() }
    for delimiter in delimiters {
      var dialect = dialect
      dialect.delimiter = delimiter
      let limit = min(text.count, start + bytes)
      let sample = UnsafeRawBufferPointer(rebasing: text[..<limit])
      let sampleIsRest = isRest && limit == text.count
      var at = start
      var (rows, agreeing, expected) = (0, 0, 0)
      while at < limit, rows < sampleRows {
        let row = firstRow(sample, at, sampleIsRest, dialect, bounds: bounds)
        if row.open != 0 { break }
        if row.text > 0 {
          if rows == 0 { expected = row.whole != 0 ? Int(row.fields) : 0 }
          let fields = bounds.prefix(Int(row.fields))
          if row.whole != 0, row.fields == expected, !fields.contains(where: { hasStrayQuote(sample, at, $0) }) {
            agreeing += 1
          }
          rows += 1
        }
        at += Int(row.bytes)
      }
      if expected >= 2, agreeing * best.rows > best.agreeing * rows {
        best = (delimiter, agreeing, rows)
      }
    }
    return best.delimiter
  }

  private static func hasStrayQuote(_ text: UnsafeRawBufferPointer, _ row: Int, _ bound: ks_span) -> Bool {
    let field = text[(row + Int(bound.start))...].prefix(Int(bound.count))
    return field.first { $0 != 0x20 && $0 != 0x09 } != 0x22 && field.contains(0x22)
  }

  private static func fields(
    _ text: UnsafeRawBufferPointer, _ start: Int, _ row: ks_first, _ dialect: ks_dialect
  ) -> [String] {
    let bounds = UnsafeMutableBufferPointer<ks_span>.allocate(capacity: Int(row.fields))
    defer { bounds.deallocate() }
    _ = firstRow(text, start, true, dialect, bounds: bounds)
    return bounds.map { bound in
      let from = start + Int(bound.start)
      return FieldText.clean(text[from..<(from + Int(bound.count))], delimiter: dialect.delimiter)
    }
  }
}

/// The clean text of single fields, for headers: what `ks_clean` does for rows.
enum FieldText {
  /// `field` without quotes and outer blanks, doubled quotes folded.
  static func clean(_ field: Slice<UnsafeRawBufferPointer>, delimiter: UInt8) -> String {
    var bytes = Array(field)
    let gap: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
    if let open = bytes.firstIndex(where: { !gap($0) }), bytes[open] == 0x22,
      let close = bytes.lastIndex(of: 0x22), close > open
    {
      var folded: [UInt8] = []
      var index = open + 1
      while index < close {
        folded.append(bytes[index])
        index += bytes[index] == 0x22 ? 2 : 1
      }
      bytes = folded
    }
    var scalars = Substring.UnicodeScalarView(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    let blank: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\u{A0}" }
    while let first = scalars.first, blank(first) { scalars.removeFirst() }
    while let last = scalars.last, blank(last) { scalars.removeLast() }
    return String(scalars)
  }
}
