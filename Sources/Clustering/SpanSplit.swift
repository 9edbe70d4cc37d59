/// Cuts one component from the top until every part fits: the span-limited hierarchy of `Docs/Method.md`.
///
/// A part that does not fit hands its k-d tree to its largest part, out of which the other items are taken; each other part gets a
/// tree of its own. An item is thus taken out or built in at most log₂ n times (heavy paths, Sleator & Tarjan 1983), and a chain of n
/// cuts that each shed one site costs O(n √n) at worst instead of O(n²).
struct SpanSplit<P: Position> {
  /// A part that fits: a cluster.
  struct Part {
    /// Slots of its core sites.
    var slots: [Int32]
    /// Level of the links that were cut to set it free.
    var cut: P.Level
    /// Level at which its own last link or site comes to be.
    var formed: P.Level
  }

  /// A part of which is not known yet whether it fits, with the level of the links cut to set it free and its weighted sums.
  private struct Waiting {
    var node: Int
    var cut: P.Level
    var moments: Moments
  }

  /// A part that stands at a level of which only a bound is known.
  struct Open {
    /// Items of the tree.
    var items: [Int32]
    /// Level of the links that were cut to set it free.
    var cut: P.Level
  }

  /// Below this number of items a question is answered item by item.
  private static var few: Int { 48 }

  let space: Space<P>
  let maxRadius: P.Level
  let unit: Double

  /// Whether items fit: at least nine tenths of their weight lie within the greatest radius of the weighted centre.
  func fits(_ slots: [Int32]) -> Bool {
    var sum = Moments()
    for slot in slots {
      sum += space.positions[Int(slot)].moments(weight: space.weights[Int(slot)], unit: unit)
    }
    let centre = P.centre(of: sum, unit: unit)
    var inside: Int64 = 0
    for slot in slots where space.positions[Int(slot)].level(to: centre) <= maxRadius {
      inside &+= space.weights[Int(slot)]
    }
    return 10 * inside >= 9 * sum.weight
  }

  /// The clusters into which a part falls that was set free by cutting links of level `cut`, and what is left open. `tree` holds its sites,
  /// `core` their core distances, zero for those in `groups`; parts within a group are left open. `isWide` tells that it does not fit.
  func split(
    _ tree: SpatialTree<P>, core: Slab<P.Level>, groups: ItemGroups?, cut: P.Level, isWide: Bool, reach: P.Level
  ) -> (parts: [Part], open: [Open]) {
    let links = SpanningTree.links(tree, core: core, limit: reach, groups: groups)
    let dendrogram = Dendrogram<P>(core: core, links: links)
    var accepted: [Part] = []
    var open: [Open] = []
    var waiting: [Waiting] = []

    func accept(_ node: Int, _ cut: P.Level) {
      let slots = dendrogram.places(node).map { tree.slots[Int(dendrogram.order[$0])] }
      accepted.append(Part(slots: slots, cut: cut, formed: dendrogram.levels[node]))
    }

    /// Puts a part within a group aside.
    func isOpen(_ node: Int, _ cut: P.Level) -> Bool {
      if groups == nil || dendrogram.levels[node] > .zero { return false }
      open.append(Open(items: dendrogram.places(node).map { dendrogram.order[$0] }, cut: cut))
      return true
    }

    /// Goes down from `start` along the largest parts as long as they do not fit. `places` finds an item in `live`.
    func descend(_ start: Waiting, _ live: LiveTree<P>, _ place: Slab<Int32>?) {
      var node = start.node
      var cut = start.cut
      // What remains of the sums when the smaller parts are taken out: sums are whole numbers, so the order does not matter.
      var moments = start.moments
      var isKnown = isWide && node == dendrogram.root
      while true {
        if isOpen(node, cut) { return }
        let centre = P.centre(of: moments, unit: unit)
        if !isKnown, live.fits(centre, total: moments.weight, within: maxRadius) { return accept(node, cut) }
        isKnown = false
        if node < dendrogram.items { return accept(node, cut) }
        let (parts, dropped) = dendrogram.parts(node)
        cut = dendrogram.levels[node]
        func remove(_ item: Int) { live.remove(place.map { Int($0[item]) } ?? item) }
        for item in dropped {
          remove(item)
          moments -= self.moments(tree, item)
        }
        guard let largest = parts.max(by: { dendrogram.sizes[$0] < dendrogram.sizes[$1] }) else { return }
        for part in parts where part != largest {
          var sum = Moments()
          for index in dendrogram.places(part) {
            let item = Int(dendrogram.order[index])
            remove(item)
            sum += self.moments(tree, item)
          }
          moments -= sum
          waiting.append(Waiting(node: part, cut: cut, moments: sum))
        }
        node = largest
      }
    }

    var all = Moments()
    for item in 0..<dendrogram.items { all += moments(tree, item) }
    descend(Waiting(node: dendrogram.root, cut: cut, moments: all), LiveTree(tree), nil)
    let place = Slab<Int32>(count: dendrogram.items)
    while let next = waiting.popLast() {
      if isOpen(next.node, next.cut) { continue }
      let places = dendrogram.places(next.node)
      if places.count <= Self.few {
        settle(next, dendrogram, tree, accept, &waiting)
        continue
      }
      let items = Slab<Int32>(count: places.count)
      for (index, at) in places.enumerated() { items.base[index] = dendrogram.order[at] }
      // The items are the slots of the smaller tree, so that its own order leads back to them.
      let part = SpatialTree(items, positions: tree.positions, weights: tree.weights, sites: tree.slots)
      for index in 0..<items.count { place.base[Int(part.slots[index])] = Int32(truncatingIfNeeded: index) }
      descend(next, LiveTree(part), place)
    }
    return (accepted, open)
  }

  @inline(__always)
  private func moments(_ tree: SpatialTree<P>, _ item: Int) -> Moments {
    tree.positions.base[item].moments(weight: tree.weights.base[item], unit: unit)
  }

  /// One step for a small part: accepted, or its parts put on the list.
  private func settle(
    _ next: Waiting, _ dendrogram: Dendrogram<P>, _ tree: SpatialTree<P>, _ accept: (Int, P.Level) -> Void,
    _ waiting: inout [Waiting]
  ) {
    let node = next.node
    if node < dendrogram.items { return accept(node, next.cut) }
    let centre = P.centre(of: next.moments, unit: unit)
    var inside: Int64 = 0
    for index in dendrogram.places(node) {
      let item = Int(dendrogram.order[index])
      if tree.positions[item].level(to: centre) <= maxRadius { inside &+= tree.weights[item] }
    }
    if 10 * inside >= 9 * next.moments.weight { return accept(node, next.cut) }
    for part in dendrogram.parts(node).parts {
      var sum = Moments()
      for index in dendrogram.places(part) { sum += moments(tree, Int(dendrogram.order[index])) }
      waiting.append(Waiting(node: part, cut: dendrogram.levels[node], moments: sum))
    }
  }
}
