import Model

/// Pairs of a tally put together by site under keys of another kind: themes, families. A pair belongs to one group of each key at most.
struct PairGroups {
  /// Key of each group.
  private(set) var key: [UInt16] = []
  /// Site of each group, ascending within a key.
  private(set) var site: [UInt32] = []
  /// The pairs behind each group: `sources[starts[group]..<starts[group + 1]]`, ascending.
  private var sources: [Int32] = []
  private var starts: [Int] = [0]

  /// Number of groups.
  var count: Int { site.count }

  /// Adds groups of `key` from the pairs of `ranges` that `isKept` keeps; keys come in ascending order. n log n.
  mutating func add(key: Int, _ tally: Tally, _ ranges: [Range<Int>], where isKept: (Int) -> Bool = { _ in true }) {
    // Site above, pair below: ascending by site, then by pair.
    var entries: [UInt64] = []
    for range in ranges {
      for pair in range where isKept(pair) { entries.append(UInt64(tally.pairSite[pair]) << 32 | UInt64(pair)) }
    }
    entries.sort()
    var last: UInt32?
    for entry in entries {
      let site = UInt32(entry >> 32)
      if site != last {
        if last != nil { starts.append(sources.count) }
        last = site
        self.key.append(UInt16(key))
        self.site.append(site)
      }
      sources.append(Int32(truncatingIfNeeded: entry))
    }
    if last != nil { starts.append(sources.count) }
  }

  /// The pairs behind one group.
  func sources(of group: Int) -> ArraySlice<Int32> { sources[starts[group]..<starts[group + 1]] }

  /// The pairs behind `groups`, ascending.
  func sources(of groups: [Int32]) -> [Int32] { groups.flatMap { sources(of: Int($0)) }.sorted() }

  /// The sum of `value` over the pairs of each group. Linear.
  func sums<Value: FixedWidthInteger>(_ value: (Int) -> Value) -> [Value] {
    (0..<count).map { group in sources(of: group).reduce(0) { $0 + value(Int($1)) } }
  }
}
