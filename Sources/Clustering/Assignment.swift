/// Which cluster each slot belongs to: core members first, then those that join them.
struct Assignment<P: Position> {
  private let space: Space<P>
  /// Cluster of each slot that is a core member, else −1.
  private let members: Slab<Int32>
  /// Level up to which each cluster draws sites.
  private let limits: [P.Level]
  /// Cluster of each slot, −1 for noise.
  let clusters: Slab<Int32>
  /// Whether two clusters are equally near to a slot.
  let tied: Slab<Bool>

  /// The core members alone.
  init(_ space: Space<P>, members: Slab<Int32>, limits: [P.Level]) {
    self.space = space
    self.members = members
    self.limits = limits
    clusters = Slab(count: space.count)
    clusters.base.update(from: members.base, count: space.count)
    tied = Slab(count: space.count, repeating: false)
  }

  /// Gives every slot that `asks` to the nearest core member that draws it.
  func join(_ asks: Slab<Bool>, cores: CoreCells<P>?, threads: Int) {
    Borders(space: space, cores: cores, members: members, limits: limits)
      .join(asks: asks, clusters: clusters, tied: tied, threads: threads)
  }

  /// Takes over how `other` assigned the slots that are no core members and do not ask; `numbers` are its clusters' numbers here.
  func adopt(_ other: Assignment, except asks: Slab<Bool>, numbers: [Int32]) {
    for slot in 0..<space.count where members.base[slot] < 0 && !asks.base[slot] {
      let cluster = other.clusters.base[slot]
      clusters.base[slot] = cluster < 0 ? -1 : numbers[Int(cluster)]
    }
  }

  /// The clustering in the order of sites, numbered by the smallest site of each cluster.
  func result(_ found: [FoundCluster], belts: [FoundBelt]) -> Clustering {
    var result = Clustering(count: space.count)
    let order = space.order(of: clusters, labels: found.count)
    var numbers: [Int32] = Array(repeating: -1, count: found.count)
    for (number, label) in order.enumerated() { numbers[label] = Int32(number) }
    result.clusters = order.map { found[$0] }
    result.belts = belts
    result.cluster.withUnsafeMutableBufferPointer { cluster in
      for slot in 0..<space.count where clusters.base[slot] >= 0 {
        cluster[Int(space.sites.base[slot])] = numbers[Int(clusters.base[slot])]
      }
    }
    result.role.withUnsafeMutableBufferPointer { role in
      for slot in 0..<space.count where clusters.base[slot] >= 0 {
        role[Int(space.sites.base[slot])] = members.base[slot] >= 0 ? .core : .border
      }
    }
    result.tied.withUnsafeMutableBufferPointer { ties in
      for slot in 0..<space.count where tied.base[slot] { ties[Int(space.sites.base[slot])] = true }
    }
    return result
  }
}
