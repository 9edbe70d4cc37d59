/// The nearest of the core sites that a site may join, and whether two clusters are equally near.
struct Nearest<P: Position> {
  private(set) var level = P.unreachable
  private(set) var cluster: Int32 = -1
  private(set) var tied = false
  private var site = Int32.max

  /// Takes a core site into account: the nearer wins, then the smaller site; two clusters at the least distance are a tie.
  @inline(__always)
  mutating func consider(_ other: P.Level, site otherSite: Int32, cluster otherCluster: Int32) {
    if other > level { return }
    if other < level {
      level = other
      site = otherSite
      cluster = otherCluster
      tied = false
    } else {
      if otherCluster != cluster { tied = true }
      if otherSite < site {
        site = otherSite
        cluster = otherCluster
      }
    }
  }
}

/// A k-d tree over the core sites of clusters, each of which draws sites up to a distance of its cluster's own.
struct MemberTree<P: Position>: Sendable {
  let tree: SpatialTree<P>
  /// Cluster of each item.
  let clusters: Slab<Int32>
  /// Site of each item.
  let sites: Slab<Int32>
  /// Level up to which each cluster draws sites.
  let limits: [P.Level]
  /// The greatest limit below each node.
  let nodeLimits: Slab<P.Level>

  /// A tree over those of `slots` whose entry in `members` is a cluster; nil when there are none.
  init?(_ space: Space<P>, _ slots: [Int32], members: Slab<Int32>, limits: [P.Level]) {
    let slots = slots.filter { members.base[Int($0)] >= 0 }
    if slots.isEmpty { return nil }
    tree = space.tree(slots)
    clusters = Slab(count: slots.count)
    sites = Slab(count: slots.count)
    for item in 0..<slots.count {
      clusters[item] = members[Int(tree.slots[item])]
      sites[item] = space.sites[Int(tree.slots[item])]
    }
    self.limits = limits
    nodeLimits = Slab(count: tree.count)
    for index in stride(from: tree.count - 1, through: 0, by: -1) {
      let node = tree.nodes[index]
      if node.right == 0 {
        nodeLimits[index] = limits[Int(clusters[Int(node.start)])]
        for item in Int(node.start)..<Int(node.end) {
          nodeLimits[index] = max(nodeLimits[index], limits[Int(clusters[item])])
        }
      } else {
        nodeLimits[index] = max(nodeLimits[index + 1], nodeLimits[Int(node.right)])
      }
    }
  }

  /// The nearest member that draws `point`. O(log n) nodes for members in general position.
  func nearest(_ point: P, _ search: TreeSearch<P>) -> Nearest<P> {
    var best = Nearest<P>()
    let nodes = search.nodes
    let stack = search.stack
    var depth = 1
    stack[0] = 0
    while depth > 0 {
      depth &-= 1
      let index = Int(stack[depth])
      let node = nodes + index
      let gap = node.pointee.box.gap(point)
      if gap > best.level || gap > nodeLimits.base[index] { continue }
      if node.pointee.right != 0 {
        let right = Int(node.pointee.right)
        let leftFirst = nodes[index &+ 1].box.gap(point) <= nodes[right].box.gap(point)
        stack[depth] = Int32(truncatingIfNeeded: leftFirst ? right : index &+ 1)
        stack[depth &+ 1] = Int32(truncatingIfNeeded: leftFirst ? index &+ 1 : right)
        depth &+= 2
        continue
      }
      // Items at one point belong to one cluster, and the smallest site stands first.
      let end = node.pointee.box.isPoint ? node.pointee.start &+ 1 : node.pointee.end
      for item in Int(node.pointee.start)..<Int(end) {
        let level = search.positions[item].level(to: point)
        let cluster = clusters.base[item]
        if level <= limits[Int(cluster)] { best.consider(level, site: sites.base[item], cluster: cluster) }
      }
    }
    return best
  }
}
