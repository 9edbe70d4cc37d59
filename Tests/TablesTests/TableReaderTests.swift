import Foundation
import Model
import Tables
import TestSupport
import Testing

@Suite struct TableReaderTests {
  /// A table, and what its rows become: reject code or flags, and the fields.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let expected: [String]
    var testDescription: String { name }
  }

  static let cases: [Case] = [
    Case(name: "plain", text: "a,b,c\n1,2,3\n", expected: ["1|2|3"]),
    Case(name: "no line end at the end", text: "a,b,c\n1,2,3", expected: ["1|2|3"]),
    Case(
      name: "carriage returns", text: "a,b,c\r\n1,2,3\r\n4,5,6\r\r\n\"7\",8,\"9\"\r\n",
      expected: ["1|2|3", "4|5|6", "7|8|9"]),
    Case(name: "old Macintosh", text: "a,b,c\r1,2,3\r4,\"x\ry\",6", expected: ["1|2|3", "4|x\ry|6"]),
    Case(name: "carriage return inside text", text: "a,b,c\n1,x\ry,3\n", expected: ["1|x\ry|3"]),
    Case(name: "blank lines", text: "\n  \na,b,c\n\n1,2,3\n   \n\r\n4,5,6\n\n", expected: ["1|2|3", "4|5|6"]),
    Case(name: "quotes", text: "a,b,c\n\"1\",\"x,y\",\"\"\n", expected: ["1|x,y|"]),
    Case(
      name: "doubled quotes", text: "a,b,c\n\"say \"\"no\"\"\",\"\"\"\",\"\"\"x\"\"\"\n",
      expected: ["say \"no\"|\"|\"x\""]),
    Case(name: "line end in quotes", text: "a,b,c\n1,\"x\ny\r\nz\",3\n4,5,6\n", expected: ["1|x\ny\r\nz|3", "4|5|6"]),
    Case(name: "stray quotes", text: "a,b,c\n5\" pipe,a\"b\"c,x\"\"\n", expected: ["5\" pipe|a\"b\"c|x\"\""]),
    Case(name: "blanks around quotes", text: "a,b,c\n1, \"x, y\" ,\t\"z\"\t\n", expected: ["1|x, y|z"]),
    Case(name: "outer blanks", text: "a,b,c\n  1 ,\u{A0}x y\u{A0}\t,\" z \n\"\n", expected: ["1|x y|z"]),
    Case(name: "Indian scripts", text: "a,b,c\nसूरत,ભાવનગર,தமிழ்\n", expected: ["सूरत|ભાવનગર|தமிழ்"]),
    Case(
      name: "JSON", text: "a,b\n1,\"[{\"\"k\"\":\"\"v\"\"},{\"\"k\"\":\"\"w, x\"\"}]\"\n",
      expected: ["1|[{\"k\":\"v\"},{\"k\":\"w, x\"}]"]),
    Case(name: "short", text: "a,b,c\n1,2\n", expected: ["short-row 1|2|"]),
    Case(name: "short with two columns", text: "a,b\n1\n", expected: ["short-row 1|"]),
    Case(
      name: "too few", text: "a,b,c\n1\n1,\n,\"2\"\n,,3\n1,2,3\n",
      expected: ["too-few-fields ||", "too-few-fields ||", "too-few-fields ||", "||3", "1|2|3"]),
    Case(
      name: "too many", text: "a,b,c\n1,2,3,4\n1,2,3,,\n1,2,3,\" \",\u{A0}\n1,2,3,,\"x\"\n",
      expected: ["too-many-fields ||", "1|2|3", "1|2|3", "too-many-fields ||"]),
    Case(
      name: "empty row", text: "a,b,c\n,,\n\" \",\t,\"\"\n\"\"\n,\n,,,,\n",
      expected: Array(repeating: "empty-row ||", count: 5)),
    Case(name: "text behind a quote", text: "a,b,c\n1,\"x\"y,3\n4,5,6\n", expected: ["bad-quotes ||", "4|5|6"]),
    Case(
      name: "text behind a quote, lines later", text: "a,b,c\n1,\"x,3\n4,5,6\n7,\"8\",9\n",
      expected: ["bad-quotes ||", "4|5|6", "7|8|9"]),
    Case(
      name: "quote never closed", text: "a,b,c\n1,\"x,3\n4,5,6\n7,8,9\n", expected: ["bad-quotes ||", "4|5|6", "7|8|9"]),
    Case(name: "quote never closed at the end", text: "a,b,c\n1,2,3\n4,5,\"6", expected: ["1|2|3", "bad-quotes ||"]),
    Case(name: "NUL", text: "a,b,c\n1,2\u{0},3\n4,5,6\n", expected: ["invalid-text ||", "4|5|6"]),
    Case(name: "semicolons", text: "a;b;c\n1,5;2;3\n", expected: ["1,5|2|3"]),
    Case(
      name: "tabs", text: "a\tb\tc\n1\t2, x\t3\n\t\t\n4\t \"5\"\t6\n", expected: ["1|2, x|3", "empty-row ||", "4|5|6"]),
    Case(name: "bars", text: "a|b\n1|2\n", expected: ["1|2"]),
    Case(name: "consistency beats order", text: "a,x;b;c\n1;2,3,4;5\n6;7;8\n", expected: ["1|2,3,4|5", "6|7|8"]),
    Case(name: "equal delimiters", text: "a,b;c\n1,2;3\n", expected: ["1|2;3"]),
    Case(name: "delimiters in quotes do not count", text: "a;\"b,c,d\"\n1;\"2,3,4\"\n", expected: ["1|2,3,4"]),
    Case(
      name: "NUL in a row with another fault", text: "a,b,c\n\u{0},2,3,4\n\u{0}\n",
      expected: ["invalid-text ||", "invalid-text ||"]),
    Case(name: "separator hint", text: "sep=;\r\na,1;b,2\r\n3,4;5,6\r\n", expected: ["3,4|5,6"]),
    Case(name: "one column", text: "a\n1\n\n\"\"\n2\n", expected: ["1", "empty-row ", "2"]),
  ]

  @Test(arguments: cases) func rowsOfEachDialect(_ table: Case) throws {
    for chunkBytes in [1, 1 << 20] {
      let found = try rows(table.text, ReadOptions(chunkBytes: chunkBytes)).map { row in
        let words = [row.reject.name, row.flags.text].filter { !$0.isEmpty }
        return (words + [row.fields.joined(separator: "|")]).joined(separator: " ")
      }
      #expect(found == table.expected)
    }
  }

  @Test func everyRejectCodeHasARow() throws {
    let text =
      "a,b,c\n" + "1,2,3,4\n" + "1\n" + "\"1\"x,2,3\n" + String(repeating: "x", count: 2000) + "\n" + "1,\u{0},3\n"
      + ",,\n"
    let codes = try rows(text, ReadOptions(maxRowBytes: 1024)).map(\.reject)
    #expect(codes == [.tooManyFields, .tooFewFields, .badQuotes, .rowTooLong, .invalidText, .emptyRow])
    #expect(Set(codes).union([.none]) == Set(RejectCode.allCases))
  }

  @Test func linesOffsetsAndRawText() throws {
    let found = try rows("a,b,c\r\n1,\"x\ny\",3\r\n\r\n4,5,6\n\"7\"q,8,9 \n")
    #expect(found.map(\.line) == [2, 5, 6])
    #expect(found.map(\.offset) == [7, 20, 26])
    #expect(found.map { String(decoding: $0.raw, as: UTF8.self) } == ["1,\"x\ny\",3", "4,5,6", "\"7\"q,8,9 "])
  }

  @Test func headerNames() throws {
    let scratch = try ScratchDirectory()
    let path = try scratch.file("t.csv", "\n \" Name \"\"x\"\" \",\u{A0}PIN\u{A0},,\"two\nlines\"\n1,2,3,4\n")
    let reader = try TableReader(path: path, source: 3)
    #expect(reader.header == ["Name \"x\"", "PIN", "", "two\nlines"])
    #expect(reader.delimiter == 0x2C)
    #expect(reader.name == path)
    #expect(reader.totalBytes == 46)
    let batch = try #require(try reader.nextBatch(projection: [3, -1, 0, 3, 99]))
    #expect(batch.source == 3)
    #expect(batch.rows.map(\.fields) == [["4", "", "1", "4", ""]])
    #expect(batch.rows.map(\.line) == [4])
    #expect(try reader.nextBatch(projection: []) == nil)
    #expect(reader.byteCount == 46)
  }

  @Test func invalidUTF8IsReplacedAndFlagged() throws {
    var bytes = Array("a,b,c\n".utf8)
    bytes += [0x4D, 0xFC, 0x6C, 0x2C] + Array("\"x \"\"y\"\" ".utf8) + [0xE0, 0xA4, 0x22, 0x2C, 0x7A, 0x0A]
    bytes += Array("é,ü,ß\n".utf8)
    let found = try rows(bytes)
    #expect(found.map(\.fields) == [["M\u{FFFD}l", "x \"y\" \u{FFFD}", "z"], ["é", "ü", "ß"]])
    #expect(found.map(\.flags) == [.repairedText, []])
    #expect(found[0].raw.starts(with: [0x4D, 0xFC]))
    let scratch = try ScratchDirectory()
    let reader = try TableReader(path: scratch.file("t.csv", bytes), source: 0)
    #expect(try reader.allRows([0, 0]).map(\.fields) == [["M\u{FFFD}l", "M\u{FFFD}l"], ["é", "é"]])
  }

  @Test func aRowOfFiftyMegabytes() throws {
    let limit = 1 << 20
    let long = [UInt8](repeating: 0x78, count: 50 << 20)
    let bytes =
      Array("a,b,c\n1,2,3\n".utf8) + long + Array("\n4,5,6\n\"".utf8) + long.prefix(2 << 20)
      + Array("\",2,3\n7,8,9".utf8)
    let scratch = try ScratchDirectory()
    let path = try scratch.file("t.csv", bytes)
    for chunkBytes in [1 << 16, 1 << 20] {
      let reader = try TableReader(
        path: path, source: 0, options: ReadOptions(maxRowBytes: limit, chunkBytes: chunkBytes))
      var found: [ReadRow] = []
      var largest = 0
      while let batch = try reader.nextBatch(projection: [0, 1, 2]) {
        largest = max(largest, batch.byteCapacity)
        found += batch.rows
      }
      #expect(found.map(\.reject) == [.none, .rowTooLong, .none, .rowTooLong, .none])
      #expect(found.map(\.line) == [2, 3, 4, 5, 6])
      #expect(found[1].raw == Array(long.prefix(4096)))
      #expect(largest < 12 * limit)
    }
  }

  @Test func tenThousandColumns() throws {
    let names = (0..<10_000).map { "column \($0)" }
    let values = (0..<10_000).map { "v\($0)" }
    let text = names.joined(separator: ",") + "\n" + values.joined(separator: ",") + "\nx,y\n"
    let found = try rows(text, ReadOptions(chunkBytes: 100))
    #expect(found.count == 2)
    #expect(found[0].fields == values)
    #expect(found[1].flags == .shortRow && found[1].fields[1] == "y" && found[1].fields[9999] == "")
  }

  @Test func manyColumnsAndTinyRowsStayBounded() throws {
    let names = (0..<5_000).map { "c\($0)" }.joined(separator: ",")
    let text = names + "\n" + String(repeating: "a,b\n", count: 5_000)
    let scratch = try ScratchDirectory()
    let reader = try TableReader(path: scratch.file("t.csv", text), source: 0)
    var count = 0
    while let batch = try reader.nextBatch(projection: Array(0..<5_000)) {
      #expect(batch.capacity * batch.slotCount <= 5 << 20)
      count += batch.count
    }
    #expect(count == 5_000)
  }

  @Test func failuresNameTheFile() throws {
    let scratch = try ScratchDirectory()
    func failure(_ path: String) -> Failure? {
      do throws(Failure) {
        _ = try TableReader(path: path, source: 0)
        return nil
      } catch {
        return error
      }
    }
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + (0..<4000).map { UInt8($0 * 7 % 256) }
    let faults: [(path: String, kind: Failure.Kind, words: String)] = [
      ("\(scratch.path)/absent.csv", .missingInput, "No such file"),
      (scratch.path, .data, "directory"),
      (try scratch.file("empty.csv", ""), .data, "empty"),
      (try scratch.file("blank.csv", "\n \r\n\n"), .data, "empty"),
      (try scratch.file("mark.csv", "\u{FEFF}"), .data, "empty"),
      (try scratch.file("empty.csv.gz", gzipped([])), .data, "empty"),
      (try scratch.file("image.png", png), .data, "binary"),
      (try scratch.file("x.xlsx", [0x50, 0x4B, 3, 4, 0x14, 0]), .data, "spreadsheet"),
      (try scratch.file("wide.csv", "a,b\n1,2\n".utf8.flatMap { [$0, 0] }), .data, "UTF-16"),
      (try scratch.file("quote.csv", "a,\"b\n1,2\n"), .data, "line 1"),
      (try scratch.file("torn.csv.gz", Array(gzipped(Array("a,b\n1,2\n".utf8)).dropLast(9))), .data, "cut off"),
    ]
    for fault in faults {
      let found = failure(fault.path)
      #expect(found?.kind == fault.kind, "\(fault)")
      #expect(
        found?.message.contains(fault.path) == true && found?.message.contains(fault.words) == true,
        "\(String(describing: found))")
    }
    #expect(failure(try scratch.file("header.csv", "a,b,c\n")) == nil)
    #expect(try rows("a,b,c").isEmpty)
  }

  @Test func quotesThatRunOnTooLongAreBroken() throws {
    func table(_ lines: Int) -> String {
      "a,b,c\n1,\"" + String(repeating: "x\n", count: lines) + "\",3\n4,5,6\n"
    }
    let most = try rows(table(TableReader.maxInnerLines))
    #expect(most.map(\.reject) == [.none, .none])
    #expect(most[1].line == UInt64(TableReader.maxInnerLines + 3))
    let over = try rows(table(TableReader.maxInnerLines + 1))
    #expect(over[0].reject == .badQuotes && over[0].raw == Array("1,\"x".utf8))
    #expect(over.last?.fields == ["4", "5", "6"])
  }

  @Test func sharedRegistersReadWhole() throws {
    for (file, count) in [
      ("registers/ts_ipass_8_districts.csv", 5080), ("registers/mca_goa_companies.csv", 4902),
      ("registers/cpcb_gpi_units.csv", 946),
    ] {
      guard let path = SharedData.file(file) else { continue }
      let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
      let found = try TableReader(path: path, source: 0).allRows()
      #expect(found.count == count)
      #expect(found == ReferenceParser(bytes: bytes, delimiter: 0x2C, maxRowBytes: 1 << 24).rows())
    }
  }
}
