import Geocoding
import Model
import Settings
import Tables

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
  /// File for the report; nil writes none.
  public var report: String?
  /// No progress and no report on standard output.
  public var quiet = false
  /// Configuration directory; nil is the built-in one.
  public var config: String?

  /// A job that writes the gazetteer file `out`.
  public init(out: String) { self.out = out }

  /// Builds the file and returns what was found, repaired and refused, for people: nothing when it is to be quiet.
  public func run() throws(Failure) -> String {
    let configuration = try Configuration.load(config)
    let reporter = Reporter(quiet: quiet, jsonLog: false)
    var sources = GazetteerSources(starterDirectory: try Installation.directory("Geo"))
    sources.postOffices = postOffices
    sources.geonamesPostal = geonamesPostal
    sources.places = places
    sources.villages = villages
    sources.lgdDirectory = lgd
    sources.aliases = aliases
    sources.pins = pins
    sources.districts = districts
    // Opened first: a report that cannot be written is known before the work.
    let reportFile: ByteSink? = if let report { try ByteSink(path: report) } else { nil }
    let built = try GazetteerBuilder.build(sources, to: out, parameters: configuration.geocoding) {
      reporter.note($0)
    }
    if let reportFile {
      try reportFile.write(built.lines.map { $0 + "\n" }.joined())
      try reportFile.close()
    }
    guard !quiet else { return "" }
    var text = ""
    for (what, count) in built.counts {
      text += what.padded(to: 60) + Reporter.grouped(count).leftPadded(to: 12) + "\n"
    }
    return text + "\nGazetteer: \(out) (\(Reporter.grouped(built.bytes)) bytes)\n"
  }
}
