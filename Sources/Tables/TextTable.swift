/// A small delimited table held whole: configuration and the starter gazetteer, never a register.
///
/// RFC 4180 with comma, a header row, `#` comment lines and blank lines skipped. Fields are trimmed of blanks.
public struct TextTable: Sendable {
  /// Column names, in order.
  public let header: [String]
  /// Data rows, each as long as the header.
  public let rows: [[String]]
  /// The line of each data row, from 1.
  public let lines: [Int]

  /// What is wrong with a table.
  public struct Fault: Error, Equatable, CustomStringConvertible {
    /// Line, from 1.
    public let line: Int
    /// What was found and what is expected.
    public let message: String
    /// Line and message.
    public var description: String { "line \(line): \(message)" }
  }

  /// Reads `text`; throws `Fault` for a row whose length differs from the header's or a quote left open.
  public init(parsing text: String) throws {
    var records: [(line: Int, fields: [String])] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var quoted = false
    var wasQuoted = false
    var line = 1
    var startLine = 1
    let bytes = Array(text.utf8)
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0

    func closeField() {
      let value = String(decoding: field, as: UTF8.self)
      fields.append(wasQuoted ? value : Self.trimmed(value))
      field.removeAll(keepingCapacity: true)
      wasQuoted = false
    }
    func closeRecord() {
      closeField()
      let blank = fields.count == 1 && fields[0].isEmpty
      if !blank, !(fields[0].hasPrefix("#")) { records.append((startLine, fields)) }
      fields.removeAll(keepingCapacity: true)
    }

    while index < bytes.count {
      let byte = bytes[index]
      if quoted {
        if byte == 0x22 {
          if index + 1 < bytes.count, bytes[index + 1] == 0x22 {
            field.append(byte)
            index += 1
          } else {
            quoted = false
          }
        } else {
          if byte == 0x0A { line += 1 }
          field.append(byte)
        }
      } else {
        switch byte {
        case 0x22 where field.isEmpty:
          quoted = true
          wasQuoted = true
        case 0x2C: closeField()
        case 0x0D where index + 1 < bytes.count && bytes[index + 1] == 0x0A: break
        case 0x0A:
          closeRecord()
          line += 1
          startLine = line
        default: field.append(byte)
        }
      }
      index += 1
    }
    if quoted { throw Fault(line: startLine, message: "a quote is never closed") }
    if !field.isEmpty || !fields.isEmpty { closeRecord() }
    guard let first = records.first else { throw Fault(line: 1, message: "the table has no header") }
    for record in records.dropFirst() where record.fields.count != first.fields.count {
      throw Fault(
        line: record.line,
        message: "\(record.fields.count) fields found, the header has \(first.fields.count)")
    }
    header = first.fields
    rows = records.dropFirst().map(\.fields)
    lines = records.dropFirst().map(\.line)
  }

  /// The index of the column called `name`, or nil.
  public func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  private static func trimmed(_ value: String) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = value.firstIndex(where: { !isBlank($0) }), let last = value.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(value[first...last])
  }
}
