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

  private let search: TreeSearch<P>
  private let coreWeight: Int64
  private let heap: Slab<(level: P.Level, weight: Int64)>
  /// The last point for which the heap did not do, with its core distance.
  private var last: (point: P, distance: Double)?

  init(_ tree: SpatialTree<P>, coreWeight: Int64) {
    search = TreeSearch(tree)
    self.coreWeight = coreWeight
    heap = Slab(count: Self.heapLimit + 1)
  }

  /// The core distance of `point`, or nil when it is beyond `limit`. Quickest when points follow their neighbours.
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
    var items: [(level: P.Level, weight: Int64)] = []
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
        items.append((gap, node.pointee.weight))
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
            items.append((level, search.weights[item]))
          }
        }
        if items.count > Self.ringLimit { return nil }
      }
    }
    if inside >= coreWeight { return nil }
    items.sort { $0.level < $1.level }
    for item in items {
      inside &+= item.weight
      if inside >= coreWeight { return item.level }
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
    stack[0] = 0
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
