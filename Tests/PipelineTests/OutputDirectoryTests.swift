import Foundation
import Model
import Testing

@testable import Pipeline

@Suite struct OutputDirectoryTests {
  /// A directory to work in, removed at the end.
  private final class Scratch {
    let path: String
    init() throws {
      let url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
        .appending(path: "karkhana-out-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      path = url.path
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    func write(_ relative: String, _ text: String) throws {
      let url = URL(filePath: "\(path)/\(relative)")
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }
    func read(_ relative: String) -> String? { try? String(contentsOfFile: "\(path)/\(relative)", encoding: .utf8) }
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }
  }

  private let record = "{\n  \"program\": \"karkhana\",\n  \"version\": \"1\"\n}\n"

  private func run(_ path: String, _ text: String) throws {
    let output = try OutputDirectory(path: path)
    try Data(text.utf8).write(to: URL(filePath: output.file("clusters.csv")))
    try Data(text.utf8).write(to: URL(filePath: output.file("maps/a/overview.svg")))
    try Data(record.utf8).write(to: URL(filePath: output.file("run.json")))
    try output.commit()
  }

  @Test func createsAndReplaces() throws {
    let scratch = try Scratch()
    try run("\(scratch.path)/out", "first")
    #expect(scratch.names == ["out"])
    #expect(scratch.read("out/maps/a/overview.svg") == "first")
    try scratch.write("out/added-by-hand.txt", "x")
    try run("\(scratch.path)/out//", "second")
    #expect(scratch.names == ["out"])
    #expect(scratch.read("out/clusters.csv") == "second")
    #expect(scratch.read("out/added-by-hand.txt") == nil)
    #expect(FileManager.default.createFile(atPath: "\(scratch.path)/keep", contents: nil))
    try FileManager.default.createDirectory(atPath: "\(scratch.path)/empty", withIntermediateDirectories: false)
    try run("\(scratch.path)/empty", "third")
    #expect(scratch.read("empty/clusters.csv") == "third")
  }

  @Test func aFailingRunLeavesTheOldOutput() throws {
    let scratch = try Scratch()
    try run("\(scratch.path)/out", "first")
    let failing = try OutputDirectory(path: "\(scratch.path)/out")
    try Data("torn".utf8).write(to: URL(filePath: failing.file("clusters.csv")))
    #expect(scratch.read("out/clusters.csv") == "first")
    failing.discard()
    #expect(scratch.names == ["out"])
    #expect(scratch.read("out/clusters.csv") == "first")
  }

  @Test func foreignDirectoriesAreRefused() throws {
    let scratch = try Scratch()
    try scratch.write("thesis/chapter1.txt", "years of work")
    try scratch.write("other/run.json", "{\"name\": \"karkhana\"}")
    try scratch.write("later/run.json", "{\"x\": 1, \"program\": \"karkhana\"}")
    try scratch.write("file", "x")
    for name in ["thesis", "other", "later", "file", "file/below", ".", "absent/below"] {
      let path = "\(scratch.path)/\(name)"
      let failure = #expect(throws: Failure.self, "\(name)") { try OutputDirectory(path: path) }
      #expect(
        failure?.kind == .cannotCreate && failure?.message.contains(scratch.path) == true,
        "\(String(describing: failure))")
    }
    let unwritable = #expect(throws: Failure.self) { try OutputDirectory(path: "/proc/out") }
    #expect(unwritable?.kind == .cannotCreate && unwritable?.message.contains("/proc") == true)
    #expect(throws: Failure.self) { try OutputDirectory(path: "/") }
    #expect(throws: Failure.self) { try OutputDirectory(path: "") }
    #expect(scratch.names == ["file", "later", "other", "thesis"])
    #expect(scratch.read("thesis/chapter1.txt") == "years of work")
  }

  @Test func theWorkingDirectoryIsNotReplaced() throws {
    for path in [".", "..", FileManager.default.currentDirectoryPath, "\(FileManager.default.currentDirectoryPath)/."] {
      let failure = #expect(throws: Failure.self) { try OutputDirectory(path: path) }
      #expect(failure?.kind == .cannotCreate && failure?.message.contains("working directory") == true)
    }
  }

  @Test func whatCameMeanwhileIsNotLost() throws {
    let scratch = try Scratch()
    let output = try OutputDirectory(path: "\(scratch.path)/out")
    try scratch.write("out/foreign.txt", "x")
    let failure = #expect(throws: Failure.self) { try output.commit() }
    #expect(failure?.kind == .cannotCreate)
    output.discard()
    #expect(scratch.names == ["out"] && scratch.read("out/foreign.txt") == "x")
  }

  @Test func leftoversOfKilledRunsAreRemoved() throws {
    let scratch = try Scratch()
    // Process numbers end well below this one.
    try scratch.write(".out.karkhana-2000000000/clusters.csv", "torn")
    try scratch.write(".out.karkhana-1/clusters.csv", "a run that is still going on")
    try scratch.write(".other.karkhana-2000000000/clusters.csv", "another target")
    try scratch.write(".out.karkhana-notes/x", "not ours")
    try run("\(scratch.path)/out", "new")
    #expect(scratch.names == [".other.karkhana-2000000000", ".out.karkhana-1", ".out.karkhana-notes", "out"])
  }

  @Test func aLinkKeepsPointingAtTheOutput() throws {
    let scratch = try Scratch()
    try run("\(scratch.path)/real", "first")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/link", withDestinationPath: "\(scratch.path)/real")
    try run("\(scratch.path)/link", "second")
    #expect(scratch.read("real/clusters.csv") == "second" && scratch.read("link/clusters.csv") == "second")
    #expect(scratch.names == ["link", "real"])
  }

  @Test func linksInsideTheOldOutputAreNotFollowed() throws {
    let scratch = try Scratch()
    try run("\(scratch.path)/out", "first")
    try scratch.write("precious/file", "x")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scratch.path)/out/link", withDestinationPath: "\(scratch.path)/precious")
    try run("\(scratch.path)/out", "second")
    #expect(scratch.read("precious/file") == "x")
  }

  @Test func filesStayInside() throws {
    let scratch = try Scratch()
    let output = try OutputDirectory(path: "\(scratch.path)/out")
    #expect(throws: Failure.self) { try output.file("../x") }
    #expect(throws: Failure.self) { try output.file("") }
    #expect(try output.file("a/b/c.txt") == "\(output.stagingPath)/a/b/c.txt")
    output.discard()
  }
}
