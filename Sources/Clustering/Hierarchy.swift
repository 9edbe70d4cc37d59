/// The span-limited hierarchy over the components at the full reach: those that fit stay, the others are cut.
struct Hierarchy<P: Position> {
  /// What cutting gives, before the sites that are left join.
  struct Cut {
    /// Cluster of each slot that is a core member, else −1.
    var members: Slab<Int32>
    /// Level up to which each cluster draws sites.
    var limits: [P.Level]
    var clusters: [FoundCluster]
    var belts: [FoundBelt]
    /// The cluster of each component that was not cut, else −1.
    var uncut: [Int32]
    /// The slots that must look anew for a cluster to join.
    var asks: Slab<Bool>
  }

  let space: Space<P>
  let reach: P.Level
  let coreWeight: Int64
  let maxRadius: P.Level
  let threads: Int

  /// Cuts the components that do not fit; nil when all fit. `flat` assigns every slot at the full reach, where clusters are `whole`.
  func cut(_ components: Components<P>, _ flat: Assignment<P>, whole: FoundCluster) -> Cut? {
    let unit = Space.unit(space.positions)
    let splitter = SpanSplit(space: space, maxRadius: maxRadius, unit: unit)
    let lists = components.members()
    let wide = lists.indices.filter { !splitter.fits(lists[$0]) }
    if wide.isEmpty { return nil }
    let belts = self.belts(wide, flat, components.count, unit)
    var cut = Cut(
      members: Slab(count: space.count, repeating: -1), limits: [], clusters: [], belts: belts.found,
      uncut: Array(repeating: -1, count: components.count), asks: Slab(count: space.count, repeating: false))
    func add(_ cluster: FoundCluster, _ slots: [Int32], _ limit: P.Level) {
      for slot in slots { cut.members.base[Int(slot)] = Int32(truncatingIfNeeded: cut.clusters.count) }
      cut.clusters.append(cluster)
      cut.limits.append(limit)
    }
    let around = borderTree(components, flat)
    for component in lists.indices {
      guard let belt = belts.numbers[component] else {
        cut.uncut[component] = Int32(truncatingIfNeeded: cut.clusters.count)
        add(whole, lists[component], reach)
        continue
      }
      let tree = space.tree(lists[component])
      for part in splitter.split(tree, core: coreLevels(tree, around), reach: reach) {
        let limit = P.below(part.cut)
        let cluster = FoundCluster(reach: P.distance(limit), tightest: P.distance(part.formed), belt: belt)
        add(cluster, part.slots, limit)
      }
    }
    for slot in 0..<space.count where cut.members.base[slot] < 0 {
      let former = flat.clusters.base[slot]
      // What was noise stays noise; what an uncut component drew alone stays with it.
      cut.asks.base[slot] = former >= 0 && (flat.tied.base[slot] || belts.numbers[Int(former)] != nil)
    }
    return cut
  }

  /// A tree over the sites that are not core but weigh something within reach of one that is; nil when there are none. Around a core site
  /// nothing else counts within reach but these and the core sites of its own component.
  private func borderTree(_ components: Components<P>, _ flat: Assignment<P>) -> SpatialTree<P>? {
    var slots: [Int32] = []
    for slot in 0..<space.count where components.labels.base[slot] < 0 {
      if flat.clusters.base[slot] >= 0, space.weights.base[slot] > 0 { slots.append(Int32(truncatingIfNeeded: slot)) }
    }
    return slots.isEmpty ? nil : space.tree(slots)
  }

  /// The core distance of each item, none beyond the reach.
  private func coreLevels(_ tree: SpatialTree<P>, _ around: SpatialTree<P>?) -> Slab<P.Level> {
    let count = tree.slots.count
    let levels = Slab<P.Level>(count: count)
    let parts = count < 20_000 ? 1 : threads
    _ = Workers.map(parts: parts) { part in
      var search = CoreLevels(tree, others: around, coreWeight: coreWeight)
      search.fill(levels, count * part / parts..<count * (part + 1) / parts, limit: reach)
    }
    return levels
  }

  /// The belts in the order of their smallest site, and the number of each component that is one.
  private func belts(
    _ wide: [Int], _ flat: Assignment<P>, _ components: Int, _ unit: Double
  ) -> (found: [FoundBelt], numbers: [Int?]) {
    var isWide = Array(repeating: false, count: components)
    for component in wide { isWide[component] = true }
    var slots: [[Int32]] = Array(repeating: [], count: components)
    let labels = Slab<Int32>(count: space.count, repeating: -1)
    for slot in 0..<space.count {
      let label = flat.clusters.base[slot]
      if label >= 0, isWide[Int(label)] {
        slots[Int(label)].append(Int32(truncatingIfNeeded: slot))
        labels.base[Int(space.sites.base[slot])] = label
      }
    }
    // The sites of each, ascending.
    var sites: [[Int32]] = slots.map { list in
      var sites: [Int32] = []
      sites.reserveCapacity(list.count)
      return sites
    }
    for site in 0..<space.count where labels.base[site] >= 0 {
      sites[Int(labels.base[site])].append(Int32(truncatingIfNeeded: site))
    }
    let order = wide.sorted { sites[$0][0] < sites[$1][0] }
    var numbers: [Int?] = Array(repeating: nil, count: components)
    var found: [FoundBelt] = []
    for component in order {
      let points = Slab<P>(count: slots[component].count)
      for (index, slot) in slots[component].enumerated() { points[index] = space.positions[Int(slot)] }
      let spread = Span.spread(points, slots[component].map { space.weights[Int($0)] }, unit: unit)
      numbers[component] = found.count
      found.append(FoundBelt(members: sites[component], radius: spread.radius))
      sites[component] = []
    }
    return (found, numbers)
  }
}
