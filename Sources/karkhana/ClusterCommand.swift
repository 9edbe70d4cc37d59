import ArgumentParser
import Model
import Pipeline

struct ClusterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cluster",
    abstract: "Density clustering of plain points.",
    discussion: """
      Reads columns lon,lat (or x,y with --planar) and, where they are there, weight, group and id; writes the rows in their \
      order with cluster (empty for noise) and role (core, border, noise) added.

      Example: karkhana cluster points.csv --reach 2000 --core 10
      """)

  @Argument(help: "Points: a CSV file, or - for standard input.")
  var points: String

  @Option(
    help: ArgumentHelp("Linking distance in metres; with --planar in the units of x and y. Inclusive.", valueName: "m"))
  var reach: Double

  @Option(
    help: ArgumentHelp(
      "Weight within reach, the point itself included, that makes a point a core.", valueName: "weight"))
  var core: Int64

  @Option(
    name: .customLong("max-radius"),
    help: ArgumentHelp(
      "Largest radius of a cluster, in the unit of --reach, or none; without it plain DBSCAN.", valueName: "m"))
  var maxRadius: String?

  @Flag(help: "Points are x,y in a plane.")
  var planar = false

  @Option(
    help: ArgumentHelp(
      "Coordinate reference system of the points, such as EPSG:32643 (default: WGS 84 degrees).", valueName: "crs"))
  var crs: String?

  @Option(help: ArgumentHelp("File to write (default: standard output).", valueName: "file"))
  var out: String?

  @Option(help: ArgumentHelp("Worker threads (default: all cores).", valueName: "n"))
  var threads: Int?

  func run() throws {
    var job = PointsJob(path: points, reach: reach, core: core)
    job.maxRadius = try maxRadius.flatMap { text throws(Failure) in
      try radius(text, limit: planar ? 1e150 : 20_000_000, unit: planar ? "a length" : "metres")
    }
    job.planar = planar
    job.crs = crs
    if let threads {
      guard (1...256).contains(threads) else {
        throw Failure(.usage, "--threads must be from 1 to 256, found \(threads).")
      }
      job.threads = threads
    }
    try job.run(to: out)
  }
}
