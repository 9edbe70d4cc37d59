import Model

/// What a reference register says of the cluster's product in its district and state (domain: section 7).
public struct RegionFacts: Sendable, Equatable {
  /// Units of the product in the district, and all units of the district.
  public var district: (product: Int64, all: Int64)
  /// The same in the whole reference.
  public var reference: (product: Int64, all: Int64)
  /// Units of the product in the state.
  public var state: Int64
  /// What is compared with: `register`, or the name of a file.
  public var referenceName: String
  /// How strong the product is in the district; nil where employment does not tell.
  public var strength: RegionStrength?

  /// Facts from their parts.
  public init(
    district: (product: Int64, all: Int64), reference: (product: Int64, all: Int64), state: Int64,
    referenceName: String,
    strength: RegionStrength?
  ) {
    self.district = district
    self.reference = reference
    self.state = state
    self.referenceName = referenceName
    self.strength = strength
  }

  /// Equal in every part.
  public static func == (a: RegionFacts, b: RegionFacts) -> Bool {
    a.district == b.district && a.reference == b.reference && a.state == b.state && a.referenceName == b.referenceName
      && a.strength == b.strength
  }
}

/// Location quotient of the cluster's district (never of its footprint, an area chosen for its concentration), stars of the
/// district, and the cluster's share of state and nation.
///
/// LQ = (e_ig / e_g) / (e_in / e_n) by units, with the score interval of `LocationQuotient` at `reference.interval_percent`;
/// unknown without a reference that covers all industries.
enum QuotientRule {
  static func apply(_ subject: Subject, _ parameters: ReferenceParameters, to description: inout Description) {
    let unknown: [ClusterProperty] = [.lq, .lqLow, .lqHigh, .shareOfState, .shareOfNation]
    guard let facts = subject.region else {
      for property in unknown { description.unknown(property, missing: "reference register") }
      stars(nil, missing: "employment", to: &description)
      return
    }
    let place = subject.candidate.place
    let quotient = LocationQuotient(
      regionIndustry: facts.district.product, region: facts.district.all, referenceIndustry: facts.reference.product,
      reference: facts.reference.all)
    if let quotient, let value = quotient.value, let interval = quotient.interval(parameters.interval) {
      let rounded = PropertyValue.rounded(value, digits: 3)
      description.properties[.lqLow] = .rounded(interval.lowerBound, digits: 3)
      description.properties[.lqHigh] = .rounded(interval.upperBound, digits: 3)
      let word =
        interval.lowerBound > 1 ? "specialised" : interval.upperBound < 1 ? "under-represented" : "not specialised"
      description.set(
        .lq, rounded,
        because: Evidence(
          id: description.id, dimension: "lq", value: rounded.plain,
          observed: .text(
            "\(facts.district.product)/\(facts.district.all) against \(facts.reference.product)/\(facts.reference.all)"),
          comparison: word,
          limit: .text(
            "\(PropertyValue.rounded(interval.lowerBound, digits: 2).plain)-\(PropertyValue.rounded(interval.upperBound, digits: 2).plain)"
          ),
          unit: "units of the district against the \(facts.referenceName), score interval",
          configKey: "reference.interval_percent", source: "domain 7; Koopman 1984"))
    } else {
      for property in [ClusterProperty.lq, .lqLow, .lqHigh] {
        description.unknown(
          property,
          missing: facts.district.all == 0 && !place.district.isEmpty ? "reference register" : "district of most units")
      }
    }
    // A cluster may reach beyond its state.
    let inState = subject.candidate.unitsByDistrict
      .filter { ($0.district.state, $0.district.country) == (place.state, place.country) }
      .reduce(0) { $0 + $1.units }
    share(inState, of: facts.state, .shareOfState, facts, to: &description)
    share(subject.candidate.sums.units, of: facts.reference.product, .shareOfNation, facts, to: &description)
    stars(
      facts.strength,
      missing: subject.family != nil
        ? "a single product"
        : subject.candidate.sums[.known(.employment)] > 0 || facts.referenceName != "register"
          ? "employment of most units in several districts" : "employment", to: &description)
  }

  private static func share(
    _ units: Int64, of total: Int64, _ property: ClusterProperty, _ facts: RegionFacts,
    to description: inout Description
  ) {
    guard total > 0, units <= total else { return description.unknown(property, missing: "reference register") }
    let value = PropertyValue.rounded(Double(units) / Double(total), digits: 4)
    description.set(
      property, value,
      because: Evidence(
        id: description.id, dimension: property.rawValue, value: value.plain, observed: .integer(units),
        comparison: "of",
        limit: .integer(total),
        unit:
          "units of the product in its \(property == .shareOfState ? "state" : "country") by the \(facts.referenceName)",
        source: "CfP 1.3"))
  }

  private static func stars(_ strength: RegionStrength?, missing: String, to description: inout Description) {
    guard let strength else {
      for property in [ClusterProperty.starSize, .starSpecialisation, .starFocus] {
        description.unknown(property, missing: missing)
      }
      return
    }
    description.properties[.starSize] = .boolean(strength.starSize)
    description.properties[.starSpecialisation] = .boolean(strength.starSpecialisation)
    description.properties[.starFocus] = .boolean(strength.starFocus)
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "stars", value: "\(strength.stars)", observed: .integer(Int64(strength.stars)),
        comparison: "of", limit: .integer(3), unit: "stars of the district by employment", configKey: "reference.stars",
        source: "ECO"))
    let value = strength.isVeryStrong ? "very-strong" : strength.isStrong ? "strong" : "not-strong"
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "strong_region", value: value,
        unit: "the district among the districts of the product",
        configKey: "reference.stars", source: "USCM"))
  }
}
