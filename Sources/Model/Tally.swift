/// The register reduced to integer sums by (key, site): all that clustering and classification need.
///
/// Canonical form: `keys` and `sites` ascending without repeats, pairs ascending by (key, site) without repeats; a column
/// that is zero throughout is nil. Two tallies of the same records are equal whatever the order, chunks or threads.
public struct Tally: Sendable, Equatable {
  /// The distinct keys.
  public var keys: [TallyKey]
  /// The distinct sites.
  public var sites: [SiteKey]
  /// For each pair, the index of its key in `keys`.
  public var pairKey: [UInt16]
  /// For each pair, the index of its site in `sites`.
  public var pairSite: [UInt32]
  /// For each `TallyColumn`, one sum a pair, or nil.
  public var columns: [TallySums?]
  /// For each `WideColumn`, one sum a pair, or nil.
  public var wide: [TallySums?]
  /// Units of each pair by turnover per worker; nil where no row gives both.
  public var productivity: ProductivityHistogram?

  /// A tally of nothing.
  public init() {
    keys = []
    sites = []
    pairKey = []
    pairSite = []
    columns = Array(repeating: nil, count: TallyColumn.count)
    wide = Array(repeating: nil, count: WideColumn.allCases.count)
  }

  /// Number of (key, site) pairs.
  public var pairCount: Int { pairKey.count }

  /// One sum, 0 where the column is not held. `pair` lies in 0..<pairCount.
  @inline(__always)
  public func value(_ column: TallyColumn, _ pair: Int) -> Int64 { columns[column.rawValue]?[pair] ?? 0 }

  /// Operating units of a pair.
  @inline(__always)
  public func units(_ pair: Int) -> Int64 { value(.unitsYes, pair) + value(.unitsUnknown, pair) }

  /// Weight of a pair in clustering: looms for handloom keys, operating units otherwise.
  @inline(__always)
  public func weight(_ pair: Int) -> Int64 {
    keys[Int(pairKey[pair])].productionClass == .handloom ? value(.loomWeight, pair) : units(pair)
  }

  /// Operating units of each of `pairs`. Linear.
  public func units(_ pairs: [Int32]) -> [Int64] {
    var units = [Int64](repeating: 0, count: pairs.count)
    for column in TallyColumn.operating { columns[column.rawValue]?.add(pairs, to: &units) }
    return units
  }

  /// Operating units of consecutive pairs. Linear.
  public func units(_ pairs: Range<Int>) -> [Int64] {
    var units = [Int64](repeating: 0, count: pairs.count)
    for column in TallyColumn.operating { columns[column.rawValue]?.add(pairs, to: &units) }
    return units
  }

  /// Weights in clustering of consecutive pairs of one key. Linear.
  public func weights(_ pairs: Range<Int>) -> [Int64] {
    var weights = [Int64](repeating: 0, count: pairs.count)
    guard let first = pairs.first else { return weights }
    let counted: [TallyColumn] =
      keys[Int(pairKey[first])].productionClass == .handloom ? [.loomWeight] : TallyColumn.operating
    for column in counted { columns[column.rawValue]?.add(pairs, to: &weights) }
    return weights
  }

  /// The pairs of each key, as ranges in the order of `keys`. Linear in the number of pairs.
  public func pairRanges() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(keys.count)
    var start = 0
    for key in keys.indices {
      var end = start
      while end < pairKey.count, pairKey[end] == UInt16(key) { end += 1 }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }
}
