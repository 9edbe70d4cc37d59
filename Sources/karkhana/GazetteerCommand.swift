import ArgumentParser
import Model
import Pipeline

struct GazetteerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gazetteer", abstract: "Builds a gazetteer, or asks it.",
    subcommands: [Sources.self, Verify.self, Build.self, Lookup.self])

  struct Sources: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "sources",
      abstract: "Lists the open sources: address, licence, attribution, what each adds and how to get it.",
      discussion: """
        Touches no network: 'make gazetteer' downloads what is open to download.

        Example: karkhana gazetteer sources
        """)

    @Option(help: "Country: two capital letters of ISO 3166.")
    var country = "IN"
    @Flag(help: "One line a source for scripts: name, how to get it, whether it is wanted, file, address.")
    var table = false
    @Option(help: "Configuration directory.")
    var config: String?

    func run() throws {
      let job = GazetteerSourcesJob(config: config ?? environment("KARKHANA_CONFIG"), country: country)
      print(table ? try job.table() : try job.page(), terminator: "")
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "verify",
      abstract: "Says whether a file is the source that it should be, whole and undamaged.",
      discussion: """
        Exit code 66: it is something else, such as a web page. 74: it is damaged or cut short.

        Example: karkhana gazetteer verify geonames-postal geonames_postal_IN.zip
        """)

    @Argument(help: "Name of the source, as 'karkhana gazetteer sources' lists it.")
    var source: String
    @Argument(help: "The file.")
    var file: String
    @Option(help: "Country: two capital letters of ISO 3166.")
    var country = "IN"
    @Option(help: "Configuration directory.")
    var config: String?

    func run() throws {
      let job = GazetteerSourcesJob(config: config ?? environment("KARKHANA_CONFIG"), country: country)
      print(try job.verify(file, is: source), terminator: "")
    }
  }

  struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "build",
      abstract: "Makes one gazetteer file from open sources, on top of the starter gazetteer.",
      discussion: """
        Every source is optional; files may be .gz or .zip.

        Example: karkhana gazetteer build -o india.kgaz --post-offices pincodes.csv.gz --lgd lgd
        """)

    @Option(
      name: [.customShort("o"), .customLong("out")], help: ArgumentHelp("Gazetteer file to write.", valueName: "file"))
    var out: String
    @Option(
      name: .customLong("post-offices"),
      help: ArgumentHelp("Post-office directory (pincode, office, district, lat, lng).", valueName: "file"))
    var postOffices: String?
    @Option(
      name: .customLong("geonames-postal"),
      help: ArgumentHelp("GeoNames postal-code file of a country.", valueName: "file"))
    var geonamesPostal: String?
    @Option(help: ArgumentHelp("GeoNames places: those of a country, or cities15000.", valueName: "file"))
    var places: String?
    @Option(help: ArgumentHelp("Village list with PIN, district and coordinates.", valueName: "file"))
    var villages: String?
    @Option(help: ArgumentHelp("Directory with the tables of the Local Government Directory.", valueName: "dir"))
    var lgd: String?
    @Option(help: ArgumentHelp("District spellings with their LGD codes.", valueName: "file"))
    var aliases: String?
    @Option(help: ArgumentHelp("Any table with a PIN or postcode column and coordinates.", valueName: "file"))
    var pins: String?
    @Option(help: ArgumentHelp("GeoJSON polygons of districts.", valueName: "file"))
    var districts: String?
    @Option(help: "File for the report: what was read, repaired and refused, one figure a line.")
    var report: String?
    @Flag(help: "No progress and no report on standard output.")
    var quiet = false
    @Option(help: "Configuration directory.")
    var config: String?

    func run() throws {
      var job = GazetteerBuildJob(out: out)
      job.postOffices = postOffices
      job.geonamesPostal = geonamesPostal
      job.places = places
      job.villages = villages
      job.lgd = lgd
      job.aliases = aliases
      job.pins = pins
      job.districts = districts
      job.report = report
      job.quiet = quiet
      job.config = config ?? environment("KARKHANA_CONFIG")
      print(try job.run(), terminator: "")
    }
  }

  struct Lookup: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lookup",
      abstract: "Says what the gazetteer knows: all candidates with scores, and why the first won.",
      discussion: """
        Example: karkhana gazetteer lookup Tiruppur
        Example: karkhana gazetteer lookup --pin 641601
        Example: karkhana gazetteer lookup --point 77.34,11.11
        """)

    @Argument(help: "A place in words: village, town, district or an address.")
    var text: String?
    @Option(help: "A PIN.")
    var pin: String?
    @Option(help: ArgumentHelp("A position as LON,LAT in degrees.", valueName: "lon,lat"))
    var point: String?
    @Option(
      help: ArgumentHelp(
        "Gazetteer file, or starter (default: KARKHANA_GAZETTEER, the installed one, the starter).", valueName: "file"))
    var gazetteer: String?
    @Option(help: ArgumentHelp("Configuration directory.", valueName: "dir"))
    var config: String?

    func validate() throws {
      let given = [text, pin, point].compactMap { $0 }
      guard given.count == 1 else { throw ValidationError("Name one of TEXT, --pin and --point.") }
    }

    func run() throws {
      let job = GazetteerLookupJob(
        gazetteer: gazetteer ?? environment("KARKHANA_GAZETTEER"), config: config ?? environment("KARKHANA_CONFIG"))
      if let pin {
        print(try job.run(pin: pin), terminator: "")
      } else if let point {
        print(try job.run(point: point), terminator: "")
      } else {
        print(try job.run(text: text ?? ""), terminator: "")
      }
    }
  }
}
