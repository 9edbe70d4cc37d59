import Foundation
import TestSupport
import Testing

/// `map --memory-limit` changes where sums are kept while registers are read, and nothing else.
@Suite struct MemoryLimitTests {
  /// More distinct pairs than sixteen megabytes hold; a tenth of the rows repeat a registration number.
  private static func register(_ scratch: Scratch) throws -> String {
    var text = "record_id,product,lat,lon,employment\n"
    for row in 0..<520_000 {
      let number = row % 10 == 9 ? row - 9 : row
      text +=
        "R\(number),cotton knitwear,\(10 + Double(number % 700) / 70),\(75 + Double(number / 700) / 50),\(number % 90)\n"
    }
    return try scratch.write(text, to: "register.csv")
  }

  private static let few = ["--formats", "csv", "--no-members", "--core", "1000000000"]

  @Test func theResultIsTheSame() throws {
    let scratch = try Scratch()
    let register = try Self.register(scratch)
    let free = try MapRun([register], options: Self.few)
    let bound = try MapRun([register], options: Self.few + ["--memory-limit", "16MB"])
    for name in ["tally.kt", "clusters.csv", "summary.csv"] {
      let whole = try Data(contentsOf: free.directory.appending(path: name))
      #expect(try Data(contentsOf: bound.directory.appending(path: name)) == whole, "\(name)")
    }
    func settings(_ run: MapRun) throws -> [String: Any] {
      try #require(try run.json("run.json")["settings"] as? [String: Any])
    }
    #expect(try settings(bound)["memory_limit_bytes"] as? Int == 16 << 20)
    #expect(try settings(free)["memory_limit_bytes"] is NSNull)
  }

  @Test func withoutRoomOnDiskTheOldOutputStays() throws {
    let scratch = try Scratch()
    let register = try Self.register(scratch)
    let out = scratch.file("out")
    let old = try scratch.write(BadInputTests.register(units: 120), to: "old.csv")
    #expect(try Program.run(["map", old, "--out", out.path, "--quiet"] + Self.few).status == 0)
    let before = try Data(contentsOf: out.appending(path: "tally.kt"))
    for (option, word) in [("--keep-duplicates", "tally"), ("--no-members", "duplicates")] {
      let run = try Program.run(
        ["map", register, "--out", out.path, "--quiet", "--memory-limit", "16MB", option] + Self.few,
        environment: ["TMPDIR": scratch.file("absent").path])
      #expect(run.status == 74, Comment(rawValue: run.messages))
      #expect(run.messages.contains("TMPDIR") && run.messages.contains(word), Comment(rawValue: run.messages))
      #expect(try Data(contentsOf: out.appending(path: "tally.kt")) == before)
    }
  }

  @Test(arguments: ["15MB", "16777215", "nonsense", "1.5GB", "MB", "99999999999GB"])
  func anAmountThatIsNoneIsRefused(size: String) throws {
    let scratch = try Scratch()
    let register = try scratch.write(BadInputTests.register(units: 3), to: "register.csv")
    let run = try Program.run(["map", register, "--out", scratch.file("out").path, "--memory-limit", size])
    #expect(run.status == 64)
    #expect(run.messages.contains("--memory-limit") && run.messages.contains("16MB") && run.messages.contains(size))
  }

  @Test(arguments: ["16MB", "16777216", "16384kb", "1gb"])
  func amountsAreBytesOrHaveAUnit(size: String) throws {
    let run = try MapRun(text: BadInputTests.register(units: 3), options: ["--memory-limit", size])
    let settings = try #require(try run.json("run.json")["settings"] as? [String: Any])
    #expect(settings["memory_limit_bytes"] as? Int == (size == "1gb" ? 1 << 30 : 16 << 20))
  }
}
