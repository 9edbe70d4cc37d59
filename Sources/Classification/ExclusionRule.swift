import Model

/// What was left out of the count and why, and which columns would have been needed to look (CfP 1.5).
///
/// A missing column excludes nothing and is said: of each cluster, for one of several registers may have what another lacks.
/// Evidence lines overlap where a unit gives several reasons.
enum ExclusionRule {
  static func apply(_ subject: Subject, _ benchmark: Benchmark, key: String, to description: inout Description) {
    let sums = subject.candidate.sums
    for excluded in benchmark.excludes {
      let name = ExclusionEvidence.names.first { $0.0 == excluded }?.1 ?? ""
      var units: Int64 = 0
      for combination in 0..<UInt8(ExclusionEvidence.combinations) where combination & excluded.rawValue != 0 {
        units += sums[.exclusion(ExclusionEvidence(rawValue: combination))]
      }
      let column = missingColumn(for: excluded, of: subject)
      guard units > 0 || column != nil else { continue }
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "counted_units", value: column == nil ? "excluded" : "unknown",
          observed: column == nil ? .integer(units) : .null, comparison: "", unit: name,
          configKey: "\(key).excludes", source: benchmark.excludesSource, missing: column ?? ""))
    }
    let silent = sums[.unitsUnknown]
    if silent > 0 {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "units", value: "upper-bound", observed: .integer(silent), comparison: "of",
          limit: .integer(sums.units), unit: "units that do not tell whether they operate", source: "FAQ 7",
          missing: "operating"))
    }
  }

  /// The column that `excluded` needs, when no unit of the cluster has it.
  private static func missingColumn(for excluded: ExclusionEvidence, of subject: Subject) -> String? {
    let sums = subject.candidate.sums
    switch excluded {
    case .household: return sums[.householdKnown] > 0 ? nil : "household"
    case .fewPersons: return sums[.known(.employment)] > 0 ? nil : AmountField.employment.name
    case .littleCapital: return sums[.known(.investment)] > 0 ? nil : AmountField.investment.name
    case .unregistered: return subject.columns.registered ? nil : "registered"
    default: return nil
    }
  }
}
