/// Cells whose core sites stand first, and the components that core sites within reach of one another form.
struct CoreCells<P: Position>: Sendable {
  let cells: Cells<P>
  let reach: P.Level
  /// Behind the last core slot of each cell.
  let coreEnds: Slab<Int32>

  /// Reorders the slots of each cell so that those that `flags` marks stand first.
  init(_ cells: Cells<P>, reach: P.Level, flags: Slab<Bool>) {
    self.cells = cells
    self.reach = reach
    coreEnds = Slab(count: cells.count)
    let flags = flags.base
    let (sites, positions, weights) = (cells.sites.base, cells.positions.base, cells.weights.base)
    for cell in 0..<cells.count {
      var low = Int(cells.starts.base[cell])
      var high = Int(cells.starts.base[cell + 1])
      while true {
        while low < high, flags[low] { low &+= 1 }
        while low < high, !flags[high &- 1] { high &-= 1 }
        if low >= high { break }
        high &-= 1
        (sites[low], sites[high]) = (sites[high], sites[low])
        (positions[low], positions[high]) = (positions[high], positions[low])
        (weights[low], weights[high]) = (weights[high], weights[low])
        low &+= 1
      }
      coreEnds.base[cell] = Int32(truncatingIfNeeded: low)
    }
  }

  /// The core slots of a cell.
  @inline(__always)
  func cores(_ cell: Int) -> Range<Int> { Int(cells.starts.base[cell])..<Int(coreEnds.base[cell]) }

  /// Joins the cells whose core sites are linked. Each thread joins the pairs inside its own run of cells, which share no memory
  /// with others; the pairs across runs follow.
  func components(threads: Int) -> DisjointSets {
    let sets = DisjointSets(count: cells.count)
    let bounds = Workers.bounds(parts: threads, cells: cells.count, starts: cells.starts.base)
    let linker = CellLinker(self)
    let crossing = Workers.map(parts: threads) { part in
      linker.link(bounds[part]..<max(bounds[part], bounds[part + 1]), inside: bounds[part + 1], sets)
    }
    for (cell, other) in crossing.joined() where sets.root(Int(cell)) != sets.root(Int(other)) {
      if linker.areLinked(Int(cell), Int(other)) { sets.join(Int(cell), Int(other)) }
    }
    return sets
  }
}

/// Decides whether two cells hold core sites within reach of each other.
///
/// Few sites are compared one with another. Of many, only those within reach of the other cell's bounds are kept, and if these
/// are still many, one side becomes a k-d tree that the other side asks: O(m log m) for m sites, and each cell has a bounded
/// number of neighbours (bichromatic closest pair; Gan & Tao 2015).
struct CellLinker<P: Position>: Sendable {
  private static var few: Int { 2_048 }

  private let cores: CoreCells<P>

  init(_ cores: CoreCells<P>) { self.cores = cores }

  /// Joins linked cells of `run` with later cells before `end`, and returns the pairs that reach beyond.
  func link(_ run: Range<Int>, inside end: Int, _ sets: DisjointSets) -> [(Int32, Int32)] {
    var crossing: [(Int32, Int32)] = []
    let walk = CellWalk(cores.cells, reach: cores.reach, forward: true, from: run.lowerBound)
    let found = walk.found.base
    for cell in run where !cores.cores(cell).isEmpty {
      let number = walk.find(cell)
      for index in 0..<number {
        let other = Int(found[index])
        if cores.cores(other).isEmpty { continue }
        if other >= end {
          crossing.append((Int32(truncatingIfNeeded: cell), Int32(truncatingIfNeeded: other)))
        } else if sets.root(cell) != sets.root(other), areLinked(cell, other) {
          sets.join(cell, other)
        }
      }
    }
    return crossing
  }

  /// Whether a core site of `a` is within reach of one of `b`.
  func areLinked(_ a: Int, _ b: Int) -> Bool {
    let boxes = cores.cells.boxes.base
    if boxes[a].span(boxes[b]) <= cores.reach { return true }
    let first = cores.cores(a)
    let second = cores.cores(b)
    let positions = cores.cells.positions.base
    if first.count &* second.count <= Self.few {
      for one in first {
        let point = positions[one]
        for two in second where positions[two].level(to: point) <= cores.reach { return true }
      }
      return false
    }
    return areManyLinked(near(first, boxes[b]), near(second, boxes[a]))
  }

  private func near(_ slots: Range<Int>, _ box: Box<P>) -> [Int32] {
    var near: [Int32] = []
    for slot in slots where box.gap(cores.cells.positions.base[slot]) <= cores.reach {
      near.append(Int32(truncatingIfNeeded: slot))
    }
    return near
  }

  private func areManyLinked(_ first: [Int32], _ second: [Int32]) -> Bool {
    let (few, many) = first.count < second.count ? (first, second) : (second, first)
    let positions = cores.cells.positions.base
    // A sample of pairs settles most dense neighbours.
    for one in few.prefix(16) {
      for two in many.prefix(64) where positions[Int(two)].level(to: positions[Int(one)]) <= cores.reach { return true }
    }
    if few.count * many.count <= 64 * Self.few {
      return few.contains { one in
        many.contains { positions[Int($0)].level(to: positions[Int(one)]) <= cores.reach }
      }
    }
    let slots = Slab<Int32>(count: many.count)
    for (index, slot) in many.enumerated() { slots[index] = slot }
    let cells = cores.cells
    let search = TreeSearch(
      SpatialTree(slots, positions: cells.positions, weights: cells.weights, sites: cells.sites))
    return few.contains { search.holds(1, around: positions[Int($0)], within: cores.reach) }
  }
}
