import Model
import Settings
import Taxonomy

/// What a user asked for on the command line: everything that a run depends on beside its inputs and configuration.
public struct RunOptions: Sendable {
  /// Paths of the registers; `-` is standard input.
  public var registers: [String]
  /// Schema named with `--register`; nil detects it from each header.
  public var register: String?
  /// Configuration directory; nil is the built-in one.
  public var config: String?
  /// Gazetteer file, or `starter`; nil is the installed one, else the starter gazetteer.
  public var gazetteer: String?
  /// Worker threads, 1 or more.
  public var threads: Int
  /// Largest linking distance in kilometres; nil is the configuration's.
  public var reachKilometres: Double?
  /// Largest radius of a cluster's cores.
  public var maxRadius: RadiusLimit
  /// Core weight for every class; nil is the configuration's, by class.
  public var coreWeight: Int64?
  /// Bytes that reading may hold in tally and fingerprints together; nil is the configuration's.
  public var memoryLimit: Int?
  /// Width of the product keys.
  public var productLevel: ProductLevel
  /// Name of the rule set.
  public var rules: String
  /// Shuffles of the product labels; nil is the configuration's.
  public var permutations: Int?
  /// Counts planned units as operating.
  public var withPlanned: Bool
  /// Keeps rows that repeat a registration number.
  public var keepDuplicates: Bool
  /// `concave` or `convex`; nil is the configuration's.
  public var footprint: String?
  /// Takes the registers themselves as the reference of location quotients, whatever they cover.
  public var referenceIsTally = false
  /// A register that location quotients are reckoned in; nil: the registers themselves.
  public var reference: String?
  /// Keeps only what carries one of these themes; empty keeps everything.
  public var themes: [String] = []
  /// Publishes concentrations of themes across products too.
  public var byTheme = false
  /// GeoJSON points or CSV of facilities such as treatment plants; needs `byTheme`.
  public var facilities: String?
  /// GeoJSON lines such as rivers; needs `byTheme`.
  public var lines: String?
  /// GeoJSON polygons of areas with special limits.
  public var protected: String?
  /// GeoJSON points or CSV of institutions, which add to the links of chains.
  public var institutions: String?
  /// GeoJSON outlines drawn under the maps.
  public var boundaries: String?
  /// CSV of schemes that clusters already have.
  public var schemes: String?
  /// Formats to write.
  public var formats: Set<OutputFormat>
  /// Writes `members.csv` and the other files of rows.
  public var members: Bool
  /// Writes `tally.kt`.
  public var tally: Bool
  /// Adds SHA-256 sums of the inputs to `run.json`.
  public var sha256: Bool
  /// No progress and no summary.
  public var quiet: Bool
  /// Progress and notes as JSON lines on standard error.
  public var jsonLog: Bool

  /// The options of a run of `registers` with every default.
  public init(registers: [String]) {
    self.registers = registers
    threads = Workers.available
    maxRadius = .byClass
    productLevel = .group
    rules = "unido"
    withPlanned = false
    keepDuplicates = false
    formats = Set(OutputFormat.allCases)
    members = true
    tally = true
    sha256 = false
    quiet = false
    jsonLog = false
  }
}

extension RunOptions {
  /// The least memory limit, bytes.
  public static var leastMemoryLimit: Int { TallyingSettings.leastMemoryLimit }
}

/// How far the cores of one cluster may stand apart.
public enum RadiusLimit: Sendable, Equatable {
  /// The configuration's limit of each class.
  case byClass
  /// No limit: plain density clustering.
  case none
  /// Kilometres, for every class.
  case kilometres(Double)
}

/// A kind of output that `--formats` names.
public enum OutputFormat: String, CaseIterable, Sendable {
  case geojson
  case csv
  case html
  case maps
  case evidence
}
