import ArgumentParser
import Model
import Pipeline

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Looks after the configuration.", subcommands: [Check.self])

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Validates a configuration and names every fault by its key path.",
      discussion: "Example: karkhana config check")

    @Argument(help: "Configuration directory (default: KARKHANA_CONFIG, then the one that comes with the program).")
    var directory: String?

    func run() throws {
      print(try ConfigJob(directory: directory ?? environment("KARKHANA_CONFIG")).run(), terminator: "")
    }
  }
}
