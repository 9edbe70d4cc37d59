import Foundation
import TestSupport
import Testing

/// The same records give the same bytes, whatever the order, the files, the compression or the threads.
struct DeterminismTests {
  static let published = [
    "clusters.geojson", "centres.geojson", "belts.geojson", "clusters.csv", "evidence.jsonl", "summary.csv",
    "products.csv", "regions.csv", "clustered-share.csv", "to-verify.csv", "tally.kt",
  ]

  private func results(_ registers: [String], _ out: URL, threads: Int) throws -> [String: Data] {
    let outcome = try Program.run(
      ["map"] + registers + ["--out", out.path, "--quiet", "--threads", "\(threads)"])
    try #require(outcome.status == 0, Comment(rawValue: outcome.messages))
    var files: [String: Data] = [:]
    for name in Self.published {
      files[name] = try Data(contentsOf: out.appending(path: name))
    }
    return files
  }

  @Test func orderFilesCompressionAndThreadsDoNotShow() throws {
    let scratch = try Scratch()
    let seed: UInt64 = 41
    let register = scratch.file("register.csv").path
    let made = try Program.run(["synth", "--rows", "60000", "--seed", "\(seed)", "--out", register])
    try #require(made.status == 0, Comment(rawValue: made.messages))
    let expected = try results([register], scratch.file("one"), threads: 1)
    #expect(expected["clusters.csv"].map { $0.count > 1000 } == true)
    for threads in [2, 5] {
      #expect(try results([register], scratch.file("threads\(threads)"), threads: threads) == expected)
    }

    // Rows that the synthetic register damages on purpose may span lines; only whole lines outside quotes are moved.
    let text = try Data(contentsOf: URL(filePath: register))
    var lines = Self.records(text)
    let header = lines.removeFirst()
    var generator = SeededGenerator(seed: seed)
    lines.shuffle(using: &generator)
    var parts = (0..<7).map { _ in header }
    for (index, line) in lines.enumerated() { parts[index % 7].append(line) }
    var paths: [String] = []
    for (index, part) in parts.enumerated() { paths.append(try scratch.write(part, to: "part\(index).csv")) }
    #expect(try results(paths, scratch.file("seven"), threads: 2) == expected)

    let gzip = Process()
    gzip.executableURL = URL(filePath: "/usr/bin/env")
    gzip.arguments = ["gzip"] + paths
    try gzip.run()
    gzip.waitUntilExit()
    #expect(try results(paths.map { $0 + ".gz" }, scratch.file("gzip"), threads: 5) == expected)
  }

  /// The records of a CSV file with their line ends: a newline inside quotes ends none.
  static func records(_ data: Data) -> [Data] {
    var records: [Data] = []
    var start = data.startIndex
    var quoted = false
    for index in data.indices {
      if data[index] == 0x22 { quoted.toggle() }
      if data[index] == 0x0A, !quoted {
        records.append(data[start...index])
        start = index + 1
      }
    }
    if start < data.endIndex { records.append(data[start...] + Data([0x0A])) }
    return records
  }

  @Test func standardInputGivesWhatTheFileGives() throws {
    let scratch = try Scratch()
    let register = try scratch.write(BadInputTests.register(units: 120), to: "register.csv")
    let expected = try results([register], scratch.file("file"), threads: 2)
    let out = scratch.file("stdin")
    let outcome = try Program.run(
      ["map", "-", "--out", out.path, "--quiet"], input: try Data(contentsOf: URL(filePath: register)))
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    for name in Self.published {
      #expect(try Data(contentsOf: out.appending(path: name)) == expected[name])
    }
    let members = try String(contentsOf: out.appending(path: "members.csv"), encoding: .utf8)
    #expect(members.split(separator: "\n").count == 121)
  }
}
