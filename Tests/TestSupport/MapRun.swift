import Foundation

/// One run of `karkhana map` that succeeded, and what it wrote.
public struct MapRun: Sendable {
  /// The directory that it wrote.
  public let directory: URL
  /// What it printed.
  public let outcome: Program.Outcome
  private let scratch: Scratch

  /// Why a run cannot be looked at.
  public struct Unexpected: Error, CustomStringConvertible {
    /// What was expected and what came.
    public let description: String
    /// An error that says `description`.
    public init(description: String) { self.description = description }
  }

  /// Maps `registers` with `options` into a directory of its own; throws when the exit code is not 0.
  public init(
    _ registers: [String], options: [String] = [], environment: [String: String] = [:], quiet: Bool = true
  ) throws {
    scratch = try Scratch()
    directory = scratch.file("out")
    outcome = try Program.run(
      ["map"] + registers + ["--out", directory.path] + options + (quiet ? ["--quiet"] : []), environment: environment)
    guard outcome.status == 0 else {
      throw Unexpected(description: "map \(options) ended with \(outcome.status): \(outcome.messages)")
    }
  }

  /// Maps a register given as text.
  public init(text: String, options: [String] = []) throws {
    let input = try Scratch()
    try self.init([try input.write(text, to: "register.csv")], options: options)
    withExtendedLifetime(input) {}
  }

  /// The names of all files, those in directories with their path, sorted.
  public func files() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: directory.path).filter { path in
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(
        atPath: directory.appending(path: path).path, isDirectory: &isDirectory)
      return exists && !isDirectory.boolValue
    }.sorted()
  }

  /// The bytes of a file.
  public func data(_ name: String) throws -> Data { try Data(contentsOf: directory.appending(path: name)) }

  /// A file as text.
  public func text(_ name: String) throws -> String { String(decoding: try data(name), as: UTF8.self) }

  /// A CSV file.
  public func table(_ name: String) throws -> CSVTable { CSVTable(try data(name)) }

  /// A JSON file whose root is an object.
  public func json(_ name: String) throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: data(name)) as? [String: Any] else {
      throw Unexpected(description: "\(name) is no JSON object")
    }
    return object
  }

  /// The features of a GeoJSON file.
  public func features(_ name: String) throws -> [[String: Any]] {
    guard let features = try json(name)["features"] as? [[String: Any]] else {
      throw Unexpected(description: "\(name) has no features")
    }
    return features
  }

  /// The numbers in `run.json.counts` that are not nested.
  public func counts() throws -> [String: Int] {
    guard let counts = try json("run.json")["counts"] as? [String: Any] else {
      throw Unexpected(description: "run.json has no counts")
    }
    return counts.compactMapValues { $0 as? Int }
  }

  /// `clusters.csv` as dictionaries by property.
  public func clusters() throws -> [[String: String]] {
    try table("clusters.csv").records.filter { $0["level"] == "product" }
  }

  /// The rows of `clusters.csv` at family level.
  public func families() throws -> [[String: String]] {
    try table("clusters.csv").records.filter { $0["level"] == "family" }
  }
}
