import Model
import Tables

/// A slow, plain reader of the same dialect over a whole table, written apart from the real one: what chunks and bit masks are
/// compared with. Line ends are LF; the header must be sound.
struct ReferenceParser {
  let bytes: [UInt8]
  let delimiter: UInt8
  let maxRowBytes: Int

  private enum Outcome {
    case whole(fields: [[UInt8]], end: Int, inner: Int)
    case broken
  }

  /// The rows after the header.
  func rows() -> [ReadRow] {
    var rows: [ReadRow] = []
    var at = 0
    var line: UInt64 = 1
    var columns = 0
    while at < bytes.count {
      let lineEnd = bytes[at...].firstIndex(of: 0x0A) ?? bytes.count
      var end = lineEnd
      var inner = 0
      var row = ReadRow(
        line: line, offset: UInt64(at), raw: [], reject: .none, flags: [],
        fields: Array(repeating: "", count: columns))
      var fields: [[UInt8]] = []
      if lineEnd - at > maxRowBytes {
        row.reject = .rowTooLong
      } else if case .whole(let found, let stop, let lines) = parse(at), stop - at <= maxRowBytes {
        (fields, end, inner) = (found, stop, lines)
      } else {
        row.reject = .badQuotes
      }
      var raw = bytes[at..<end]
      while raw.last == 0x0D { raw.removeLast() }
      if row.reject == .rowTooLong {
        // At most 4,096 bytes, and no character cut.
        var limit = min(raw.count, min(4096, maxRowBytes))
        if limit < raw.count {
          var back = 0
          while back < 3, limit > 0, raw[raw.startIndex + limit] & 0xC0 == 0x80 {
            (limit, back) = (limit - 1, back + 1)
          }
        }
        raw = raw.prefix(limit)
      }
      row.raw = Array(raw)
      at = end + 1
      line += UInt64(1 + inner)
      if row.reject == .none, raw.allSatisfy({ isGap($0) }) { continue }
      if columns == 0 {
        columns = fields.count
        continue
      }
      if row.reject == .none { judge(&row, fields, columns) }
      rows.append(row)
    }
    return rows
  }

  private func judge(_ row: inout ReadRow, _ fields: [[UInt8]], _ columns: Int) {
    let clean = fields.map { cleaned($0) }
    let filled = clean.count { !$0.isEmpty }
    if row.raw.contains(0) {
      row.reject = .invalidText
    } else if filled == 0 {
      row.reject = .emptyRow
    } else if clean.dropFirst(columns).contains(where: { !$0.isEmpty }) {
      row.reject = .tooManyFields
    } else if clean.count < columns, columns >= 3, filled == 1 {
      row.reject = .tooFewFields
    } else {
      if clean.count < columns { row.flags.insert(.shortRow) }
      if String(validating: row.raw, as: UTF8.self) == nil { row.flags.insert(.repairedText) }
      for column in 0..<min(columns, clean.count) {
        row.fields[column] = String(decoding: clean[column], as: UTF8.self)
      }
    }
  }

  private func isGap(_ byte: UInt8) -> Bool { byte != delimiter && (byte == 0x20 || byte == 0x09) }

  private func parse(_ start: Int) -> Outcome {
    var fields: [[UInt8]] = []
    var at = start
    var inner = 0
    while true {
      let fieldStart = at
      while at < bytes.count, isGap(bytes[at]) { at += 1 }
      if at < bytes.count, bytes[at] == 0x22 {
        at += 1
        while true {
          guard at < bytes.count else { return .broken }
          if bytes[at] == 0x22 {
            if at + 1 < bytes.count, bytes[at + 1] == 0x22 { at += 2 } else { break }
          } else {
            if bytes[at] == 0x0A { inner += 1 }
            if inner > TableReader.maxInnerLines { return .broken }
            at += 1
          }
        }
        at += 1
        while at < bytes.count, isGap(bytes[at]) { at += 1 }
        var returns = at
        while returns < bytes.count, bytes[returns] == 0x0D { returns += 1 }
        if returns == bytes.count || bytes[returns] == 0x0A {
          at = returns
        } else if bytes[at] != delimiter {
          return .broken
        }
      } else {
        while at < bytes.count, bytes[at] != delimiter, bytes[at] != 0x0A { at += 1 }
      }
      fields.append(Array(bytes[fieldStart..<at]))
      if at == bytes.count || bytes[at] == 0x0A { return .whole(fields: fields, end: at, inner: inner) }
      at += 1
    }
  }

  private func cleaned(_ field: [UInt8]) -> [UInt8] {
    var text = field[...]
    while let first = text.first, isGap(first) { text.removeFirst() }
    if text.first == 0x22 {
      text = text[...(text.lastIndex(of: 0x22) ?? text.endIndex - 1)].dropFirst().dropLast()
      var folded: [UInt8] = []
      var skip = false
      for byte in text {
        if byte == 0x22 {
          skip.toggle()
          if !skip { continue }
        }
        folded.append(byte)
      }
      text = folded[...]
    }
    let single: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
    while true {
      if let first = text.first, single.contains(first) {
        text.removeFirst()
      } else if text.starts(with: [0xC2, 0xA0]) {
        text.removeFirst(2)
      } else if let last = text.last, single.contains(last) {
        text.removeLast()
      } else if text.suffix(2).elementsEqual([0xC2, 0xA0]) {
        text.removeLast(2)
      } else {
        return Array(text)
      }
    }
  }
}
