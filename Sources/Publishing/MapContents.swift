import Model

/// Everything that a run publishes, built once and handed to every writer.
public struct MapContents: Sendable {
  /// The clusters, potential and undetermined ones included, ascending by id.
  public var features: [ClusterFeature]
  /// Components that met a benchmark before they were cut for span, ascending by id.
  public var belts: [BeltFeature]
  /// Concentrations of themes across products, ascending by id; empty unless they were asked for.
  public var concentrations: [ConcentrationFeature]
  /// Where the located units stand: the quiet ground of the maps.
  public var sites: SiteLayer
  /// What the run read, with which settings.
  public var run: RunSummary
  /// Outlines that the user supplied; the program draws no other boundary.
  public var boundaries: Boundaries?

  /// Contents from their parts; features and belts are put in order of id here, so that no caller's order shows.
  public init(
    features: [ClusterFeature], belts: [BeltFeature], sites: SiteLayer, run: RunSummary, boundaries: Boundaries? = nil,
    concentrations: [ConcentrationFeature] = []
  ) {
    self.features = features.sorted { precedes($0.id, $1.id) }
    self.belts = belts.sorted { precedes($0.id, $1.id) }
    self.concentrations = concentrations.sorted { precedes($0.id, $1.id) }
    self.sites = sites
    self.run = run
    self.boundaries = boundaries
  }
}

/// A component that was too wide for one cluster and was cut, as it is published.
public struct BeltFeature: Sendable {
  /// Identifier, `[a-z0-9-]+`.
  public var id: String
  /// Name of the product.
  public var product: String
  /// Operating units of all members.
  public var units: Int64
  /// Radius that holds 90 % of the weight, kilometres.
  public var radius: PropertyValue
  /// Weighted centre.
  public var centre: Coordinate
  /// Polygon that the belt covers.
  public var footprint: Footprint
  /// Further properties, in the order in which they are published after `id`, `product`, `units` and `radius_km`.
  public var properties: [(name: String, value: PropertyValue)]

  /// A belt from its parts.
  public init(
    id: String, product: String, units: Int64, radius: PropertyValue, centre: Coordinate, footprint: Footprint,
    properties: [(name: String, value: PropertyValue)] = []
  ) {
    self.id = id
    self.product = product
    self.units = units
    self.radius = radius
    self.centre = centre
    self.footprint = footprint
    self.properties = properties
  }

  /// The properties as published.
  var published: [(name: String, value: PropertyValue)] {
    [("id", .text(id)), ("product", .text(product)), ("units", .integer(units)), ("radius_km", radius)] + properties
  }
}

/// The located units as parallel arrays, one element for each place and category; any order, repeats allowed.
public struct SiteLayer: Sendable {
  /// Latitudes in 1e-7 degrees.
  public var lat: [Int32]
  /// Longitudes in 1e-7 degrees.
  public var lon: [Int32]
  /// Operating units.
  public var units: [Int64]
  /// `Category.rawValue`.
  public var category: [UInt8]

  /// A layer from its columns, which must be equally long.
  public init(lat: [Int32] = [], lon: [Int32] = [], units: [Int64] = [], category: [UInt8] = []) {
    precondition(lat.count == lon.count && lat.count == units.count && lat.count == category.count)
    self.lat = lat
    self.lon = lon
    self.units = units
    self.category = category
  }

  /// Number of elements.
  public var count: Int { lat.count }
}

/// What a reader of the maps must know about the run behind them. Holds no path, clock or duration: the maps are as
/// reproducible as the clusters.
public struct RunSummary: Sendable {
  /// Title of the maps.
  public var title: String
  /// Whether the register is made up.
  public var synthetic: Bool
  /// The words that mark every map of a synthetic register.
  public var syntheticLabel: String
  /// The registers with their names (no paths) and their rows.
  public var registers: [(name: String, rows: Int)]
  /// How many rows went where.
  public var ledger: Ledger
  /// Settings worth showing, as label and value.
  public var settings: [(label: String, value: String)]
  /// Who is to be named for the data, one sentence each.
  public var attributions: [String]
  /// The gazetteer in one line.
  public var gazetteer: String
  /// Why unit counts are an upper bound (no column tells which units operate), or empty where they are not.
  public var upperBound: String
  /// Further remarks, such as how many planned units were left out.
  public var notes: [String]

  /// A summary from its parts.
  public init(
    title: String, synthetic: Bool = false, syntheticLabel: String = "Synthetic data: no real enterprise is shown",
    registers: [(name: String, rows: Int)] = [], ledger: Ledger = Ledger(),
    settings: [(label: String, value: String)] = [], attributions: [String] = [], gazetteer: String = "",
    upperBound: String = "", notes: [String] = []
  ) {
    self.title = title
    self.synthetic = synthetic
    self.syntheticLabel = syntheticLabel
    self.registers = registers
    self.ledger = ledger
    self.settings = settings
    self.attributions = attributions
    self.gazetteer = gazetteer
    self.upperBound = upperBound
    self.notes = notes
  }
}

/// Whether `a` stands before `b` by bytes of UTF-8: the same on every machine.
func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
