import Model
import Synchronization

/// Places by position: square cells in degrees over the rectangle that holds them all, for finding what is near a point.
final class PlaceGrid: Sendable {
  private let gazetteer: Gazetteer
  /// Places cell by cell, ascending within a cell.
  private let places: [UInt32]
  /// Where each cell begins in `places`, row by row; one more than there are cells.
  private let starts: [UInt32]
  /// Southwest corner, and the side of a cell, in 1e-7 degrees.
  private let south: Int64
  private let west: Int64
  private let side: Int64
  private let rows: Int
  private let columns: Int

  /// The grid of the places in `list` that `isWanted` wants. Linear; a tenth of a degree (11 km) is the finest cell.
  init(_ gazetteer: Gazetteer, _ list: Gazetteer.Run<UInt32>, where isWanted: (PlaceRecord) -> Bool) {
    self.gazetteer = gazetteer
    let wanted = (0..<list.count).map { list[$0] }.filter { isWanted(gazetteer.places[$0]) }.sorted()
    var box = (south: Int64.max, north: Int64.min, west: Int64.max, east: Int64.min)
    for place in wanted {
      let point = gazetteer.places[place].coordinate
      box = (
        min(box.south, Int64(point.lat)), max(box.north, Int64(point.lat)), min(box.west, Int64(point.lon)),
        max(box.east, Int64(point.lon))
      )
    }
    guard box.south <= box.north else {
      (places, starts, south, west, side, rows, columns) = ([], [0], 0, 0, 1_000_000, 0, 0)
      return
    }
    var side: Int64 = 1_000_000
    func count(_ low: Int64, _ high: Int64) -> Int { Int((high - low) / side) + 1 }
    while count(box.south, box.north) * count(box.west, box.east) > 1 << 20 { side *= 2 }
    (south, west, self.side) = (box.south, box.west, side)
    (rows, columns) = (count(box.south, box.north), count(box.west, box.east))
    let (south, west, columns) = (self.south, self.west, self.columns)
    func cell(_ place: UInt32) -> Int {
      let point = gazetteer.places[place].coordinate
      return Int((Int64(point.lat) - south) / side) * columns + Int((Int64(point.lon) - west) / side)
    }
    var ends = [UInt32](repeating: 0, count: rows * columns + 1)
    for place in wanted { ends[cell(place) + 1] += 1 }
    for index in 1..<ends.count { ends[index] += ends[index - 1] }
    starts = ends
    var sorted = [UInt32](repeating: 0, count: wanted.count)
    for place in wanted {
      let cell = cell(place)
      sorted[Int(ends[cell])] = place
      ends[cell] += 1
    }
    places = sorted
  }

  /// Hands every place within `metres` of `point`, with its distance, to `body`. The order says nothing. Linear in the
  /// places of the cells that the circle touches.
  @inline(__always)
  func forEach(near point: Coordinate, metres: Double, _ body: (UInt32, Double) -> Void) {
    guard rows > 0 else { return }
    let reach = Int64(metres / Distance.metresPerUnit) + 1
    let bottom = max(0, Self.floor(Int64(point.lat) - reach - south, side))
    let top = min(rows - 1, Self.floor(Int64(point.lat) + reach - south, side))
    // The farther from the equator, the more degrees a metre spans.
    let edge = min(900_000_000, abs(Int64(point.lat)) + reach)
    let cosine = Distance.cosine(Double(edge))
    let span = cosine < 0.02 ? 1_800_000_000 : min(1_800_000_000, Int64(Double(reach) / cosine) + 1)
    guard bottom <= top else { return }
    for turn in [-3_600_000_000, 0, 3_600_000_000] as [Int64] {
      let left = max(0, Self.floor(Int64(point.lon) + turn - span - west, side))
      let right = min(columns - 1, Self.floor(Int64(point.lon) + turn + span - west, side))
      guard left <= right else { continue }
      for row in bottom...top {
        for index in Int(starts[row * columns + left])..<Int(starts[row * columns + right + 1]) {
          let distance = Distance.metres(gazetteer.places[places[index]].coordinate, point)
          if distance <= metres { body(places[index], distance) }
        }
      }
    }
  }

  private static func floor(_ value: Int64, _ side: Int64) -> Int {
    Int(value >= 0 ? value / side : (value - side + 1) / side)
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
      let all = PlaceGrid(gazetteer, gazetteer.byLatitude) { _ in true }
      made.all = all
      return all
    }
  }

  /// Cities and towns.
  var towns: PlaceGrid {
    made.withLock { made in
      if let towns = made.towns { return towns }
      let towns = PlaceGrid(gazetteer, gazetteer.byLatitude) { KindSet.towns.has($0.kind.rawValue) }
      made.towns = towns
      return towns
    }
  }
}
