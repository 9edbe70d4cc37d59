/// The sites that join clusters without being core: each goes to the nearest core site that draws it, ties to the smaller site.
///
/// Sites are compared with the core sites of the neighbouring cells that could be nearer than the best so far; beyond `budget`
/// comparisons a site on average, the rest of a cell asks a k-d tree over all members.
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
    let postponed = cores.map { joinCells($0, asks, clusters, tied, threads) } ?? [0..<space.count]
    if postponed.isEmpty { return }
    let tree = MemberTree(space, members: members, limits: limits)
    let total = postponed.reduce(0) { $0 + $1.count }
    _ = Workers.map(parts: threads) { part in
      let search = tree.map { TreeSearch($0.tree) }
      var passed = 0
      for range in postponed {
        let mine = max(total * part / threads - passed, 0)..<max(total * (part + 1) / threads - passed, 0)
        passed += range.count
        for offset in mine.clamped(to: 0..<range.count) where asks[range.lowerBound + offset] {
          let slot = range.lowerBound + offset
          guard let tree, let search else {
            (clusters[slot], tied[slot]) = (-1, false)
            continue
          }
          let best = tree.nearest(space.positions[slot], search)
          (clusters[slot], tied[slot]) = (best.cluster, best.tied)
        }
      }
    }
  }

  /// Joins through the cells, and returns the slots that were left for the tree.
  private func joinCells(
    _ cores: CoreCells<P>, _ asks: Slab<Bool>, _ clusters: Slab<Int32>, _ tied: Slab<Bool>, _ threads: Int
  ) -> [Range<Int>] {
    let cells = cores.cells
    let bounds = Workers.bounds(parts: threads, cells: cells.count, starts: cells.starts.base)
    return Workers.map(parts: threads) { part in
      joinRun(bounds[part]..<max(bounds[part], bounds[part + 1]), cores, asks, clusters, tied)
    }.flatMap { $0 }
  }

  private func joinRun(
    _ run: Range<Int>, _ cores: CoreCells<P>, _ asks: Slab<Bool>, _ clusters: Slab<Int32>, _ tied: Slab<Bool>
  ) -> [Range<Int>] {
    var postponed: [Range<Int>] = []
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
            postponed.append(slot..<stop)
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
