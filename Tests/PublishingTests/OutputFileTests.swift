import Foundation
import Model
import Testing

@testable import Publishing

@Suite struct OutputFileTests {
  @Test func largeFilesArriveWhole() throws {
    let path = NSTemporaryDirectory() + "/karkhana-output-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let line = String(repeating: "x", count: 1000) + "\n"
    try OutputFile.write(path) { out in for _ in 0..<1500 { out.append(line) } }
    #expect(try Data(contentsOf: URL(filePath: path)).count == 1500 * 1001)
  }

  @Test func aFolderThatIsNotThereCannotTakeAFile() {
    let failure = #expect(throws: Failure.self) { try OutputFile.write("/nowhere/at/all.csv") { $0.append("x") } }
    #expect(failure?.kind == .cannotCreate)
    #expect(failure?.message.contains("/nowhere/at/all.csv") == true)
  }

  @Test(.enabled(if: FileManager.default.isWritableFile(atPath: "/dev/full")))
  func aFullDiskIsReported() {
    let failure = #expect(throws: Failure.self) {
      try OutputFile.write("/dev/full") { out in for _ in 0..<600_000 { out.append(byte: 0) } }
    }
    #expect(failure?.kind == .inputOutput)
  }
}
