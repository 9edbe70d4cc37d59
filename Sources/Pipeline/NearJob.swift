import Classification
import Glibc
import Model
import Settings
import Storage
import Taxonomy

/// `karkhana explain DIR --near LON,LAT`: what stands at a place that need not be a cluster, from what `map` wrote.
public struct NearJob: Sendable {
  let directory: String
  let point: String
  let product: String?
  let within: Double?
  let config: String?

  /// Explains the surroundings of `point` (LON,LAT in degrees) by the result in `directory`: all products, or `product`, a code or
  /// words. `within` is in kilometres, nil for the linking distance of the run; `config` nil for the configuration of the run.
  public init(directory: String, point: String, product: String?, within: Double?, config: String?) {
    self.directory = directory
    self.point = point
    self.product = product
    self.within = within
    self.config = config
  }

  /// The greatest radius, kilometres.
  private static let mostKilometres = 1000.0
  /// Footprints are looked through where the centre lies nearer than this, kilometres, or than so many radii.
  private static let footprintKilometres = 150.0
  private static let footprintRadii = 10.0

  /// The page as text. Fails with 64 for a point, radius or product that is none, and with 66 when the result or its tally is
  /// not there.
  public func run() throws(Failure) -> String {
    let place = try Self.coordinate(point)
    if let within, !(within > 0 && within <= Self.mostKilometres) {
      throw Failure(
        .usage, "--within must be kilometres greater than 0 and at most \(Int(Self.mostKilometres)), found \(within).")
    }
    if let product, product.allSatisfy(\.isWhitespace) {
      throw Failure(.usage, "--product is empty; give a product code of Config/products.csv, or words.")
    }
    let result = try RunResult(directory)
    let path = "\(directory)/tally.kt"
    guard access(path, F_OK) == 0 else {
      throw Failure(
        .missingInput,
        "\(path) is not there, and --near counts by it: run 'karkhana map' again without --no-tally.")
    }
    let stored = try TallyFile.read(path)
    let configuration = try configuration(of: result)
    guard let level = ProductLevel(name: result.settings.productLevel) else {
      throw Failure(
        .data, "\(directory)/run.json names the product level \"\(result.settings.productLevel)\", which is none.")
    }
    let choice = ProductChoice(configuration.products, level: level)
    let answer = try product.map { text throws(Failure) in try choice.answer(text, among: stored.products) }
    let thresholds = configuration.thresholds
    let classifier = Classifier(
      parameters: ClassificationParameters(
        rules: try thresholds.rules(named: result.settings.rules), potentialPercent: thresholds.potentialPercent,
        potentialSource: thresholds.potentialSource, householdPercent: thresholds.householdPercent,
        denseTimes: thresholds.denseTimes, finePercent: thresholds.finePercent, maxRadius: [:]))
    let kilometres = within ?? result.settings.reach
    let units = NearbyUnits(stored.tally, around: place, kilometres: kilometres, classifier: classifier)
    var page = NearPage(
      place: place, kilometres: kilometres, stored: stored, units: units, choice: choice,
      families: configuration.products.families, answer: answer, result: result, classifier: classifier,
      settings: thresholds.selection, clusters: try clusters(result, place, kilometres, answer))
    if units.products.isEmpty { page.exchanged = exchanged(place, stored, kilometres, classifier) }
    return page.write()
  }

  /// Published clusters with their distance, nearest first, of the product asked about.
  private func clusters(
    _ result: RunResult, _ place: Coordinate, _ kilometres: Double, _ answer: ProductChoice.Answer?
  ) throws(Failure) -> [NearPage.Cluster] {
    var clusters: [NearPage.Cluster] = []
    for cluster in result.clusters where answer?.codes.contains(cluster.productCode) ?? true {
      guard let centre = cluster.centre else { continue }
      clusters.append(
        NearPage.Cluster(listed: cluster, distance: NearbyUnits.kilometres(place, centre), holdsPoint: false))
    }
    let candidates = clusters.filter {
      $0.distance <= max(Self.footprintKilometres, $0.listed.radius * Self.footprintRadii)
    }
    let holding = try result.holding(place, among: Set(candidates.map(\.listed.id)))
    for index in clusters.indices { clusters[index].holdsPoint = holding.contains(clusters[index].listed.id) }
    return clusters.sorted { a, b in
      a.distance != b.distance ? a.distance < b.distance : a.listed.id < b.listed.id
    }
  }

  /// Units that stand at the point with latitude and longitude exchanged.
  private func exchanged(
    _ place: Coordinate, _ stored: StoredTally, _ kilometres: Double, _ classifier: Classifier
  ) -> Int64 {
    guard let other = Coordinate(latitude: place.longitude, longitude: place.latitude) else { return 0 }
    return NearbyUnits(stored.tally, around: other, kilometres: kilometres, classifier: classifier).units
  }

  /// The configuration that was named, else that of the run, else the built-in one where the run's is gone.
  private func configuration(of result: RunResult) throws(Failure) -> Configuration {
    if let config { return try Configuration.load(config) }
    let path = result.settings.config
    return try Configuration.load(access("\(path)/thresholds.toml", R_OK) == 0 ? path : nil)
  }

  /// Reads `LON,LAT` in degrees; fails with 64, and tells when the two seem to be exchanged.
  static func coordinate(_ text: String) throws(Failure) -> Coordinate {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      Double(String($0).filter { $0 != " " })
    }
    guard parts.count == 2, let lon = parts[0], let lat = parts[1], lon.isFinite, lat.isFinite else {
      throw Failure(.usage, "--near must be LON,LAT in degrees such as 77.34,11.11, found \"\(text)\".")
    }
    if let coordinate = Coordinate(latitude: lat, longitude: lon) { return coordinate }
    if abs(lat) > 90, abs(lat) <= 180, abs(lon) <= 90 {
      throw Failure(
        .usage,
        "--near takes the longitude first: \(text) has no latitude between -90 and 90; exchanged it would be a place.")
    }
    throw Failure(
      .usage,
      "--near must be LON,LAT with a longitude from -180 to 180 and a latitude from -90 to 90, found \"\(text)\".")
  }
}
