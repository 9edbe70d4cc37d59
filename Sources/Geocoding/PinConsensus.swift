import Model

/// A point that some source gives for a PIN.
struct PinPoint {
  var pin: UInt32
  var source: PlaceSources
  var point: Coordinate
}

/// What the sources together say about one PIN.
struct PinVerdict {
  var centre: Coordinate
  /// Metres; holds nine tenths of what lies under the PIN as far as the sources tell.
  var uncertainty: Double
  /// The sources that agree with the centre.
  var agreeing: PlaceSources
  /// All sources that gave a usable point.
  var heard: PlaceSources
}

/// Finds the centre of each PIN on which independent sources agree, and how far that can be trusted.
struct PinConsensus {
  let parameters: GeocodingParameters

  /// One source's opinion.
  private struct Opinion {
    var source: PlaceSources
    var centre: Coordinate
    var count: Int
    /// Metres from its centre that hold nine tenths of its points.
    var spread: Double
    var weight: Int
  }

  /// Sources from the most precise to the least, with weights: village positions come from several measurements on the ground,
  /// office coordinates were typed by hand, GeoNames codes are coarse.
  private static let precision: [(source: PlaceSources, weight: Int)] = [
    (.pins, 6), (.villages, 6), (.postOffices, 4), (.geonamesPostal, 2), (.starter, 3),
  ]

  /// The verdict on one PIN, or nil without points. `points` are all of that PIN.
  func verdict(_ points: ArraySlice<PinPoint>) -> PinVerdict? {
    var opinions: [Opinion] = []
    for (source, weight) in Self.precision {
      let own = points.filter { $0.source == source }.map(\.point)
      guard !own.isEmpty else { continue }
      let centre = PointStatistics.median(own)
      opinions.append(
        Opinion(
          source: source, centre: centre, count: own.count,
          spread: PointStatistics.radius(own, around: centre, percent: 90), weight: own.count >= 3 ? weight : weight - 1
        ))
    }
    guard !opinions.isEmpty else { return nil }
    let core = closest(opinions)
    let group = core.isEmpty ? agreeing(opinions) : opinions.filter { belongs($0, to: core) }
    let centre = Self.mean(core.isEmpty ? group : core)
    let finest = group[0]
    let under = points.filter { $0.source == finest.source }.map(\.point)
    let spread = PointStatistics.radius(under, around: centre, percent: 90)
    return PinVerdict(
      centre: centre, uncertainty: uncertainty(group, opinions, centre: centre, spread: spread),
      agreeing: PlaceSources(group.map(\.source)), heard: PlaceSources(opinions.map(\.source)))
  }

  /// The two or more opinions that lie very near to one of them and weigh most together; empty without any. Independent sources
  /// that say the same to within a few kilometres are right more often than the most precise one alone, so they alone make
  /// the centre.
  private func closest(_ opinions: [Opinion]) -> [Opinion] {
    var best: [Opinion] = []
    var bestWeight = -1
    for anchor in opinions {
      let group = opinions.filter { Distance.metres($0.centre, anchor.centre) <= parameters.closeAgreement }
      let weight = group.reduce(0) { $0 + $1.weight }
      if group.count > 1, weight > bestWeight {
        best = group
        bestWeight = weight
      }
    }
    return best
  }

  /// Whether an opinion agrees with one of `core`.
  private func belongs(_ opinion: Opinion, to core: [Opinion]) -> Bool {
    core.contains { agree($0, opinion) }
  }

  private func agree(_ one: Opinion, _ other: Opinion) -> Bool {
    let reach = max(parameters.agreement, min(one.spread, other.spread) / 2)
    return Distance.metres(one.centre, other.centre) <= reach
  }

  /// The opinions that lie near enough to one of them and weigh most together; the more precise one on a tie.
  private func agreeing(_ opinions: [Opinion]) -> [Opinion] {
    var best: [Opinion] = []
    var bestWeight = -1
    for anchor in opinions {
      let group = opinions.filter { agree(anchor, $0) }
      let weight = group.reduce(0) { $0 + $1.weight }
      if weight > bestWeight {
        best = group
        bestWeight = weight
      }
    }
    return best
  }

  private func uncertainty(
    _ group: [Opinion], _ opinions: [Opinion], centre: Coordinate, spread: Double
  ) -> Double {
    var uncertainty = max(parameters.pinUncertainty, spread)
    let finest = group[0].source
    if finest != .villages, finest != .pins {
      // A few offices tell less of what lies under a PIN than they seem to: their 90 % distance is too short.
      let few = 1 + 2 / Double(group[0].count)
      uncertainty = max(parameters.pinUncertainty * few, spread * (1 + 1 / Double(group[0].count)))
    }
    if group.count == 1 {
      if finest == .postOffices { uncertainty = max(uncertainty, parameters.pinOfficesOnly) }
      if finest == .geonamesPostal { uncertainty = max(uncertainty, parameters.pinGeonamesOnly) }
    }
    // A lone opinion that another one of weight contradicts may be the wrong one: reach as far as that other.
    let against = opinions.filter { opinion in !group.contains { $0.source == opinion.source } }
    let groupWeight = group.reduce(0) { $0 + $1.weight }
    for opinion in against where opinion.weight * 2 >= groupWeight {
      uncertainty = max(uncertainty, Distance.metres(opinion.centre, centre))
    }
    return min(uncertainty, 2_000_000)
  }

  /// The mean of the group's centres by weight, in whole units.
  private static func mean(_ group: [Opinion]) -> Coordinate {
    var lat: Int64 = 0
    var lon: Int64 = 0
    var weight: Int64 = 0
    for opinion in group {
      lat += Int64(opinion.centre.lat) * Int64(opinion.weight)
      lon += Int64(opinion.centre.lon) * Int64(opinion.weight)
      weight += Int64(opinion.weight)
    }
    return Coordinate(lat: Int32(lat / weight), lon: Int32(lon / weight))
  }
}
