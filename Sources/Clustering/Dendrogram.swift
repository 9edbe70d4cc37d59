/// The order in which the items of one component join as the level rises (single linkage over mutual reachability; Campello,
/// Moulavi & Sander 2013).
///
/// Node 0..<items is an item, whose level is its core distance; the others join two nodes at a level. A node whose
/// parent stands at the same level is no part of its own: equal links go together. Children come before parents, so nothing recurses
/// however long the chains. O(n log n) for the sort of the links.
struct Dendrogram<P: Position> {
  /// Number of items.
  let items: Int
  /// Level at which each node comes to be.
  let levels: Slab<P.Level>
  /// The two children of node `items + k` at 2k and 2k + 1.
  private let children: Slab<Int32>
  /// Items below each node.
  let sizes: Slab<Int32>
  /// Place of the first item of each node in `order`.
  private let firsts: Slab<Int32>
  /// The items so that those of each node stand together.
  let order: Slab<Int32>
  /// The node that holds all.
  var root: Int { 2 * items - 2 }

  /// The dendrogram of a tree of `links` over all items; `core` is their core distance.
  init(core: Slab<P.Level>, links: [Link<P.Level>]) {
    precondition(links.count == core.count - 1, "a component is joined by one link fewer than it has sites")
    items = core.count
    let nodes = 2 * items - 1
    levels = Slab(count: nodes)
    children = Slab(count: 2 * items)
    sizes = Slab(count: nodes)
    firsts = Slab(count: nodes)
    order = Slab(count: items)
    for item in 0..<items {
      levels.base[item] = core.base[item]
      sizes.base[item] = 1
    }
    let sets = DisjointSets(count: items)
    let top = Slab<Int32>(count: items)
    for item in 0..<items { top.base[item] = Int32(truncatingIfNeeded: item) }
    var node = items
    for link in P.ascending(links) {
      let first = sets.root(Int(link.a))
      let second = sets.root(Int(link.b))
      let pair = (top.base[first], top.base[second])
      children.base[2 * (node - items)] = pair.0
      children.base[2 * (node - items) + 1] = pair.1
      levels.base[node] = link.level
      sizes.base[node] = sizes.base[Int(pair.0)] + sizes.base[Int(pair.1)]
      sets.join(first, second)
      top.base[min(first, second)] = Int32(truncatingIfNeeded: node)
      node += 1
    }
    firsts.base[nodes - 1] = 0
    for node in stride(from: nodes - 1, through: items, by: -1) {
      let (left, right) = pair(node)
      firsts.base[left] = firsts.base[node]
      firsts.base[right] = firsts.base[node] + sizes.base[left]
    }
    for item in 0..<items { order.base[Int(firsts.base[item])] = Int32(truncatingIfNeeded: item) }
  }

  @inline(__always)
  private func pair(_ node: Int) -> (Int, Int) {
    let place = 2 &* (node &- items)
    return (Int(children.base[place]), Int(children.base[place &+ 1]))
  }

  /// The places in `order` of the items of `node`.
  @inline(__always)
  func places(_ node: Int) -> Range<Int> {
    Int(firsts.base[node])..<Int(firsts.base[node]) + Int(sizes.base[node])
  }

  /// The parts of `node` just below its level: nodes of lower level, and the items that drop out because their core distance is
  /// the level itself. `node` is no item.
  func parts(_ node: Int) -> (parts: [Int], dropped: [Int]) {
    let level = levels.base[node]
    var parts: [Int] = []
    var dropped: [Int] = []
    var stack = [node]
    while let next = stack.popLast() {
      if levels.base[next] < level {
        parts.append(next)
      } else if next < items {
        dropped.append(next)
      } else {
        let (left, right) = pair(next)
        stack.append(right)
        stack.append(left)
      }
    }
    return (parts, dropped)
  }
}
