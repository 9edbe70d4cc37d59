import ArgumentParser
import Model
import Pipeline

struct SynthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synth",
    abstract: "Writes a synthetic register of realistic shape.",
    discussion: """
      The register goes to standard output, or with --out to a file; its companion synth.json, which says that it is \
      synthetic and what was planted, goes beside that file, or into the working directory.

      Example: karkhana synth --rows 60000 --seed 1 > register.csv
      """)

  @Option(help: ArgumentHelp("Number of data rows.", valueName: "n"))
  var rows: Int

  @Option(help: ArgumentHelp("Seed: the same seed gives the same bytes.", valueName: "n"))
  var seed: UInt64

  @Option(help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Configuration directory.", valueName: "dir"))
  var config: String?

  func run() throws {
    guard rows >= 0 else { throw Failure(.usage, "--rows must be 0 or more, found \(rows).") }
    try SynthJob(rows: rows, seed: seed, config: config ?? environment("KARKHANA_CONFIG")).run(to: out)
  }
}
