/// Core distances: the smallest level within which the weight around a point, its own included, reaches the core weight.
///
/// Items are collected from the nearest nodes in a heap whose greatest level is dropped as soon as the others suffice (weighted
/// k-nearest-neighbour search). Where that takes more than `heapLimit` items, the level is found by bisection over counts in
/// the tree. A query costs O(log n + W log W) for the W ≤ `heapLimit` items it takes, else O(√n) for each of at most 70 counts.
struct CoreLevelSearch<P: Position> {
  private static var heapLimit: Int { 512 }

  private let search: TreeSearch<P>
  private let coreWeight: Int64
  private let heap: Slab<(level: P.Level, weight: Int64)>

  init(_ tree: SpatialTree<P>, coreWeight: Int64) {
    search = TreeSearch(tree)
    self.coreWeight = coreWeight
    heap = Slab(count: Self.heapLimit + 1)
  }

  /// The core distance of `point`, or nil when it is beyond `limit`.
  func level(around point: P, limit: P.Level) -> P.Level? {
    let heap = heap.base
    let nodes = search.nodes
    let stack = search.stack
    var size = 0
    var sum: Int64 = 0
    // Once the heap suffices, only nearer items matter.
    var bound = limit
    var suffices = false
    var depth = 1
    stack[0] = 0
    func add(_ level: P.Level, _ weight: Int64) {
      Self.push(heap, size, level, weight)
      size &+= 1
      sum &+= weight
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
      let gap = node.pointee.box.gap(point)
      if suffices ? gap >= bound : gap > bound { continue }
      if size >= Self.heapLimit - SpatialTree<P>.leafSize { return bisect(point, limit) }
      if node.pointee.right != 0 {
        let right = Int(node.pointee.right)
        let leftFirst = nodes[index &+ 1].box.gap(point) <= nodes[right].box.gap(point)
        stack[depth] = Int32(truncatingIfNeeded: leftFirst ? right : index &+ 1)
        stack[depth &+ 1] = Int32(truncatingIfNeeded: leftFirst ? index &+ 1 : right)
        depth &+= 2
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
    var hole = 0
    while true {
      var child = 2 &* hole &+ 1
      if child >= size &- 1 { break }
      if child &+ 1 < size &- 1, heap[child &+ 1].level > heap[child].level { child &+= 1 }
      if heap[child].level <= last.level { break }
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = last
  }
}
