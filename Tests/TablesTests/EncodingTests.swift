import CXXHash
import Foundation
import Model
import Tables
import TestSupport
import Testing

@Suite struct EncodingTests {
  private func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
    let mark: [UInt8] = bigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    return mark
      + text.utf16.flatMap { unit -> [UInt8] in
        let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
        return bigEndian ? [high, low] : [low, high]
      }
  }

  private static let text = "name,place\nझरिया,\"कोयला, \"\"A\"\"\"\n𝒳 co,Z\u{A0}\n"
  private static let fields = [["झरिया", "कोयला, \"A\""], ["𝒳 co", "Z"]]

  @Test func byteOrderMarks() throws {
    let scratch = try ScratchDirectory()
    let cases: [(name: String, bytes: [UInt8])] = [
      ("UTF-8", Array(Self.text.utf8)),
      ("UTF-8 with BOM", [0xEF, 0xBB, 0xBF] + Array(Self.text.utf8)),
      ("UTF-16LE", utf16(Self.text, bigEndian: false)),
      ("UTF-16BE", utf16(Self.text, bigEndian: true)),
    ]
    for (name, bytes) in cases {
      for chunkBytes in [1, 1 << 20] {
        let path = try scratch.file("t.csv", bytes)
        let reader = try TableReader(path: path, source: 0, options: ReadOptions(chunkBytes: chunkBytes))
        #expect(reader.encodingName == name)
        #expect(reader.header == ["name", "place"])
        let rows = try reader.allRows()
        #expect(rows.map(\.fields) == Self.fields)
        #expect(rows.map(\.offset) == (name == "UTF-8 with BOM" ? [14, 55] : [11, 52]))
      }
    }
  }

  @Test func longUTF16ReadsAsUTF8() throws {
    let text = "a,b,c,d\n" + String(repeating: "झरिया,𝒳𝒳x,é,\"two\nlines\"\n", count: 6_000)
    let expected = try rows(text)
    #expect(try rows(utf16(text, bigEndian: false)) == expected)
    #expect(try rows(utf16(text, bigEndian: true), ReadOptions(chunkBytes: 777)) == expected)
  }

  @Test func tornSurrogatesAreRepairedAndFlagged() throws {
    var bytes = utf16("a,b\nx", bigEndian: false)
    bytes += [0x00, 0xD8] + utf16(",y", bigEndian: false).dropFirst(2)  // a high surrogate alone
    bytes += [0x00, 0xDC]  // a low surrogate alone
    bytes += utf16("\n1,2", bigEndian: false).dropFirst(2) + [0x33]  // half a unit
    let found = try rows(bytes)
    #expect(found.map(\.fields) == [["x\u{FFFD}", "y\u{FFFD}"], ["1", "2\u{FFFD}"]])
    #expect(found.map(\.flags) == [.repairedText, .repairedText])
  }

  @Test func compressedInputs() throws {
    let bytes = ChunkingTests.table(seed: 11, rows: 3000, mutations: 0)
    let (front, back) = (Array(bytes.prefix(10_000)), Array(bytes.dropFirst(10_000)))
    let expected = try rows(bytes, ReadOptions(delimiter: 0x2C))
    let skippable: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let scratch = try ScratchDirectory()
    let cases: [(name: String, bytes: [UInt8])] = [
      ("gzip", gzipped(bytes)), ("gzip", gzipped(front) + gzipped([]) + gzipped(back) + [0, 0, 0, 0]),
      ("zstd", zstdCompressed(bytes)), ("zstd", skippable + zstdCompressed(front) + zstdCompressed(back)),
    ]
    for (name, stored) in cases {
      for chunkBytes in [500, 1 << 20] {
        let reader = try TableReader(
          path: scratch.file("t", stored), source: 0, options: ReadOptions(delimiter: 0x2C, chunkBytes: chunkBytes))
        #expect(reader.compressionName == name)
        #expect(try reader.allRows() == expected)
        #expect(reader.byteCount == UInt64(stored.count) && reader.totalBytes == UInt64(stored.count))
        #expect(reader.fingerprint == fingerprint(stored))
      }
    }
  }

  @Test func damagedAndTornCompressionFails() throws {
    let bytes = ChunkingTests.table(seed: 12, rows: 20_000, mutations: 0)
    let scratch = try ScratchDirectory()
    for (stored, words) in [
      (Array(gzipped(bytes).dropLast(5000)), "cut off"), (Array(zstdCompressed(bytes).dropLast(5000)), "cut off"),
      (gzipped(bytes) + [0x41, 0x42, 0x43], "damaged"), (zstdCompressed(bytes) + Array("garbage".utf8), "damaged"),
    ] {
      let reader = try TableReader(path: scratch.file("t.gz", stored), source: 0)
      var failures: [Failure] = []
      var batches = 0
      while failures.count < 2, batches < 1000 {
        do throws(Failure) {
          guard try reader.nextBatch(projection: [0]) != nil else { break }
          batches += 1
        } catch {
          failures.append(error)
        }
      }
      #expect(failures.count == 2 && failures.first == failures.last, "a failed reader must not seem to end")
      #expect(failures.first?.kind == .data)
      #expect(failures.first?.message.contains("t.gz") == true && failures.first?.message.contains(words) == true)
    }
  }

  @Test func fingerprintIsThatOfTheStoredBytes() throws {
    for size in [0, 1, 5000, 3_000_000] {
      let bytes = Array("a,b\n".utf8) + [UInt8](repeating: 0x78, count: size)
      let scratch = try ScratchDirectory()
      let reader = try TableReader(path: scratch.file("t.csv", bytes), source: 0)
      _ = try reader.allRows()
      #expect(reader.fingerprint == fingerprint(bytes))
      #expect(reader.byteCount == UInt64(bytes.count))
    }
  }

  private func fingerprint(_ bytes: [UInt8]) -> Fingerprint {
    let digest = XXH3_128bits(bytes, bytes.count)
    return Fingerprint(high: digest.high64, low: digest.low64)
  }
}
