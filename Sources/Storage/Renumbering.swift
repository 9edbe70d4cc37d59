import Model

/// A tally whose products and places get other numbers, and what that does to its order.
struct Renumbering {
  /// The keys in their new order.
  let keys: [TallyKey]
  /// The sites in their new order.
  let sites: [SiteKey]
  /// Index in `keys` of each pair, in the new order of pairs.
  let pairKey: [UInt16]
  /// Index in `sites` of each pair.
  let pairSite: [UInt32]
  /// Old number of each pair.
  let order: [Int]

  /// Gives every product and place the number that the closures name, which must differ for different ones.
  /// O(n log n) in the worst case, linear where the order stays.
  init(_ tally: Tally, product: (UInt16) -> UInt16, place: (UInt32) -> UInt32) {
    let newKeys = tally.keys.map {
      TallyKey(product: product($0.product), productionClass: $0.productionClass)
    }
    let newSites = tally.sites.map {
      SiteKey(
        coordinate: $0.coordinate, place: $0.place == LocatedBatch.noPlace ? LocatedBatch.noPlace : place($0.place))
    }
    let keyOrder = newKeys.indices.sorted { newKeys[$0] < newKeys[$1] }
    let siteOrder = newSites.indices.sorted { newSites[$0] < newSites[$1] }
    var rank = [UInt32](repeating: 0, count: newSites.count)
    for (position, site) in siteOrder.enumerated() { rank[site] = UInt32(position) }

    let ranges = tally.pairRanges()
    var order: [Int] = []
    order.reserveCapacity(tally.pairCount)
    var pairKey: [UInt16] = []
    pairKey.reserveCapacity(tally.pairCount)
    for (position, key) in keyOrder.enumerated() {
      let pairs = ranges[key].sorted { rank[Int(tally.pairSite[$0])] < rank[Int(tally.pairSite[$1])] }
      order += pairs
      pairKey += repeatElement(UInt16(position), count: pairs.count)
    }
    keys = keyOrder.map { newKeys[$0] }
    sites = siteOrder.map { newSites[$0] }
    self.pairKey = pairKey
    pairSite = order.map { rank[Int(tally.pairSite[$0])] }
    self.order = order
  }

  /// The tally in its new order.
  func applied(to tally: Tally) -> Tally {
    var result = Tally()
    (result.keys, result.sites, result.pairKey, result.pairSite) = (keys, sites, pairKey, pairSite)
    result.columns = tally.columns.map { $0?.picked(order) }
    result.wide = tally.wide.map { $0?.picked(order) }
    result.productivity = tally.productivity.flatMap { histogram in
      ProductivityHistogram(pairs: order.count) { histogram.pair(order[$0]) }
    }
    return result
  }
}
