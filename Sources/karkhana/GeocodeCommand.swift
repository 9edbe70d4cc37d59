import ArgumentParser
import Model
import Pipeline

struct GeocodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "geocode",
    abstract: "Adds a position, its match level and its uncertainty to every row.",
    discussion: """
      Rows keep their order and their columns; a column that has the name of an added one is kept as input_NAME.

      Example: karkhana geocode register.csv --out placed.csv
      """)

  @OptionGroup var input: RegisterOptions

  @Option(help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
  var out: String?

  func run() throws {
    try GeocodeJob(options: input.runOptions()).run(to: out)
  }
}
