import Foundation
import Model
import TestSupport
import Testing

@testable import Pipeline

/// An output is never one of the files that the run reads.
struct InputGuardTests {
  @Test func anOutputThatIsAnInputIsRefusedByAnyName() throws {
    let scratch = try Scratch()
    let input = try scratch.write("a\n", to: "in.csv")
    let other = try scratch.write("a\n", to: "other.csv")
    let link = scratch.file("link.csv")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: URL(filePath: input))
    for path in [input, link.path, "\(scratch.directory.path)/../\(scratch.directory.lastPathComponent)/in.csv"] {
      let failure = #expect(throws: Failure.self) { try InputGuard.check(output: path, isNoneOf: [other, input]) }
      #expect(failure?.kind == .cannotCreate, "\(path)")
    }
    for path in [nil, "-", other, scratch.file("new.csv").path, "/dev/null"] as [String?] {
      #expect(throws: Never.self) { try InputGuard.check(output: path, isNoneOf: ["-", input, "/dev/null"]) }
    }
  }

  @Test func aDirectoryThatHoldsAnInputIsRefused() throws {
    let scratch = try Scratch()
    let directory = scratch.file("out")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let inside = directory.appending(path: "in.csv")
    try Data("a\n".utf8).write(to: inside)
    let beside = try scratch.write("a\n", to: "out-in.csv")
    let failure = #expect(throws: Failure.self) {
      try InputGuard.check(directory: directory.path, holdsNoneOf: [beside, inside.path])
    }
    #expect(failure?.kind == .cannotCreate)
    #expect(throws: Never.self) { try InputGuard.check(directory: directory.path, holdsNoneOf: ["-", beside]) }
    #expect(throws: Never.self) {
      try InputGuard.check(directory: scratch.file("absent").path, holdsNoneOf: [inside.path])
    }
  }
}
