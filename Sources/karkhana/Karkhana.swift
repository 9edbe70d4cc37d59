import ArgumentParser
import CMalloc
import Glibc
import Model

/// The program: one thin file a command; the work is in `Pipeline`.
@main
struct Karkhana: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "karkhana",
    abstract: "Turns a register of enterprises into a map of industrial clusters.",
    discussion: """
      Example: karkhana map register.csv --out clusters
      Then open clusters/map.html in a browser.
      """,
    version: "karkhana \(Version.current)",
    subcommands: [
      MapCommand.self, CheckCommand.self, GeocodeCommand.self, ClusterCommand.self, GazetteerCommand.self,
      ExplainCommand.self, SynthCommand.self, ConfigCommand.self,
    ])

  static func main() {
    signal(SIGPIPE, SIG_IGN)
    // Large blocks go back to the system when they are freed, for the tables of one stage are of no use to the next.
    mallopt(M_MMAP_THRESHOLD, 256 << 10)
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let failure as Failure {
      var text = Array("karkhana: \(failure.message)\n".utf8)
      _ = write(2, &text, text.count)
      Glibc.exit(failure.kind.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
