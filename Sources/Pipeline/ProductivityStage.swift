import Classification
import Model

/// Turnover per worker of clusters of one product beside that of the same product elsewhere in the register.
struct ProductivityStage {
  let register: Tally
  let threads: Int

  /// What is known of each group; nil throughout where no row gives turnover and workers. Costs the classes of a group's pairs
  /// and some thousand steps a group, and all classes once.
  func run(_ groups: [ClusterCandidate]) throws(Failure) -> [ProductivityFacts?] {
    guard let histogram = register.productivity else { return groups.map { _ in nil } }
    let ranges = register.pairRanges()
    // Groups of the same product share what stands in the register.
    let order = groups.indices.sorted { (groups[$0].key, $0) < (groups[$1].key, $1) }
    var batches: [Range<Int>] = []
    for position in order.indices {
      if let last = batches.last, groups[order[last.lowerBound]].key == groups[order[position]].key {
        batches[batches.count - 1] = last.lowerBound..<position + 1
      } else {
        batches.append(position..<position + 1)
      }
    }
    let (sorted, cuts) = (order, batches)
    let found = try Workers.map(cuts.count, threads: threads) { (batch) throws(Failure) -> [ProductivityFacts] in
      var all = [Int64](repeating: 0, count: ProductivityBin.count)
      histogram.add(ranges[groups[sorted[cuts[batch].lowerBound]].key], to: &all)
      return cuts[batch].map { position in
        var own = [Int64](repeating: 0, count: ProductivityBin.count)
        histogram.add(groups[sorted[position]].pairs.lazy.map { Int($0) }, to: &own)
        var elsewhere = all
        for bin in own.indices { elsewhere[bin] -= own[bin] }
        return ProductivityFacts(own: Self.side(own), elsewhere: Self.side(elsewhere))
      }
    }
    var results = [ProductivityFacts?](repeating: nil, count: groups.count)
    for (position, facts) in found.joined().enumerated() { results[order[position]] = facts }
    return results
  }

  private static func side(_ counts: [Int64]) -> ProductivityFacts.Side {
    ProductivityFacts.Side(units: counts.reduce(0, +), median: ProductivityBin.median(counts) ?? 0)
  }
}
