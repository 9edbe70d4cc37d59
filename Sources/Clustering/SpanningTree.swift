/// A link between two items of a tree at the level of their mutual reachability.
struct Link<Level: Comparable & BitwiseCopyable & Sendable>: BitwiseCopyable, Sendable {
  var level: Level
  var a: Int32
  var b: Int32
}

/// A minimum spanning tree of mutual reachability, by Borůvka's algorithm on a k-d tree (March, Ram & Gray 2010; McInnes & Healy 2017).
///
/// In each round every component finds its shortest link to another one. Whole nodes of the same component, or farther than the
/// best link so far, are passed over; what an item found in an earlier round stays valid while it leads elsewhere, and is a
/// lower bound afterwards. About O(n log n) a round, at most log₂ n rounds. Equal links may be chosen in any order: the components at
/// every level, which alone are used, are the same for all minimum spanning trees.
struct SpanningTree<P: Position> {
  private let search: TreeSearch<P>
  private let tree: SpatialTree<P>
  /// Core distance of each item.
  private let core: UnsafeMutablePointer<P.Level>
  private let coreOwner: Slab<P.Level>
  /// The least core distance below each node.
  private let nodeCore: Slab<P.Level>
  /// Component of each item, and of each node that lies wholly in one (else −1).
  private let component: Slab<Int32>
  private let nodeComponent: Slab<Int32>
  private let sets: DisjointSets
  private let limit: P.Level

  /// The links of length up to `limit` of a minimum spanning tree (or forest), in no order, for the items of `tree`. Items of one group are
  /// joined at level zero before all else.
  static func links(
    _ tree: SpatialTree<P>, core: Slab<P.Level>, limit: P.Level, groups: ItemGroups? = nil
  ) -> [Link<P.Level>] {
    SpanningTree(tree, core, limit).grow(groups)
  }

  private init(_ tree: SpatialTree<P>, _ core: Slab<P.Level>, _ limit: P.Level) {
    self.tree = tree
    self.limit = limit
    search = TreeSearch(tree)
    coreOwner = core
    self.core = core.base
    sets = DisjointSets(count: core.count)
    component = Slab(count: core.count)
    nodeComponent = Slab(count: tree.count)
    nodeCore = Slab(count: tree.count)
    for index in stride(from: tree.count - 1, through: 0, by: -1) {
      let node = tree.nodes[index]
      if node.right == 0 {
        var least = core[Int(node.start)]
        for item in Int(node.start)..<Int(node.end) { least = min(least, core[item]) }
        nodeCore[index] = least
      } else {
        nodeCore[index] = min(nodeCore[index + 1], nodeCore[Int(node.right)])
      }
    }
  }

  private func grow(_ groups: ItemGroups?) -> [Link<P.Level>] {
    let count = core.distance(to: core + coreOwner.count)
    var links: [Link<P.Level>] = []
    links.reserveCapacity(count)
    groups?.pairs { one, two in
      sets.join(one, two)
      links.append(Link(level: .zero, a: Int32(truncatingIfNeeded: one), b: Int32(truncatingIfNeeded: two)))
    }
    joinEqualPoints(&links)
    // The item that each item found last, and the level up to which no other component is nearer.
    let found = Slab<Int32>(count: count, repeating: -1)
    let nearest = Slab<P.Level>(count: count)
    for item in 0..<count { nearest.base[item] = core[item] }
    let best = Slab<P.Level>(count: count)
    let bestFrom = Slab<Int32>(count: count)
    while true {
      labelNodes()
      for item in 0..<count {
        best.base[item] = P.unreachable
        bestFrom.base[item] = -1
      }
      for item in 0..<count where found.base[item] >= 0 {
        let own = Int(component.base[item])
        if component.base[Int(found.base[item])] == component.base[item] {
          found.base[item] = -1
        } else if nearest.base[item] < best.base[own] {
          best.base[own] = nearest.base[item]
          bestFrom.base[own] = Int32(truncatingIfNeeded: item)
        }
      }
      for leaf in 0..<tree.count where search.nodes[leaf].right == 0 {
        // The greatest node around the leaf that lies wholly in one component holds nothing else.
        var inner = leaf
        let label = nodeComponent.base[leaf]
        if label >= 0 {
          while search.nodes[inner].parent >= 0, nodeComponent.base[Int(search.nodes[inner].parent)] == label {
            inner = Int(search.nodes[inner].parent)
          }
          if search.nodes[inner].box.margin(search.nodes[leaf].box) >= best.base[Int(label)] { continue }
        }
        for item in Int(search.nodes[leaf].start)..<Int(search.nodes[leaf].end) where found.base[item] < 0 {
          let own = Int(component.base[item])
          let bound = best.base[own]
          if nearest.base[item] >= bound || nearest.base[item] > limit { continue }
          let (other, level) = nearestOther(item, inner, below: bound)
          found.base[item] = other
          nearest.base[item] = level
          if other >= 0 {
            best.base[own] = level
            bestFrom.base[own] = Int32(truncatingIfNeeded: item)
          }
        }
      }
      var grew = false
      for item in 0..<count where bestFrom.base[item] >= 0 {
        let from = Int(bestFrom.base[item])
        if sets.join(from, Int(found.base[from])) {
          links.append(Link(level: best.base[item], a: Int32(from), b: found.base[from]))
          grew = true
        }
      }
      if !grew { return links }
    }
  }

  /// Joins items at one point, whose core distances are equal, at that distance.
  private func joinEqualPoints(_ links: inout [Link<P.Level>]) {
    for index in 0..<tree.count where tree.nodes[index].right == 0 {
      let node = tree.nodes[index]
      let items = Int(node.start)..<Int(node.end)
      for item in items.dropFirst() {
        let earlier = node.box.isPoint ? Int(node.start)..<Int(node.start) + 1 : Int(node.start)..<item
        for other in earlier where tree.positions[other].level(to: tree.positions[item]) == .zero {
          if core[item] <= limit, sets.join(item, other) {
            links.append(Link(level: max(core[item], core[other]), a: Int32(other), b: Int32(item)))
          }
        }
      }
    }
  }

  private func labelNodes() {
    for item in 0..<coreOwner.count { component.base[item] = Int32(truncatingIfNeeded: sets.root(item)) }
    for index in stride(from: tree.count - 1, through: 0, by: -1) {
      let node = search.nodes + index
      var label: Int32
      if node.pointee.right == 0 {
        label = component.base[Int(node.pointee.start)]
        for item in Int(node.pointee.start)..<Int(node.pointee.end) where component.base[item] != label { label = -1 }
      } else {
        label = nodeComponent.base[index &+ 1]
        if nodeComponent.base[Int(node.pointee.right)] != label { label = -1 }
      }
      nodeComponent.base[index] = label
    }
  }

  /// The nearest item of another component at a level below `bound` and up to the limit; −1 with the bound when there is none. The search
  /// begins at the node `start`, which holds the item.
  private func nearestOther(_ item: Int, _ start: Int, below bound: P.Level) -> (Int32, P.Level) {
    let point = search.positions[item]
    let ownCore = core[item]
    let own = component.base[item]
    var best = bound
    var other: Int32 = -1
    @inline(__always)
    func consider(_ candidate: Int) {
      if component.base[candidate] == own { return }
      let level = max(search.positions[candidate].level(to: point), max(core[candidate], ownCore))
      if level < best, level <= limit {
        best = level
        other = Int32(truncatingIfNeeded: candidate)
      }
    }
    // Items near in number are near in place, and nothing can be nearer than the item's own core distance.
    let near = SpatialTree<P>.leafSize
    for candidate in max(item &- near, 0)...min(item &+ near, coreOwner.count &- 1) { consider(candidate) }
    if other >= 0, best <= ownCore { return (other, best) }
    let (nodes, stack, gaps) = (search.nodes, search.stack, search.gaps)
    var depth = 0
    @inline(__always)
    func push(_ child: Int, _ gap: P.Level) {
      if nodeComponent.base[child] == own { return }
      let least = max(gap, nodeCore.base[child])
      if least >= best || least > limit { return }
      stack[depth] = Int32(truncatingIfNeeded: child)
      gaps[depth] = least
      depth &+= 1
    }
    // From there upward, as long as what lies outside of the nodes that were seen may be near enough.
    var seen = start
    push(start, .zero)
    while true {
      while depth > 0 {
        depth &-= 1
        if gaps[depth] >= best { continue }
        let index = Int(stack[depth])
        let node = nodes + index
        if node.pointee.right == 0 {
          for candidate in Int(node.pointee.start)..<Int(node.pointee.end) { consider(candidate) }
          if other >= 0, best <= ownCore { return (other, best) }
          continue
        }
        let left = index &+ 1
        let right = Int(node.pointee.right)
        let leftGap = nodes[left].box.gap(point)
        let rightGap = nodes[right].box.gap(point)
        let (first, firstGap, second, secondGap) =
          leftGap <= rightGap ? (left, leftGap, right, rightGap) : (right, rightGap, left, leftGap)
        // The nearer one is taken first.
        push(second, secondGap)
        push(first, firstGap)
      }
      let margin = nodes[seen].box.margin(point)
      if nodes[seen].parent < 0 || margin >= best || margin > limit { return (other, best) }
      let sibling = search.sibling(seen)
      push(sibling, nodes[sibling].box.gap(point))
      seen = Int(nodes[seen].parent)
    }
  }
}
