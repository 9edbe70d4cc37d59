/// The sites of a set in the order in which the engine works: by cell, or as given where no cells fit them.
struct Space<P: Position>: Sendable {
  /// Site of each slot.
  let sites: Slab<Int32>
  /// Point of each slot.
  let positions: Slab<P>
  /// Weight of each slot.
  let weights: Slab<Int64>
  /// Number of slots.
  var count: Int { sites.count }

  /// The slots of cells.
  init(_ cells: Cells<P>) {
    sites = cells.sites
    positions = cells.positions
    weights = cells.weights
  }

  /// The sites in their own order.
  init(positions: Slab<P>, weights: Slab<Int64>) {
    sites = Slab(count: positions.count)
    for site in 0..<positions.count { sites.base[site] = Int32(truncatingIfNeeded: site) }
    self.positions = positions
    self.weights = weights
  }

  /// A k-d tree over some slots, at least one.
  func tree(_ slots: [Int32]) -> SpatialTree<P> {
    let copy = Slab<Int32>(count: slots.count)
    for index in slots.indices { copy.base[index] = slots[index] }
    return SpatialTree(copy, positions: positions, weights: weights, sites: sites)
  }

  /// A k-d tree over all slots that weigh anything, or over all where none does.
  func weightedTree() -> SpatialTree<P> {
    var slots: [Int32] = []
    for slot in 0..<count where weights.base[slot] > 0 { slots.append(Int32(truncatingIfNeeded: slot)) }
    return tree(slots.isEmpty ? (0..<Int32(count)).map { $0 } : slots)
  }

  /// The power of two in which weighted sums of these points are taken.
  static func unit(_ positions: Slab<P>) -> Double {
    var largest = 0.0
    for index in 0..<positions.count {
      for axis in 0..<P.axes { largest = max(largest, abs(positions.base[index].approximate(axis))) }
    }
    return P.unit(largest: largest)
  }

  /// The labels in 0..<labels that occur, in the order of the smallest site of each: the canonical numbering. −1 is no label.
  func order(of slots: Slab<Int32>, labels: Int) -> [Int] {
    let least = Slab<Int32>(count: labels, repeating: .max)
    for slot in 0..<count where slots.base[slot] >= 0 {
      let label = Int(slots.base[slot])
      least.base[label] = min(least.base[label], sites.base[slot])
    }
    return (0..<labels).filter { least.base[$0] < .max }.sorted { least.base[$0] < least.base[$1] }
  }
}
