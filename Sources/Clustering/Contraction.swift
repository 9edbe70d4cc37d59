/// The core sites of components that do not fit, grouped at a level far below the reach: a flat clustering that costs a fraction of exact
/// core distances and links.
///
/// Within a group all sites have core distances up to the level and hang together up to it, so that the hierarchy above the level can be
/// told from the groups and the other sites alone. What is below matters only where a group is a part by itself.
struct Contraction<P: Position> {
  /// Group of each slot, −1 for those whose core distance is greater than the level.
  let groups: Slab<Int32>
  /// The last item of each group that `ItemGroups` has seen.
  private let last: Slab<Int32>

  /// Groups at the level of `distance`, which is not above the reach; nil where no cells fit. `isWide` tells the components that do not fit,
  /// `clusters` the cluster of each slot at the full reach.
  init?(
    _ space: Space<P>, _ components: Components<P>, isWide: [Bool], clusters: Slab<Int32>, distance: Double,
    coreWeight: Int64, threads: Int
  ) {
    // All that weighs anything within reach of a core site of such a component is a core site of it or a border site.
    var slots: [Int32] = []
    for slot in 0..<space.count where clusters.base[slot] >= 0 && space.weights.base[slot] > 0 {
      let component = components.labels.base[slot]
      if component < 0 || isWide[Int(component)] { slots.append(Int32(truncatingIfNeeded: slot)) }
    }
    let positions = Slab<P>(count: slots.count)
    let weights = Slab<Int64>(count: slots.count)
    for index in slots.indices {
      positions.base[index] = space.positions.base[Int(slots[index])]
      weights.base[index] = space.weights.base[Int(slots[index])]
    }
    guard let cells = Cells.build(positions, weights: weights, reach: distance) else { return nil }
    let level = P.level(ofDistance: distance)
    let flags = Density(cells: cells, reach: level, coreWeight: coreWeight).cores(threads: threads)
    let cores = CoreCells(cells, reach: level, flags: flags)
    let found = Components(Space(cells), cores: cores, threads: threads)
    groups = Slab(count: space.count, repeating: -1)
    for slot in 0..<cells.slots {
      groups.base[Int(slots[Int(cells.sites.base[slot])])] = found.labels.base[slot]
    }
    last = Slab(count: found.count, repeating: -1)
  }

  /// The groups of the items of one component's tree. Only once for each component.
  func items(of tree: SpatialTree<P>) -> ItemGroups {
    let items = Slab<Int32>(count: tree.slots.count)
    for item in 0..<items.count { items.base[item] = groups.base[Int(tree.slots.base[item])] }
    return ItemGroups(groups: items, last: last)
  }
}

/// Groups of the items of a tree.
struct ItemGroups {
  /// Group of each item, −1 for none.
  let groups: Slab<Int32>
  fileprivate let last: Slab<Int32>

  fileprivate init(groups: Slab<Int32>, last: Slab<Int32>) {
    self.groups = groups
    self.last = last
  }

  /// Pairs that join the items of each group. Only once.
  @inline(__always)
  func pairs(_ body: (Int, Int) -> Void) {
    for item in 0..<groups.count where groups.base[item] >= 0 {
      let group = Int(groups.base[item])
      if last.base[group] >= 0 { body(Int(last.base[group]), item) }
      last.base[group] = Int32(truncatingIfNeeded: item)
    }
  }
}
