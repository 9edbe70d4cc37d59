import ArgumentParser
import Model
import Pipeline

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says why a cluster is one, or why a potential cluster is not yet.",
    discussion: """
      Example: karkhana explain clusters cotton-knitwear-tiruppur
      """)

  @Argument(help: "Directory that 'karkhana map' wrote.")
  var directory: String

  @Argument(help: "Id of a cluster, as in clusters.csv.")
  var id: String

  func run() throws {
    print(try ExplainJob(directory: directory, id: id).run(), terminator: "")
  }
}
