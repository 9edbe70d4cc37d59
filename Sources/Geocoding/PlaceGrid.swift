import Model
import Synchronization

/// Places by position: bands of latitude, each by longitude, for finding what is near a point.
final class PlaceGrid: Sendable {
  /// Places band by band, each band by longitude, then number; and where they stand.
  private let places: [UInt32]
  private let points: [Coordinate]
  /// Where each band begins in `places`; one more than there are bands.
  private let starts: [Int32]
  /// The first band, and the height of one in 1e-7 degrees.
  private let first: Int64
  private let height: Int64

  /// The grid of the places in `list` that `isWanted` wants, in bands of `height`; a band about as high as what is looked for is
  /// wide costs least. n log n.
  init(_ gazetteer: Gazetteer, _ list: Gazetteer.Run<UInt32>, height: Int64, where isWanted: (PlaceRecord) -> Bool) {
    self.height = height
    let wanted = (0..<list.count).map { list[$0] }.filter { isWanted(gazetteer.places[$0]) }
    let ordered = wanted.map { (place: $0, point: gazetteer.places[$0].coordinate) }.sorted { a, b in
      let (left, right) = (Self.floor(Int64(a.point.lat), height), Self.floor(Int64(b.point.lat), height))
      if left != right { return left < right }
      return a.point.lon != b.point.lon ? a.point.lon < b.point.lon : a.place < b.place
    }
    places = ordered.map(\.place)
    points = ordered.map(\.point)
    first = ordered.first.map { Self.floor(Int64($0.point.lat), height) } ?? 0
    var starts: [Int32] = [0]
    for (index, point) in points.enumerated() {
      let band = Int(Self.floor(Int64(point.lat), height) - first)
      while starts.count <= band { starts.append(Int32(index)) }
    }
    self.starts = starts + [Int32(points.count)]
  }

  /// Hands every place within `metres` of `point`, with its distance, to `body`. The order says nothing. A binary search in each
  /// band that the circle touches, and the places of its box.
  @inline(__always)
  func forEach(near point: Coordinate, metres: Double, _ body: (UInt32, Double) -> Void) {
    let reach = Int64(metres / Distance.metresPerUnit) + 1
    let bottom = max(0, Self.floor(Int64(point.lat) - reach, height) - first)
    let top = min(Int64(starts.count) - 2, Self.floor(Int64(point.lat) + reach, height) - first)
    guard bottom <= top, !points.isEmpty else { return }
    // The farther from the equator, the more degrees a metre spans.
    let edge = min(900_000_000, abs(Int64(point.lat)) + reach)
    let cosine = Distance.cosine(Double(edge))
    let span = cosine < 0.02 ? 1_800_000_000 : min(1_800_000_000, Int64(Double(reach) / cosine) + 1)
    for turn in [-3_600_000_000, 0, 3_600_000_000] as [Int64] {
      let west = max(Int64(point.lon) + turn - span, -1_800_000_000)
      let east = min(Int64(point.lon) + turn + span, 1_800_000_000)
      guard west <= east else { continue }
      points.withUnsafeBufferPointer { points in
        for band in Int(bottom)...Int(top) {
          var index = Self.search(points, Int(starts[band]), Int(starts[band + 1]), Int32(west))
          let end = Int(starts[band + 1])
          while index < end, Int64(points[index].lon) <= east {
            if abs(Int64(points[index].lat) - Int64(point.lat)) <= reach {
              let distance = Distance.metres(points[index], point)
              if distance <= metres { body(places[index], distance) }
            }
            index += 1
          }
        }
      }
    }
  }

  /// The first of `points` from `start` to `end` that lies at `west` or east of it.
  @inline(__always)
  private static func search(
    _ points: UnsafeBufferPointer<Coordinate>, _ start: Int, _ end: Int, _ west: Int32
  ) -> Int {
    var (low, high) = (start, end)
    while low < high {
      let middle = (low + high) / 2
      if points[middle].lon < west { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func floor(_ value: Int64, _ side: Int64) -> Int64 {
    value >= 0 ? value / side : (value - side + 1) / side
  }
}

/// The grids of a gazetteer, made when they are first asked for.
final class PlaceGrids: Sendable {
  private let gazetteer: Gazetteer
  private let made = Mutex<(all: PlaceGrid?, towns: PlaceGrid?)>((nil, nil))

  init(_ gazetteer: Gazetteer) { self.gazetteer = gazetteer }

  /// All places that can name a point.
  var all: PlaceGrid {
    made.withLock { made in
      if let all = made.all { return all }
      let all = PlaceGrid(gazetteer, gazetteer.byLatitude, height: 200_000) { _ in true }
      made.all = all
      return all
    }
  }

  /// Cities and towns.
  var towns: PlaceGrid {
    made.withLock { made in
      if let towns = made.towns { return towns }
      let towns = PlaceGrid(gazetteer, gazetteer.byLatitude, height: 1_500_000) { KindSet.towns.has($0.kind.rawValue) }
      made.towns = towns
      return towns
    }
  }
}
