import Classification
import Clustering
import Model
import Spatial

/// What of a tally stands around a point, by product and way of making.
struct NearbyUnits {
  /// One product, made in one way.
  struct Product {
    /// Index in `Tally.keys`.
    var key: Int
    var sums = Sums()
    /// What the benchmark makes of these units alone; nil where the rule set has none.
    var verdict: Verdict?
  }

  private let tally: Tally
  private let point: Coordinate
  /// The chord below the radius of the circle, millimetres.
  private let chord: Int64
  /// The products of units in the circle, in the order of the keys.
  private(set) var products: [Product] = []
  /// Pairs in the circle, for each of `products`.
  private var pairs: [[Int32]] = []

  /// Counts what stands within `kilometres` (at most 1,000) of `point` on the Earth's surface, both inclusive. Linear in sites and pairs.
  init(_ tally: Tally, around point: Coordinate, kilometres: Double, classifier: Classifier) {
    self.tally = tally
    self.point = point
    chord = Chord.chord(ofReachMetres: kilometres * 1000)
    let centre = Geocentric.millimetres(point)
    let isNear = tally.sites.map { Self.isWithin(chord, Geocentric.millimetres($0.coordinate), centre) }
    for (key, range) in tally.pairRanges().enumerated() {
      let inside = range.filter { isNear[Int(tally.pairSite[$0])] && tally.units($0) > 0 }.map { Int32($0) }
      guard !inside.isEmpty else { continue }
      var product = Product(key: key)
      product.sums.add(tally, inside, from: 0)
      product.verdict = classifier.verdict(on: Self.subject(product, tally))
      products.append(product)
      pairs.append(inside)
    }
  }

  /// Operating units of all products.
  var units: Int64 { products.reduce(0) { $0 + $1.sums.units } }

  /// The greatest weight (looms for handloom, units otherwise) within `kilometres` of any site of a product in the circle: what
  /// clustering asks of a place that carries a cluster. Quadratic in the sites of the product there.
  func densest(_ position: Int, kilometres: Double) -> Int64 {
    let reach = Chord.chord(ofReachMetres: kilometres * 1000)
    let key = products[position].key
    let centre = Geocentric.millimetres(point)
    var around: [(place: (x: Int64, y: Int64, z: Int64), weight: Int64)] = []
    for pair in tally.pairRanges()[key] {
      let place = Geocentric.millimetres(tally.sites[Int(tally.pairSite[pair])].coordinate)
      if Self.isWithin(chord + reach, place, centre) { around.append((place, tally.weight(pair))) }
    }
    var best: Int64 = 0
    for pair in pairs[position] {
      let place = Geocentric.millimetres(tally.sites[Int(tally.pairSite[Int(pair)])].coordinate)
      let weight = around.reduce(Int64(0)) { Self.isWithin(reach, $1.place, place) ? $0 + $1.weight : $0 }
      best = max(best, weight)
    }
    return best
  }

  /// Kilometres from the point to the nearest operating unit of any of `keys`; nil where the tally has none.
  func nearest(of keys: Set<Int>) -> Double? {
    let centre = Geocentric.millimetres(point)
    var best: Double?
    for (key, range) in tally.pairRanges().enumerated() where keys.contains(key) {
      for pair in range where tally.units(pair) > 0 {
        let place = Geocentric.millimetres(tally.sites[Int(tally.pairSite[pair])].coordinate)
        best = min(best ?? .infinity, Self.kilometres(place, centre))
      }
    }
    return best
  }

  /// Kilometres between two coordinates, as clustering measures them.
  static func kilometres(_ a: Coordinate, _ b: Coordinate) -> Double {
    kilometres(Geocentric.millimetres(a), Geocentric.millimetres(b))
  }

  private static func kilometres(_ a: (x: Int64, y: Int64, z: Int64), _ b: (x: Int64, y: Int64, z: Int64)) -> Double {
    let (x, y, z) = (Double(a.x - b.x), Double(a.y - b.y), Double(a.z - b.z))
    return Chord.metres(ofChord: (x * x + y * y + z * z).squareRoot()) / 1000
  }

  /// Whether two positions lie at most `limit` millimetres apart.
  private static func isWithin(
    _ limit: Int64, _ a: (x: Int64, y: Int64, z: Int64), _ b: (x: Int64, y: Int64, z: Int64)
  ) -> Bool {
    let (x, y, z) = (a.x - b.x, a.y - b.y, a.z - b.z)
    guard max(abs(x), abs(y), abs(z)) <= limit else { return false }
    return Int128(x) * Int128(x) + Int128(y) * Int128(y) + Int128(z) * Int128(z) <= Int128(limit) * Int128(limit)
  }

  private static func subject(_ product: Product, _ tally: Tally) -> Subject {
    Subject(
      candidate: ClusterCandidate(
        key: product.key, pairs: [], roles: [], tied: [], sums: product.sums, reach: 0,
        centre: Coordinate(lat: 0, lon: 0), radius: 0, spread: 0, belt: nil),
      productionClass: tally.keys[product.key].productionClass,
      product: ProductFacts(code: "", name: "", otherClass: nil, productClass: "", themes: []),
      columns: ObservedColumns(amounts: [], operating: false), area: 0,
      beltID: nil, cutBelowBenchmark: false, withPlanned: false)
  }
}
