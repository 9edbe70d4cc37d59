import Foundation
import TestSupport
import Testing

/// Every kind of bad input gives one clear sentence, the right exit code, and leaves the old output as it was.
struct BadInputTests {
  private let scratch: Scratch
  private let out: URL

  init() throws {
    scratch = try Scratch()
    out = scratch.file("out")
    let register = try scratch.write(Self.register(units: 120), to: "good.csv")
    let first = try Program.run(["map", register, "--out", out.path, "--quiet"])
    try #require(first.status == 0, Comment(rawValue: first.messages))
  }

  static func register(units: Int) -> String {
    var text = "record_id,product,village,district,state,pincode\n"
    for unit in 0..<units { text += "R\(unit),cotton knitwear,,Tiruppur,Tamil Nadu,641601\n" }
    return text
  }

  /// Maps `register` onto the old output and expects `status` with a sentence that holds all of `words`.
  private func expectFailure(
    _ register: String, _ status: Int32, _ words: String..., options: [String] = [],
    environment: [String: String] = [:], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = try listing()
    let outcome = try Program.run(
      ["map", register, "--out", out.path, "--quiet"] + options, environment: environment)
    #expect(outcome.status == status, Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    for word in words {
      #expect(outcome.messages.contains(word), Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    }
    #expect(outcome.messages.split(separator: "\n").count <= 2, sourceLocation: sourceLocation)
    #expect(try listing() == before, sourceLocation: sourceLocation)
  }

  private func listing() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: out.path) {
      files[name] = FileManager.default.contents(atPath: out.appending(path: name).path) ?? Data()
    }
    #expect(files["run.json"] != nil)
    return files
  }

  @Test func aMissingFile() throws { try expectFailure(scratch.file("none.csv").path, 66, "none.csv") }

  @Test func anEmptyFile() throws {
    try expectFailure(try scratch.write("", to: "empty.csv"), 65, "empty.csv", "empty")
  }

  @Test func aHeaderAlone() throws {
    try expectFailure(try scratch.write("product,district,state\n", to: "header.csv"), 65, "header.csv")
  }

  @Test func aBinaryFile() throws {
    var generator = SeededGenerator(seed: 7)
    let noise = Data((0..<20_000).map { _ in UInt8.random(in: 0...255, using: &generator) })
    try expectFailure(try scratch.write(noise, to: "noise.csv"), 65, "noise.csv")
  }

  @Test func aDirectory() throws { try expectFailure(scratch.directory.path, 65, "directory") }

  @Test func anUnknownSchema() throws {
    try expectFailure(try scratch.write("alpha,beta\n1,2\n", to: "unknown.csv"), 65, "unknown.csv", "alpha")
  }

  @Test func anUnknownRegisterName() throws {
    let register = try scratch.write(Self.register(units: 3), to: "named.csv")
    try expectFailure(register, 64, "nowhere", options: ["--register", "nowhere"])
  }

  @Test func anUnknownRuleSet() throws {
    let register = try scratch.write(Self.register(units: 3), to: "rules.csv")
    try expectFailure(register, 64, "unido-2005-list", options: ["--rules", "nowhere"])
  }

  @Test func aTruncatedArchive() throws {
    let archive = Data([0x1F, 0x8B, 0x08, 0x00, 0, 0, 0, 0, 0, 3, 0x4B, 0x4C])
    let outcome = try Program.run(["map", try scratch.write(archive, to: "cut.csv.gz"), "--out", out.path, "--quiet"])
    #expect([65, 74].contains(outcome.status), Comment(rawValue: outcome.messages))
    #expect(outcome.messages.contains("cut.csv.gz"))
  }

  @Test func tooManyRejects() throws {
    let rows = Self.register(units: 10) + String(repeating: "a,b,c,d,e,f,g,h\n", count: 10)
    try expectFailure(try scratch.write(rows, to: "ragged.csv"), 65, "quality.max_reject_share")
  }

  @Test func aMisspeltConfigurationKey() throws {
    let config = scratch.file("config")
    try FileManager.default.copyItem(at: SharedData.checkout.appending(path: "Config"), to: config)
    let thresholds = config.appending(path: "thresholds.toml")
    let text = try String(contentsOf: thresholds, encoding: .utf8)
    try text.replacingOccurrences(of: "share_percent", with: "share_procent")
      .write(to: thresholds, atomically: true, encoding: .utf8)
    let register = try scratch.write(Self.register(units: 3), to: "config.csv")
    let outcome = try Program.run(["map", register, "--out", out.path, "--quiet", "--config", config.path])
    #expect(outcome.status == 78)
    #expect(outcome.messages.contains("potential.share_procent"), Comment(rawValue: outcome.messages))
    let check = try Program.run(["config", "check", config.path])
    #expect(check.status == 78)
    #expect(check.messages.contains("potential.share_procent"))
  }

  @Test func anOutputThatIsNotOurs() throws {
    let foreign = scratch.file("foreign")
    try FileManager.default.createDirectory(at: foreign, withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: foreign.appending(path: "notes.txt"))
    let register = try scratch.write(Self.register(units: 3), to: "foreign.csv")
    let outcome = try Program.run(["map", register, "--out", foreign.path, "--quiet"])
    #expect(outcome.status == 73)
    #expect(FileManager.default.contents(atPath: foreign.appending(path: "notes.txt").path) == Data("mine".utf8))
  }

  @Test func anOutputThatCannotBeCreated() throws {
    let register = try scratch.write(Self.register(units: 3), to: "unwritable.csv")
    let outcome = try Program.run(["map", register, "--out", "/proc/karkhana/out", "--quiet"])
    #expect(outcome.status == 73, Comment(rawValue: outcome.messages))
  }

  @Test func aFullDisk() throws {
    let register = try scratch.write(Self.register(units: 120), to: "full.csv")
    let outcome = try Program.run(["geocode", register, "--out", "/dev/full", "--quiet"])
    #expect(outcome.status == 74, Comment(rawValue: outcome.messages))
  }

  @Test func nullsInvalidTextAndARowOf50Megabytes() throws {
    var data = Data("record_id,product,district,state,pincode\n".utf8)
    for unit in 0..<200 { data.append(Data("A\(unit),cotton knitwear,Tiruppur,Tamil Nadu,641601\n".utf8)) }
    data.append(Data("N1,cotton\0knitwear,Tiruppur,Tamil Nadu,641601\n".utf8))
    data.append(Data("U1,cotton knitwear,Tirup".utf8) + Data([0xFF, 0xFE]) + Data("pur,Tamil Nadu,641601\n".utf8))
    data.append(
      Data("L1,".utf8) + Data(repeating: 0x61, count: 50_000_000) + Data(",Tiruppur,Tamil Nadu,641601\n".utf8))
    data.append(Data("Z1,cotton knitwear,Tiruppur,Tamil Nadu,641601\n".utf8))
    let out = scratch.file("dirty")
    let outcome = try Program.run(["map", try scratch.write(data, to: "dirty.csv"), "--out", out.path, "--quiet"])
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    let rejects = try String(contentsOf: out.appending(path: "rejects.csv"), encoding: .utf8)
    #expect(rejects.contains("invalid-text") && rejects.contains("row-too-long"))
    let members = try String(contentsOf: out.appending(path: "members.csv"), encoding: .utf8)
    #expect(members.contains("Z1") && members.contains("U1"))
  }

  @Test func tenThousandColumns() throws {
    let extra = (0..<10_000).map { "extra\($0)" }.joined(separator: ",")
    var text = "record_id,product,district,state,pincode,\(extra)\n"
    for unit in 0..<3 {
      text += "R\(unit),cotton knitwear,Tiruppur,Tamil Nadu,641601" + String(repeating: ",x", count: 10_000) + "\n"
    }
    let outcome = try Program.run(
      ["map", try scratch.write(text, to: "wide.csv"), "--out", scratch.file("wide").path, "--quiet"])
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
  }

  @Test(arguments: [
    ["map"], ["map", "x.csv"], ["nonsense"], ["cluster", "x.csv", "--reach", "0", "--core", "5"],
    ["cluster", "x.csv", "--reach", "nan", "--core", "5"], ["cluster", "x.csv", "--reach", "10", "--core", "0"],
    ["cluster", "x.csv", "--reach", "-1", "--core", "5"], ["map", "x.csv", "--out", "o", "--formats", "pdf9"],
    ["map", "x.csv", "--out", "o", "--threads", "0"], ["map", "x.csv", "--out", "o", "--max-radius", "wide"],
  ])
  func aWrongCommandLine(arguments: [String]) throws {
    #expect(try Program.run(arguments, in: scratch.directory).status == 64)
  }
}
