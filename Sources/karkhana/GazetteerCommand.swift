import ArgumentParser
import Model
import Pipeline

struct GazetteerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gazetteer", abstract: "Builds a gazetteer, or asks it.", subcommands: [Build.self, Lookup.self])

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
    @Option(help: ArgumentHelp("GeoNames places (cities15000 layout).", valueName: "file"))
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
      help: ArgumentHelp("Gazetteer file (default: KARKHANA_GAZETTEER, then the starter gazetteer).", valueName: "file")
    )
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
