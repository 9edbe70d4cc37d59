import Model

/// The candidates behind the placement of a row, for people who ask why.
extension Geocoder {
  /// The place at which row `row` of a located batch stands, with its confidence as score and what placed it; then what its
  /// PIN and its names could mean, the likelier ones first, at most `most` in all. Some hundred microseconds a row.
  public func candidates(
    _ batch: EnterpriseBatch, _ located: LocatedBatch, row: Int, most: Int
  ) -> [PlaceCandidate] {
    var chosen: [PlaceCandidate] = []
    if located.place[row] != LocatedBatch.noPlace {
      var candidate = describe(
        located.place[row], score: Int(located.confidence[row]),
        reason: "the row stands here, by \(Self.reason(located, row: row))")
      candidate.uncertainty = located.uncertainty[row]
      chosen.append(candidate)
    }
    var others: [PlaceCandidate] = []
    if let pin = batch.pin?[row], pin != 0 {
      others += lookup(pin: pin).map { candidate in
        var candidate = candidate
        candidate.score = min(candidate.score, 60)
        return candidate
      }
    }
    for field in [TextField.village, .locality, .town, .subdistrict] {
      others += named(batch.rows.string(batch.span(field, row)))
    }
    let address = batch.rows.string(batch.span(.address, row))
    if !address.isEmpty {
      others += pins(in: address)
      for part in Self.parts(of: address) { others += named(part) }
    }
    let area = Administration(state: located.lgdState[row], district: located.lgdDistrict[row])
    let ranked = Self.sorted(others.map { weighed($0, area) })
    var seen = Set(chosen.map(\.place))
    chosen += ranked.filter { seen.insert($0.place).inserted }
    return Array(chosen.prefix(most))
  }

  private func named(_ text: String) -> [PlaceCandidate] {
    text.isEmpty ? [] : lookup(name: text, area: Administration(), similar: false)
  }
}
