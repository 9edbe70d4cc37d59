import Classification
import Model
import Settings
import Storage
import Taxonomy

/// What `karkhana explain --near` says about a place.
struct NearPage: PlainPage {
  /// A published cluster and where it is.
  struct Cluster {
    var listed: RunResult.Cluster
    /// Of its centre from the point, kilometres.
    var distance: Double
    /// Whether its footprint holds the point.
    var holdsPoint: Bool
  }

  let place: Coordinate
  let kilometres: Double
  let stored: StoredTally
  let units: NearbyUnits
  let choice: ProductChoice
  let families: [ProductFamily]
  /// The product that was asked about, if any.
  let answer: ProductChoice.Answer?
  let result: RunResult
  let classifier: Classifier
  let settings: SelectionSettings
  /// Published clusters of what was asked about, the nearest first.
  let clusters: [Cluster]
  /// Units where latitude and longitude are exchanged.
  var exchanged: Int64 = 0
  var text = ""

  /// Most clusters that are listed.
  private static let mostClusters = 10

  init(
    place: Coordinate, kilometres: Double, stored: StoredTally, units: NearbyUnits, choice: ProductChoice,
    families: [ProductFamily], answer: ProductChoice.Answer?, result: RunResult, classifier: Classifier,
    settings: SelectionSettings, clusters: [Cluster]
  ) {
    (self.place, self.kilometres, self.stored, self.units, self.choice) = (place, kilometres, stored, units, choice)
    (self.families, self.answer, self.result, self.classifier) = (families, answer, result, classifier)
    (self.settings, self.clusters) = (settings, clusters)
  }

  /// The page as text.
  mutating func write() -> String {
    let what = answer.map { $0.name.prefix(1).uppercased() + $0.name.dropFirst() } ?? "What stands"
    title("\(what) within \(distance(kilometres)) of \(point)")
    if let remark = answer?.remark, !remark.isEmpty { paragraph(remark) }
    writeClusters()
    let mine = self.mine
    if answer == nil { writeAll(mine) } else { writeProduct(mine) }
    writeKind()
    text += "\n"
    paragraph(
      "Counted are operating units as they were placed; a place may be exact to a few kilometres only. "
        + "Benchmarks: \(PlainWords.rules(result.settings.rules)); FAQ and CfP are publications of the Foundation for MSME Clusters: Docs/Method.md."
    )
    return text
  }

  /// Positions in `units.products` of what was asked about, the most units first.
  private var mine: [Int] {
    units.products.indices.filter { answer?.codes.contains(code($0)) ?? true }.sorted { a, b in
      let (x, y) = (units.products[a].sums.units, units.products[b].sums.units)
      return x != y ? x > y : a < b
    }
  }

  // MARK: Parts

  private mutating func writeClusters() {
    heading("Published clusters there")
    guard result.hasCentres else {
      paragraph(
        "The result has no centres.geojson, so it does not tell where its clusters are; run 'karkhana map' with geojson among --formats."
      )
      return
    }
    let there = clusters.filter { $0.holdsPoint || $0.distance <= kilometres }
    for cluster in there.prefix(Self.mostClusters) {
      let units = Int(cluster.listed.units).map { count(Int64($0), "unit") } ?? ""
      let footprint = cluster.holdsPoint ? ", and its footprint holds the point" : ""
      entry(
        "\(cluster.listed.name) (\(status(cluster.listed.status)), \(units); id \(cluster.listed.id)): its centre is \(distance(cluster.distance)) away\(footprint)"
      )
    }
    if there.count > Self.mostClusters { paragraph("And \(there.count - Self.mostClusters) more.") }
    guard there.isEmpty else {
      paragraph("'karkhana explain \(result.directory) ID' says why each of them is one.")
      return
    }
    let what = answer == nil ? "" : " of this product"
    if let nearest = clusters.first {
      paragraph(
        "None\(what). The nearest\(what) is the \(nearest.listed.name) (\(status(nearest.listed.status)); id \(nearest.listed.id)), \(distance(nearest.distance)) away."
      )
    } else {
      paragraph("None\(what), there or anywhere in this result.")
    }
  }

  private mutating func writeAll(_ mine: [Int]) {
    heading("What stands there")
    guard !mine.isEmpty else {
      paragraph("No operating unit of any product stands there, as far as this register shows.")
      writeExchanged()
      return
    }
    let products = Set(mine.map { code($0) }).count
    paragraph("\(count(units.units, "operating unit")) of \(count(Int64(products), "product")).")
    writeUpperBound(mine)
    if mine.count > settings.mostProducts { paragraph("The \(settings.mostProducts) with the most units:") }
    for position in mine.prefix(settings.mostProducts) { entry("\(label(position)): \(judgement(position))") }
  }

  private mutating func writeProduct(_ mine: [Int]) {
    heading("What stands there")
    guard !mine.isEmpty else {
      let keys = Set(stored.tally.keys.indices.filter { answer?.codes.contains(code(key: $0)) ?? false })
      let nearest = units.nearest(of: keys).map { "the nearest stands \(distance($0)) away" }
      paragraph(
        "No operating unit of this product stands there; \(nearest ?? "this register holds none anywhere").")
      writeExchanged()
      return
    }
    writeUpperBound(mine)
    for position in mine {
      entry("\(label(position)): \(judgement(position))")
      writeLinks(position)
      writeTurnover(position)
    }
  }

  private mutating func writeExchanged() {
    guard exchanged > 0 else { return }
    paragraph(
      "With the two numbers exchanged \(count(exchanged, "unit")) would stand there: --near takes the longitude first."
    )
  }

  private mutating func writeUpperBound(_ mine: [Int]) {
    let silent = mine.reduce(Int64(0)) { $0 + units.products[$1].sums[.unitsUnknown] }
    if silent > 0 {
      paragraph("The count is an upper bound: \(count(silent, "unit")) of them do not tell whether they operate.")
    }
  }

  /// Whether the units of a product hang together as clustering asks.
  private mutating func writeLinks(_ position: Int) {
    let productionClass = stored.tally.keys[units.products[position].key].productionClass
    guard let core = result.settings.coreWeight[productionClass.name], core > 0 else { return }
    let reach = distance(result.settings.reach)
    let what = productionClass == .handloom ? "loom" : "unit"
    let best = units.densest(position, kilometres: result.settings.reach)
    let need = "a place carries a cluster from \(count(core, what)) within \(reach)"
    paragraph(
      best >= core
        ? "They are linked: \(need), and around the densest place there stand \(grouped(best))."
        : "They are not linked: \(need), and around the densest place there stand only \(grouped(best)).")
  }

  private mutating func writeTurnover(_ position: Int) {
    let sums = units.products[position].sums
    guard let verdict = units.products[position].verdict, verdict.status != .cluster, reachesPotential(verdict),
      let rule = classifier.parameters.rules.benchmarks[verdict.category]?.turnover
    else { return }
    let known = sums[.known(.turnover)] - sums[.turnoverUncountedUnits]
    let have =
      known == 0
      ? "the register tells no turnover here"
      : "\(PlainWords.rupees(String(sums[.sum(.turnover)] - sums[.turnoverUncounted]))) is known, from \(grouped(known)) of \(count(sums.units, "unit"))"
    paragraph(
      "More than \(rule.moreThanUnits) and fewer than \(rule.fewerThanUnits) units are a cluster too with "
        + "\(PlainWords.rupees(String(rule.atLeast))) of turnover a year (\(rule.source)): \(have).")
  }

  private mutating func writeKind() {
    guard answer == nil, !units.products.isEmpty else { return }
    heading("A cluster, or many unrelated products?")
    let kind = PlaceKind(
      units.products.map { product in
        let group = choice.group(code(key: product.key))
        let family = group.flatMap { group in families.firstIndex { $0.groups.contains(group) } }
        return PlaceKind.Product(
          line: family.map { "family \($0)" } ?? code(key: product.key), units: product.sums.units,
          reachesPotential: reachesPotential(product.verdict))
      }, settings)
    paragraph(kind.sentence)
    if kind.verdict != .cluster, clusters.contains(where: { $0.holdsPoint || $0.distance <= kilometres }) {
      paragraph(
        "That is said of the single products within the circle; published clusters reach here, as listed above.")
    }
    paragraph("A default of this program after FAQ 6: section near of Config/thresholds.toml.")
  }

  // MARK: Sentences

  private func reachesPotential(_ verdict: Verdict?) -> Bool {
    guard let verdict, let least = potentialLimit(verdict) else { return false }
    return verdict.status == .cluster || verdict.counted >= least
  }

  /// The least count of a potential cluster.
  private func potentialLimit(_ verdict: Verdict) -> Int64? {
    classifier.parameters.rules.benchmarks[verdict.category].map {
      ($0.atLeast * classifier.parameters.potentialPercent + 99) / 100
    }
  }

  /// How many, and what is short.
  private func judgement(_ position: Int) -> String {
    let product = units.products[position]
    let operating = count(product.sums.units, "operating unit")
    guard let verdict = product.verdict, let benchmark = classifier.parameters.rules.benchmarks[verdict.category],
      let potential = potentialLimit(verdict)
    else { return operating }
    let counted = verdict.counted
    let what = benchmark.count == .looms ? "loom" : "unit"
    var have = operating
    if benchmark.count == .looms {
      have = "\(verdict.high == nil ? "at least " : "")\(count(counted, what)) in \(operating)"
    } else if counted != product.sums.units {
      have += ", of which \(grouped(counted)) count"
    }
    let clusters = "\(verdict.category.name) clusters need \(count(benchmark.atLeast, what)) (\(benchmark.source))"
    if verdict.byTurnover { return "\(have); a cluster by turnover, were it linked" }
    if counted >= benchmark.atLeast { return "\(have); enough for a cluster: \(clusters)" }
    let short = "\(clusters), \(grouped(benchmark.atLeast - counted)) too few"
    return counted >= potential
      ? "\(have); enough for a potential cluster (\(grouped(potential))); \(short)"
      : "\(have); \(short), and \(grouped(potential - counted)) too few for a potential cluster"
  }

  private func label(_ position: Int) -> String {
    let key = stored.tally.keys[units.products[position].key]
    let name = choice.name(code(position))
    // The same product made in two ways stands twice.
    let isTwofold = stored.tally.keys.count { $0.product == key.product } > 1
    return isTwofold && !name.contains(key.productionClass.name) ? "\(name) (\(key.productionClass.name))" : name
  }

  private func code(_ position: Int) -> String { code(key: units.products[position].key) }
  private func code(key: Int) -> String { stored.products[Int(stored.tally.keys[key].product)] }

  private var point: String {
    "\(PropertyValue.rounded(place.longitude, digits: 5).plain),\(PropertyValue.rounded(place.latitude, digits: 5).plain)"
  }

  private func status(_ word: String) -> String { word == "potential" ? "potential cluster" : word }
  private func distance(_ kilometres: Double) -> String { PlainWords.kilometres("\(kilometres)") }
  private func grouped(_ number: Int64) -> String { Reporter.grouped(Int(number)) }
  private func count(_ number: Int64, _ what: String) -> String {
    "\(grouped(number)) \(what)\(number == 1 ? "" : "s")"
  }
}
