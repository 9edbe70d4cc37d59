import CZlib
import CZstd
import Foundation
import Model
import Tables
import Testing

/// A directory that is removed with its contents at the end of a test.
final class ScratchDirectory {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "karkhana-tables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let file = "\(path)/\(name)"
    try Data(bytes).write(to: URL(filePath: file))
    return file
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// One row as the reader delivers it, in plain values.
struct ReadRow: Equatable, CustomStringConvertible {
  var line: UInt64
  var offset: UInt64
  var raw: [UInt8]
  var reject: RejectCode
  var flags: RowFlags
  var fields: [String]

  var description: String {
    "line \(line) at \(offset) \(reject) \(flags.text) \(fields) raw \(String(decoding: raw.prefix(60), as: UTF8.self))"
  }
}

extension RowBatch {
  /// All rows, fields by slot.
  var rows: [ReadRow] {
    (0..<count).map { row in
      ReadRow(
        line: lines[row], offset: offsets[row], raw: Array(text(raw[row])),
        reject: RejectCode(rawValue: rejects[row]) ?? .none, flags: RowFlags(rawValue: flags[row]),
        fields: (0..<slotCount).map { string(span($0, row)) })
    }
  }
}

extension TableReader {
  /// All rows with all columns, batch by batch.
  func allRows(_ projection: [Int]? = nil) throws -> [ReadRow] {
    var rows: [ReadRow] = []
    var sequence = 0
    while let batch = try nextBatch(projection: projection ?? Array(header.indices)) {
      #expect(batch.sequence == sequence)
      sequence += 1
      rows += batch.rows
    }
    return rows
  }
}

/// Rows of a table given as text.
func rows(_ text: String, _ options: ReadOptions = ReadOptions()) throws -> [ReadRow] {
  try rows(Array(text.utf8), options)
}

/// Rows of a table given as bytes.
func rows(_ bytes: [UInt8], _ options: ReadOptions = ReadOptions()) throws -> [ReadRow] {
  let scratch = try ScratchDirectory()
  return try TableReader(path: scratch.file("table.csv", bytes), source: 0, options: options).allRows()
}

/// One gzip member.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  var output = [UInt8](repeating: 0, count: bytes.count + 1024)
  var input = bytes
  deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
  let count = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      deflate(&stream, Z_FINISH)
      return target.count - Int(stream.avail_out)
    }
  }
  deflateEnd(&stream)
  return Array(output.prefix(count))
}

/// One zstd frame.
func zstdCompressed(_ bytes: [UInt8]) -> [UInt8] {
  var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
  let count = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
  return Array(output.prefix(count))
}
