import Model

/// The facts from which a synthetic register is made: real places, clusters known to stand there, and what else towns make.
public struct SynthesisParameters: Sendable, Equatable {
  /// Towns, in the order of the table; planted clusters name them by index.
  public var places: [SynthesisPlace] = []
  /// First three digits of the PINs in use, ascending.
  public var pinPrefixes: [UInt32] = []
  /// Clusters to plant, in the order of the table.
  public var planted: [PlantedCluster] = []
  /// Products of the background.
  public var background: [BackgroundProduct] = []
  /// Number of rows at which every planted cluster has exactly its stated units (scale 1).
  public var rows = 120_000
  /// Shares of rows that carry each kind of fault.
  public var dirt = DirtShares()
  /// Towns linked by at most this many kilometres share one area of the background.
  public var areaLinkKilometres = 15.0
  /// Most background units of one product in one area, at scale 1.
  public var mostPerArea = 4

  /// No places, no clusters.
  public init() {}
}

/// A town of the gazetteer, with the spellings under which rows name it.
public struct SynthesisPlace: Sendable, Equatable {
  /// Name in the gazetteer.
  public var name: String
  /// LGD code of the district, 0 abroad.
  public var district: UInt16
  /// Name of the district, empty abroad.
  public var districtName: String
  /// Former and other spellings of the district.
  public var districtAliases: [String]
  /// Name of the state, empty abroad.
  public var stateName: String
  /// Abbreviations and former names of the state.
  public var stateAliases: [String]
  /// ISO 3166 alpha-2.
  public var country: String
  /// Where the town is.
  public var coordinate: Coordinate
  /// Radius of the town in kilometres.
  public var radiusKilometres: Double
  /// PINs that stand for this town and no other.
  public var pins: [UInt32]
  /// Whether the town counts twice among the places of the background.
  public var isCity: Bool

  /// A town from its parts.
  public init(
    name: String, district: UInt16, districtName: String, districtAliases: [String], stateName: String,
    stateAliases: [String], country: String, coordinate: Coordinate, radiusKilometres: Double, pins: [UInt32],
    isCity: Bool
  ) {
    self.name = name
    self.district = district
    self.districtName = districtName
    self.districtAliases = districtAliases
    self.stateName = stateName
    self.stateAliases = stateAliases
    self.country = country
    self.coordinate = coordinate
    self.radiusKilometres = radiusKilometres
    self.pins = pins
    self.isCity = isCity
  }
}

/// A cluster to plant.
public struct PlantedCluster: Sendable, Equatable {
  /// Product group that its rows are expected to be coded to.
  public var group: String
  /// The product in words, as the rows write it.
  public var product: String
  /// NIC-2008 code, or empty.
  public var code: String
  /// How it is made.
  public var productionClass: ProductionClass
  /// Indices into `SynthesisParameters.places`; a place named twice gets twice the units.
  public var places: [Int]
  /// Operating units that a benchmark counts, at scale 1.
  public var units: Int
  /// Looms of all units together; 0 where looms are not counted.
  public var looms: Int
  /// Further operating units with so few persons or so little capital that the industrial count leaves them out.
  public var excluded: Int
  /// How many of the units give no looms.
  public var silentLooms: Int
  /// What the units say about turnover.
  public var turnover: PlantedTurnover
  /// What the default rule set makes of it at scale 1.
  public var status: String
  /// Where the number of units comes from, or `default`.
  public var source: String

  /// A cluster from its parts.
  public init(
    group: String, product: String, code: String, productionClass: ProductionClass, places: [Int], units: Int,
    looms: Int = 0, excluded: Int = 0, silentLooms: Int = 0, turnover: PlantedTurnover = .drawn,
    status: String = "cluster", source: String = "default"
  ) {
    self.group = group
    self.product = product
    self.code = code
    self.productionClass = productionClass
    self.places = places
    self.units = units
    self.looms = looms
    self.excluded = excluded
    self.silentLooms = silentLooms
    self.turnover = turnover
    self.status = status
    self.source = source
  }
}

/// What the units of a planted cluster say about their turnover.
public enum PlantedTurnover: Sendable, Equatable {
  /// Each unit a number of its own.
  case drawn
  /// No unit says anything.
  case none
  /// All units together exactly this many rupees, at scale 1.
  case total(Int)
}

/// A product of the background.
public struct BackgroundProduct: Sendable, Equatable {
  /// Product group that its rows are expected to be coded to.
  public var group: String
  /// The product in words.
  public var product: String
  /// NIC-2008 code.
  public var code: String
  /// How it is made.
  public var productionClass: ProductionClass

  /// A product from its parts.
  public init(group: String, product: String, code: String, productionClass: ProductionClass) {
    self.group = group
    self.product = product
    self.code = code
    self.productionClass = productionClass
  }
}

/// How many rows in ten thousand carry each kind of fault. The first five are rows of their own beside the planted units
/// and the background; the others befall any unit and never change where it stands, what it makes or whether it counts.
public struct DirtShares: Sendable, Equatable {
  /// Closed and planned units.
  public var idle = 250
  /// Second rows of a unit, with its registration number in another spelling.
  public var duplicates = 120
  /// Rows that no place finer than a district can be found for.
  public var unlocated = 120
  /// Rows without a product that anybody could code.
  public var uncoded = 120
  /// Rows that cannot be read.
  public var rejects = 20

  /// No PIN; the town is named.
  public var withoutPin = 800
  /// No industry code; the product is named.
  public var withoutCode = 1000
  /// The row's own coordinates beside its PIN.
  public var withCoordinates = 1500
  /// A former or other name of the district or state.
  public var otherNames = 700
  /// A district with two letters exchanged.
  public var misspelt = 200
  /// Rupees grouped as `12,34,567`.
  public var grouped = 2000
  /// Rows that end after the looms.
  public var short = 100
  /// A date that does not exist.
  public var badDates = 50
  /// A PIN of the same sorting district that the town list does not hold; background only.
  public var otherPins = 500
  /// Bytes in the name that are not valid UTF-8; background only.
  public var badText = 30

  /// The default shares.
  public init() {}
}
