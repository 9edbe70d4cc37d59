import ArgumentParser
import Model
import Pipeline
import Taxonomy

struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Registers in; clusters, listings and maps out.",
    discussion: """
      Writes map.html, clusters.csv, clusters.geojson, evidence.jsonl, summary.csv, members.csv, printed maps and more into the \
      directory, in one step: a run that fails leaves an earlier result as it was. Docs/Formats.md describes the files.

      Example: karkhana map register.csv --out clusters
      Example: karkhana map register.csv --out clusters --by theme --theme pollution-intensive
      Example: karkhana synth --rows 60000 --seed 1 | karkhana map - --out clusters
      """)

  @OptionGroup var input: RegisterOptions

  @Option(
    help: ArgumentHelp("Directory to write: absent, empty, or an earlier result of this program.", valueName: "dir"))
  var out: String

  @Option(
    help: ArgumentHelp(
      "Largest distance over which units are linked, in kilometres (default: the configuration's, 8).", valueName: "km")
  )
  var reach: Double?

  @Option(
    name: .customLong("max-radius"),
    help: ArgumentHelp(
      "Largest radius of a cluster in kilometres, or none (default: the configuration's, 15; 25 for handicrafts and handlooms).",
      valueName: "km|none"))
  var maxRadius: String?

  @Option(
    help: ArgumentHelp(
      "Units (looms for handloom) within reach from which a place carries a cluster (default: a tenth of the benchmark).",
      valueName: "weight"))
  var core: Int64?

  @Option(
    name: .customLong("product-level"),
    help: ArgumentHelp("Width of products: group, or NIC digits 5, 4, 3 or 2.", valueName: "level"))
  var productLevel: String = "group"

  @Option(
    help: ArgumentHelp(
      "Rule set of benchmarks: unido, unido-2005-list, cluster-observatory, or one of your own.", valueName: "name"))
  var rules: String = "unido"

  @Option(
    help: ArgumentHelp(
      "Shuffles of the product labels behind p_value and q_value, 0 for none (default: the configuration's).",
      valueName: "n"))
  var permutations: Int?

  @Flag(name: .customLong("with-planned"), help: "Count planned units as operating.")
  var withPlanned = false

  @Flag(name: .customLong("keep-duplicates"), help: "Count every row, also those that repeat a registration number.")
  var keepDuplicates = false

  @Option(
    help: ArgumentHelp(
      "Shape of footprints: concave or convex (default: the configuration's, concave).", valueName: "shape"))
  var footprint: String?
  @Option(
    help: ArgumentHelp(
      "What location quotients compare with: another register, such as an economic census, or tally, the registers themselves whatever they cover (default: the registers where they hold most industries, else unknown).",
      valueName: "file|tally"))
  var reference: String?

  @Option(
    help: ArgumentHelp(
      "GeoJSON polygons or lines to draw under the maps; the program draws no boundary of its own.", valueName: "file"))
  var boundaries: String?

  @Option(
    help: ArgumentHelp(
      "CSV of schemes that clusters already have: scheme, and id, or product and district, or lat and lon.",
      valueName: "file"))
  var schemes: String?

  @Option(
    help: ArgumentHelp(
      "Keep only clusters that carry one of these themes, joined with commas, such as energy-intensive,pollution-intensive; counts stay those of all.",
      valueName: "list"))
  var theme: String?

  @Option(
    help: ArgumentHelp(
      "product, or theme: also write themes.geojson and themes.csv, concentrations of a theme across products (default: product).",
      valueName: "product|theme"))
  var by: String = "product"

  @Option(
    help: ArgumentHelp(
      "With --by theme: treatment plants and the like, GeoJSON points or CSV with lat, lon and name.", valueName: "file"
    ))
  var facilities: String?

  @Option(help: ArgumentHelp("With --by theme: GeoJSON lines such as rivers, to measure from.", valueName: "file"))
  var lines: String?

  @Option(
    help: ArgumentHelp(
      "GeoJSON polygons of areas with special limits, as evidence on location disadvantage.", valueName: "file"))
  var protected: String?

  @Option(
    help: ArgumentHelp(
      "Institutions that no register holds, GeoJSON points or CSV with lat, lon and role (finance, institution, services, association): links of chains.",
      valueName: "file"))
  var institutions: String?

  @Option(
    help: ArgumentHelp(
      "Outputs, joined with commas: geojson, csv, html, maps, evidence (default: all).", valueName: "list"))
  var formats: String?

  @Flag(name: .customLong("no-members"), help: "Leave out members.csv, unlocated.csv, uncoded.csv and rejects.csv.")
  var noMembers = false

  @Flag(name: .customLong("no-tally"), help: "Leave out tally.kt.")
  var noTally = false

  @Option(
    name: .customLong("memory-limit"),
    help: ArgumentHelp(
      "Most memory for the tally while reading, such as 512MB or 2GB; the rest goes to TMPDIR (default: the configuration's, none).",
      valueName: "size"))
  var memoryLimit: String?

  @Flag(help: "Add SHA-256 sums of the registers to run.json.")
  var sha256 = false

  func run() throws {
    var options = input.runOptions()
    if let reach {
      guard reach.isFinite, reach > 0, reach <= 10_000 else {
        throw Failure(.usage, "--reach must be kilometres greater than 0 and at most 10000, found \(reach).")
      }
      options.reachKilometres = reach
    }
    if let maxRadius {
      options.maxRadius =
        try radius(maxRadius, limit: 20_000, unit: "kilometres").map { .kilometres($0) }
        ?? RadiusLimit.none
    }
    if let core {
      guard core >= 1 else { throw Failure(.usage, "--core must be 1 or more, found \(core).") }
      options.coreWeight = core
    }
    if let permutations {
      guard (0...1_000_000).contains(permutations) else {
        throw Failure(.usage, "--permutations must be from 0 to 1000000, found \(permutations).")
      }
      options.permutations = permutations
    }
    if let memoryLimit {
      options.memoryLimit = try bytes(memoryLimit, option: "--memory-limit", least: RunOptions.leastMemoryLimit)
    }
    guard let level = ProductLevel(name: productLevel) else {
      throw Failure(.usage, "--product-level must be group, 5, 4, 3 or 2, found \(productLevel).")
    }
    options.productLevel = level
    options.rules = rules
    options.withPlanned = withPlanned
    options.keepDuplicates = keepDuplicates
    if let footprint, !["concave", "convex"].contains(footprint) {
      throw Failure(.usage, "--footprint must be concave or convex, found \(footprint).")
    }
    options.footprint = footprint
    options.referenceIsTally = reference == "tally"
    options.reference = options.referenceIsTally ? nil : reference
    options.boundaries = boundaries
    options.schemes = schemes
    if let formats { options.formats = try Self.formats(formats) }
    options.themes = try Self.themes(theme)
    guard by == "product" || by == "theme" else {
      throw Failure(.usage, "--by must be product or theme, found \(by).")
    }
    options.byTheme = by == "theme"
    for (name, file) in [("--facilities", facilities), ("--lines", lines)] where file != nil && !options.byTheme {
      throw Failure(.usage, "\(name) needs --by theme: it measures from thematic concentrations.")
    }
    options.facilities = facilities
    options.lines = lines
    options.protected = protected
    options.institutions = institutions
    options.members = !noMembers
    options.tally = !noTally
    options.sha256 = sha256
    let summary = try MapJob(options: options).run(into: out)
    if !options.quiet { print(summary, terminator: "") }
  }

  private static func themes(_ list: String?) throws -> [String] {
    guard let list else { return [] }
    let names = list.split(separator: ",").map(String.init)
    guard !names.isEmpty else {
      throw Failure(.usage, "--theme names none; leave it out for all, or name some of them joined with commas.")
    }
    return names
  }

  private static func formats(_ list: String) throws -> Set<OutputFormat> {
    var formats: Set<OutputFormat> = []
    for word in list.split(separator: ",") {
      guard let format = OutputFormat(rawValue: String(word)) else {
        let allowed = OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure(.usage, "--formats: \"\(word)\" is unknown; allowed are \(allowed).")
      }
      formats.insert(format)
    }
    guard !formats.isEmpty else {
      throw Failure(.usage, "--formats names none; leave it out for all, or name some of them joined with commas.")
    }
    return formats
  }
}
