/// Disjoint sets (Tarjan 1975) over 0..<count: path halving, the smaller root wins, so that the root of a set is its smallest
/// element whatever the order of joining.
struct DisjointSets: Sendable {
  private let parents: Slab<Int32>

  /// Each element alone.
  init(count: Int) {
    parents = Slab(count: count)
    for element in 0..<count { parents.base[element] = Int32(truncatingIfNeeded: element) }
  }

  /// The smallest element of the set of `element`.
  @inline(__always)
  func root(_ element: Int) -> Int {
    let parents = parents.base
    var element = Int32(truncatingIfNeeded: element)
    while true {
      let parent = parents[Int(element)]
      if parent == element { return Int(element) }
      let grandparent = parents[Int(parent)]
      parents[Int(element)] = grandparent
      element = grandparent
    }
  }

  /// Joins the sets of `a` and `b`; whether they were two.
  @inline(__always)
  @discardableResult
  func join(_ a: Int, _ b: Int) -> Bool {
    let a = root(a)
    let b = root(b)
    if a == b { return false }
    parents.base[max(a, b)] = Int32(truncatingIfNeeded: min(a, b))
    return true
  }
}
