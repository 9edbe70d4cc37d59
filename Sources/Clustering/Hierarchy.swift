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
  /// Core sites from which on those that hang together far below the reach are taken as one at first.
  let contractFrom: Int

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
    let contraction = contraction(wide, lists, components, flat, around)
    for component in lists.indices {
      guard let belt = belts.numbers[component] else {
        cut.uncut[component] = Int32(truncatingIfNeeded: cut.clusters.count)
        add(whole, lists[component], reach)
        continue
      }
      for part in parts(space.tree(lists[component]), splitter, around, contraction) {
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

  /// The clusters into which the component of `tree` falls.
  private func parts(
    _ tree: SpatialTree<P>, _ splitter: SpanSplit<P>, _ around: SpatialTree<P>?, _ contraction: Contraction<P>?
  ) -> [SpanSplit<P>.Part] {
    let count = tree.slots.count
    let levels = Slab<P.Level>(count: count, repeating: .zero)
    guard let groups = contraction?.items(of: tree) else {
      coreLevels(tree, around, asks: nil, levels)
      return splitter.split(tree, core: levels, groups: nil, cut: reach, isWide: true, reach: reach).parts
    }
    let asks = Slab<Bool>(count: count)
    for item in 0..<count { asks.base[item] = groups.groups.base[item] < 0 }
    coreLevels(tree, around, asks: asks, levels)
    var (parts, open) = splitter.split(tree, core: levels, groups: groups, cut: reach, isWide: true, reach: reach)
    // Groups that became parts of their own are looked into.
    asks.base.update(repeating: false, count: count)
    for part in open { for item in part.items { asks.base[Int(item)] = true } }
    coreLevels(tree, around, asks: asks, levels)
    for part in open {
      let items = Slab<Int32>(count: part.items.count)
      for index in part.items.indices { items.base[index] = part.items[index] }
      let inner = SpatialTree(items, positions: tree.positions, weights: tree.weights, sites: tree.slots)
      let core = Slab<P.Level>(count: items.count)
      for index in 0..<items.count { core.base[index] = levels.base[Int(inner.slots.base[index])] }
      let found = splitter.split(inner, core: core, groups: nil, cut: part.cut, isWide: false, reach: reach)
      for var part in found.parts {
        for index in part.slots.indices { part.slots[index] = tree.slots.base[Int(part.slots[index])] }
        parts.append(part)
      }
    }
    return parts
  }

  /// Groups at the level up to which about two thirds of the core distances are, as a sample tells; nil where they would not help.
  private func contraction(
    _ wide: [Int], _ lists: [[Int32]], _ components: Components<P>, _ flat: Assignment<P>, _ around: SpatialTree<P>?
  ) -> Contraction<P>? {
    let total = wide.reduce(0) { $0 + lists[$1].count }
    guard total >= contractFrom else { return nil }
    // The sample is taken from the component of the middle one of all core sites.
    var before = 0
    guard
      let middle = wide.first(where: {
        before += lists[$0].count
        return 2 * before > total
      })
    else { return nil }
    let tree = space.tree(lists[middle])
    var search = CoreLevels(tree, others: around, coreWeight: coreWeight)
    let leaves = (0..<tree.count).filter { tree.nodes.base[$0].right == 0 }
    var sample: [P.Level] = []
    for index in stride(from: 0, to: leaves.count, by: max(leaves.count / 512, 1)) {
      sample.append(search.level(leaves[index], Int(tree.nodes.base[leaves[index]].start), reach) ?? reach)
    }
    sample.sort()
    let level = sample[sample.count * 2 / 3]
    let distance = P.distance(level).rounded(.down)
    guard distance >= 1, level < reach else { return nil }
    var isWide = Array(repeating: false, count: lists.count)
    for component in wide { isWide[component] = true }
    return Contraction(
      space, components, isWide: isWide, clusters: flat.clusters, distance: distance, coreWeight: coreWeight,
      threads: threads)
  }

  /// Writes the core distances of the items that `asks`, or of all, none beyond the reach.
  private func coreLevels(
    _ tree: SpatialTree<P>, _ around: SpatialTree<P>?, asks: Slab<Bool>?, _ levels: Slab<P.Level>
  ) {
    let count = tree.slots.count
    let parts = count < 20_000 ? 1 : threads
    _ = Workers.map(parts: parts) { part in
      var search = CoreLevels(tree, others: around, coreWeight: coreWeight)
      search.fill(levels, count * part / parts..<count * (part + 1) / parts, asks: asks, limit: reach)
    }
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
