import Foundation
import Model
import Tables
import TestSupport
import Testing

/// Standard input is one for the whole process, so these run one after another.
@Suite(.serialized) struct SpillTests {
  /// Runs `body` with standard input reading `bytes` through a pipe.
  private func withStandardInput<Result>(_ bytes: [UInt8], _ body: () throws -> Result) throws -> Result {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    let saved = dup(0)
    dup2(ends[0], 0)
    close(ends[0])
    let writer = ends[1]
    let thread = Thread {
      var done = 0
      while done < bytes.count {
        let count = bytes.withUnsafeBytes {
          write(writer, $0.baseAddress.map { $0 + done }, min(7001, bytes.count - done))
        }
        if count <= 0 { break }
        done += count
      }
      close(writer)
    }
    thread.start()
    defer {
      dup2(saved, 0)
      close(saved)
    }
    return try body()
  }

  @Test func standardInputIsReadTwice() throws {
    let bytes = ChunkingTests.table(seed: 21, rows: 8000, mutations: 10)
    let scratch = try ScratchDirectory()
    for stored in [bytes, gzipped(bytes), zstdCompressed([0xEF, 0xBB, 0xBF] + bytes)] {
      try withStandardInput(stored) {
        let options = ReadOptions(delimiter: 0x2C, chunkBytes: 10_000, spillDirectory: scratch.path)
        let first = try TableReader(path: "-", source: 0, options: options)
        #expect(first.name == "standard input" && first.totalBytes == nil)
        let rows = try first.allRows()
        #expect(rows.count > 7000 && first.byteCount == UInt64(stored.count))
        let spill = try #require(first.spill)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
        for _ in 0..<2 {
          let again = try TableReader(
            path: spill.path, source: 0, options: ReadOptions(delimiter: 0x2C, name: "standard input"))
          #expect(again.name == "standard input" && again.compressionName == "zstd")
          #expect(try again.allRows() == rows)
        }
      }
    }
  }

  @Test func standardInputWithoutSpill() throws {
    try withStandardInput(Array("a,b\n1,2\n".utf8)) {
      let reader = try TableReader(path: "-", source: 0)
      #expect(reader.spill == nil)
      #expect(try reader.allRows().map(\.fields) == [["1", "2"]])
    }
  }

  @Test func aDirectoryThatCannotHoldTheSpillFails() throws {
    try withStandardInput(Array("a,b\n1,2\n".utf8)) {
      let failure = #expect(throws: Failure.self) {
        try TableReader(path: "-", source: 0, options: ReadOptions(spillDirectory: "/nowhere/at/all"))
      }
      #expect(failure?.kind == .inputOutput && failure?.message.contains("/nowhere/at/all") == true)
    }
  }

  @Test func stampsTellChangedFiles() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.file("t.csv", "a,b\n")
    let stamp = try FileStamp.of(path)
    #expect(try FileStamp.of(path) == stamp && stamp.size == 4)
    _ = try scratch.file("t.csv", "a,b\n1,2\n")
    #expect(try FileStamp.of(path) != stamp)
    let second = try FileStamp.of(path)
    #expect(utimes(path, [timeval(tv_sec: 1, tv_usec: 2), timeval(tv_sec: 1, tv_usec: 2)]) == 0)
    #expect(try FileStamp.of(path).modified == 1_000_002_000)
    #expect(try FileStamp.of(path) != second)
    let failure = #expect(throws: Failure.self) { try FileStamp.of("\(scratch.path)/absent") }
    #expect(failure?.kind == .missingInput)
  }
}
