/// The sites that join clusters without being core: each goes to the nearest core site that draws it, ties to the smaller site.
///
/// Sites are compared with the core sites of the neighbouring cells that could be nearer than the best so far; beyond `budget`
/// comparisons a site on average, the rest of a cell asks a k-d tree over the members in all such cells and their neighbours.
struct Borders<P: Position>: Sendable {
  private static var budget: Int { 256 }

  let space: Space<P>
  /// Cells whose core sites stand first; nil: everything through the tree.
  let cores: CoreCells<P>?
  /// Cluster of each slot that is a core member, else −1.
  let members: Slab<Int32>
  /// Level up to which each cluster draws sites, none above the reach.
  let limits: [P.Level]

  /// For every slot that `asks`: the cluster it joins, or −1, and whether two clusters tied. Other slots are left alone.
  func join(asks: Slab<Bool>, clusters: Slab<Int32>, tied: Slab<Bool>, threads: Int) {
    guard let cores else {
      let slots = (0..<Int32(truncatingIfNeeded: space.count)).map { $0 }
      return joinByTree([Remainder(cell: 0, slots: 0..<space.count)], slots, asks, clusters, tied, threads)
    }
    let postponed = joinCells(cores, asks, clusters, tied, threads)
    if postponed.isEmpty { return }
    let slots = cores.cells.neighbourhood(of: postponed, reach: cores.reach)
    joinByTree(postponed, slots, asks, clusters, tied, threads)
  }

  /// Joins the slots that are left to the members among `slots`.
  private func joinByTree(
    _ postponed: [Remainder], _ slots: [Int32], _ asks: Slab<Bool>, _ clusters: Slab<Int32>, _ tied: Slab<Bool>,
    _ threads: Int
  ) {
    let left = postponed.flatMap { $0.slots.filter { asks.base[$0] } }
    guard let tree = MemberTree(space, slots, members: members, limits: limits) else {
      for slot in left { (clusters[slot], tied[slot]) = (-1, false) }
      return
    }
    _ = Workers.map(parts: threads) { part in
      let search = TreeSearch(tree.tree)
      for slot in left[left.count * part / threads..<left.count * (part + 1) / threads] {
        let best = tree.nearest(space.positions.base[slot], search)
        (clusters.base[slot], tied.base[slot]) = (best.cluster, best.tied)
      }
    }
  }

  /// Joins through the cells, and returns the slots that were left for the tree.
  private func joinCells(
    _ cores: CoreCells<P>, _ asks: Slab<Bool>, _ clusters: Slab<Int32>, _ tied: Slab<Bool>, _ threads: Int
  ) -> [Remainder] {
    let cells = cores.cells
    let bounds = Workers.bounds(parts: threads, cells: cells.count, starts: cells.starts.base)
    return Workers.map(parts: threads) { part in
      joinRun(bounds[part]..<max(bounds[part], bounds[part + 1]), cores, asks, clusters, tied)
    }.flatMap { $0 }
  }

  private func joinRun(
    _ run: Range<Int>, _ cores: CoreCells<P>, _ asks: Slab<Bool>, _ clusters: Slab<Int32>, _ tied: Slab<Bool>
  ) -> [Remainder] {
    var postponed: [Remainder] = []
    let walk = CellWalk(cores.cells, reach: cores.reach, forward: false, from: run.lowerBound)
    let starts = cores.cells.starts.base
    let asks = asks.base
    for cell in run {
      let start = Int(starts[cell])
      let stop = Int(starts[cell &+ 1])
      var slot = start
      while slot < stop, !asks[slot] { slot &+= 1 }
      if slot == stop { continue }
      let number = walk.find(cell)
      var compared = 0
      var asked = 16
      while slot < stop {
        if asks[slot] {
          if compared > Self.budget &* asked {
            postponed.append(Remainder(cell: cell, slots: slot..<stop))
            break
          }
          asked &+= 1
          var best = Nearest<P>()
          consider(cell, slot, cores, &best, &compared)
          for index in 0..<number { consider(Int(walk.found.base[index]), slot, cores, &best, &compared) }
          clusters.base[slot] = best.cluster
          tied.base[slot] = best.tied
        }
        slot &+= 1
      }
    }
    return postponed
  }

  @inline(__always)
  private func consider(
    _ cell: Int, _ slot: Int, _ cores: CoreCells<P>, _ best: inout Nearest<P>, _ compared: inout Int
  ) {
    let range = cores.cores(cell)
    if range.isEmpty { return }
    let point = space.positions.base[slot]
    if range.count > 2 {
      let gap = cores.cells.boxes.base[cell].gap(point)
      if gap > best.level || gap > cores.reach { return }
    }
    compared &+= range.count
    for core in range {
      let cluster = members.base[core]
      if cluster < 0 { continue }
      let level = space.positions.base[core].level(to: point)
      if level <= best.level, level <= limits[Int(cluster)] {
        best.consider(level, site: space.sites.base[core], cluster: cluster)
      }
    }
  }
}
