import Foundation
import Model
import TestSupport
import Testing

/// Rows that cannot be read, and fields that cannot: each with its stable code, its place, and no row lost.
@Suite struct RejectTests {
  /// A row of each kind, with its code.
  private static let damaged: [(code: RejectCode, row: String)] = [
    (.tooManyFields, "M1,Too Many,cotton knitwear,Tiruppur,Tamil Nadu,641601,11.1,77.3,extra"),
    (.tooFewFields, "F1"),
    (.badQuotes, "Q1,\"Broken\" Quotes,cotton knitwear,Tiruppur,Tamil Nadu,641601,11.1,77.3"),
    (.rowTooLong, "L1," + String(repeating: "long ", count: 300) + ",cotton knitwear,Tiruppur,Tamil Nadu,641601,,"),
    (.invalidText, "N1,Nul\u{0},cotton knitwear,Tiruppur,Tamil Nadu,641601,11.1,77.3"),
    (.emptyRow, ",,,,,,,"),
  ]
  private static let header = "record_id,name,product,district,state,pincode,lat,lon"

  /// A register with every kind of damage between good rows, a row of three lines and blank lines; where its rows begin.
  private struct Register {
    var text = ""
    var line = 1
    /// First line and byte offset of each row, in order.
    var starts: [(line: Int, offset: Int)] = []

    mutating func add(_ row: String, isRow: Bool = true, end: String = "\n") {
      if isRow { starts.append((line, text.utf8.count)) }
      text += row + end
      line += row.utf8.count { $0 == 0x0A } + 1
    }
  }

  /// A copy of the configuration in which rows end at 1,024 bytes and half of them may be rejects.
  private static func config(_ scratch: Scratch) throws -> String {
    let config = scratch.file("config")
    try FileManager.default.copyItem(at: SharedData.checkout.appending(path: "Config"), to: config)
    let thresholds = config.appending(path: "thresholds.toml")
    var text = try String(contentsOf: thresholds, encoding: .utf8)
    for (old, new) in [("max_row_bytes = 16_777_216", "max_row_bytes = 1024"), ("share = 0.2", "share = 0.5")] {
      try #require(text.contains(old))
      text = text.replacingOccurrences(of: old, with: new)
    }
    try text.write(to: thresholds, atomically: true, encoding: .utf8)
    return config.path
  }

  @Test func everyRejectCodeHasARow() throws {
    #expect(Set(Self.damaged.map(\.code)) == Set(RejectCode.allCases).subtracting([.none]))
    let scratch = try Scratch()
    var register = Register()
    register.add(Self.header, isRow: false)
    var expected: [[String]] = []
    for (index, (code, row)) in Self.damaged.enumerated() {
      register.add("G\(index),\"A name\nof three\nlines\",cotton knitwear,Tiruppur,Tamil Nadu,641601,11.1,77.3")
      register.add("", isRow: false)
      register.add(row, end: index == 3 ? "\r\n" : "\n")
      let start = try #require(register.starts.last)
      let raw = code == .rowTooLong ? String(decoding: row.utf8.prefix(1024), as: UTF8.self) : row
      expected.append(["damaged.csv", "\(start.line)", "\(start.offset)", code.name, "", raw])
    }
    try scratch.write(register.text, to: "damaged.csv")
    let out = scratch.file("out")
    let outcome = try Program.run(
      ["map", "damaged.csv", "--out", out.path, "--quiet", "--config", try Self.config(scratch)], in: scratch.directory)
    try #require(outcome.status == 0, Comment(rawValue: outcome.messages))
    let rejects = CSVTable(try Data(contentsOf: out.appending(path: "rejects.csv")))
    #expect(rejects.header == ["source", "line", "byte_offset", "reason", "field", "raw"])
    #expect(rejects.rows == expected)
    let members = CSVTable(try Data(contentsOf: out.appending(path: "members.csv")))
    #expect(members.column("record_id") == Self.damaged.indices.map { "G\($0)" })
    #expect(members.column("name").allSatisfy { $0 == "A name\nof three\nlines" })

    let manifest = try JSONSerialization.jsonObject(with: Data(contentsOf: out.appending(path: "run.json")))
    let counts = try #require((manifest as? [String: Any])?["counts"] as? [String: Any])
    #expect(counts["rejected"] as? Int == 6)
    let codes = try #require(counts["reject_codes"] as? [String: Int])
    #expect(codes == Dictionary(uniqueKeysWithValues: Self.damaged.map { ($0.code.name, 1) }))
  }

  @Test func everyRowStandsInExactlyOneFile() throws {
    let scratch = try Scratch()
    // Two registers: rows of every fate, several times, in a shuffled order.
    let kinds: [(String) -> String] = [
      { "\($0),Good,cotton knitwear,Tiruppur,Tamil Nadu,641601,11.1,77.3,yes" },
      { "\($0),\"Two\nlines\",cotton knitwear,Tiruppur,Tamil Nadu,641601,,,yes" },
      { "\($0),Closed,cotton knitwear,Tiruppur,Tamil Nadu,641601,11.1,77.3,closed" },
      { "\($0),Planned,no such thing,,,,,,planned" }, { _ in "SAME-1,Twice,cotton knitwear,,Tamil Nadu,641601,,,yes" },
      { "\($0),Uncoded,gibberish qwrtz,Tiruppur,Tamil Nadu,641601,,,yes" },
      { "\($0),State only,cotton knitwear,,Tamil Nadu,,,,yes" }, { "\($0),No place,cotton knitwear,,,,,,yes" },
      { "\($0),Short,cotton knitwear,Tiruppur" }, { "\($0)" }, { _ in ",,,,,,,," },
      { "\($0),Too many,cotton knitwear,Tiruppur,Tamil Nadu,641601,,,yes,no" },
      { "\($0),\"Bad\" quotes,cotton knitwear,Tiruppur,Tamil Nadu,641601,,,yes" },
    ]
    let seed: UInt64 = 5
    var random = SeededGenerator(seed: seed)
    var expected: [[String]] = []
    for name in ["first.csv", "second.csv"] {
      var register = Register()
      register.add(Self.header + ",operating", isRow: false)
      let order = (0..<kinds.count * 40).map { $0 % kinds.count }.shuffled(using: &random)
      for (number, kind) in order.enumerated() {
        if number % 7 == 0 { register.add("", isRow: false) }
        register.add(kinds[kind]("\(name)\(number)"))
      }
      try scratch.write(register.text, to: name)
      expected += register.starts.map { [name, "\($0.line)"] }
    }
    let out = scratch.file("out")
    let outcome = try Program.run(
      ["map", "first.csv", "second.csv", "--out", out.path, "--quiet", "--config", try Self.config(scratch)],
      in: scratch.directory)
    try #require(outcome.status == 0, Comment(rawValue: outcome.messages))
    var found: [[String]] = []
    var roles: [String: Int] = [:]
    for name in ["members.csv", "uncoded.csv", "unlocated.csv", "rejects.csv"] {
      let table = CSVTable(try Data(contentsOf: out.appending(path: name)))
      #expect(table.rows.allSatisfy { $0.count == table.header.count }, "\(name)")
      found += table.rows.map { [$0[0], $0[1]] }
      for role in table.column("role") { roles[role, default: 0] += 1 }
      // Within a file, rows keep their order.
      let keys = table.rows.map { ($0[0], Int($0[1]) ?? 0) }
      #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }, "\(name)")
    }
    func sorted(_ rows: [[String]]) -> [[String]] {
      rows.sorted { $0.joined(separator: ":") < $1.joined(separator: ":") }
    }
    #expect(sorted(found) == sorted(expected), "seed \(seed)")
    #expect(roles["duplicate"] == 79 && roles["not-operating"] == 160)
  }

  @Test func fieldsThatCannotBeReadAreEmptiedAndFlagged() throws {
    let header = "record_id,product,pincode,lat,lon,looms,employment,start_date,operating,nic_code,district,state"
    let good = ["cotton knitwear", "641601", "", "", "", "", "", "yes", "", "Tiruppur", "Tamil Nadu"]
    let cases: [(flag: String, column: Int, value: String)] = [
      ("bad-number", 5, "a few"), ("negative-number", 5, "-3"), ("absurd-number", 5, "99999999999"),
      ("bad-date", 6, "32/13/2020"), ("bad-pin", 1, "64160"), ("bad-choice", 7, "perhaps"),
      ("bad-product-code", 8, "x"), ("code-not-in-version", 8, "99999"), ("unknown-pin", 1, "899999"),
    ]
    var text = header + "\nplain," + good.joined(separator: ",") + "\n"
    for (flag, column, value) in cases {
      var fields = good
      fields[column] = value
      text += "\(flag),\(fields.joined(separator: ","))\n"
    }
    text += "short-row,cotton knitwear,641601\n"
    text += "zero-coordinate,cotton knitwear,641601,0,0,,,,yes,,Tiruppur,Tamil Nadu\n"
    text += "swapped-coordinate,cotton knitwear,641601,77.34,11.11,,,,yes,,Tiruppur,Tamil Nadu\n"
    text += "out-of-country,cotton knitwear,641601,51.5,0.1,,,,yes,,Tiruppur,Tamil Nadu\n"
    text += "bad-coordinate,cotton knitwear,641601,north,east,,,,yes,,Tiruppur,Tamil Nadu\n"
    var data = Data(text.utf8)
    data += Data("repaired-text,cotton knitwear,641601,,,,,,yes,,Tirup".utf8) + [0xFF] + Data("pur,Tamil Nadu\n".utf8)
    let scratch = try Scratch()
    let run = try MapRun([try scratch.write(data, to: "flags.csv")])
    var flags: [String: [String]] = [:]
    for name in ["members.csv", "uncoded.csv", "unlocated.csv"] {
      let table = try run.table(name)
      for row in table.rows {
        flags[table.value("record_id", row) ?? ""] =
          (table.value("flags", row) ?? "").split(separator: ";").map(String.init)
      }
    }
    #expect(flags.count == cases.count + 7, "no row is lost for a field")
    #expect(flags["plain"] == [])
    let counted = try #require(
      (try run.json("run.json")["counts"] as? [String: Any])?["flags"] as? [String: Int])
    for name in cases.map(\.flag)
      + ["short-row", "zero-coordinate", "swapped-coordinate", "out-of-country", "bad-coordinate", "repaired-text"]
    {
      #expect(flags[name]?.contains(name) == true, "\(name): \(flags[name] ?? [])")
      #expect(counted[name] == flags.values.count { $0.contains(name) }, "\(name)")
    }
  }
}
