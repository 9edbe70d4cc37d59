/// What clusters are made by: a product at the chosen level, and the way it is made.
public struct TallyKey: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Index into `ProductKeys`.
  public var product: UInt16
  /// How the product is made.
  public var productionClass: ProductionClass

  /// A key from its parts.
  @inline(__always)
  public init(product: UInt16, productionClass: ProductionClass) {
    self.product = product
    self.productionClass = productionClass
  }

  /// Both parts in one integer, ordered as keys are.
  @inline(__always)
  public var packed: UInt32 { UInt32(product) << 8 | UInt32(productionClass.rawValue) }

  /// By product, then class.
  @inline(__always)
  public static func < (a: TallyKey, b: TallyKey) -> Bool { a.packed < b.packed }
}

/// A distinct place where units stand: its coordinate, then the gazetteer place (`LocatedBatch.noPlace` for the row's own
/// coordinates).
public struct SiteKey: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Where the site is.
  public var coordinate: Coordinate
  /// Gazetteer place, or `LocatedBatch.noPlace`.
  public var place: UInt32

  /// A site key from its parts.
  @inline(__always)
  public init(coordinate: Coordinate, place: UInt32) {
    self.coordinate = coordinate
    self.place = place
  }

  /// By coordinate, then place: the order in which ties are broken.
  @inline(__always)
  public static func < (a: SiteKey, b: SiteKey) -> Bool {
    a.coordinate != b.coordinate ? a.coordinate < b.coordinate : a.place < b.place
  }
}

/// The positive evidence in a row for leaving its unit out of a benchmark's count: four bits, so that sixteen counters hold
/// every combination and each rule set can count its own way without reading the register again.
public struct ExclusionEvidence: OptionSet, Hashable, Sendable {
  /// One bit for each kind of evidence, 0…15.
  public let rawValue: UInt8
  /// Evidence from its bits, 0…15.
  @inline(__always)
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The row says that the unit is a household unit.
  public static let household = ExclusionEvidence(rawValue: 1)
  /// The row gives no more persons than the limit of a micro unit.
  public static let fewPersons = ExclusionEvidence(rawValue: 2)
  /// The row gives no more capital than the limit of a micro unit.
  public static let littleCapital = ExclusionEvidence(rawValue: 4)
  /// The row says that the unit is not registered.
  public static let unregistered = ExclusionEvidence(rawValue: 8)
  /// Number of combinations.
  public static let combinations = 16

  /// Each single evidence with its stable word.
  public static let names: [(ExclusionEvidence, String)] = [
    (.household, "household"), (.fewPersons, "few-persons"), (.littleCapital, "little-capital"),
    (.unregistered, "unregistered"),
  ]
}
