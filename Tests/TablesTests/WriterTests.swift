import Foundation
import Model
import Tables
import TestSupport
import Testing

@Suite struct WriterTests {
  private func text(_ buffer: ByteBuffer) -> String { String(decoding: buffer.bytes, as: UTF8.self) }

  @Test func quotesOnlyWhereNeeded() {
    var writer = DelimitedWriter()
    let long = String(repeating: "x", count: 100)
    for field in [
      "plain", "a,b", "say \"x\"", "two\nlines", "cr\r", " outer ", "", "=1+2", "सूरत; 1|2", long + ",", long,
    ] {
      writer.field(field)
    }
    writer.endRow()
    #expect(
      text(writer.buffer)
        == "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\", outer ,,=1+2,सूरत; 1|2,\"\(long),\",\(long)\n")
    var other = DelimitedWriter(delimiter: 0x3B)
    other.field("a,b" as StaticString)
    other.field("a;b" as StaticString)
    other.endRow()
    #expect(text(other.buffer) == "a,b;\"a;b\"\n")
  }

  @Test func aRowOfOneEmptyFieldIsNotABlankLine() {
    var writer = DelimitedWriter()
    writer.empty()
    writer.endRow()
    writer.field("")
    writer.endRow()
    writer.empty()
    writer.empty()
    writer.endRow()
    writer.field(1)
    writer.endRow()
    #expect(text(writer.buffer) == "\"\"\n\"\"\n,\n1\n")
  }

  @Test func numbers() {
    let buffer = ByteBuffer()
    var random = SeededGenerator(seed: 1)
    var values: [Int64] = [0, 1, -1, 9, 10, 99, 100, .max, .min]
    for bits in 0..<63 { values += [1 << bits, -(1 << bits), Int64.random(in: 0...(1 << bits), using: &random)] }
    var power: Int64 = 1
    for _ in 0..<18 { power *= 10; values += [power, power - 1, power + 1] }
    for value in values {
      buffer.removeAll()
      buffer.append(decimal: value)
      #expect(text(buffer) == String(value))
      buffer.removeAll()
      buffer.append(decimal: value.magnitude)
      #expect(text(buffer) == String(value.magnitude))
    }
    buffer.removeAll()
    buffer.append(decimal: UInt64.max)
    #expect(text(buffer) == String(UInt64.max))
    buffer.removeAll()
    buffer.append(decimal: Int128.min)
    #expect(text(buffer) == String(Int128.min))
  }

  @Test(arguments: [
    (725, 1, "72.5"), (720, 1, "72"), (-5, 1, "-0.5"), (5, 3, "0.005"), (0, 7, "0"), (-1, 0, "-1"),
    (1_000_001, 6, "1.000001"),
    (Int64.min, 18, "-9.223372036854775808"), (Int64.max, 0, "9223372036854775807"), (100, 2, "1"), (-100, 3, "-0.1"),
  ]) func fixedDecimals(value: Int64, decimals: Int, expected: String) {
    let buffer = ByteBuffer()
    buffer.append(fixed: value, decimals: decimals)
    #expect(text(buffer) == expected)
  }

  @Test func coordinates() {
    for (value, expected) in [
      (729_876_543, "72.9876543"), (-1_800_000_000, "-180"), (1, "0.0000001"), (-10, "-0.000001"), (0, "0"),
      (211_500_000, "21.15"), (Int32.min, "-214.7483648"),
    ] as [(Int32, String)] {
      var writer = DelimitedWriter()
      writer.field(coordinateE7: value)
      #expect(text(writer.buffer) == expected)
    }
  }

  @Test func whatIsWrittenReadsBack() throws {
    var random = SeededGenerator(seed: 9)
    let letters = Array("ab,\"\n\r;é \u{A0}सू|").map(String.init)
    var writer = DelimitedWriter(into: ByteBuffer(capacity: 1))
    var expected: [[String]] = []
    for name in ["a", "b", "c"] { writer.field(name) }
    writer.endRow()
    for _ in 0..<2000 {
      let fields = (0..<3).map { column in
        let middle = (0..<Int.random(in: 0..<8, using: &random)).map { _ in letters.randomElement(using: &random) ?? ""
        }
        // The reader trims outer blanks, so that text without them comes back as it was.
        return column == 0 || !middle.isEmpty ? "x" + middle.joined() + "y" : ""
      }
      for field in fields { writer.field(field) }
      writer.endRow()
      expected.append(fields)
    }
    let found = try rows(Array(writer.buffer.bytes), ReadOptions(delimiter: 0x2C))
    #expect(found.map(\.fields) == expected, "seed 9")
  }

  @Test func sinkWritesFilesOfAnySize() throws {
    let scratch = try ScratchDirectory()
    for sizes in [[0], [1, 2, 3], [300_000], [262_144, 1], [262_143, 1, 1], Array(repeating: 10_000, count: 100)] {
      let path = "\(scratch.path)/out"
      let sink = try ByteSink(path: path)
      var expected: [UInt8] = []
      for (index, size) in sizes.enumerated() {
        let bytes = [UInt8](repeating: UInt8(index), count: size)
        let buffer = ByteBuffer(capacity: 1)
        bytes.withUnsafeBytes { buffer.append($0) }
        try sink.write(buffer)
        expected += bytes
      }
      try sink.close(synchronized: true)
      try sink.close()
      #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == expected)
      #expect(sink.byteCount == UInt64(expected.count))
    }
  }

  @Test func sinkFailsInWords() throws {
    let scratch = try ScratchDirectory()
    let missing = "\(scratch.path)/no/such/file"
    let refused = #expect(throws: Failure.self) { try ByteSink(path: missing) }
    #expect(refused?.kind == .cannotCreate && refused?.message.contains(missing) == true)
    // A device that is always full.
    let sink = try ByteSink(path: "/dev/full")
    try sink.write("x")
    let full = #expect(throws: Failure.self) { try sink.close() }
    #expect(full?.kind == .inputOutput && full?.message.contains("No space left") == true)
    let again = #expect(throws: Failure.self) { try sink.write("y") }
    #expect(again == full)
  }

  @Test func aReaderThatGoesAwayIsAFailure() throws {
    let scratch = try ScratchDirectory()
    let pipe = "\(scratch.path)/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    let sink = try ByteSink(path: pipe)
    close(reader)
    try sink.write("x")
    let failure = #expect(throws: Failure.self) { try sink.flush() }
    #expect(failure?.kind == .inputOutput && failure?.message.contains("went away") == true)
  }
}
