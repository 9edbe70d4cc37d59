/// Core distances: the smallest level within which the weight around a point, its own included, reaches the core weight.
///
/// Items are collected from the nearest nodes in a heap whose greatest level is dropped as soon as the others suffice (weighted
/// k-nearest-neighbour search): O(log n + W log W) for the W items that it takes. Beyond `heapLimit` items the answer of the point
/// before helps: core distances of two points differ by no more than the points' distance, so that only the ring between these
/// bounds is sorted, and what lies within is summed by whole nodes. Where that fails too, the level is found by bisection, at most 70
/// counts of O(√n).
struct CoreLevelSearch<P: Position> {
  private static var heapLimit: Int { 128 }
  private static var ringLimit: Int { 8_192 }

  let search: TreeSearch<P>
  /// Items that count beside those of the first tree.
  private let others: TreeSearch<P>?
  private let coreWeight: Int64
  private let heap: Slab<(level: P.Level, weight: Int64)>
  private let ringItems: Slab<(level: P.Level, weight: Int64)>
  /// The last point for which the heap did not do, with its core distance.
  private(set) var last: (point: P, distance: Double)?

  /// A search around items of `tree`, where those of `others` count, too.
  init(_ tree: SpatialTree<P>, others: SpatialTree<P>? = nil, coreWeight: Int64) {
    search = TreeSearch(tree)
    self.others = others.map { TreeSearch($0) }
    self.coreWeight = coreWeight
    heap = Slab(count: Self.heapLimit + 1)
    ringItems = Slab(count: Self.ringLimit + SpatialTree<P>.leafSize + 2)
  }

  /// The core distance of `point`, or nil when it is beyond `limit`. Quickest when `leaf` is the leaf that holds the point.
  mutating func level(around point: P, limit: P.Level, leaf: Int = 0) -> P.Level? {
    if let last, let level = ring(point, last, limit) {
      self.last = (point, P.distance(level))
      return level
    }
    last = nil
    var isTooMany = false
    let level = nearest(point, limit, leaf, &isTooMany)
    if !isTooMany { return level }
    let found = bisect(point, limit)
    if let found { last = (point, P.distance(found)) }
    return found
  }

  /// The core distance from the ring in which it must lie; nil when the ring holds too many items or reaches beyond the limit.
  private func ring(_ point: P, _ last: (point: P, distance: Double), _ limit: P.Level) -> P.Level? {
    let step = P.distance(point.level(to: last.point))
    // The bounds are widened beyond rounding, and verified below.
    let low = P.level(ofDistance: max(last.distance - step, 0) * (1 - 1e-9))
    let high = P.level(ofDistance: (last.distance + step) * (1 + 1e-9) + 1)
    if high > limit { return nil }
    var inside: Int64 = 0
    var number = 0
    if !addRing(search, point, low...high, &inside, &number) { return nil }
    if let others, !addRing(others, point, low...high, &inside, &number) { return nil }
    if inside >= coreWeight { return nil }
    return Self.level(of: ringItems.base, number, holding: coreWeight &- inside)
  }

  /// Adds the items of a tree in a ring to the first `number` of `ringItems`, and the weight inside of it; false when they are too many.
  private func addRing(
    _ search: TreeSearch<P>, _ point: P, _ ring: ClosedRange<P.Level>, _ inside: inout Int64, _ number: inout Int
  ) -> Bool {
    let (low, high) = (ring.lowerBound, ring.upperBound)
    let items = ringItems.base
    let stack = search.stack
    var depth = 1
    stack[0] = 0
    while depth > 0 {
      depth &-= 1
      let index = Int(stack[depth])
      let node = search.nodes + index
      let gap = node.pointee.box.gap(point)
      if gap > high { continue }
      if node.pointee.box.span(point) < low {
        inside &+= node.pointee.weight
      } else if node.pointee.box.isPoint {
        items[number] = (gap, node.pointee.weight)
        number &+= 1
      } else if node.pointee.right != 0 {
        stack[depth] = node.pointee.right
        stack[depth &+ 1] = Int32(truncatingIfNeeded: index &+ 1)
        depth &+= 2
      } else {
        for item in Int(node.pointee.start)..<Int(node.pointee.end) {
          let level = search.positions[item].level(to: point)
          if level < low {
            inside &+= search.weights[item]
          } else if level <= high {
            items[number] = (level, search.weights[item])
            number &+= 1
          }
        }
      }
      if number > Self.ringLimit { return false }
    }
    return true
  }

  /// The smallest level up to which items weigh at least `weight`, nil when all weigh less: by halving around a middle element
  /// (Hoare 1961), linear in their number as a rule.
  static func level(
    of items: UnsafeMutablePointer<(level: P.Level, weight: Int64)>, _ number: Int, holding weight: Int64
  ) -> P.Level? {
    var (low, high, wanted) = (0, number, weight)
    var rounds = 0
    while high - low > 16 {
      rounds += 1
      if rounds > 96 {
        // Halving that makes no headway: sorted after all.
        var rest = UnsafeMutableBufferPointer(start: items + low, count: high - low)
        rest.sort { $0.level < $1.level }
        break
      }
      let (a, b, c) = (items[low].level, items[low + (high - low) / 2].level, items[high - 1].level)
      let pivot = max(min(a, b), min(max(a, b), c))
      // Below the pivot, equal to it, above it.
      var (less, next, more) = (low, low, high)
      var (lighter, equal): (Int64, Int64) = (0, 0)
      while next < more {
        let item = items[next]
        if item.level < pivot {
          items[next] = items[less]
          items[less] = item
          lighter &+= item.weight
          less &+= 1
          next &+= 1
        } else if item.level == pivot {
          equal &+= item.weight
          next &+= 1
        } else {
          more &-= 1
          items[next] = items[more]
          items[more] = item
        }
      }
      if wanted <= lighter {
        high = less
      } else if wanted <= lighter &+ equal {
        return pivot
      } else {
        wanted &-= lighter &+ equal
        low = more
      }
    }
    for index in low..<(rounds > 96 ? low : max(high, low)) {
      var place = index
      let item = items[index]
      while place > low, items[place - 1].level > item.level {
        items[place] = items[place - 1]
        place -= 1
      }
      items[place] = item
    }
    for index in low..<max(high, low) {
      wanted &-= items[index].weight
      if wanted <= 0 { return items[index].level }
    }
    return nil
  }

  /// The core distance by the heap, unless that takes too many items.
  private func nearest(_ point: P, _ limit: P.Level, _ leaf: Int, _ isTooMany: inout Bool) -> P.Level? {
    var near = NearestWeights<P>(heap: heap.base, coreWeight: coreWeight, limit: limit)
    // From the leaf upward, as long as what lies outside of the nodes that were seen may matter.
    var node = leaf
    if !near.add(search, from: node, point, most: Self.heapLimit) {
      isTooMany = true
      return nil
    }
    while search.nodes[node].parent >= 0, near.takes(search.nodes[node].box.margin(point)) {
      if !near.add(search, from: search.sibling(node), point, most: Self.heapLimit) {
        isTooMany = true
        return nil
      }
      node = Int(search.nodes[node].parent)
    }
    if let others, !near.add(others, from: 0, point, most: Self.heapLimit) {
      isTooMany = true
      return nil
    }
    return near.suffices ? near.bound : nil
  }

  private func bisect(_ point: P, _ limit: P.Level) -> P.Level? {
    if holds(point, .zero) { return .zero }
    if !holds(point, limit) { return nil }
    var low = P.Level.zero
    var high = limit
    while true {
      let middle = P.between(low, high)
      if middle == low { return high }
      if holds(point, middle) { high = middle } else { low = middle }
    }
  }

  private func holds(_ point: P, _ limit: P.Level) -> Bool {
    let sum = search.weight(around: point, within: limit, upTo: coreWeight)
    if sum >= coreWeight { return true }
    return others?.holds(coreWeight &- sum, around: point, within: limit) ?? false
  }
}
