import Model

extension Array where Element == PinPoint {
  /// The points without those of post offices that stand within `metres` of a GeoNames point of the same PIN: one was copied
  /// from the other, and copies are no second opinion. O(points of a PIN squared).
  func withoutCopies(metres: Double) -> [PinPoint] {
    var postal: [UInt32: [Coordinate]] = [:]
    for point in self where point.source == .geonamesPostal { postal[point.pin, default: []].append(point.point) }
    return filter { point in
      guard point.source == .postOffices, let others = postal[point.pin] else { return true }
      return !others.contains { Distance.metres($0, point.point) <= metres }
    }
  }
}

extension GazetteerDraft {
  /// Whether a point lies so far from the district that its source states for it that one of the two is wrong: beyond twice
  /// the radius that holds nine tenths of the district, and `margin` metres. False for districts without a position.
  func isFar(_ point: Coordinate, fromDistrict code: UInt16, margin: Double) -> Bool {
    guard code != 0, let index = districtIndex[code] else { return false }
    let district = places[Int(index)]
    return district.hasPosition
      && Distance.metres(point, district.coordinate) > 2 * Double(district.uncertainty) + margin
  }
}

/// The middles and reaches of the three-digit PIN areas, by which points that cannot belong to their PIN are told.
struct PinAreas {
  private var middles: [UInt32: (centre: Coordinate, reach: Double)] = [:]

  /// The areas of `points`: the median of each prefix, and a reach of three times the median distance from it.
  init(_ points: [PinPoint], parameters: GeocodingParameters) {
    let sorted = points.sorted { $0.pin < $1.pin }
    var start = 0
    while start < sorted.count {
      var end = start
      let prefix = sorted[start].pin / 1000
      while end < sorted.count, sorted[end].pin / 1000 == prefix { end += 1 }
      let own = sorted[start..<end].map(\.point)
      let centre = PointStatistics.median(own)
      let half = PointStatistics.radius(own, around: centre, percent: 50)
      middles[prefix] = (centre, max(parameters.prefixReach, 3 * half))
      start = end
    }
  }

  /// The points that lie within the reach of their area; an area's own median decides.
  func kept(_ points: [PinPoint]) -> [PinPoint] {
    points.filter { point in
      guard let area = middles[point.pin / 1000] else { return true }
      return Distance.metres(point.point, area.centre) <= area.reach
    }
  }
}

/// Finds the PIN nearest to a point, to tell its district.
struct NearestPin {
  private var places: [(point: Coordinate, district: UInt16, state: UInt16, pin: UInt32)] = []

  init(_ draft: GazetteerDraft) {
    for place in draft.places where place.kind == .pin && place.hasPosition && place.district != 0 {
      places.append((place.coordinate, place.district, place.state, place.pin))
    }
    places.sort { $0.point != $1.point ? $0.point < $1.point : $0.pin < $1.pin }
  }

  /// The district, state and PIN of the nearest PIN within 50 km, or nil. O(log PINs and those nearby).
  func nearest(to point: Coordinate) -> (district: UInt16, state: UInt16, pin: UInt32)? {
    var low = 0
    var high = places.count
    let floor = point.lat - 4_500_000
    while low < high {
      let middle = (low + high) / 2
      if places[middle].point.lat < floor { low = middle + 1 } else { high = middle }
    }
    var best = 50_000.0
    var found: Int?
    while low < places.count, places[low].point.lat <= point.lat + 4_500_000 {
      let distance = Distance.metres(places[low].point, point)
      if distance < best {
        best = distance
        found = low
      }
      low += 1
    }
    return found.map { (places[$0].district, places[$0].state, places[$0].pin) }
  }
}
