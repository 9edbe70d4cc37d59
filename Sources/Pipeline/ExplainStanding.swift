import Model

/// Where a cluster stands: how far from the next threshold above and below it, and its rank.
struct ExplainStanding {
  let properties: [String: String]
  let lines: [ExplainJob.Line]

  /// How far the count is from the thresholds around it; nil where there is nothing to say beside the benchmark.
  var next: String? {
    let benchmark = value("benchmark")
    guard let limit = Int(value("benchmark_limit")), let count = Int(value("benchmark_value")) else { return nil }
    if benchmark.hasSuffix("turnover") {
      return "It stands \(PlainWords.rupees(String(count - limit))) above that turnover."
    }
    let what = benchmark.hasSuffix("looms") ? "loom" : "unit"
    switch value("status") {
    case "cluster":
      var parts = [
        count == limit
          ? "It has just what the benchmark asks for" : "It stands \(counted(count - limit, what)) above the benchmark"
      ]
      if let dense = line("density"), let from = Int(dense.limit) {
        let times = limit > 0 && from % limit == 0 ? ", \(from / limit) times the benchmark" : ""
        parts.append(
          dense.value == "dense"
            ? "and is dense, which begins at \(Reporter.grouped(from))\(times)"
            : "and lacks \(counted(from - count, what)) to count as dense (\(Reporter.grouped(from))\(times))")
      }
      return parts.joined(separator: " ") + "."
    case "potential":
      guard let potential = line("potential"), let least = Int(potential.limit) else { return nil }
      let spare = count - least
      let turnover = line("turnover_counted").flatMap { $0.comparison == ">=" ? $0.observed : nil }
      let byTurnover =
        turnover.map {
          " Its turnover of \(PlainWords.rupees($0)) is enough for the rule by turnover, but that rule asks for more units than these."
        } ?? ""
      return (spare == 0 ? "It has just" : "It stands \(counted(spare, what)) above")
        + " the \(Reporter.grouped(least)) from which a group counts as a potential cluster.\(byTurnover)"
    case "undetermined":
      return "It lacks \(counted(limit - count, what)) to be a cluster, as far as the register tells."
    default: return nil
    }
  }

  /// The rank among clusters of its category, with its range; nil where it has none.
  var rank: String? {
    guard let line = line("rank"), line.value != "unknown", let rank = Int(line.observed), let of = Int(line.limit)
    else {
      return nil
    }
    let (low, high) = (value("rank_low"), value("rank_high"))
    let range =
      low == high
      ? "the same when each weight is taken half, whole, and one and a half times"
      : "from \(low) to \(high) when each weight is taken half, whole, and one and a half times"
    let criteria = words(line.unit.split(separator: " by ", maxSplits: 1).last.map(String.init) ?? "", ", ")
    let kind = line.unit.split(separator: " by ", maxSplits: 1).first.map(String.init) ?? "clusters"
    let left =
      line.missing.isEmpty ? "" : " Left out, not known of every one of them: \(words(line.missing, ";"))."
    return
      "It ranks \(Reporter.grouped(rank)) of \(Reporter.grouped(of)) \(kind) by \(criteria) (\(range); \(line.source)).\(left)"
  }

  private func words(_ list: String, _ separator: String) -> String {
    list.split(separator: separator).map { PlainWords.dimension(String($0)) }.joined(separator: ", ")
  }

  private func counted(_ number: Int, _ what: String) -> String {
    "\(Reporter.grouped(number)) \(what)\(number == 1 ? "" : "s")"
  }

  private func line(_ dimension: String) -> ExplainJob.Line? { lines.first { $0.dimension == dimension } }

  private func value(_ name: String) -> String { properties[name] ?? "" }
}
