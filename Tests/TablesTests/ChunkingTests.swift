import Model
import Tables
import TestSupport
import Testing

/// Chunk sizes and threads must not show in any result.
@Suite struct ChunkingTests {
  /// A random table: sound rows of every kind, then random changes of bytes.
  static func table(seed: UInt64, rows: Int, mutations: Int) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "x", "Surat", "12.5", "", "", " ", "\"a, b\"", "\"say \"\"x\"\"\"", "\"two\nlines\"", "\"\"", "5\" pipe",
      " \"q\" ",
      "सूरत", "\u{A0}nb\u{A0}", "\"crlf\r\nin\"", "\"[{\"\"k\"\":\"\"v\"\"}]\"",
      "a long piece of text that fills a block or so of bytes",
    ]
    let ends = ["\n", "\n", "\n", "\r\n", "\n\n", "\r\r\n"]
    var text = "a,b,c,d\n"
    for _ in 0..<rows {
      let fields = Int.random(in: 0..<10, using: &random) == 0 ? Int.random(in: 1...7, using: &random) : 4
      text += (0..<fields).map { _ in pieces.randomElement(using: &random) ?? "" }.joined(separator: ",")
      text += ends.randomElement(using: &random) ?? "\n"
    }
    var bytes = Array(text.utf8)
    let special: [UInt8] = [0x22, 0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x00, 0xFF, 0xE0, 0x20, 0x09, 0xC2, 0xA0]
    for _ in 0..<mutations where bytes.count > 9 {
      let at = Int.random(in: 8..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.remove(at: at)
      case 1: bytes.insert(special.randomElement(using: &random) ?? 0, at: at)
      case 2: bytes[at] = special.randomElement(using: &random) ?? 0
      default:
        let end = min(bytes.count, at + Int.random(in: 1..<100, using: &random))
        bytes.insert(contentsOf: bytes[at..<end], at: at)
      }
    }
    return bytes
  }

  @Test(arguments: UInt64(1)...30) func everyChunkSizeReadsAsTheReference(seed: UInt64) throws {
    let bytes = Self.table(seed: seed, rows: Int(seed * 3), mutations: Int(seed % 4) * 3)
    let scratch = try ScratchDirectory()
    let path = try scratch.file("t.csv", bytes)
    let expected = ReferenceParser(bytes: bytes, delimiter: 0x2C, maxRowBytes: 1024).rows()
    for chunkBytes in [1, 2, 63, 64, 65, 66, 67, 100, 127, 130, 200, 500, 1000, 4096, 1 << 20] {
      let options = ReadOptions(delimiter: 0x2C, maxRowBytes: 1024, chunkBytes: chunkBytes)
      let found = try TableReader(path: path, source: 0, options: options).allRows()
      let differs = zip(found, expected).first { $0 != $1 }
      #expect(
        found.count == expected.count && differs == nil,
        "seed \(seed), chunks of \(chunkBytes): \(found.count) against \(expected.count), \(String(describing: differs))"
      )
    }
  }

  @Test(arguments: UInt64(100)...130) func wildBytesNeverBreakTheReader(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet: [UInt8] = [0x22, 0x22, 0x2C, 0x0A, 0x0D, 0x20, 0x09, 0x61, 0xC2, 0xA0, 0x00, 0xE2]
    let size = Int.random(in: 0..<6000, using: &random)
    let body = (0..<size).map { _ in alphabet[Int.random(in: 0..<Int(seed % 9 + 4), using: &random)] }
    let bytes = Array("a,b,c\n".utf8) + body
    let expected = ReferenceParser(bytes: bytes, delimiter: 0x2C, maxRowBytes: 1024).rows()
    let scratch = try ScratchDirectory()
    let path = try scratch.file("t.csv", bytes)
    for chunkBytes in [1, 66, 300, 1 << 20] {
      let options = ReadOptions(delimiter: 0x2C, maxRowBytes: 1024, chunkBytes: chunkBytes)
      do throws(Failure) {
        let reader = try TableReader(path: path, source: 0, options: options)
        let found = try? reader.allRows()
        let differs = zip(found ?? [], expected).first { $0 != $1 }
        #expect(
          found?.count == expected.count && differs == nil,
          "seed \(seed), chunks of \(chunkBytes): \(found?.count ?? -1) against \(expected.count), \(String(describing: differs))"
        )
      } catch {
        // So many control bytes that the file counts as binary, whatever the chunks.
        #expect(error.message.contains("binary") && body.contains(0), "seed \(seed): \(error)")
      }
    }
  }

  @Test func longRowsAndLostQuotesMeetChunkEdges() throws {
    var random = SeededGenerator(seed: 7)
    for round in 0..<25 {
      var text = "a,b,c\n"
      for _ in 0..<12 {
        let length = Int.random(in: 900...1200, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: text += String(repeating: "x", count: length) + "\n"
        case 1: text += "1,\"" + String(repeating: "y\n", count: length / 2) + "\",3\n"
        case 2: text += "1,\"never closed, " + String(repeating: "é", count: length / 2) + "\n"
        case 3: text += "1,\"" + String(repeating: "z", count: length - 10) + "\",3\r\n"
        default: text += String(repeating: "\u{A0}", count: length / 2) + ",é,3\n"
        }
      }
      let bytes = Array(text.utf8)
      let expected = ReferenceParser(bytes: bytes, delimiter: 0x2C, maxRowBytes: 1024).rows()
      for chunkBytes in [1, 500, 1023, 1100, 5000, 1 << 16] {
        let found = try rows(bytes, ReadOptions(delimiter: 0x2C, maxRowBytes: 1024, chunkBytes: chunkBytes))
        let differs = zip(found, expected).first { $0 != $1 }
        #expect(
          found.count == expected.count && differs == nil,
          "round \(round), chunks of \(chunkBytes): \(found.count), \(expected.count), \(String(describing: differs))")
      }
    }
  }

  @Test(arguments: [1, 2, 5]) func threadsReadTheSame(threads: Int) async throws {
    let bytes = Self.table(seed: 5, rows: 4000, mutations: 20)
    let scratch = try ScratchDirectory()
    let path = try scratch.file("t.csv", bytes)
    let expected = ReferenceParser(bytes: bytes, delimiter: 0x2C, maxRowBytes: 1 << 24).rows()
    let reader = try TableReader(path: path, source: 0, options: ReadOptions(delimiter: 0x2C, chunkBytes: 2000))
    let parts = try await withThrowingTaskGroup(of: [(Int, [ReadRow])].self) { group in
      for _ in 0..<threads {
        group.addTask {
          var mine: [(Int, [ReadRow])] = []
          while let batch = try reader.nextBatch(projection: [0, 1, 2, 3]) { mine.append((batch.sequence, batch.rows)) }
          return mine
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }.sorted { $0.0 < $1.0 }
    }
    #expect(parts.map(\.0) == Array(parts.indices))
    let found = parts.flatMap(\.1)
    #expect(found == expected)
  }

  @Test func lostQuotesDoNotMakeReadingQuadratic() throws {
    // Every line leaves a quote open, and every next one closes it and opens another.
    let text = "a,b\n" + String(repeating: "x\",\"y\n", count: 20_000)
    let found = try rows(text, ReadOptions(delimiter: 0x2C))
    #expect(found.count == 20_000)
    #expect(found.allSatisfy { $0.reject == .badQuotes })
  }
}
