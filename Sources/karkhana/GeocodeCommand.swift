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
      Example: karkhana geocode register.csv --candidates 3
      """)

  @OptionGroup var input: RegisterOptions

  @Option(help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
  var out: String?

  @Option(
    help: ArgumentHelp(
      "Add a column with up to this many places that each row could mean, with score and reason.", valueName: "n"))
  var candidates = 0

  func run() throws {
    guard (0...20).contains(candidates) else {
      throw Failure(.usage, "--candidates must be a number from 0 to 20, found \(candidates).")
    }
    try GeocodeJob(options: input.runOptions(), candidates: candidates).run(to: out)
  }
}
