import Dispatch
import Model
import Synchronization

/// Makes the canonical tally out of ordered records: pairs ascending by (key, site), the records of a pair put together.
struct TallyAssembly {
  private let shards: SealedShards
  private var keys: [TallyKey] = []
  private var sites: [SiteKey] = []
  /// Records in the order of (key, site).
  private let order: Column<UInt32>
  /// Index in `sites` of each record of `order`.
  private let siteOf: Column<UInt32>
  /// Where the records of each key end in `order`, by index in `keys`.
  private var ends: [Int] = []

  /// Numbers keys and sites. Fails when there are more keys than `Tally.pairKey` can number. O(n).
  init(_ shards: SealedShards, _ sorted: SiteOrder) throws(Failure) {
    self.shards = shards
    let items = sorted.items
    // A counting sort by key, which is stable: the sites of a key stay ascending.
    let starts = Column<Int>(count: max(1, sorted.keyCounts.count), initial: 0)
    var total = 0
    for (key, count) in sorted.keyCounts.enumerated() where count > 0 {
      keys.append(PairIdentity.tallyKey(key))
      starts[key] = total
      total += count
      ends.append(total)
    }
    guard keys.count <= Int(UInt16.max) else {
      throw Failure(.internal, "\(keys.count) product keys are more than a tally can number (65535)")
    }
    order = Column(uninitialised: items.count)
    siteOf = Column(uninitialised: items.count)
    var distinct = items.count > 0 ? 1 : 0
    for index in 1..<max(1, items.count) where !Self.isSameSite(items[index], items[index &- 1]) { distinct &+= 1 }
    sites.reserveCapacity(distinct)
    for index in 0..<items.count {
      let item = items[index]
      let identity = shards.base[Int(item.number >> 24)].identity(Int(item.number & 0xFF_FFFF))
      if index == 0 || !Self.isSameSite(item, items[index &- 1]) { sites.append(identity.site) }
      let target = starts[identity.key]
      starts[identity.key] = target &+ 1
      order[target] = item.number
      siteOf[target] = UInt32(truncatingIfNeeded: sites.count &- 1)
    }
  }

  @inline(__always)
  private static func isSameSite(_ a: SiteOrder.Item, _ b: SiteOrder.Item) -> Bool {
    a.position == b.position && a.place == b.place
  }

  /// The tally, its pairs in as many parts as there are threads.
  consuming func tally(threads: Int) -> Tally {
    let parts = max(1, min(threads, order.count / 4096))
    let bounds = (0...parts).map { bound($0 * order.count / parts) }
    let made = Mutex<[PairColumns?]>(Array(repeating: nil, count: parts))
    let whole = copy self
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let columns = whole.columns(bounds[part]..<bounds[part + 1])
      made.withLock { $0[part] = columns }
    }
    var columns = made.withLock { made in
      defer { made = [] }
      return made.compactMap(\.self)
    }
    var tally = Tally()
    (tally.keys, tally.sites) = (keys, sites)
    let sizes = columns.map(\.pairKey.count)
    for part in columns.indices {
      tally.pairKey += columns[part].pairKey
      tally.pairSite += columns[part].pairSite
      (columns[part].pairKey, columns[part].pairSite) = ([], [])
    }
    for column in 0..<TallyColumn.count { tally.columns[column] = SumsBuilder.joined(&columns, column, sizes) }
    for column in WideColumn.allCases {
      tally.wide[column.rawValue] = SumsBuilder.joined(&columns, PairColumns.squares(column), sizes)
    }
    return tally
  }

  /// The first record from `start` on that begins a pair.
  private func bound(_ start: Int) -> Int {
    var start = start
    while start > 0, start < order.count, siteOf[start] == siteOf[start - 1], !ends.contains(start) { start += 1 }
    return start
  }

  /// The columns of the pairs that the records `range` make.
  private func columns(_ range: Range<Int>) -> PairColumns {
    var columns = PairColumns(capacity: range.count)
    guard !range.isEmpty else { return columns }
    var key = ends.firstIndex { $0 > range.lowerBound } ?? 0
    var last = -1
    // Records lie anywhere in memory; asked for one after the other, each would be waited for.
    let ahead = Column<PairIdentity>(uninitialised: 64)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: ahead.count) {
      let end = min(start + ahead.count, range.upperBound)
      for index in start..<end {
        ahead[index &- start] = shards.base[Int(order[index] >> 24)].identity(Int(order[index] & 0xFF_FFFF))
      }
      for index in start..<end {
        if index >= ends[key] {
          repeat { key += 1 } while index >= ends[key]
          last = -1
        }
        if Int(siteOf[index]) != last {
          columns.begin(key: UInt16(truncatingIfNeeded: key), site: siteOf[index])
          last = Int(siteOf[index])
        }
        columns.add(ahead[index &- start], shards.base + Int(order[index] >> 24), Int(order[index] & 0xFF_FFFF))
      }
    }
    columns.flush()
    return columns
  }
}
