import Model

/// Shares that grants ask for (TP, annex on schemes: a cluster more than half of whose units are micro, village based, owned by women
/// or by members of scheduled castes or tribes gets a higher grant): of the units whose row tells, how many are so.
///
/// A share in 0…1 is published where `coverage.least_percent` of the units tell; the evidence compares it with
/// `grant.more_than_percent`. Whether a scheme grants anything is for the scheme to say.
enum GrantRule {
  private static let shares: [(property: ClusterProperty, field: TraitField, traits: [EnterpriseTrait])] = [
    (.shareMicro, .sizeClass, [.sizeMicro]), (.shareRural, .rural, [.rural]),
    (.shareWomenOwned, .womenOwned, [.womenOwned]),
    (.shareCastesTribes, .socialGroup, [.scheduledCaste, .scheduledTribe]),
  ]

  static func apply(_ subject: Subject, _ parameters: ClassificationParameters, to description: inout Description) {
    let sums = subject.candidate.sums
    for (property, field, traits) in shares {
      let known = sums.known(field)
      guard known > 0, known * 100 >= sums.units * parameters.coveragePercent else {
        description.unknown(property, missing: field.name)
        continue
      }
      let units = traits.reduce(0) { $0 + sums[.trait($1)] }
      let isMore = units * 100 > known * parameters.grant.morePercent
      let value = PropertyValue.rounded(Double(units) / Double(known), digits: 3)
      description.set(
        property, value,
        because: Evidence(
          id: description.id, dimension: property.rawValue, value: value.plain,
          observed: .percent(units, of: known, limit: parameters.grant.morePercent), comparison: isMore ? ">" : "<=",
          limit: .integer(parameters.grant.morePercent),
          unit: "percent, \(units) of \(known) units that tell, of \(sums.units)", configKey: "grant.more_than_percent",
          source: parameters.grant.source))
    }
  }
}

/// What grants ask for.
public struct GrantParameters: Sendable, Equatable {
  /// More than this share of the units, percent, exclusive.
  public var morePercent: Int64 = 50
  /// Where it comes from.
  public var source = "TP"

  /// The built-in numbers.
  public init() {}
}
