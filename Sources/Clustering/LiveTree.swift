/// A k-d tree from which items are taken out one by one, and which tells whether most of the remaining weight lies in a ball.
///
/// Taking out costs O(log n). A question costs O(√n) nodes at worst in the plane, and few as a rule: it ends as soon as the weight
/// inside suffices or the weight outside is too much.
struct LiveTree<P: Position> {
  private let search: TreeSearch<P>
  private let tree: SpatialTree<P>
  /// Weight that remains below each node, and of each item.
  private let nodeWeights: Slab<Int64>
  private let weights: Slab<Int64>

  /// All items of `tree`.
  init(_ tree: SpatialTree<P>) {
    self.tree = tree
    search = TreeSearch(tree)
    nodeWeights = Slab(count: tree.count)
    weights = Slab(count: tree.weights.count)
    for index in 0..<tree.count { nodeWeights.base[index] = tree.nodes.base[index].weight }
    for item in 0..<tree.weights.count { weights.base[item] = tree.weights.base[item] }
  }

  /// Takes `item` out.
  func remove(_ item: Int) {
    let weight = weights.base[item]
    weights.base[item] = 0
    var index = 0
    while true {
      nodeWeights.base[index] &-= weight
      let right = Int(search.nodes[index].right)
      if right == 0 { return }
      index = item < Int(search.nodes[right].start) ? index &+ 1 : right
    }
  }

  /// Whether at least nine tenths of `total`, the weight that remains, lie within `limit` of `centre`.
  func fits(_ centre: P, total: Int64, within limit: P.Level) -> Bool {
    let nodes = search.nodes
    let stack = search.stack
    var inside: Int64 = 0
    var outside: Int64 = 0
    var depth = 1
    stack[0] = 0
    while depth > 0 {
      depth &-= 1
      let index = Int(stack[depth])
      let weight = nodeWeights.base[index]
      if weight == 0 { continue }
      let node = nodes + index
      if node.pointee.box.gap(centre) > limit {
        outside &+= weight
      } else if node.pointee.box.span(centre) <= limit {
        inside &+= weight
      } else if node.pointee.right == 0 {
        for item in Int(node.pointee.start)..<Int(node.pointee.end) {
          if search.positions[item].level(to: centre) <= limit {
            inside &+= weights.base[item]
          } else {
            outside &+= weights.base[item]
          }
        }
      } else {
        stack[depth] = node.pointee.right
        stack[depth &+ 1] = Int32(truncatingIfNeeded: index &+ 1)
        depth &+= 2
        continue
      }
      if 10 * inside >= 9 * total { return true }
      if 10 * outside > total { return false }
    }
    return 10 * inside >= 9 * total
  }
}
