import Geocoding
import Model
import Settings

/// `karkhana gazetteer build`: one gazetteer file from whichever open sources are given.
public struct GazetteerBuildJob: Sendable {
  private let out: String
  /// The sources, each a path or nil.
  public var postOffices: String?
  /// GeoNames postal codes.
  public var geonamesPostal: String?
  /// GeoNames places.
  public var places: String?
  /// Village list.
  public var villages: String?
  /// Directory of the Local Government Directory's tables.
  public var lgd: String?
  /// District spellings.
  public var aliases: String?
  /// Any table of PINs with coordinates.
  public var pins: String?
  /// District polygons.
  public var districts: String?
  /// Configuration directory; nil is the built-in one.
  public var config: String?

  /// A job that writes the gazetteer file `out`.
  public init(out: String) { self.out = out }

  /// Builds the file and returns what was found, repaired and refused, for people.
  public func run() throws(Failure) -> String {
    let configuration = try Configuration.load(config)
    let reporter = Reporter(quiet: false, jsonLog: false)
    var sources = GazetteerSources(starterDirectory: try Installation.directory("Geo"))
    sources.postOffices = postOffices
    sources.geonamesPostal = geonamesPostal
    sources.places = places
    sources.villages = villages
    sources.lgdDirectory = lgd
    sources.aliases = aliases
    sources.pins = pins
    sources.districts = districts
    let report = try GazetteerBuilder.build(sources, to: out, parameters: configuration.geocoding) {
      reporter.note($0)
    }
    var text = ""
    for (what, count) in report.counts {
      text += what.padded(to: 60) + Reporter.grouped(count).leftPadded(to: 12) + "\n"
    }
    return text + "\nGazetteer: \(out) (\(Reporter.grouped(report.bytes)) bytes)\n"
  }
}
