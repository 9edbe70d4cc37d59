import Classification
import Geocoding
import Model
import Publishing

/// How much of the register stands in clusters (domain: section 7): units, employment, investment, turnover and exports of what
/// operates and was located, in industry and in all. The published shares are India's: what lies abroad is left out.
struct ClusteredShareStage {
  let tally: Tally
  let published: DescribeStage.Published
  let parameters: ClusteredShareParameters
  let places: SitePlaces
  let geocoder: Geocoder

  private static let amounts: [AmountField] = [.employment, .investment, .turnover, .exports]

  /// Rows of industry, then of all. Linear in pairs.
  func run() -> [ClusteredShareTable.Row] {
    let statuses = published.features.map { $0.properties.text(.status) }
    let isAbroad = places.descriptions.map { geocoder.region(place: $0.place).country != 0 }
    return [true, false].flatMap { isIndustry in
      let made = isIndustry ? ProductionClass.industrial.name : "all"
      var rows = [ClusteredShareTable.Row(made: made, measure: "units")]
      rows += Self.amounts.map { ClusteredShareTable.Row(made: made, measure: $0.name) }
      for (key, range) in tally.pairRanges().enumerated()
      where !isIndustry || tally.keys[key].productionClass == .industrial {
        for pair in range where !isAbroad[Int(places.numberOfSite[Int(tally.pairSite[pair])])] {
          let feature = published.featureOfPair[pair]
          let status = feature < 0 ? "" : statuses[Int(feature)]
          let units = tally.units(pair)
          Self.add(units, known: units, of: units, status, to: &rows[0])
          for (index, field) in Self.amounts.enumerated() {
            Self.add(
              tally.value(.sum(field), pair), known: tally.value(.known(field), pair), of: units, status,
              to: &rows[index + 1])
          }
        }
      }
      // The published shares are of industry.
      for index in rows.indices where isIndustry {
        rows[index].published = parameters.percents[rows[index].measure]
        rows[index].source = parameters.source
      }
      return rows
    }
  }

  private static func add(
    _ value: Int64, known: Int64, of units: Int64, _ status: String, to row: inout ClusteredShareTable.Row
  ) {
    row.totals.all += value
    row.known.units += known
    row.known.of += units
    switch status {
    case ClusterStatus.cluster.rawValue: row.totals.clusters += value
    case ClusterStatus.potential.rawValue: row.totals.potential += value
    case ClusterStatus.undetermined.rawValue: row.totals.undetermined += value
    default: break
    }
  }
}
