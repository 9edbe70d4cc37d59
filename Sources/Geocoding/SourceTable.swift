import Model

/// A delimited source file held in memory, read row by row without a string for each field.
struct SourceTable {
  let path: String
  let fingerprint: Fingerprint
  private let bytes: [UInt8]
  private let delimiter: UInt8
  private let start: Int
  /// Column names in lower case; empty for a file without a header.
  let header: [String]

  /// One row: fields as ranges of the file's bytes, outer quotes removed.
  struct Row {
    fileprivate let bytes: UnsafeBufferPointer<UInt8>
    fileprivate(set) var fields: [Range<Int>] = []
    /// Line on which the row starts, from 1.
    fileprivate(set) var line = 0

    /// The bytes of field `index`, empty where the row is short or `index` is nil.
    func raw(_ index: Int?) -> UnsafeRawBufferPointer {
      guard let index, index >= 0, index < fields.count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
      return UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[fields[index]]))
    }

    /// Field `index` as text.
    func text(_ index: Int?) -> String { String(decoding: raw(index), as: UTF8.self) }

    /// Field `index` as a whole number, 0 for anything else.
    func number(_ index: Int?) -> UInt32 {
      var value: UInt32 = 0
      let field = raw(index)
      guard field.count <= 9 else { return 0 }
      for byte in field {
        guard byte &- 0x30 < 10 else { return 0 }
        value = value * 10 + UInt32(byte &- 0x30)
      }
      return value
    }
  }

  /// Reads the file at `path`. Tabs separate the fields when the first line has one, else commas.
  init(path: String, hasHeader: Bool = true) throws(Failure) {
    self.path = path
    (bytes, fingerprint) = try SourceBytes.read(path)
    let bom = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let firstEnd = bytes[bom...].firstIndex(of: 0x0A) ?? bytes.count
    delimiter = bytes[bom..<firstEnd].contains(0x09) ? 0x09 : 0x2C
    guard hasHeader else {
      start = bom
      header = []
      return
    }
    start = min(firstEnd + 1, bytes.count)
    header = String(decoding: bytes[bom..<firstEnd], as: UTF8.self)
      .split(separator: delimiter == 0x09 ? "\t" : ",", omittingEmptySubsequences: false)
      .map { Self.columnName(String($0)) }
  }

  private static func columnName(_ text: String) -> String {
    text.lowercased().filter { $0.isLetter || $0.isNumber }
  }

  /// The first of `names` that the header has (letters and digits only, lower case), or nil.
  func column(_ names: String...) -> Int? {
    for name in names { if let index = header.firstIndex(of: name) { return index } }
    return nil
  }

  /// The same, or a failure that names the file.
  func required(_ names: String...) throws(Failure) -> Int {
    for name in names { if let index = header.firstIndex(of: name) { return index } }
    throw Failure(
      .data, "\(path): line 1: none of the columns \(names.joined(separator: ", ")) is there; is it the right file?")
  }

  /// Hands every row that is not blank to `body`.
  func forEach(_ body: (Row) -> Void) {
    bytes.withUnsafeBufferPointer { buffer in
      var row = Row(bytes: buffer)
      var index = start
      var line = header.isEmpty ? 1 : 2
      while index < buffer.count {
        row.fields.removeAll(keepingCapacity: true)
        row.line = line
        index = readRow(buffer, index, &row, &line)
        if row.fields.count > 1 || !(row.fields.first?.isEmpty ?? true) { body(row) }
      }
    }
  }

  private func readRow(
    _ buffer: UnsafeBufferPointer<UInt8>, _ from: Int, _ row: inout Row, _ line: inout Int
  ) -> Int {
    var index = from
    while true {
      var fieldStart = index
      var fieldEnd: Int
      if index < buffer.count, buffer[index] == 0x22, delimiter == 0x2C {
        index += 1
        fieldStart = index
        while index < buffer.count {
          if buffer[index] == 0x22 {
            if index + 1 < buffer.count, buffer[index + 1] == 0x22 { index += 1 } else { break }
          }
          if buffer[index] == 0x0A { line += 1 }
          index += 1
        }
        fieldEnd = index
        while index < buffer.count, buffer[index] != delimiter, buffer[index] != 0x0A { index += 1 }
      } else {
        while index < buffer.count, buffer[index] != delimiter, buffer[index] != 0x0A { index += 1 }
        fieldEnd = index
        if fieldEnd > fieldStart, buffer[fieldEnd - 1] == 0x0D { fieldEnd -= 1 }
      }
      while fieldStart < fieldEnd, buffer[fieldStart] == 0x20 { fieldStart += 1 }
      while fieldEnd > fieldStart, buffer[fieldEnd - 1] == 0x20 { fieldEnd -= 1 }
      row.fields.append(fieldStart..<fieldEnd)
      guard index < buffer.count else { return index }
      index += 1
      if buffer[index - 1] == 0x0A {
        line += 1
        return index
      }
    }
  }
}
