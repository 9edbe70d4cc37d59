import ArgumentParser
import Model
import Pipeline

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Profiles registers before mapping; writes nothing.",
    discussion: """
      Shows which columns are recognised, how many rows have a product and a place and at which level, and the worst problems \
      with their lines.

      Example: karkhana check register.csv
      """)

  @OptionGroup var input: RegisterOptions

  func run() throws {
    let report = try CheckJob(options: input.runOptions()).run()
    print(report, terminator: "")
  }
}
