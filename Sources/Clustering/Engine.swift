import Model

/// The whole of density clustering for one set of sites, top to bottom.
struct Engine<P: Position> {
  private let positions: Slab<P>
  private let weights: Slab<Int64>
  private let reach: P.Level
  private let reachDistance: Double
  private let maxRadius: P.Level?
  private let coreWeight: Int64
  private let threads: Int
  private let contractFrom: Int

  /// `contractFrom` decides how the hierarchy is found, never what it is.
  init(
    _ positions: Slab<P>, _ weights: [Int64], _ reach: Double, _ maxRadius: Double?, _ parameters: ClusteringParameters,
    contractFrom: Int = 4_096
  ) {
    self.positions = positions
    self.contractFrom = contractFrom
    let copy = Slab<Int64>(count: weights.count)
    weights.withUnsafeBufferPointer { if let from = $0.baseAddress { copy.base.update(from: from, count: $0.count) } }
    self.weights = copy
    self.reach = P.level(ofDistance: reach)
    reachDistance = reach
    self.maxRadius = maxRadius.map { P.level(ofDistance: $0) }
    coreWeight = parameters.coreWeight
    threads = positions.count < 20_000 ? 1 : parameters.threads
  }

  /// Finds core sites, components, parts that fit, and the sites that join them.
  func run() -> Clustering {
    if positions.count == 0 { return Clustering(count: 0) }
    var cores: CoreCells<P>?
    let space: Space<P>
    let components: Components<P>
    if let cells = Cells.build(positions, weights: weights, reach: reachDistance) {
      space = Space(cells)
      let flags = Density(cells: cells, reach: reach, coreWeight: coreWeight)
        .cores(threads: threads)
      let sorted = CoreCells(cells, reach: reach, flags: flags)
      components = Components(space, cores: sorted, threads: threads)
      cores = sorted
    } else {
      space = Space(positions: positions, weights: weights)
      components = Components(space, reach: reach, coreWeight: coreWeight, threads: threads)
    }
    let asks = Slab<Bool>(count: space.count)
    for slot in 0..<space.count { asks.base[slot] = components.labels.base[slot] < 0 }
    let flat = Assignment(
      space, members: components.labels, limits: Array(repeating: reach, count: components.count))
    flat.join(asks, cores: cores, threads: threads)
    let whole = FoundCluster(reach: reachDistance, tightest: nil, belt: nil)
    guard let maxRadius else {
      return flat.result(Array(repeating: whole, count: components.count), belts: [])
    }
    let hierarchy = Hierarchy(
      space: space, reach: reach, coreWeight: coreWeight, maxRadius: maxRadius, threads: threads,
      contractFrom: contractFrom)
    guard let cut = hierarchy.cut(components, flat, whole: whole) else {
      return flat.result(Array(repeating: whole, count: components.count), belts: [])
    }
    let final = Assignment(space, members: cut.members, limits: cut.limits)
    final.adopt(flat, except: cut.asks, numbers: cut.uncut)
    final.join(cut.asks, cores: cores, threads: threads)
    return final.result(cut.clusters, belts: cut.belts)
  }
}
