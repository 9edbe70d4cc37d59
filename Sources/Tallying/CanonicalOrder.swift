import Model

/// The pairs of a table in the canonical order of `Tally`: ascending by (key, site).
struct CanonicalOrder {
  private(set) var keys: [TallyKey] = []
  private(set) var sites: [SiteKey] = []
  private(set) var pairKey: [UInt16] = []
  private(set) var pairSite: [UInt32] = []
  /// Numbers in the table, in canonical order.
  private var order: [UInt32] = []

  /// A pair of the table with its site, sortable.
  private struct Numbered: Comparable {
    /// Latitude above longitude, both moved to be unsigned.
    let position: UInt64
    let place: UInt32
    let number: UInt32

    @inline(__always)
    static func < (a: Numbered, b: Numbered) -> Bool {
      a.position != b.position ? a.position < b.position : a.place < b.place
    }
  }

  /// Orders the pairs of `table` less those that `isDropped` names by number. O(n log n).
  init(_ table: borrowing PairTable, keeping isDropped: ((Int) -> Bool)?) {
    let entries = table.entries
    var sorted: [Numbered] = []
    sorted.reserveCapacity(table.count)
    for number in 0..<table.count {
      if let isDropped, isDropped(number) { continue }
      let entry = entries[number]
      let position =
        UInt64(UInt32(bitPattern: entry.lat) ^ 1 << 31) << 32 | UInt64(UInt32(bitPattern: entry.lon) ^ 1 << 31)
      sorted.append(Numbered(position: position, place: entry.place, number: UInt32(number)))
    }
    // Pairs of one site are put in order by their keys below, so that an unstable sort does not show.
    sorted.sort()

    // A counting sort by key, which is stable, over product × class.
    let classes = ProductionClass.allCases.count
    func slot(_ key: TallyKey) -> Int { Int(key.product) * classes + Int(key.productionClass.rawValue) }
    var ends = [Int](repeating: 0, count: (Int(UInt16.max) + 1) * classes)
    for item in sorted { ends[slot(entries[Int(item.number)].tallyKey)] += 1 }
    var keyIndex = [Int](repeating: 0, count: ends.count)
    var start = 0
    for index in ends.indices where ends[index] > 0 {
      keyIndex[index] = keys.count
      keys.append(
        TallyKey(
          product: UInt16(index / classes),
          productionClass: ProductionClass(rawValue: UInt8(index % classes)) ?? .industrial))
      let count = ends[index]
      ends[index] = start
      start += count
    }
    pairKey = Array(repeating: 0, count: sorted.count)
    pairSite = Array(repeating: 0, count: sorted.count)
    order = Array(repeating: 0, count: sorted.count)
    for item in sorted {
      let entry = entries[Int(item.number)]
      let site = entry.site
      if sites.last != site { sites.append(site) }
      let index = slot(entry.tallyKey)
      let target = ends[index]
      ends[index] += 1
      pairKey[target] = UInt16(truncatingIfNeeded: keyIndex[index])
      pairSite[target] = UInt32(truncatingIfNeeded: sites.count - 1)
      order[target] = item.number
    }
  }

  /// Fails when there are more keys than `Tally.pairKey` can number.
  func checkKeys() throws(Failure) {
    if keys.count > Int(UInt16.max) {
      throw Failure(.internal, "\(keys.count) product keys are more than a tally can number (65535)")
    }
  }

  /// Numbers in the table, in canonical order; gives them away.
  mutating func takeOrder() -> [UInt32] {
    defer { order = [] }
    return order
  }
}
