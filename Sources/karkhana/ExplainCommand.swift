import ArgumentParser
import Model
import Pipeline

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Says in plain words why a cluster is one, or why a place is none yet.",
    discussion: """
      The id of a cluster stands in the first column of clusters.csv, and at the foot of its panel in map.html;
      that of a thematic concentration (map --by theme) in the first column of themes.csv, that of a belt
      in the column parent_id of its parts.

      Example: karkhana explain clusters cotton-knitwear-tiruppur
      Example: karkhana explain clusters --near 77.34,11.11
      Example: karkhana explain clusters --near 77.34,11.11 --product "cotton knitwear" --within 12
      """)

  @Argument(help: "Directory that 'karkhana map' wrote.")
  var directory: String

  @Argument(help: "Id of a cluster or belt, as in clusters.csv, or of a thematic concentration, as in themes.csv.")
  var id: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A place instead of a cluster: longitude and latitude in degrees. Needs the tally of the run.",
      valueName: "lon,lat"))
  var near: String?

  @Option(help: ArgumentHelp("With --near: only this product, a code or words.", valueName: "product"))
  var product: String?

  @Option(
    help: ArgumentHelp(
      "With --near: how far to look around the place (default: the linking distance of the run).", valueName: "km"))
  var within: Double?

  @Option(
    help: ArgumentHelp(
      "With --near: configuration directory (default: KARKHANA_CONFIG, then that of the run).", valueName: "dir"))
  var config: String?

  func run() throws {
    guard (id == nil) != (near == nil) else {
      throw Failure(
        .usage,
        near == nil
          ? "Name the id of a cluster, or a place with --near LON,LAT; see 'karkhana explain --help'."
          : "Name the id of a cluster or a place with --near LON,LAT, not both.")
    }
    if let id {
      guard product == nil, within == nil, config == nil else {
        throw Failure(.usage, "--product, --within and --config ask about a place: they need --near LON,LAT.")
      }
      print(try ExplainJob(directory: directory, id: id).run(), terminator: "")
    } else if let near {
      let job = NearJob(
        directory: directory, point: near, product: product, within: within,
        config: config ?? environment("KARKHANA_CONFIG"))
      print(try job.run(), terminator: "")
    }
  }
}
