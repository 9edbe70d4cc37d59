import Model

/// Tallies add and subtract: the whole theory of refresh and distribution.
extension Tally {
  /// The tally of the records of both. Fails with `.data` when a total is too great for 64 bits. Linear in pairs and sites.
  public static func + (a: Tally, b: Tally) throws(Failure) -> Tally { try combined(a, b, sign: 1) }

  /// What is left of `a` when the records of `b`, all of which stand in it, are taken out: (a + b) − b = a.
  public static func - (a: Tally, b: Tally) throws(Failure) -> Tally { try combined(a, b, sign: -1) }

  /// The tally of the records of all; the same in any order. Adds pairwise, so O(n log k) for k tallies of n pairs in all.
  public static func merge(_ tallies: [Tally]) throws(Failure) -> Tally {
    var round = tallies
    while round.count > 1 {
      var next: [Tally] = []
      for index in stride(from: 0, to: round.count, by: 2) {
        next.append(index + 1 < round.count ? try round[index] + round[index + 1] : round[index])
        // Give the parts back as soon as they are summed.
        round[index] = Tally()
        if index + 1 < round.count { round[index + 1] = Tally() }
      }
      round = next
    }
    return round.first ?? Tally()
  }

  private static func combined(_ a: Tally, _ b: Tally, sign: Int64) throws(Failure) -> Tally {
    let keys = Union(a.keys, b.keys)
    let sites = Union(a.sites, b.sites)
    guard keys.all.count <= Int(UInt16.max) else {
      throw Failure(.internal, "\(keys.all.count) product keys are more than a tally can number (65535)")
    }
    // Where each pair of the sum comes from; −1 for nowhere.
    func packed(_ tally: Tally, _ pair: Int, _ keyOf: [Int], _ siteOf: [Int]) -> Int {
      keyOf[Int(tally.pairKey[pair])] << 32 | siteOf[Int(tally.pairSite[pair])]
    }
    var ids: [Int] = []
    var from: (a: [Int], b: [Int]) = ([], [])
    var (i, j) = (0, 0)
    while i < a.pairCount || j < b.pairCount {
      let left = i < a.pairCount ? packed(a, i, keys.fromFirst, sites.fromFirst) : Int.max
      let right = j < b.pairCount ? packed(b, j, keys.fromSecond, sites.fromSecond) : Int.max
      ids.append(min(left, right))
      from.a.append(left <= right ? i : -1)
      from.b.append(right <= left ? j : -1)
      if left <= right { i += 1 }
      if right <= left { j += 1 }
    }

    var result = Tally()
    for column in 0..<TallyColumn.count where a.columns[column] != nil || b.columns[column] != nil {
      let sums = sum(a.columns[column], b.columns[column], from, sign)
      guard Self.fits(sums) else { throw TallyTable.tooGreat(TallyColumn(rawValue: column)) }
      result.columns[column] = TallySums(sums)
    }
    for column in WideColumn.allCases where a.wide[column.rawValue] != nil || b.wide[column.rawValue] != nil {
      result.wide[column.rawValue] = TallySums(sum(a.wide[column.rawValue], b.wide[column.rawValue], from, sign))
    }
    result.productivity = try histogram(a.productivity, b.productivity, from, sign)
    result.take(ids, keys.all, sites.all)
    return result
  }

  /// The sums of the pairs. Cannot wrap: Σ |value| is at most `Int64.max`, so squares sum up to less than 2^127.
  private static func sum(
    _ a: TallySums?, _ b: TallySums?, _ from: (a: [Int], b: [Int]), _ sign: Int64
  ) -> [Int128] {
    from.a.indices.map { pair in
      let left = from.a[pair] < 0 ? 0 : a?.wide(from.a[pair]) ?? 0
      let right = from.b[pair] < 0 ? 0 : b?.wide(from.b[pair]) ?? 0
      return left &+ Int128(sign) &* right
    }
  }

  /// The classes of the pairs, those left with no unit taken out. Fails with `.data` when a count is too great, or negative: then
  /// records were taken out that are not there.
  private static func histogram(
    _ a: ProductivityHistogram?, _ b: ProductivityHistogram?, _ from: (a: [Int], b: [Int]), _ sign: Int64
  ) throws(Failure) -> ProductivityHistogram? {
    guard a != nil || b != nil else { return nil }
    return try ProductivityHistogram(pairs: from.a.count) { (pair) throws(Failure) in
      let left = from.a[pair] < 0 ? [] : a?.pair(from.a[pair]) ?? []
      let right = from.b[pair] < 0 ? [] : b?.pair(from.b[pair]) ?? []
      let bins = Union(left.map(\.bin), right.map(\.bin))
      var units = [Int64](repeating: 0, count: bins.all.count)
      for (entry, target) in zip(left, bins.fromFirst) { units[target] = entry.units }
      for (entry, target) in zip(right, bins.fromSecond) {
        let (sum, overflow) = units[target].addingReportingOverflow(sign * entry.units)
        guard !overflow else { throw TallyTable.tooGreat(.rows) }
        guard sum >= 0 else {
          throw Failure(
            .data, "a tally is taken out of another that does not hold all its records: give the one it was added to")
        }
        units[target] = sum
      }
      return zip(bins.all, units).filter { $0.1 != 0 }.map { (bin: $0.0, units: $0.1) }
    }
  }

  /// Whether every sum, and their total, has 64 bits.
  private static func fits(_ sums: [Int128]) -> Bool {
    Int64(exactly: sums.reduce(0, +)) != nil && sums.allSatisfy { Int64(exactly: $0) != nil }
  }

  /// Takes over pairs (index in `keys` above index in `sites`), leaving out all that is zero.
  private mutating func take(_ ids: [Int], _ keys: [TallyKey], _ sites: [SiteKey]) {
    var isKept = [Bool](repeating: false, count: ids.count)
    for sums in columns + wide {
      if let sums { for pair in ids.indices where sums.wide(pair) != 0 { isKept[pair] = true } }
    }
    let kept = ids.indices.filter { isKept[$0] }

    var keyOf = [Int](repeating: -1, count: keys.count)
    var siteOf = [Int](repeating: -1, count: sites.count)
    for pair in kept {
      keyOf[ids[pair] >> 32] = 0
      siteOf[ids[pair] & 0xFFFF_FFFF] = 0
    }
    for index in keys.indices where keyOf[index] == 0 {
      keyOf[index] = self.keys.count
      self.keys.append(keys[index])
    }
    for index in sites.indices where siteOf[index] == 0 {
      siteOf[index] = self.sites.count
      self.sites.append(sites[index])
    }
    pairKey = kept.map { UInt16(keyOf[ids[$0] >> 32]) }
    pairSite = kept.map { UInt32(siteOf[ids[$0] & 0xFFFF_FFFF]) }
    productivity = productivity.flatMap { histogram in
      ProductivityHistogram(pairs: kept.count) { histogram.pair(kept[$0]) }
    }
    for column in columns.indices { columns[column] = Self.picked(columns[column], kept) }
    for column in wide.indices { wide[column] = Self.picked(wide[column], kept) }
  }

  private static func picked(_ sums: TallySums?, _ kept: [Int]) -> TallySums? {
    guard let sums, (0..<sums.count).contains(where: { sums.wide($0) != 0 }) else { return nil }
    return kept.count == sums.count ? sums : sums.picked(kept)
  }
}

/// Two ascending lists without repeats as one, and where each element of either went.
private struct Union<Element: Comparable> {
  var all: [Element] = []
  var fromFirst: [Int] = []
  var fromSecond: [Int] = []

  init(_ first: [Element], _ second: [Element]) {
    while fromFirst.count < first.count || fromSecond.count < second.count {
      let left = fromFirst.count < first.count ? first[fromFirst.count] : nil
      let right = fromSecond.count < second.count ? second[fromSecond.count] : nil
      let isLeft = right.map { right in left.map { $0 <= right } ?? false } ?? true
      let isRight = left.map { left in right.map { $0 <= left } ?? false } ?? true
      if let element = isLeft ? left : right { all.append(element) }
      if isLeft { fromFirst.append(all.count - 1) }
      if isRight { fromSecond.append(all.count - 1) }
    }
  }
}
