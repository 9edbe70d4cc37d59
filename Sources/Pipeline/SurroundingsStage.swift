import Classification
import Geocoding
import Model
import Taxonomy

/// Finds what stands around published clusters: the links of their chains, their related industries, and their product in district and
/// state. It hands plain counts to the rules.
struct SurroundingsStage {
  let tally: Tally
  let keys: ProductKeys
  let catalogue: ProductCatalogue
  let geocoder: Geocoder
  let parameters: ClassificationParameters
  let threads: Int

  struct Facts {
    var surroundings: Surroundings?
    var region: RegionFacts?
    /// Units of all other products in the circle; nil where the product belongs to no group.
    var unitsAround: Int64?
  }

  /// The facts of each of `candidates` by its position, made when they are asked for: all at once would be the greatest thing in memory.
  /// Linear in pairs, and in the points of the circles.
  func run(_ candidates: [ClusterCandidate]) throws(Failure) -> (Int) -> Facts {
    guard !candidates.isEmpty else { return { _ in Facts() } }
    let columns = ProductColumns(tally, keys, catalogue)
    let regions = try RegionCounts(tally, columns, geocoder, threads: threads)
    let coverage = RegisterCoverage(regions.units, catalogue, columns, parameters)
    let circles = candidates.map { candidate in
      CountingCircle(
        centre: candidate.centre, radius: Double(candidate.radius + candidate.reach) / 1000,
        state: state(of: candidate, regions))
    }
    let counts = try CircleCounts(circles, tally, columns, stateOfSite: regions.stateOfSite, threads: threads)
    let strengths =
      coverage.isReference
      ? RegionStrengths(tally, regions, parameters.reference, coveragePercent: parameters.coveragePercent) : nil
    return { index in
      Facts(
        surroundings: surroundings(candidates[index], circles[index], index, counts, regions, columns, coverage),
        region: coverage.isReference ? region(candidates[index], circles[index], regions, strengths) : nil,
        unitsAround: unitsAround(columns.column(key: candidates[index].key), index, counts, columns))
    }
  }

  private func unitsAround(_ own: Int, _ index: Int, _ counts: CircleCounts, _ columns: ProductColumns) -> Int64? {
    own < 0 ? nil : counts.totals(index, upTo: columns.roleColumns.lowerBound).all - counts.counts(index, own).all
  }

  /// The state of the first site of most units: that of the cluster's district where it has one.
  private func state(of candidate: ClusterCandidate, _ regions: RegionCounts) -> UInt16 {
    var units: [UInt16: Int64] = [:]
    for (pair, weight) in zip(candidate.pairs, tally.units(candidate.pairs)) {
      units[regions.stateOfSite[Int(tally.pairSite[Int(pair)])], default: 0] += weight
    }
    return units.max { a, b in a.value != b.value ? a.value < b.value : a.key > b.key }?.key ?? 0
  }

  private func surroundings(
    _ candidate: ClusterCandidate, _ circle: CountingCircle, _ index: Int, _ counts: CircleCounts,
    _ regions: RegionCounts,
    _ columns: ProductColumns, _ coverage: RegisterCoverage
  ) -> Surroundings? {
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

  private func region(
    _ candidate: ClusterCandidate, _ circle: CountingCircle, _ regions: RegionCounts, _ strengths: RegionStrengths?
  ) -> RegionFacts {
    let district = Int(regions.districtOfSite[Int(tally.pairSite[Int(largest(candidate, regions))])])
    let byDistrict = regions.unitsByDistrict[candidate.key]
    let product = byDistrict.reduce(0, +)
    let all = regions.unitsOfDistrict[district]
    var inState: Int64 = 0
    for (district, units) in byDistrict.enumerated()
    where units > 0 && regions.state(ofDistrict: district) == circle.state {
      inState += units
    }
    return RegionFacts(
      district: district == 0 ? (0, 0) : (byDistrict[district], all), reference: (product, regions.total),
      state: circle.state == 0 ? 0 : inState, referenceName: "register",
      strength: district == 0 ? nil : strengths?.strength(key: candidate.key, district: district))
  }

  /// A pair that stands in the district of most units; ties go to the smaller code.
  private func largest(_ candidate: ClusterCandidate, _ regions: RegionCounts) -> Int32 {
    var units: [UInt16: (sum: Int64, pair: Int32)] = [:]
    for (pair, weight) in zip(candidate.pairs, tally.units(candidate.pairs)) {
      units[regions.districtOfSite[Int(tally.pairSite[Int(pair)])], default: (0, pair)].sum += weight
    }
    return units.max { a, b in a.value.sum != b.value.sum ? a.value.sum < b.value.sum : a.key > b.key }?.value.pair ?? 0
  }
}

/// What a register can show: sections of the economy by the share of their product groups that it holds.
struct RegisterCoverage {
  private let isSectionShown: [Section: Bool]
  private let sections: [Section]
  private let roleShown: [Bool]
  /// Whether the register may stand for the economy: it holds most groups of industry.
  let isReference: Bool

  private enum Section { case industry, trade, transport, services }

  init(
    _ units: [Int64], _ catalogue: ProductCatalogue, _ columns: ProductColumns, _ parameters: ClassificationParameters
  ) {
    sections = catalogue.groups.map { group in
      guard group.productionClass == .service else { return .industry }
      switch Int(group.nic2008.first?.text.prefix(2) ?? "") ?? 0 {
      case 45...47: return .trade
      case 49...53: return .transport
      default: return .services
      }
    }
    var held: [Section: (held: Int64, all: Int64)] = [:]
    for (group, section) in sections.enumerated() {
      held[section, default: (0, 0)].all += 1
      if units[group] > 0 { held[section, default: (0, 0)].held += 1 }
    }
    isSectionShown = held.mapValues { $0.held > 0 && $0.held * 100 >= $0.all * parameters.depth.sectionPercent }
    roleShown = columns.roleColumns.map { units[$0] > 0 }
    let industry = held[.industry] ?? (0, 0)
    isReference =
      parameters.reference.isForced
      || industry.all > 0 && industry.held * 100 >= industry.all * parameters.reference.groupsPercent
  }

  /// Whether units of a column would be in the register if they were there.
  func isObservable(_ column: Int) -> Bool {
    column < sections.count ? isSectionShown[sections[column]] ?? false : roleShown[column - sections.count]
  }
}

/// Stars and strong regions of every product in every district, by employment.
struct RegionStrengths {
  private var strengths: [Int: RegionStrength] = [:]
  private let districts: Int

  /// Nil where most units give no employment.
  init?(_ tally: Tally, _ regions: RegionCounts, _ parameters: ReferenceParameters, coveragePercent: Int64) {
    guard regions.total > 0, regions.employmentKnown * 100 >= regions.total * coveragePercent else { return nil }
    var cells: [RegionIndustry] = []
    var places: [Int] = []
    districts = regions.districtCount
    var byRegion = [Int64](repeating: 0, count: districts)
    var byIndustry = [Int64](repeating: 0, count: tally.keys.count)
    for key in tally.keys.indices {
      let (persons, units) = (regions.employmentByDistrict[key], regions.unitsByDistrict[key])
      for district in 1..<max(districts, 1) where persons[district] > 0 {
        cells.append(
          RegionIndustry(
            region: district, industry: key, employment: persons[district], establishments: units[district]))
        places.append(key * districts + district)
        byRegion[district] += persons[district]
        byIndustry[key] += persons[district]
      }
    }
    let totals = RegionTotals(regions: byRegion, industries: byIndustry, all: byRegion.reduce(0, +))
    guard let found = RegionStrengthRule.assess(cells, totals: totals, parameters: parameters.strength) else {
      return nil
    }
    for (place, strength) in zip(places, found) { strengths[place] = strength }
  }

  /// The strength of a key in a district; nil without employment there.
  func strength(key: Int, district: Int) -> RegionStrength? { strengths[key * districts + district] }
}
