import Foundation

/// A CSV file read by a reader of the tests' own (RFC 4180, comma, line feeds or CRLF), so that a fault of the program's reader
/// and writer cannot hide itself.
public struct CSVTable: Sendable {
  /// Names of the columns.
  public let header: [String]
  /// Fields of the rows, in order.
  public let rows: [[String]]
  private let columns: [String: Int]

  /// A table from the bytes of a whole file.
  public init(_ data: Data) {
    var records = Self.records(data)
    header = records.isEmpty ? [] : records.removeFirst()
    rows = records
    columns = Dictionary(zip(header, header.indices)) { first, _ in first }
  }

  /// The fields of column `name`, empty when there is no such column.
  public func column(_ name: String) -> [String] {
    guard let index = columns[name] else { return [] }
    return rows.map { $0[index] }
  }

  /// The field of column `name` in `row`, nil when there is no such column.
  public func value(_ name: String, _ row: [String]) -> String? {
    columns[name].flatMap { row.indices.contains($0) ? row[$0] : nil }
  }

  /// The rows as dictionaries by column.
  public var records: [[String: String]] {
    rows.map { row in Dictionary(zip(header, row)) { first, _ in first } }
  }

  private static func records(_ data: Data) -> [[String]] {
    let bytes = [UInt8](data)
    var records: [[String]] = []
    var record: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var position = 0
    bytes.withUnsafeBufferPointer { bytes in
      while position < bytes.count {
        let byte = bytes[position]
        position += 1
        if isQuoted {
          if byte != 0x22 {
            field.append(byte)
          } else if position < bytes.count, bytes[position] == 0x22 {
            field.append(byte)
            position += 1
          } else {
            isQuoted = false
          }
          continue
        }
        switch byte {
        case 0x22: isQuoted = true
        case 0x2C:
          record.append(String(decoding: field, as: UTF8.self))
          field.removeAll(keepingCapacity: true)
        case 0x0A:
          if field.last == 0x0D { field.removeLast() }
          record.append(String(decoding: field, as: UTF8.self))
          field.removeAll(keepingCapacity: true)
          records.append(record)
          record.removeAll(keepingCapacity: true)
        default: field.append(byte)
        }
      }
    }
    if !field.isEmpty || !record.isEmpty { records.append(record + [String(decoding: field, as: UTF8.self)]) }
    return records
  }
}
