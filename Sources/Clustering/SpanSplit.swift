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

  /// The clusters that a component which does not fit falls into. `tree` holds its sites, `core` their core distances.
  func split(_ tree: SpatialTree<P>, core: Slab<P.Level>, reach: P.Level) -> [Part] {
    let links = SpanningTree.links(tree, core: core, limit: reach)
    let dendrogram = Dendrogram(tree, core: core, links: links, unit: unit)
    var accepted: [Part] = []
    var waiting: [(node: Int, cut: P.Level)] = []

    func accept(_ node: Int, _ cut: P.Level) {
      let slots = dendrogram.places(node).map { tree.slots[Int(dendrogram.order[$0])] }
      accepted.append(Part(slots: slots, cut: cut, formed: dendrogram.levels[node]))
    }

    /// Goes down from `start` along the largest parts as long as they do not fit. `places` finds an item in `live`.
    func descend(_ start: Int, _ cut: P.Level, _ live: LiveTree<P>, _ place: Slab<Int32>?) {
      var node = start
      var cut = cut
      var isKnown = start == dendrogram.root
      while true {
        let moments = dendrogram.moments[node]
        let centre = P.centre(of: moments, unit: unit)
        if !isKnown, live.fits(centre, total: moments.weight, within: maxRadius) { return accept(node, cut) }
        isKnown = false
        if node < dendrogram.items { return accept(node, cut) }
        let (parts, dropped) = dendrogram.parts(node)
        cut = dendrogram.levels[node]
        func remove(_ item: Int) { live.remove(place.map { Int($0[item]) } ?? item) }
        for item in dropped { remove(item) }
        guard let largest = parts.max(by: { dendrogram.sizes[$0] < dendrogram.sizes[$1] }) else { return }
        for part in parts where part != largest {
          waiting.append((part, cut))
          for index in dendrogram.places(part) { remove(Int(dendrogram.order[index])) }
        }
        node = largest
      }
    }

    descend(dendrogram.root, reach, LiveTree(tree), nil)
    let place = Slab<Int32>(count: dendrogram.items)
    while let (node, cut) = waiting.popLast() {
      let places = dendrogram.places(node)
      if places.count <= Self.few {
        settle(node, cut, dendrogram, tree, accept, &waiting)
        continue
      }
      let items = Slab<Int32>(count: places.count)
      for (index, at) in places.enumerated() { items.base[index] = dendrogram.order[at] }
      // The items are the slots of the smaller tree, so that its own order leads back to them.
      let part = SpatialTree(items, positions: tree.positions, weights: tree.weights, sites: tree.slots)
      for index in 0..<items.count { place.base[Int(part.slots[index])] = Int32(truncatingIfNeeded: index) }
      descend(node, cut, LiveTree(part), place)
    }
    return accepted
  }

  /// One step for a small part: accepted, or its parts put on the list.
  private func settle(
    _ node: Int, _ cut: P.Level, _ dendrogram: Dendrogram<P>, _ tree: SpatialTree<P>,
    _ accept: (Int, P.Level) -> Void, _ waiting: inout [(node: Int, cut: P.Level)]
  ) {
    if node < dendrogram.items { return accept(node, cut) }
    let moments = dendrogram.moments[node]
    let centre = P.centre(of: moments, unit: unit)
    var inside: Int64 = 0
    for index in dendrogram.places(node) {
      let item = Int(dendrogram.order[index])
      if tree.positions[item].level(to: centre) <= maxRadius { inside &+= tree.weights[item] }
    }
    if 10 * inside >= 9 * moments.weight { return accept(node, cut) }
    for part in dendrogram.parts(node).parts { waiting.append((part, dendrogram.levels[node])) }
  }
}
