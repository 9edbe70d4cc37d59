/// Core distances of items of a tree, leaf by leaf: that of an item before, and how far away it is, bound the next one.
struct CoreLevels<P: Position> {
  private var single: CoreLevelSearch<P>
  /// The last item whose core distance is known.
  private var before: (point: P, distance: Double)?

  /// Core distances for the items of `tree`, where those of `others` count, too.
  init(_ tree: SpatialTree<P>, others: SpatialTree<P>? = nil, coreWeight: Int64) {
    single = CoreLevelSearch(tree, others: others, coreWeight: coreWeight)
  }

  /// Writes the core distances of the items in the leaves that begin in `range`, `limit` for those beyond it; only of those that `asks`, where
  /// that is given.
  mutating func fill(_ levels: Slab<P.Level>, _ range: Range<Int>, asks: Slab<Bool>? = nil, limit: P.Level) {
    let search = single.search
    for leaf in 0..<search.tree.count where search.nodes[leaf].right == 0 {
      let node = search.nodes[leaf]
      if !range.contains(Int(node.start)) { continue }
      if node.box.isPoint {
        // Items at one point have one core distance.
        let items = Int(node.start)..<Int(node.end)
        if let asks, !items.contains(where: { asks.base[$0] }) { continue }
        let found = level(leaf, Int(node.start), limit) ?? limit
        for item in items where asks.map({ $0.base[item] }) ?? true { levels.base[item] = found }
        continue
      }
      for item in Int(node.start)..<Int(node.end) {
        if let asks, !asks.base[item] { continue }
        levels.base[item] = level(leaf, item, limit) ?? limit
      }
    }
  }

  /// The core distance of one item, nil beyond the limit.
  mutating func level(_ leaf: Int, _ item: Int, _ limit: P.Level) -> P.Level? {
    let point = single.search.positions[item]
    var bound = limit
    // The ring of the point before needs the whole limit.
    if let before, single.last == nil {
      let apart = P.distance(point.level(to: before.point))
      bound = min(limit, P.wide(ofDistance: (before.distance + apart) * (1 + 1e-9)))
    }
    var found = single.level(around: point, limit: bound, leaf: leaf)
    // Should rounding ever have made the bound too narrow, all is looked at again.
    if found == nil, bound < limit { found = single.level(around: point, limit: limit, leaf: leaf) }
    before = found.map { (point, P.distance($0)) }
    return found
  }
}
