/// The components that core sites within reach of one another form.
struct Components<P: Position>: Sendable {
  /// Component of each core slot, −1 elsewhere.
  let labels: Slab<Int32>
  /// Number of components.
  let count: Int

  /// Components from the linked cells.
  init(_ space: Space<P>, cores: CoreCells<P>, threads: Int) {
    let sets = cores.components(threads: threads)
    labels = Slab(count: space.count, repeating: -1)
    let numbers = Slab<Int32>(count: cores.cells.count)
    var count = 0
    for cell in 0..<cores.cells.count where !cores.cores(cell).isEmpty {
      // The root of a set is its first cell.
      let root = sets.root(cell)
      if root == cell {
        numbers.base[cell] = Int32(truncatingIfNeeded: count)
        count += 1
      }
      for slot in cores.cores(cell) { labels.base[slot] = numbers.base[root] }
    }
    self.count = count
  }

  /// Components from a spanning forest, where no cells fit the sites: O(n log² n), the core sites by one question each to a tree.
  init(_ space: Space<P>, reach: P.Level, coreWeight: Int64, threads: Int) {
    labels = Slab(count: space.count, repeating: -1)
    let whole = space.weightedTree()
    let labels = labels
    let cores = Workers.map(parts: threads) { part in
      let search = TreeSearch(whole)
      return (space.count * part / threads..<space.count * (part + 1) / threads).filter { slot in
        space.weights[slot] > 0 && search.holds(coreWeight, around: space.positions[slot], within: reach)
      }.map { Int32(truncatingIfNeeded: $0) }
    }.flatMap { $0 }
    var count = 0
    if !cores.isEmpty {
      let tree = space.tree(cores)
      let sets = DisjointSets(count: cores.count)
      let links = SpanningTree.links(tree, core: Slab(count: cores.count, repeating: .zero), limit: reach)
      for link in links { sets.join(Int(link.a), Int(link.b)) }
      let numbers = Slab<Int32>(count: cores.count)
      for item in 0..<cores.count {
        let root = sets.root(item)
        if root == item {
          numbers.base[item] = Int32(truncatingIfNeeded: count)
          count += 1
        }
        labels.base[Int(tree.slots.base[item])] = numbers.base[root]
      }
    }
    self.count = count
  }

  /// The core slots of each component.
  func members() -> [[Int32]] {
    var sizes = Array(repeating: 0, count: count)
    for slot in 0..<labels.count where labels.base[slot] >= 0 { sizes[Int(labels.base[slot])] += 1 }
    var members = sizes.map { size in
      var list: [Int32] = []
      list.reserveCapacity(size)
      return list
    }
    for slot in 0..<labels.count where labels.base[slot] >= 0 {
      members[Int(labels.base[slot])].append(Int32(truncatingIfNeeded: slot))
    }
    return members
  }
}
