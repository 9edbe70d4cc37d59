import Foundation
import Synchronization

/// Runs the program as a user would: arguments in; output, messages and exit code out.
public struct Program {
  /// What one run did.
  public struct Outcome: Sendable {
    /// Exit code.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let messages: String
  }

  /// The executable: `KARKHANA_PROGRAM`, or the one built beside the tests.
  public static var path: String {
    if let path = ProcessInfo.processInfo.environment["KARKHANA_PROGRAM"], !path.isEmpty { return path }
    let runner = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(filePath: runner).deletingLastPathComponent().appending(path: "karkhana").path
  }

  /// Runs the program, or another `executable`, with `arguments` in `directory`, `input` on standard input, and `environment` on
  /// top of this process's. A gazetteer that is installed on this machine is not used unless `KARKHANA_GAZETTEER` is given empty.
  @discardableResult
  public static func run(
    _ arguments: [String], in directory: URL? = nil, input: Data? = nil, environment: [String: String] = [:],
    executable: String? = nil
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: executable ?? path)
    process.arguments = arguments
    if let directory { process.currentDirectoryURL = directory }
    var variables = ProcessInfo.processInfo.environment
    variables["KARKHANA_CONFIG"] = nil
    variables["KARKHANA_GAZETTEER"] = "starter"
    for (name, value) in environment { variables[name] = value }
    process.environment = variables

    let scratch = try Scratch()
    let outputURL = scratch.file("stdout")
    let messagesURL = scratch.file("stderr")
    let inputURL = scratch.file("stdin")
    for url in [outputURL, messagesURL] { try Data().write(to: url) }
    try (input ?? Data()).write(to: inputURL)
    process.standardInput = try FileHandle(forReadingFrom: inputURL)
    process.standardOutput = try FileHandle(forWritingTo: outputURL)
    process.standardError = try FileHandle(forWritingTo: messagesURL)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try String(contentsOf: outputURL, encoding: .utf8),
      messages: try String(contentsOf: messagesURL, encoding: .utf8))
  }
}

/// A directory of one test, removed with it.
public final class Scratch: Sendable {
  /// The directory.
  public let directory: URL

  /// Directories that still stand when the process ends: fixtures that live as long as it does are never deinitialised.
  private static let standing = Mutex<Set<String>>([])
  private static let cleanUp: Void = {
    atexit { for path in Scratch.standing.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) } }
  }()

  /// A new, empty directory.
  public init() throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "karkhana-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    _ = Self.cleanUp
    _ = Self.standing.withLock { $0.insert(directory.path) }
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
    _ = Self.standing.withLock { $0.remove(directory.path) }
  }

  /// A file or directory in it.
  public func file(_ name: String) -> URL { directory.appending(path: name) }

  /// Writes `text` to the file `name` and returns its path.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  /// Writes `data` to the file `name` and returns its path.
  @discardableResult
  public func write(_ data: Data, to name: String) throws -> String {
    try data.write(to: file(name))
    return file(name).path
  }
}
