/// A k-d tree (Bentley 1975) with tight bounds: the longest side of a node is halved, or split at a sampled median where halving
/// would be lopsided, so that depth stays logarithmic whatever the distribution.
///
/// Building costs O(n log n). A leaf holds at most `leafSize` items, or any number of items at one point, whose item of the
/// smallest site then stands first. *Items* are numbered in the order of the leaves.
struct SpatialTree<P: Position>: Sendable {
  /// One node; the left child of an inner node follows it directly.
  struct Node: BitwiseCopyable {
    var box: Box<P>
    var weight: Int64
    var start: Int32
    var end: Int32
    /// Index of the right child; 0 for a leaf.
    var right: Int32
    /// Index of the parent; −1 for the root.
    var parent: Int32
  }

  static var leafSize: Int { 8 }

  /// The nodes, parents before children.
  let nodes: Slab<Node>
  /// Number of nodes.
  var count: Int { nodes.count }
  /// What the caller calls each item (a slot).
  let slots: Slab<Int32>
  /// Point of each item.
  let positions: Slab<P>
  /// Weight of each item.
  let weights: Slab<Int64>
  /// Entries that a depth-first walk has to remember.
  let stackSize: Int

  /// A tree of the points `at` the given slots. `slots` is reordered and kept; it must not be empty.
  init(_ slots: Slab<Int32>, positions all: Slab<P>, weights allWeights: Slab<Int64>, sites: Slab<Int32>) {
    self.slots = slots
    let total = slots.count
    positions = Slab(count: total)
    weights = Slab(count: total)
    for item in 0..<total { positions.base[item] = all.base[Int(slots.base[item])] }
    var nodes: [Node] = []
    nodes.reserveCapacity(total / 3 + 1)
    var stack: [(start: Int, end: Int, parent: Int, depth: Int)] = [(0, total, -1, 1)]
    var deepest = 1
    let points = positions.base
    while let (start, end, parent, depth) = stack.popLast() {
      deepest = max(deepest, depth)
      if parent >= 0 { nodes[parent].right = Int32(nodes.count) }
      var box = Box(points[start])
      for item in start + 1..<max(end, start + 1) { box.add(points[item]) }
      let isPoint = box.isPoint
      if isPoint, end - start > 1 {
        var first = start
        for item in start + 1..<end where sites[Int(slots[item])] < sites[Int(slots[first])] { first = item }
        (slots[start], slots[first]) = (slots[first], slots[start])
      }
      let node = nodes.count
      // A left child follows its parent.
      let above = Int32(parent >= 0 ? parent : node - 1)
      nodes.append(Node(box: box, weight: 0, start: Int32(start), end: Int32(end), right: 0, parent: above))
      if isPoint || end - start <= Self.leafSize { continue }
      let split = Self.split(points, slots.base, start, end, box)
      stack.append((split, end, node, depth + 1))
      stack.append((start, split, -1, depth + 1))
    }
    // A walk holds at most one node of each depth beside the one it opens, whichever child it takes first.
    stackSize = deepest + 2
    self.nodes = Slab(count: nodes.count)
    for item in 0..<total { weights.base[item] = allWeights.base[Int(slots.base[item])] }
    for index in nodes.indices { self.nodes.base[index] = nodes[index] }
    for index in stride(from: nodes.count - 1, through: 0, by: -1) {
      let node = self.nodes.base[index]
      var sum: Int64 = 0
      if node.right == 0 {
        for item in Int(node.start)..<Int(node.end) { sum &+= weights.base[item] }
      } else {
        sum = self.nodes.base[index + 1].weight &+ self.nodes.base[Int(node.right)].weight
      }
      self.nodes.base[index].weight = sum
    }
  }

  /// Reorders `start..<end` into two parts that are not empty, and returns where the second begins.
  private static func split(
    _ points: UnsafeMutablePointer<P>, _ slots: UnsafeMutablePointer<Int32>, _ start: Int, _ end: Int, _ box: Box<P>
  ) -> Int {
    let axis = box.longestAxis
    var pivot = P.middle(box.low[axis], box.high[axis])
    if !(pivot < box.high[axis]) || pivot < box.low[axis] { pivot = box.low[axis] }
    var split = partition(points, slots, start, end) { $0[axis] <= pivot }
    let count = end - start
    if count > 128, min(split - start, end - split) < count / 16 {
      var sample: [P.Scalar] = []
      for index in 0..<63 { sample.append(points[start + count * index / 63][axis]) }
      sample.sort()
      let median = sample[31]
      split =
        median < box.high[axis]
        ? partition(points, slots, start, end) { $0[axis] <= median }
        : partition(points, slots, start, end) { $0[axis] < median }
    }
    return split
  }

  @inline(__always)
  private static func partition(
    _ points: UnsafeMutablePointer<P>, _ slots: UnsafeMutablePointer<Int32>, _ start: Int, _ end: Int,
    _ goesLeft: (P) -> Bool
  ) -> Int {
    var low = start
    var high = end
    while true {
      while low < high, goesLeft(points[low]) { low &+= 1 }
      while low < high, !goesLeft(points[high &- 1]) { high &-= 1 }
      if low >= high { return low }
      high &-= 1
      (points[low], points[high]) = (points[high], points[low])
      (slots[low], slots[high]) = (slots[high], slots[low])
      low &+= 1
    }
  }
}

/// Queries on a tree by one thread: the tree's memory with a stack of its own.
struct TreeSearch<P: Position> {
  let tree: SpatialTree<P>
  let nodes: UnsafeMutablePointer<SpatialTree<P>.Node>
  let positions: UnsafeMutablePointer<P>
  let weights: UnsafeMutablePointer<Int64>
  let stack: UnsafeMutablePointer<Int32>
  /// Room for the gap of each node on the stack.
  let gaps: UnsafeMutablePointer<P.Level>
  private let stackOwner: Slab<Int32>
  private let gapOwner: Slab<P.Level>

  init(_ tree: SpatialTree<P>) {
    self.tree = tree
    nodes = tree.nodes.base
    positions = tree.positions.base
    weights = tree.weights.base
    stackOwner = Slab(count: tree.stackSize)
    stack = stackOwner.base
    gapOwner = Slab(count: tree.stackSize)
    gaps = gapOwner.base
  }

  /// The other child of the parent of `node`, which is not the root.
  @inline(__always)
  func sibling(_ node: Int) -> Int {
    let parent = Int(nodes[node].parent)
    return parent &+ 1 == node ? Int(nodes[parent].right) : parent &+ 1
  }

  /// Whether items within `limit` of `point` weigh at least `least`, which is positive.
  func holds(_ least: Int64, around point: P, within limit: P.Level) -> Bool {
    weight(around: point, within: limit, upTo: least) >= least
  }

  /// The weight of the items within `limit` of `point`, or some weight of at least `least` once that is reached.
  func weight(around point: P, within limit: P.Level, upTo least: Int64) -> Int64 {
    var sum: Int64 = 0
    var depth = 1
    stack[0] = 0
    while depth > 0 {
      depth &-= 1
      let index = Int(stack[depth])
      let node = nodes + index
      if node.pointee.box.gap(point) > limit { continue }
      if node.pointee.box.span(point) <= limit {
        sum &+= node.pointee.weight
        if sum >= least { return sum }
      } else if node.pointee.right == 0 {
        for item in Int(node.pointee.start)..<Int(node.pointee.end) where positions[item].level(to: point) <= limit {
          sum &+= weights[item]
        }
        if sum >= least { return sum }
      } else {
        let right = Int(node.pointee.right)
        let leftFirst = nodes[index &+ 1].box.gap(point) <= nodes[right].box.gap(point)
        stack[depth] = Int32(truncatingIfNeeded: leftFirst ? right : index &+ 1)
        stack[depth &+ 1] = Int32(truncatingIfNeeded: leftFirst ? index &+ 1 : right)
        depth &+= 2
      }
    }
    return sum
  }
}
