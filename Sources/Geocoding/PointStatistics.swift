import Model

/// Robust middles and spreads of points.
enum PointStatistics {
  /// The median of each axis: the lower middle for an even number. O(n log n). `points` must not be empty.
  static func median(_ points: some Collection<Coordinate>) -> Coordinate {
    let lats = points.map(\.lat).sorted()
    let lons = points.map(\.lon).sorted()
    return Coordinate(lat: lats[(lats.count - 1) / 2], lon: lons[(lons.count - 1) / 2])
  }

  /// The least distance in metres from `centre` within which at least `percent` of the points lie; 0 without points.
  static func radius(_ points: some Collection<Coordinate>, around centre: Coordinate, percent: Int) -> Double {
    let distances = points.map { Distance.metres($0, centre) }.sorted()
    guard !distances.isEmpty else { return 0 }
    return distances[max(0, (distances.count * percent + 99) / 100 - 1)]
  }
}
