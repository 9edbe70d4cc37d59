/// When a theme counts as measured, and from where a thematic concentration is published.
public struct ThemeParameters: Sendable, Equatable {
  /// Units from which a concentration is published, inclusive.
  public var leastUnits: Int64 = 100
  /// A facility serves a concentration up to this distance from its centre, metres, inclusive.
  public var facilityRange: Int64 = 25_000
  /// Where both come from.
  public var concentrationSource = "default"
  /// Energy intensive from so many kilograms of oil equivalent a year per worker, inclusive.
  public var energyPerWorker: Int64 = 2_000
  /// Pollution intensive from so many litres of effluent a day per unit that gives it, inclusive.
  public var effluentPerUnit: Int64 = 10_000
  /// Pollution intensive when so many percent of the units that tell their consent are of the category red, inclusive.
  public var redConsentPercent: Int64 = 50
  /// Where all three come from.
  public var measuredSource = "default"

  static let energyIntensive = "energy-intensive"
  static let pollutionIntensive = "pollution-intensive"
  /// The themes that figures of a register can show, whatever the products.
  public static let measurable = [energyIntensive, pollutionIntensive]

  /// The built-in numbers.
  public init() {}
}
