/// The nearest items around a point that together reach a weight: a heap whose greatest level is dropped as soon as the others suffice.
struct NearestWeights<P: Position> {
  private let heap: UnsafeMutablePointer<(level: P.Level, weight: Int64)>
  private let coreWeight: Int64
  private var size = 0
  private var sum: Int64 = 0
  /// Once the items suffice, the greatest level among them; before, the limit.
  private(set) var bound: P.Level
  /// Whether the items reach the weight.
  private(set) var suffices = false

  /// No items yet; none beyond `limit` is taken.
  init(heap: UnsafeMutablePointer<(level: P.Level, weight: Int64)>, coreWeight: Int64, limit: P.Level) {
    self.heap = heap
    self.coreWeight = coreWeight
    bound = limit
  }

  /// Whether an item at `level` would matter.
  @inline(__always)
  func takes(_ level: P.Level) -> Bool { suffices ? level < bound : level <= bound }

  /// Adds the items of a tree below the node `top`; false when more than `most` would have to be remembered.
  @inline(__always)
  mutating func add(_ search: TreeSearch<P>, from top: Int, _ point: P, most: Int) -> Bool {
    let (nodes, stack, gaps) = (search.nodes, search.stack, search.gaps)
    var depth = 1
    stack[0] = Int32(truncatingIfNeeded: top)
    gaps[0] = nodes[top].box.gap(point)
    while depth > 0 {
      depth &-= 1
      let index = Int(stack[depth])
      let node = nodes + index
      let gap = gaps[depth]
      if !takes(gap) { continue }
      if size >= most &- SpatialTree<P>.leafSize { return false }
      if node.pointee.right != 0 {
        let left = index &+ 1
        let right = Int(node.pointee.right)
        let leftGap = nodes[left].box.gap(point)
        let rightGap = nodes[right].box.gap(point)
        let leftFirst = leftGap <= rightGap
        // A node beyond the bound need not be remembered: the bound only falls.
        let farGap = leftFirst ? rightGap : leftGap
        if takes(farGap) {
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
          if takes(level) { add(level, search.weights[item]) }
        }
      }
    }
    return true
  }

  @inline(__always)
  private mutating func add(_ level: P.Level, _ weight: Int64) {
    if suffices, weight == heap[0].weight {
      // The farthest gives way to the new one.
      replace(level, weight)
    } else {
      push(level, weight)
      sum &+= weight
    }
    while size > 0, sum &- heap[0].weight >= coreWeight {
      sum &-= heap[0].weight
      size &-= 1
      replace(heap[size].level, heap[size].weight)
    }
    if sum >= coreWeight {
      bound = heap[0].level
      suffices = true
    }
  }

  @inline(__always)
  private mutating func push(_ level: P.Level, _ weight: Int64) {
    var hole = size
    while hole > 0 {
      let parent = (hole &- 1) / 2
      if heap[parent].level >= level { break }
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = (level, weight)
    size &+= 1
  }

  /// Puts an item in the place of the greatest.
  @inline(__always)
  private func replace(_ level: P.Level, _ weight: Int64) {
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
