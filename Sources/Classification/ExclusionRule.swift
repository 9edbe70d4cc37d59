import Model

/// What was left out of the count and why, and which columns would have been needed to look (CfP 1.5).
///
/// A missing column excludes nothing and is said. Evidence lines overlap where a unit gives several reasons.
enum ExclusionRule {
  static func apply(_ subject: Subject, _ benchmark: Benchmark, key: String, to description: inout Description) {
    let sums = subject.candidate.sums
    for excluded in benchmark.excludes {
      let name = ExclusionEvidence.names.first { $0.0 == excluded }?.1 ?? ""
      var units: Int64 = 0
      for combination in 0..<UInt8(ExclusionEvidence.combinations) where combination & excluded.rawValue != 0 {
        units += sums[.exclusion(ExclusionEvidence(rawValue: combination))]
      }
      let column = missingColumn(for: excluded, in: subject.columns)
      guard units > 0 || column != nil else { continue }
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "counted_units", value: column == nil ? "excluded" : "unknown",
          observed: column == nil ? .integer(units) : .null, comparison: "", unit: name,
          configKey: "\(key).excludes", source: benchmark.excludesSource, missing: column ?? ""))
    }
    if !subject.columns.operating {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "units", value: "upper-bound", observed: .integer(sums.units), unit: "units",
          source: "FAQ 7", missing: "operating"))
    }
  }

  /// The column that `excluded` needs, when the registers do not have it.
  private static func missingColumn(for excluded: ExclusionEvidence, in columns: ObservedColumns) -> String? {
    switch excluded {
    case .household: columns.household ? nil : "household"
    case .fewPersons: columns.amounts.contains(.employment) ? nil : AmountField.employment.name
    case .littleCapital: columns.amounts.contains(.investment) ? nil : AmountField.investment.name
    case .unregistered: columns.registered ? nil : "registered"
    default: nil
    }
  }
}
