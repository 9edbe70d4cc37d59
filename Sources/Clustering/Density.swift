/// Which sites are core: those with a positive weight around which, within reach, sites weigh at least the core weight.
///
/// A cell that weighs enough is core as a whole. Elsewhere sites are counted against the neighbouring cells, whole cells
/// where they lie wholly within reach, until the weight suffices. Where that compares more than `budget` sites on average, the
/// rest of the cell is counted in a k-d tree over all such cells and their neighbours, so that no arrangement of weights makes the pass quadratic.
struct Density<P: Position>: Sendable {
  private static var budget: Int { 256 }

  let cells: Cells<P>
  let reach: P.Level
  let coreWeight: Int64

  /// A flag for each slot.
  func cores(threads: Int) -> Slab<Bool> {
    let flags = Slab<Bool>(count: cells.slots)
    let bounds = Workers.bounds(parts: threads, cells: cells.count, starts: cells.starts.base)
    let postponed = Workers.map(parts: threads) { markCells(bounds[$0], bounds[$0 + 1], flags.base) }
      .flatMap { $0 }
    if !postponed.isEmpty {
      let space = Space(cells)
      let near = cells.neighbourhood(of: postponed, reach: reach).filter { cells.weights[Int($0)] > 0 }
      let tree = space.tree(near)
      _ = Workers.map(parts: threads) { part in
        let search = TreeSearch(tree)
        for remainder in postponed[postponed.count * part / threads..<postponed.count * (part + 1) / threads] {
          for slot in remainder.slots {
            flags.base[slot] =
              cells.weights[slot] > 0 && search.holds(coreWeight, around: cells.positions[slot], within: reach)
          }
        }
      }
    }
    return flags
  }

  /// Marks the cells from `first` up to `end`, and returns the slots that were left for the tree.
  private func markCells(_ first: Int, _ end: Int, _ flags: UnsafeMutablePointer<Bool>) -> [Remainder] {
    var postponed: [Remainder] = []
    let walk = CellWalk(cells, reach: reach, forward: false, from: first)
    let found = walk.found.base
    let starts = cells.starts.base
    let weights = cells.weights.base
    let totals = cells.totals.base
    for cell in first..<max(first, end) {
      let start = Int(starts[cell])
      let stop = Int(starts[cell &+ 1])
      if totals[cell] >= coreWeight {
        for slot in start..<stop { flags[slot] = weights[slot] > 0 }
        continue
      }
      let number = walk.find(cell)
      var all = totals[cell]
      for index in 0..<number { all &+= totals[Int(found[index])] }
      if all < coreWeight {
        for slot in start..<stop { flags[slot] = false }
        continue
      }
      var compared = 0
      for slot in start..<stop {
        if compared > Self.budget &* (slot &- start &+ 16) {
          postponed.append(Remainder(cell: cell, slots: slot..<stop))
          break
        }
        flags[slot] = weights[slot] > 0 && isCore(slot, totals[cell], found, number, &compared)
      }
    }
    return postponed
  }

  @inline(__always)
  private func isCore(
    _ slot: Int, _ own: Int64, _ found: UnsafeMutablePointer<Int32>, _ number: Int, _ compared: inout Int
  ) -> Bool {
    let positions = cells.positions.base
    let weights = cells.weights.base
    let starts = cells.starts.base
    let point = positions[slot]
    var sum = own
    for index in 0..<number {
      let other = Int(found[index])
      let start = Int(starts[other])
      let stop = Int(starts[other &+ 1])
      if stop &- start > 2 {
        let box = cells.boxes.base[other]
        if box.gap(point) > reach { continue }
        if box.span(point) <= reach {
          sum &+= cells.totals.base[other]
          if sum >= coreWeight { return true }
          continue
        }
      }
      compared &+= stop &- start
      for item in start..<stop where positions[item].level(to: point) <= reach {
        sum &+= weights[item]
        if sum >= coreWeight { return true }
      }
    }
    return false
  }
}
