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
  private static var blockSize: Int { 16 }

  private let search: TreeSearch<P>
  private let coreWeight: Int64
  private let heap: Slab<(level: P.Level, weight: Int64)>
  private let ringItems: Slab<(level: P.Level, weight: Int64)>
  /// The last point for which the heap did not do, with its core distance.
  private var last: (point: P, distance: Double)?
  /// The node below which everything stands that matters.
  private var top = 0

  init(_ tree: SpatialTree<P>, coreWeight: Int64) {
    search = TreeSearch(tree)
    self.coreWeight = coreWeight
    heap = Slab(count: Self.heapLimit + 1)
    ringItems = Slab(count: Self.ringLimit + SpatialTree<P>.leafSize + 2)
  }

  /// The core distances of the points `range`, at least one, `limit` for those that are beyond it. Quickest when points follow their
  /// neighbours: the core distance of the first of a block, and how far the block stretches, bound all of them, and only the part of the tree
  /// that such a ball can reach is looked at.
  mutating func fill(_ levels: Slab<P.Level>, of points: Slab<P>, _ range: Range<Int>, limit: P.Level) {
    var start = range.lowerBound
    while start < range.upperBound {
      let end = min(start + Self.blockSize, range.upperBound)
      top = 0
      let first = level(around: points.base[start], limit: limit)
      levels.base[start] = first ?? limit
      var bound = limit
      if let first, last == nil, end - start > 1 {
        var box = Box(points.base[start])
        for item in start + 1..<end { box.add(points.base[item]) }
        let across = P.distance(box.low.level(to: box.high))
        let widest = P.wide(ofDistance: (P.distance(first) + across) * (1 + 1e-9))
        if widest < limit { bound = widest }
        top = narrowest(box, bound)
      }
      for item in start + 1..<max(end, start + 1) {
        let point = points.base[item]
        // Should rounding ever have made the bound too narrow, all is looked at again.
        var found = level(around: point, limit: bound)
        if found == nil, bound < limit {
          top = 0
          bound = limit
          found = level(around: point, limit: limit)
        }
        levels.base[item] = found ?? limit
      }
      start = end
    }
    top = 0
  }

  /// The smallest node outside of which everything is farther than `bound` from all of `box`.
  private func narrowest(_ box: Box<P>, _ bound: P.Level) -> Int {
    var node = 0
    while true {
      let right = Int(search.nodes[node].right)
      if right == 0 { return node }
      let isLeft = search.nodes[node + 1].box.gap(box) <= bound
      let isRight = search.nodes[right].box.gap(box) <= bound
      if isLeft == isRight { return node }
      node = isLeft ? node + 1 : right
    }
  }

  /// The core distance of `point`, or nil when it is beyond `limit`.
  mutating func level(around point: P, limit: P.Level) -> P.Level? {
    if let last, let level = ring(point, last, limit) {
      self.last = (point, P.distance(level))
      return level
    }
    last = nil
    var isTooMany = false
    let level = nearest(point, limit, &isTooMany)
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
    let items = ringItems.base
    var number = 0
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
      if number > Self.ringLimit { return nil }
    }
    if inside >= coreWeight { return nil }
    return Self.level(of: items, number, holding: coreWeight &- inside)
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
  private func nearest(_ point: P, _ limit: P.Level, _ isTooMany: inout Bool) -> P.Level? {
    let heap = heap.base
    let (nodes, stack, gaps) = (search.nodes, search.stack, search.gaps)
    var size = 0
    var sum: Int64 = 0
    // Once the heap suffices, only nearer items matter.
    var bound = limit
    var suffices = false
    var depth = 1
    stack[0] = Int32(truncatingIfNeeded: top)
    gaps[0] = .zero
    @inline(__always)
    func add(_ level: P.Level, _ weight: Int64) {
      if suffices, weight == heap[0].weight {
        // The farthest gives way to the new one.
        Self.replace(heap, size, level, weight)
      } else {
        Self.push(heap, size, level, weight)
        size &+= 1
        sum &+= weight
      }
      while size > 0, sum &- heap[0].weight >= coreWeight {
        sum &-= heap[0].weight
        Self.pop(heap, size)
        size &-= 1
      }
      if sum >= coreWeight {
        bound = heap[0].level
        suffices = true
      }
    }
    while depth > 0 {
      depth &-= 1
      let index = Int(stack[depth])
      let node = nodes + index
      let gap = gaps[depth]
      if suffices ? gap >= bound : gap > bound { continue }
      if size >= Self.heapLimit - SpatialTree<P>.leafSize {
        isTooMany = true
        return nil
      }
      if node.pointee.right != 0 {
        let left = index &+ 1
        let right = Int(node.pointee.right)
        let leftGap = nodes[left].box.gap(point)
        let rightGap = nodes[right].box.gap(point)
        let leftFirst = leftGap <= rightGap
        // A node beyond the bound need not be remembered: the bound only falls.
        let farGap = leftFirst ? rightGap : leftGap
        if suffices ? farGap < bound : farGap <= bound {
          stack[depth] = Int32(truncatingIfNeeded: leftFirst ? right : left)
          gaps[depth] = farGap
          depth &+= 1
        }
        stack[depth] = Int32(truncatingIfNeeded: leftFirst ? left : right)
        gaps[depth] = leftFirst ? leftGap : rightGap
        depth &+= 1
      } else if node.pointee.box.isPoint {
        add(gap, node.pointee.weight)
      } else {
        for item in Int(node.pointee.start)..<Int(node.pointee.end) {
          let level = search.positions[item].level(to: point)
          if suffices ? level < bound : level <= bound { add(level, search.weights[item]) }
        }
      }
    }
    return suffices ? bound : nil
  }

  private func bisect(_ point: P, _ limit: P.Level) -> P.Level? {
    if search.holds(coreWeight, around: point, within: .zero) { return .zero }
    if !search.holds(coreWeight, around: point, within: limit) { return nil }
    var low = P.Level.zero
    var high = limit
    while true {
      let middle = P.between(low, high)
      if middle == low { return high }
      if search.holds(coreWeight, around: point, within: middle) { high = middle } else { low = middle }
    }
  }

  @inline(__always)
  private static func push(
    _ heap: UnsafeMutablePointer<(level: P.Level, weight: Int64)>, _ size: Int, _ level: P.Level, _ weight: Int64
  ) {
    var hole = size
    while hole > 0 {
      let parent = (hole &- 1) / 2
      if heap[parent].level >= level { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = (level, weight)
  }

  @inline(__always)
  private static func pop(_ heap: UnsafeMutablePointer<(level: P.Level, weight: Int64)>, _ size: Int) {
    let last = heap[size &- 1]
    replace(heap, size &- 1, last.level, last.weight)
  }

  /// Puts an item in the place of the greatest of `size`.
  @inline(__always)
  private static func replace(
    _ heap: UnsafeMutablePointer<(level: P.Level, weight: Int64)>, _ size: Int, _ level: P.Level, _ weight: Int64
  ) {
    var hole = 0
    while true {
      var child = 2 &* hole &+ 1
      if child >= size { break }
      if child &+ 1 < size, heap[child &+ 1].level > heap[child].level { child &+= 1 }
      if heap[child].level <= level { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = (level, weight)
  }
}
