import Model

/// What was left out of the count and why, and how many units do not tell (CfP 1.5).
///
/// A missing figure, or a zero, excludes nothing and is said: of each cluster, for one of several registers may have what another
/// lacks. Evidence lines overlap where a unit gives several reasons. Units of rows with an absurd number are said too.
enum ExclusionRule {
  static func apply(_ subject: Subject, _ benchmark: Benchmark, key: String, to description: inout Description) {
    let sums = subject.candidate.sums
    for excluded in benchmark.excludes {
      let name = ExclusionEvidence.names.first { $0.0 == excluded }?.1 ?? ""
      var units: Int64 = 0
      for combination in 0..<UInt8(ExclusionEvidence.combinations) where combination & excluded.rawValue != 0 {
        units += sums[.exclusion(ExclusionEvidence(rawValue: combination))]
      }
      func line(_ value: String, _ observed: Int64, missing: String) -> Evidence {
        Evidence(
          id: description.id, dimension: "counted_units", value: value, observed: .integer(observed), comparison: "of",
          limit: .integer(sums.units), unit: name, configKey: "\(key).excludes", source: benchmark.excludesSource,
          missing: missing)
      }
      if units > 0 { description.evidence.append(line("excluded", units, missing: "")) }
      let silent = silent(excluded, sums)
      if silent.units > 0 { description.evidence.append(line("unknown", silent.units, missing: silent.column)) }
    }
    let silent = sums[.unitsUnknown]
    if silent > 0 {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "units", value: "upper-bound", observed: .integer(silent), comparison: "of",
          limit: .integer(sums.units), unit: "units that do not tell whether they operate", source: "FAQ 7",
          missing: "operating"))
    }
    if sums[.absurd] > 0 {
      description.evidence.append(
        Evidence(
          id: description.id, dimension: "absurd_numbers", value: "capped", observed: .integer(sums[.absurd]),
          comparison: "of", limit: .integer(sums.units),
          unit:
            "units with a figure beyond belief: totals hold the most it may be, and no benchmark counts their turnover or looms",
          configKey: "numbers", source: "default"))
    }
  }

  /// The column that `excluded` needs, and the units whose row does not tell it.
  private static func silent(_ excluded: ExclusionEvidence, _ sums: Sums) -> (column: String, units: Int64) {
    switch excluded {
    case .household: ("household", sums.units - sums[.householdKnown])
    case .fewPersons: (AmountField.employment.name, sums.units - sums[.known(.employment)] + sums[.zeroPersons])
    case .littleCapital: (AmountField.investment.name, sums.units - sums[.known(.investment)] + sums[.zeroCapital])
    case .unregistered: ("registered", sums.units - sums[.registeredKnown])
    default: ("", 0)
    }
  }
}
