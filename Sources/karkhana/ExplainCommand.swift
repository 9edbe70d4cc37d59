import ArgumentParser
import Model
import Pipeline

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says in plain words why a cluster is one, or why a potential cluster is not yet.",
    discussion: """
      The id of a cluster stands in the first column of clusters.csv, and at the foot of its panel in map.html.

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
