import Model

/// Everything that rows are made of, laid out once: texts, towns, products, clusters and background cells.
struct RowTables: Sendable {
  let pool: TextPool
  let towns: [TownRecord]
  /// PINs of all towns, town by town.
  let pins: [UInt32]
  /// The same PINs ascending: what the town list knows.
  let knownPins: [UInt32]
  let pinPrefixes: [UInt32]
  let clusters: [ClusterRecord]
  /// Places of all clusters, cluster by cluster.
  let clusterPlaces: [UInt32]
  /// The number of the first counted unit of each cluster, and the end of the last.
  let unitStarts: [Int]
  /// The same for excluded units, from 0.
  let excludedStarts: [Int]
  let products: [ProductRecord]
  let areas: BackgroundAreas

  init(_ parameters: SynthesisParameters, _ plan: SynthesisPlan) {
    var pool = TextPool()
    var pins: [UInt32] = []
    towns = parameters.places.map { place in
      let first = UInt32(pins.count)
      pins += place.pins
      return Self.town(place, firstPin: first, &pool)
    }
    self.pins = pins
    knownPins = pins.sorted()
    pinPrefixes = parameters.pinPrefixes
    var places: [UInt32] = []
    var unitStarts = [0]
    var excludedStarts = [0]
    clusters = parameters.planted.map { cluster in
      let first = UInt32(places.count)
      places += cluster.places.map { UInt32($0) }
      let units = plan.scaled(cluster.units)
      let excluded = plan.scaled(cluster.excluded)
      unitStarts.append(unitStarts[unitStarts.count - 1] + units)
      excludedStarts.append(excludedStarts[excludedStarts.count - 1] + excluded)
      let turnover =
        switch cluster.turnover {
        case .drawn: -1
        case .none: -2
        case .total(let rupees): plan.scaled(rupees)
        }
      return ClusterRecord(
        product: Self.product(cluster.product, cluster.code, cluster.productionClass, &pool),
        firstPlace: first, placeCount: UInt32(cluster.places.count), units: units, excluded: excluded,
        looms: plan.scaled(cluster.looms), silentLooms: plan.scaled(cluster.silentLooms), turnover: turnover)
    }
    clusterPlaces = places
    self.unitStarts = unitStarts
    self.excludedStarts = excludedStarts
    products = parameters.background.map { Self.product($0.product, $0.code, $0.productionClass, &pool) }
    areas = BackgroundAreas(parameters)
    self.pool = pool
  }

  /// The index of the range of `starts` that holds `number`.
  @inline(__always)
  static func range(_ starts: [Int], _ number: Int) -> Int {
    var low = 0
    var high = starts.count - 1
    while low < high - 1 {
      let middle = (low &+ high) >> 1
      if starts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  private static func town(_ place: SynthesisPlace, firstPin: UInt32, _ pool: inout TextPool) -> TownRecord {
    let district = pool.add(place.districtName)
    let state = pool.add(place.stateName)
    // Eight by eight points over at most three kilometres: 0.001 degrees are 111 m of latitude.
    let reach = min(place.radiusKilometres, 3) * 0.7 / 0.111
    return TownRecord(
      name: pool.add(place.name), district: district, districtCapitals: pool.add(place.districtName.uppercased()),
      districtOther: place.districtAliases.first.map { pool.add($0) } ?? district,
      districtMisspelt: pool.add(misspelt(place.districtName)),
      state: state, stateOther: place.stateAliases.first.map { pool.add($0) } ?? state,
      country: pool.add(place.country), isForeign: place.country != "IN", firstPin: firstPin,
      pinCount: UInt32(place.pins.count), lat: thousandths(place.coordinate.lat),
      lon: thousandths(place.coordinate.lon),
      step: max(1, Int32(reach * 2 / 7)))
  }

  private static func thousandths(_ units: Int32) -> Int32 { (units + (units < 0 ? -5000 : 5000)) / 10_000 }

  private static func product(
    _ product: String, _ code: String, _ productionClass: ProductionClass, _ pool: inout TextPool
  ) -> ProductRecord {
    ProductRecord(
      product: pool.add(product), productCapitals: pool.add(product.uppercased()), code: pool.add(code),
      productionClass: productionClass)
  }

  /// `name` with its third and fourth letters exchanged, where they differ and it is long enough to be recognised.
  private static func misspelt(_ name: String) -> String {
    var letters = Array(name)
    if letters.count >= 6, letters[2] != letters[3], letters[2].isLetter, letters[3].isLetter { letters.swapAt(2, 3) }
    return String(letters)
  }
}
