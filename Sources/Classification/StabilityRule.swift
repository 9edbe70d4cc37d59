import Model

/// Stability: does the cluster survive when its sites move within their uncertainty?
///
/// `stability` is the share of draws in which the group that holds most of the cluster's units, and at least the share of them that
/// makes it the same cluster, has the same status. Beside it stands the mean share of the cluster's units in that group.
enum StabilityRule {
  static func apply(_ subject: Subject, _ parameters: StabilityParameters, to description: inout Description) {
    guard let stability = subject.stability, stability.draws > 0 else {
      description.unknown(.stability, missing: "draws within stability.most_points")
      return
    }
    let value = hundredths(Int64(stability.sameStatus), of: Int64(stability.draws))
    description.set(
      .stability, value,
      because: Evidence(
        id: description.id, dimension: "stability", value: value.plain,
        observed: .integer(Int64(stability.sameStatus)), comparison: "of", limit: .integer(Int64(stability.draws)),
        unit: "draws in which most of its units stay together and the status stays", configKey: "stability.draws",
        source: "default"))
    let units = subject.candidate.sums.units
    let (all, overflow) = units.multipliedReportingOverflow(by: Int64(stability.draws))
    if all > 0, !overflow {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "members_kept", value: hundredths(stability.keptUnits, of: all).plain,
          observed: .integer((2 * stability.keptUnits + Int64(stability.draws)) / (2 * Int64(stability.draws))),
          comparison: "of", limit: .integer(units), unit: "units that stay together, mean over the draws",
          configKey: "stability.match_percent", source: "default"))
    }
    description.evidence.append(
      Evidence(
        id: description.id, dimension: "stability_model", value: "normal-error",
        observed: .integer(Int64(parameters.sharedPercent)),
        unit: "percent of the variance common to all units of a place, the rest each part's own; sigma = r90/2.146",
        configKey: "stability.shared_percent", source: "default"))
  }

  /// A share of a positive total with two decimals, halves up.
  private static func hundredths(_ part: Int64, of total: Int64) -> PropertyValue {
    let (whole, rest) = part.quotientAndRemainder(dividingBy: total)
    return .decimal(100 * whole + Int64((Int128(rest) * 200 + Int128(total)) / (2 * Int128(total))), digits: 2)
  }
}
