import Model

/// Size (FAQ 11): five classes of industrial clusters, I the smallest, by total turnover and employment; the higher of the two
/// counts. The sources publish no cut points: those of `[size]` are defaults. Unknown while neither column covers
/// `coverage.least_percent` of the units; both totals are lower bounds, and so is the class. Rows with an absurd number are
/// left out, and persons given as 0 tell nothing.
enum SizeRule {
  private static let names = ["I", "II", "III", "IV", "V"]

  static func apply(
    _ subject: Subject, _ verdict: Verdict, _ parameters: ClassificationParameters, to description: inout Description
  ) {
    guard verdict.category == .industrial else { return }
    let sums = subject.candidate.sums
    var best: (rank: Int, field: AmountField, total: Int64, cut: Int64)?
    for (field, cuts) in [(AmountField.employment, parameters.sizeEmployment), (.turnover, parameters.sizeTurnover)] {
      let known = sums[.known(field)] - (field == .employment ? sums[.zeroPersons] : 0)
      guard known > 0, known * 100 >= sums.units * parameters.coveragePercent else { continue }
      let total = sums[.sum(field)] - sums[field == .employment ? .absurdWorkers : .absurdTurnover]
      let rank = cuts.count { total >= $0 }
      if let known = best, known.rank >= rank { continue }
      best = (rank, field, total, rank > 0 ? cuts[rank - 1] : cuts.first ?? 0)
    }
    guard let best else {
      description.unknown(.sizeClass, missing: "\(AmountField.employment.name);\(AmountField.turnover.name)")
      return
    }
    let value = names[min(best.rank, names.count - 1)]
    description.set(
      .sizeClass, .text(value),
      because: Evidence(
        id: description.id, dimension: "size_class", value: value, observed: .integer(best.total),
        comparison: best.rank > 0 ? ">=" : "<", limit: .integer(best.cut),
        unit: best.field == .employment ? "persons" : "INR",
        configKey: best.field == .employment ? "size.employment" : "size.turnover_inr",
        source: "FAQ 11; numbers: default"))
  }
}
