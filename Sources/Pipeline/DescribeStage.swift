import Classification
import Geocoding
import Model
import Publishing
import Spatial
import Taxonomy

/// Judges the groups, names them, and gives them footprints: what is published, and which pair is in which cluster.
struct DescribeStage {
  struct Published {
    var features: [ClusterFeature] = []
    var belts: [BeltFeature] = []
    /// For each pair of the tally, the index of its feature, −1 for none.
    var featureOfPair: [Int32]
    /// For each pair, its role in that feature.
    var roleOfPair: [SiteRole]
  }

  /// What was grouped: the register by product, or by family.
  let tally: Tally
  /// The register by product.
  let register: Tally
  let registerKeys: ProductKeys
  /// The families, where `tally` is by family.
  let families: FamilyTally?
  let groups: ClusterStage.Groups
  let keys: ProductKeys
  let catalogue: ProductCatalogue
  let classifier: Classifier
  let columns: ObservedColumns
  let geocoder: Geocoder
  /// What the sites of the tally are near.
  let sitePlaces: SitePlaces
  let footprints: FootprintParameters
  let limits: ClusterStage.Limits
  let withPlanned: Bool
  /// Whether a register has an address, in which estates are found.
  let hasAddresses: Bool
  /// Areas with special limits; nil when none were given.
  let protected: AreaLayer?
  /// The register that is compared with; nil where it is the registers themselves.
  let reference: ReferenceRegister?
  /// Institutions beside the registers; nil when none were given.
  let institutions: InstitutionLayer?
  /// Whether some output says why; without it the evidence of a large result is not held.
  let keepsEvidence: Bool
  let threads: Int

  /// Nearest clusters of the same product that the evidence names.
  private static let neighbours = 2

  /// A group that will be published.
  private struct Judged {
    var subject: Subject
    var verdict: Verdict
  }

  func run() throws(Failure) -> Published {
    var places = PlaceSummary(tally: tally, geocoder: geocoder, places: sitePlaces)
    var verdicts = groups.candidates.map { classifier.verdict(on: subject($0)) }
    for (index, verdict) in verdicts.enumerated() where verdict?.status == ClusterStatus.none { verdicts[index] = nil }
    let made = groups.candidates.indices.map { verdicts[$0] == nil ? nil : family(groups.candidates[$0]) }
    for (index, family) in made.enumerated() {
      let needed = classifier.parameters.family
      if let family, family.products(by: needed) < needed.leastProducts { verdicts[index] = nil }
    }

    let stabilities = try StabilityStage(
      tally: tally, groups: groups, limits: limits, classifier: classifier, threads: threads
    ).run(verdicts)

    let significances = try PermutationStage(
      tally: tally, register: register, groups: groups, keys: keys, limits: limits, parameters: classifier.parameters,
      threads: threads
    ).run(verdicts)

    // Belts that met a benchmark, and whether one of their parts does.
    var beltMeets = groups.belts.map { classifier.verdict(on: subject($0))?.status == .cluster }
    var partMeets = Array(repeating: false, count: groups.belts.count)
    for (candidate, verdict) in zip(groups.candidates, verdicts) where verdict?.status == .cluster {
      if let belt = candidate.belt { partMeets[belt] = true }
    }
    let beltPlaces = groups.belts.indices.map { index in
      beltMeets[index] ? places.describe(groups.belts[index].belt.pairs).place : PlaceInfo()
    }
    let kept = groups.belts.indices.filter { beltMeets[$0] }
    let beltNames = Naming.assign(
      kept.map { nameParts(key: groups.belts[$0].key, place: beltPlaces[$0], centre: groups.belts[$0].belt.centre) },
      kind: families == nil ? "belt" : "family belt", prefix: families == nil ? "belt-" : "belt-family-")
    var beltIDs: [Int: String] = [:]
    for (position, index) in kept.enumerated() { beltIDs[index] = beltNames[position].id }

    var judged: [Judged] = []
    for (index, candidate) in groups.candidates.enumerated() {
      guard let verdict = verdicts[index] else { continue }
      var subject = subject(candidate)
      (subject.candidate.place, subject.candidate.unitsByDistrict) = places.describe(candidate.pairs)
      if let belt = candidate.belt, beltMeets[belt] {
        subject.beltID = beltIDs[belt]
        subject.cutBelowBenchmark = !partMeets[belt]
      }
      if let family = made[index] { describe(family, in: &subject) }
      subject.stability = stabilities[index]
      subject.unitsInEstates = hasAddresses ? unitsInEstates(candidate.pairs) : nil
      subject.significance = significances[index]
      subject.protectedArea = protected?.nearest(to: candidate.centre)
      judged.append(Judged(subject: subject, verdict: verdict))
    }
    let facts = try SurroundingsStage(
      tally: register, keys: registerKeys, families: families, catalogue: catalogue, geocoder: geocoder,
      places: sitePlaces,
      parameters: classifier.parameters, reference: reference, institutions: institutions, threads: threads
    ).run(judged.map(\.subject.candidate))
    // Families differ in their mix of products: a median of one beside others would compare the mixes.
    if families == nil {
      let productivities = try ProductivityStage(register: register, threads: threads).run(
        judged.map(\.subject.candidate))
      for (index, facts) in productivities.enumerated() { judged[index].subject.productivity = facts }
    }
    beltMeets = []
    return try publish(judged, facts, kept, beltNames, beltPlaces)
  }

  private func publish(
    _ judged: [Judged], _ facts: @escaping @Sendable (Int) -> SurroundingsStage.Facts, _ kept: [Int],
    _ beltNames: [(id: String, name: String)], _ beltPlaces: [PlaceInfo]
  ) throws(Failure) -> Published {
    let names = Naming.assign(
      judged.map {
        nameParts(
          key: $0.subject.candidate.key, place: $0.subject.candidate.place, centre: $0.subject.candidate.centre)
      }, kind: families == nil ? "cluster" : "family cluster", prefix: families == nil ? "" : "family-")
    let neighbours = NearestClusters.find(
      judged.indices.map {
        (judged[$0].subject.candidate.key, judged[$0].subject.candidate.centre, names[$0].id)
      }, count: Self.neighbours)
    let shapes = try shapes(judged.map { ($0.subject.candidate.pairs, $0.subject.candidate.sums) })
    let beltShapes = try self.shapes(kept.map { (groups.belts[$0].belt.pairs, groups.belts[$0].belt.sums) })

    var published = Published(
      featureOfPair: Array(repeating: -1, count: tally.pairCount),
      roleOfPair: Array(repeating: .noise, count: tally.pairCount))
    published.features = try Workers.map(judged.count, threads: threads) { (index) throws(Failure) in
      var subject = judged[index].subject
      subject.area = shapes[index].area
      subject.neighbours = neighbours[index]
      let around = facts(index)
      (subject.surroundings, subject.region) = (around.surroundings, around.region)
      (subject.unitsAround, subject.edge) = (around.unitsAround, around.edge)
      let (properties, evidence) = classifier.describe(
        subject, verdict: judged[index].verdict, id: names[index].id, name: names[index].name)
      return ClusterFeature(
        properties: properties, centre: subject.candidate.centre, footprint: shapes[index],
        evidence: keepsEvidence ? evidence : evidence.filter { RankingRule.reads($0.dimension) })
    }
    for (index, entry) in judged.enumerated() {
      for (pair, role) in zip(entry.subject.candidate.pairs, entry.subject.candidate.roles) {
        published.featureOfPair[Int(pair)] = Int32(index)
        published.roleOfPair[Int(pair)] = role
      }
    }
    for (position, index) in kept.enumerated() {
      let belt = groups.belts[index].belt
      let place = beltPlaces[index]
      published.belts.append(
        BeltFeature(
          id: beltNames[position].id, product: product(groups.belts[index].key).name, units: belt.sums.units,
          radius: .decimal((belt.radius + 500) / 1000, digits: 3), centre: belt.centre, footprint: beltShapes[position],
          properties: [
            ("name", .text(beltNames[position].name)), ("product_code", .text(product(groups.belts[index].key).code)),
            ("district", place.district.isEmpty ? .null : .text(place.district)),
            ("state", place.state.isEmpty ? .null : .text(place.state)),
          ]))
    }
    return published
  }

  private func unitsInEstates(_ pairs: [Int32]) -> Int64 {
    zip(pairs, tally.units(pairs)).reduce(0) { sum, entry in
      geocoder.isEstate(place: tally.sites[Int(tally.pairSite[Int(entry.0)])].place) ? sum + entry.1 : sum
    }
  }

  /// Footprints of groups of pairs, in their order.
  private func shapes(_ groups: [(pairs: [Int32], sums: Sums)]) throws(Failure) -> [Footprint] {
    let builder = try FootprintBuilder(parameters: footprints)
    let results = try Workers.map(groups.count, threads: threads) { (index) throws(Failure) -> Footprint in
      let (pairs, sums) = groups[index]
      var coordinates: [Coordinate] = []
      coordinates.reserveCapacity(pairs.count)
      tally.sites.withUnsafeBufferPointer { sites in
        tally.pairSite.withUnsafeBufferPointer { siteOf in
          for pair in pairs {
            let coordinate = sites[Int(siteOf[Int(pair)])].coordinate
            if coordinates.last != coordinate { coordinates.append(coordinate) }
          }
        }
      }
      let uncertainty = sums.units > 0 ? Double(sums[.uncertainty]) / Double(sums.units) : 0
      return try builder.footprint(coordinates: coordinates, uncertainty: uncertainty)
    }
    return results
  }

  /// What a candidate of a family is made of: operating units by product group.
  private func family(_ candidate: ClusterCandidate) -> FamilyFacts? {
    guard let families else { return nil }
    let pairs = families.sources(of: candidate.pairs)
    var unitsOf: [String: Int64] = [:]
    for (pair, units) in zip(pairs, register.units(pairs)) where units > 0 {
      unitsOf[registerKeys.codes[Int(register.keys[Int(register.pairKey[Int(pair)])].product)], default: 0] += units
    }
    let products = unitsOf.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    return FamilyFacts(
      products: products.map { ($0.key, $0.value) },
      source: catalogue.families[families.families[candidate.key]].source)
  }

  /// A family carries the themes that products with most of its units carry.
  private func describe(_ family: FamilyFacts, in subject: inout Subject) {
    subject.family = family
    subject.product.themes = catalogue.themes.filter { theme in
      let codes = Set(theme.groups.map { catalogue.groups[Int($0)].code })
      let units = family.products.reduce(0) { codes.contains($1.code) ? $0 + $1.units : $0 }
      return units * 2 > family.products.reduce(0) { $0 + $1.units }
    }.map { ($0.name, $0.source) }
  }

  private func product(_ key: Int) -> ProductFacts {
    let number = Int(tally.keys[key].product)
    let group = Int(keys.groups[number])
    guard group < catalogue.groups.count else {
      return ProductFacts(
        code: keys.codes[number], name: keys.names[number], otherClass: nil, productClass: "", themes: [])
    }
    let entry = catalogue.groups[group]
    let made = tally.keys[key].productionClass
    let other = made == entry.productionClass ? entry.otherClass : entry.productionClass
    var facts = ProductFacts(
      code: keys.codes[number], name: keys.names[number], otherClass: other, productClass: entry.productClass,
      themes: catalogue.themes.filter { $0.groups.contains(UInt16(group)) }.map { ($0.name, $0.source) })
    if let category = catalogue.pollutionCategory(group: group) {
      facts.pollutionCategory = (category.name, category.source)
    }
    return facts
  }

  private func subject(_ candidate: ClusterCandidate) -> Subject {
    Subject(
      candidate: candidate, productionClass: tally.keys[candidate.key].productionClass, product: product(candidate.key),
      columns: columns, area: 0, beltID: nil, cutBelowBenchmark: false, withPlanned: withPlanned)
  }

  private func subject(_ belt: ClusterStage.KeyedBelt) -> Subject {
    subject(
      ClusterCandidate(
        key: belt.key, pairs: [], roles: [], tied: [], sums: belt.belt.sums, reach: 0, centre: belt.belt.centre,
        radius: belt.belt.radius, spread: belt.belt.radius, belt: nil))
  }

  /// The same product made in another way has a name of its own.
  private func nameParts(key: Int, place: PlaceInfo, centre: Coordinate) -> Naming.Parts {
    let facts = product(key)
    let made = tally.keys[key].productionClass
    let group = Int(keys.groups[Int(tally.keys[key].product)])
    let usual = group < catalogue.groups.count ? catalogue.groups[group].productionClass : made
    let code = families != nil && facts.code.hasSuffix("-family") ? String(facts.code.dropLast(7)) : facts.code
    guard made != usual, !facts.name.contains(made.name) else {
      return Naming.Parts(product: facts.name, code: code, place: place, centre: centre)
    }
    return Naming.Parts(
      product: "\(made.name) \(facts.name)", code: "\(made.name)-\(code)", place: place, centre: centre)
  }
}
