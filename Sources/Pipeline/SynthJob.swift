import Model
import Settings
import Synthesis
import Tables

/// `karkhana synth`: a synthetic register, and the companion that says so.
public struct SynthJob: Sendable {
  private let rows: Int
  private let seed: UInt64
  private let config: String?

  /// A register of `rows` rows by `seed`, after the facts of a configuration.
  public init(rows: Int, seed: UInt64, config: String?) {
    self.rows = rows
    self.seed = seed
    self.config = config
  }

  /// Writes the register to `path` or standard output, and `synth.json` beside it or into the working directory.
  public func run(to path: String?) throws(Failure) {
    let configuration = try Configuration.load(config)
    let directory = try Installation.directory("Geo")
    let loaded = try SynthesisSettings.load(
      config: { (name) throws(Failure) in try Installation.text("\(configuration.directory)/\(name)", .configuration) },
      geo: { (name) throws(Failure) in try Installation.text("\(directory)/\(name)") },
      groups: Set(configuration.products.groups.map(\.code)))
    guard loaded.faults.isEmpty else {
      throw Failure(.configuration, loaded.faults.prefix(20).joined(separator: "\nkarkhana: "))
    }
    let synthesizer = try RegisterSynthesizer(loaded.parameters, rows: rows, seed: seed)
    let companion = try ByteSink(path: Self.companionPath(of: path))
    try companion.write(synthesizer.companion)
    try companion.close()
    let sink = try ByteSink(path: path ?? "-")
    try synthesizer.write { (bytes) throws(Failure) in try sink.write(bytes) }
    try sink.close()
  }

  /// `synth.json` in the directory of the register.
  static func companionPath(of path: String?) -> String {
    guard let path, let slash = path.lastIndex(of: "/") else { return "synth.json" }
    return "\(path[...slash])synth.json"
  }
}
