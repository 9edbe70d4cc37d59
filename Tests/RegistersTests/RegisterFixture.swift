import Foundation
import Model
import Settings
import Tables
import TestSupport

@testable import Registers

/// Batches for tests: rows in memory, as the reader would hand them over.
enum Fixture {
  /// The layouts of this checkout.
  static let catalogue: RegisterCatalogue = {
    let folder = SharedData.checkout.appending(path: "Config/registers")
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).filter {
      $0.hasSuffix(".toml")
    }
    let files = names.sorted().map { name in
      (name: name, text: (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? "")
    }
    let (schemas, faults) = RegisterSettings.load(files: files)
    for fault in faults { print(fault) }
    return RegisterCatalogue(schemas: faults.isEmpty ? schemas : [])
  }()

  /// `rows` under `bound`'s projection; fields trimmed as the reader trims them.
  static func batch(_ bound: BoundRegister, _ rows: [[String]]) -> RowBatch {
    let fields = rows.map { row in
      bound.projection.map { Array((row.indices.contains($0) ? row[$0] : "").utf8) }
    }
    let size = fields.joined().reduce(0) { $0 + $1.count }
    let batch = RowBatch(byteCapacity: size, capacity: rows.count, slotCount: bound.projection.count)
    var end = 0
    for (row, fields) in fields.enumerated() {
      for (slot, bytes) in fields.enumerated() {
        bytes.withUnsafeBytes {
          (batch.bytes + end).copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(batch.bytes), byteCount: $0.count)
        }
        batch.spans[slot * rows.count + row] = TextSpan(start: UInt32(end), count: UInt32(bytes.count))
        end += bytes.count
      }
      batch.lines[row] = UInt64(row + 2)
      batch.offsets[row] = 0
      batch.raw[row] = .empty
      batch.rejects[row] = 0
      batch.flags[row] = 0
    }
    batch.count = rows.count
    return batch
  }

  /// Header and rows read by the schema that fits, or the one called `named`.
  static func read(_ header: [String], _ rows: [[String]], named: String? = nil) throws -> EnterpriseBatch {
    let bound = try catalogue.bind(header: header, named: named, file: "test.csv")
    return bound.read(batch(bound, rows))
  }

  /// A real register, or nil where this machine does not have it.
  static func real(_ name: String) throws -> (bound: BoundRegister, batch: EnterpriseBatch, table: TextTable)? {
    guard let path = SharedData.file("registers/\(name)") else { return nil }
    let table = try TextTable(parsing: String(contentsOfFile: path, encoding: .utf8))
    let bound = try catalogue.bind(header: table.header, named: nil, file: name)
    return (bound, bound.read(batch(bound, table.rows)), table)
  }
}

extension EnterpriseBatch {
  /// Flags of a row.
  func flags(_ row: Int) -> RowFlags { RowFlags(rawValue: flags[row]) }
  /// Text of a field.
  func text(_ field: TextField, _ row: Int) -> String { rows.string(span(field, row)) }
}

/// Calls `body` with the bytes of `text`.
func withBytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
  var text = text
  return try text.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
}
