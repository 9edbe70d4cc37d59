import Model

/// How the maps look and how large they may grow; the numbers are read from `Config/publishing.toml`.
public struct PublishingParameters: Sendable, Equatable {
  /// Colours as `#rrggbb`.
  public struct Colours: Sendable, Equatable {
    /// By `Category.rawValue`.
    public var categories = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00"]
    /// Belts.
    public var belt = "#56b4e9"
    /// Outlines of thematic concentrations.
    public var concentration = "#000000"
    /// Dots of located units.
    public var dot = "#8a8577"
    /// Boundaries that the user supplied.
    public var boundary = "#a39b8b"
    /// Ground of the maps.
    public var ground = "#f7f5f0"
    /// Text and frames.
    public var ink = "#22262b"
    /// The default colours.
    public init() {}
  }

  /// Colours of both maps.
  public var colours = Colours()
  /// Folder with `leaflet.js`, `leaflet.css` and, if it is there, `leaflet.min.js`.
  public var leafletFolder = "/usr/share/javascript/leaflet"
  /// Folder with `map.template.html`, `map.css` and the scripts of the map; the folder `publishing` of the configuration.
  public var assetFolder = "Config/publishing"
  /// Most features in `map.html`; the largest stay, and the map says how many are not on it. 1 or more.
  public var mapFeatures = 8000
  /// Most cells of located units in `map.html`. 1 or more.
  public var mapCells = 120_000
  /// How far a footprint in `map.html` may deviate, metres. 0 or more.
  public var footprintTolerance = 100.0
  /// Most points of boundaries in `map.html` and in the overview. 1 or more.
  public var boundaryPoints = 60_000
  /// Width of the overview in pixels, 800…8000.
  public var overviewWidth = 1600
  /// Most cells of located units in the overview. 1 or more.
  public var overviewCells = 30_000
  /// Most clusters named in the overview. 0 or more.
  public var overviewLabels = 70
  /// Radius of the largest circle of the overview in pixels.
  public var overviewLargestRadius = 44.0

  /// The defaults, those of `Config/publishing.toml`.
  public init() {}
}
