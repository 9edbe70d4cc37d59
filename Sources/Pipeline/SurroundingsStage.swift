import Classification
import Geocoding
import Model
import Taxonomy

/// Finds what stands around published clusters: the links of their chains, their related industries, and their product in district and
/// state. It hands plain counts to the rules.
struct SurroundingsStage {
  /// The register by product.
  let tally: Tally
  let keys: ProductKeys
  /// The families that the candidates are of; nil where they are of products.
  let families: FamilyTally?
  let catalogue: ProductCatalogue
  let geocoder: Geocoder
  let places: SitePlaces
  let parameters: ClassificationParameters
  /// What `--reference` names; nil where the registers themselves are compared with.
  let reference: ReferenceRegister?
  /// What `--institutions` names; nil without it.
  let institutions: InstitutionLayer?
  let threads: Int

  struct Facts {
    var surroundings: Surroundings?
    var region: RegionFacts?
    /// Units of all other products in the circle; nil where the product belongs to no group.
    var unitsAround: Int64?
    /// Whether it stands at the edge of the register.
    var edge: RegisterEdge?
  }

  /// The facts of each of `candidates` by its position, made when they are asked for: all at once would be the greatest thing in memory.
  /// Linear in pairs, and in the points of the circles.
  func run(_ candidates: [ClusterCandidate]) throws(Failure) -> @Sendable (Int) -> Facts {
    guard !candidates.isEmpty else { return { _ in Facts() } }
    let columns = ProductColumns(tally, keys, catalogue)
    let regions = try RegionCounts(tally, columns, geocoder, places, threads: threads)
    let circles = candidates.map { candidate in
      CountingCircle(
        centre: candidate.centre, radius: Double(candidate.radius + candidate.reach) / 1000,
        state: regions.state(of: candidate.place))
    }
    let listed = try institutions?.counts(
      circles, states: regions.stateNames.count, state: { regions.state(of: geocoder.info(at: $0)) }, threads: threads)
    var register = regions.units
    for (role, count) in (listed?.all ?? []).enumerated() { register[columns.roleColumns.lowerBound + role] += count }
    let coverage = RegisterCoverage(register, catalogue, columns, parameters)
    let nearby = geocoder.nearbyPlaces
    let counts = try CircleCounts(
      circles, tally, columns, numberOfSite: places.numberOfSite, stateOfNumber: regions.stateOfDescription,
      threads: threads)
    let isReference = reference != nil || coverage.isReference
    let strengths =
      reference.map(\.strengths)
      ?? (isReference
        ? RegionStrengths(regions, parameters.reference, coveragePercent: parameters.coveragePercent) : nil)
    return { index in
      Facts(
        surroundings: surroundings(
          candidates[index], circles[index], index, counts, listed, regions, columns, coverage),
        region: isReference ? region(candidates[index], reference?.regions ?? regions, strengths) : nil,
        unitsAround: unitsAround(columnsOf(candidates[index], columns), index, counts, columns),
        edge: edge(candidates[index], circles[index], regions, nearby))
    }
  }

  /// The keys of the register whose units a candidate counts.
  private func keysOf(_ candidate: ClusterCandidate) -> [Int] {
    families?.members[candidate.key] ?? [candidate.key]
  }

  /// Their columns, each once; −1 where a product belongs to no group.
  private func columnsOf(_ candidate: ClusterCandidate, _ columns: ProductColumns) -> Set<Int> {
    Set(keysOf(candidate).map { columns.column(key: $0) })
  }

  private func unitsAround(_ own: Set<Int>, _ index: Int, _ counts: CircleCounts, _ columns: ProductColumns) -> Int64? {
    guard !own.contains(-1) else { return nil }
    let all = counts.totals(index, upTo: columns.roleColumns.lowerBound).all
    return own.reduce(all) { $0 - counts.counts(index, $1).all }
  }

  private func surroundings(
    _ candidate: ClusterCandidate, _ circle: CountingCircle, _ index: Int, _ counts: CircleCounts,
    _ listed: InstitutionLayer.Counts?, _ regions: RegionCounts,
    _ columns: ProductColumns, _ coverage: RegisterCoverage
  ) -> Surroundings? {
    guard families == nil else { return nil }
    let own = columns.column(key: candidate.key)
    guard own >= 0, let chain = catalogue.chains.chain(group: own) else { return nil }
    let groups = columns.roleColumns.lowerBound
    let inside = counts.totals(index, upTo: groups)
    // Against the state, or against the whole register where it holds nothing of the state outside the circle.
    let stateTotal = regions.unitsByState[Int(circle.state)][0..<groups].reduce(0, +)
    let isState = circle.state != 0 && stateTotal > inside.inState
    func count(_ list: [Int]) -> Surroundings.Count {
      var count = Surroundings.Count(inside: 0, insideReference: 0, reference: 0)
      for column in list {
        let (all, inState) = counts.counts(index, column)
        count.inside += all
        count.insideReference += isState ? inState : all
        count.reference += isState ? regions.unitsByState[Int(circle.state)][column] : regions.units[column]
        guard let listed, column >= groups else { continue }
        let (near, nearInState) = listed.inside(index, column - groups)
        count.inside += near
        count.insideReference += isState ? nearInState : near
        count.reference += isState ? listed.byState[Int(circle.state)][column - groups] : listed.all[column - groups]
      }
      return count
    }
    let links = chain.links.map { link in
      let list: [Int]
      if link.groups.isEmpty {
        list = columns.column(role: link.role).map { [$0] } ?? []
      } else {
        list = link.groups.map { Int($0) }.filter { $0 != own }
      }
      return Surroundings.Link(
        name: link.name, weight: link.weight, isEssential: link.isEssential,
        isObservable: !list.isEmpty && list.contains { coverage.isObservable($0) },
        isInstitutional: link.groups.isEmpty,
        count: count(list), source: link.source)
    }
    let related = chain.related.map { Int($0) }.filter { $0 != own }.map { group in
      Surroundings.Related(
        code: catalogue.groups[group].code, isObservable: coverage.isObservable(group), count: count([group]))
    }
    return Surroundings(
      chain: chain.owner, links: links, related: related,
      all: Surroundings.Count(
        inside: inside.all, insideReference: isState ? inside.inState : inside.all,
        reference: isState ? stateTotal : regions.units[0..<groups].reduce(0, +)),
      referenceName: isState ? regions.stateNames[Int(circle.state)] : "register",
      radius: Int64((circle.radius * 1000).rounded()))
  }

  /// Whether the rim of a circle touches districts of which the register holds nothing; nil where no district is known.
  private func edge(
    _ candidate: ClusterCandidate, _ circle: CountingCircle, _ regions: RegionCounts, _ nearby: NearbyPlaces
  ) -> RegisterEdge? {
    guard candidate.place.lgdDistrict > 0 else { return nil }
    var empty: [String] = []
    for point in circle.rim {
      let place = nearby.surroundings(of: point).nearest
      let code = geocoder.region(place: place).district
      let number = regions.district(code: code)
      guard code != 0, number == 0 || regions.unitsOfDistrict[number] == 0 else { continue }
      let district = geocoder.info(place: place).district
      if !empty.contains(district) { empty.append(district) }
    }
    return RegisterEdge(emptyDistricts: empty.sorted(), metres: Int64(circle.radius.rounded()))
  }

  /// The facts of a cluster's district and state: in the registers themselves, or in the reference that was given.
  private func region(
    _ candidate: ClusterCandidate, _ regions: RegionCounts, _ strengths: RegionStrengths?
  ) -> RegionFacts {
    let own = keysOf(candidate)
    let keys = reference?.numbers(of: own.map { tally.keys[$0] }) ?? own
    let district = regions.district(of: candidate.place)
    let state = regions.state(of: candidate.place)
    var byDistrict = [Int64](repeating: 0, count: regions.districtCount)
    for key in keys {
      for (district, units) in regions.unitsByDistrict[key].enumerated() { byDistrict[district] += units }
    }
    // A register may hold several countries; what is compared with is the cluster's own.
    let product = byDistrict.reduce(0, +) - keys.reduce(0) { $0 + regions.unitsAbroad[$1] }
    let all = regions.unitsOfDistrict[district]
    let inState = keys.reduce(Int64(0)) { $0 + regions.unitsOfKeyByState[$1][Int(state)] }
    return RegionFacts(
      district: district == 0 ? (0, 0) : (byDistrict[district], all),
      reference: district == 0 ? (0, 0) : (product, regions.total - regions.totalAbroad),
      state: state == 0 ? 0 : inState, referenceName: reference?.name ?? "register",
      strength: district == 0 || families != nil || keys.isEmpty
        ? nil : strengths?.strength(key: keys[0], region: district))
  }
}
