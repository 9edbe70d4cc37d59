import Model

/// An area of polygons with holes, and how far a place is from it.
public struct Area: Sendable {
  private let rings: [[Coordinate]]
  private let edge: LineSet
  private var south = Int32.max
  private var north = Int32.min
  private var west = Int32.max
  private var east = Int32.min

  /// The area that an odd number of `rings` encloses: the polygons of one feature with their holes. Rings may be open or closed.
  public init(rings: [[Coordinate]]) {
    self.rings = rings.filter { $0.count >= 3 }
    edge = LineSet(
      self.rings.map { ring in ring.first == ring.last ? ring : ring + [ring[0]] })
    for point in self.rings.joined() {
      south = min(south, point.lat)
      north = max(north, point.lat)
      west = min(west, point.lon)
      east = max(east, point.lon)
    }
  }

  /// Whether `place` lies inside; edges are straight in longitude and latitude. Linear in the vertices where the box holds it.
  public func contains(_ place: Coordinate) -> Bool {
    guard place.lat >= south, place.lat <= north, place.lon >= west, place.lon <= east else { return false }
    var inside = false
    let (lat, lon) = (Double(place.lat), Double(place.lon))
    for ring in rings {
      var previous = ring[ring.count - 1]
      for current in ring {
        if (current.lat > place.lat) != (previous.lat > place.lat) {
          let share = (lat - Double(current.lat)) / (Double(previous.lat) - Double(current.lat))
          if lon < (Double(previous.lon) - Double(current.lon)) * share + Double(current.lon) { inside.toggle() }
        }
        previous = current
      }
    }
    return inside
  }

  /// Metres from `place` to the area, 0 inside; nil when it has no ring. As exact as `LineSet`.
  public func distance(from place: Coordinate) -> Double? { contains(place) ? 0 : edge.distance(from: place) }
}
