import Model

/// The columns of a tally while they are written: each as long and as wide as it stays. Threads write different pairs.
struct PairColumns: @unchecked Sendable {
  /// By `TallyColumn.rawValue`, then the squares; nil where all sums are zero.
  private let sums: [Column<UInt8>?]
  /// The memory of each of `sums`.
  private let owned: (bases: Column<UnsafeMutablePointer<UInt8>?>, widths: Column<UInt8>)
  /// Where pairs and sites are written, as long as this is held.
  let memory: PairMemory

  /// The tally of so many pairs and sites whose sums are as wide as `measures` found, once `fill` has written them all.
  static func tally(
    keys: [TallyKey], pairs: Int, sites: Int, _ measures: [PairMeasure], _ fill: (PairColumns) throws(Failure) -> Void
  ) throws(Failure) -> Tally {
    let widths = widths(measures)
    let sums = widths.map { $0 == 0 ? nil : Column<UInt8>(count: pairs * Int($0), initial: 0) }
    var tally = Tally()
    tally.keys = keys
    var outcome: Result<Void, Failure> = .success(())
    tally.sites = Array(unsafeUninitializedCapacity: sites) { siteMemory, siteCount in
      tally.pairKey = Array(unsafeUninitializedCapacity: pairs) { keyMemory, keyCount in
        tally.pairSite = Array(unsafeUninitializedCapacity: pairs) { pairSiteMemory, pairSiteCount in
          guard let site = siteMemory.baseAddress, let key = keyMemory.baseAddress,
            let pairSite = pairSiteMemory.baseAddress
          else { return }
          let columns = PairColumns(sums, widths, pairKey: key, pairSite: pairSite, sites: site)
          do throws(Failure) { try fill(columns) } catch {
            outcome = .failure(error)
            return
          }
          (siteCount, keyCount, pairSiteCount) = (sites, pairs, pairs)
        }
      }
    }
    try outcome.get()
    func finished(_ column: Int) -> TallySums? {
      sums[column].map { TallySums(adopting: $0, width: Int(widths[column]), count: pairs) }
    }
    for column in 0..<TallyColumn.count { tally.columns[column] = finished(column) }
    for column in WideColumn.allCases { tally.wide[column.rawValue] = finished(TallyColumn.count + column.rawValue) }
    return tally
  }

  private init(
    _ sums: [Column<UInt8>?], _ widths: [UInt8], pairKey: UnsafeMutablePointer<UInt16>,
    pairSite: UnsafeMutablePointer<UInt32>, sites: UnsafeMutablePointer<SiteKey>
  ) {
    self.sums = sums
    owned = (Column(count: sums.count, initial: nil), Column(count: sums.count, initial: 0))
    memory = PairMemory(
      bases: owned.bases.base, widths: owned.widths.base, pairKey: pairKey, pairSite: pairSite, sites: sites)
    for column in sums.indices {
      owned.bases[column] = sums[column]?.base
      owned.widths[column] = widths[column]
    }
  }

  /// The least width of each column; 0 where all its sums are zero.
  private static func widths(_ measures: [PairMeasure]) -> [UInt8] {
    (0..<TallyColumn.count + WideColumn.allCases.count).map { column in
      var (low, high): (Int128, Int128) = (0, 0)
      for measure in measures {
        let extremes =
          column < TallyColumn.count ? measure.extremes(column) : measure.wideExtremes(column - TallyColumn.count)
        (low, high) = (min(low, extremes.low), max(high, extremes.high))
      }
      return low == 0 && high == 0 ? 0 : UInt8(TallySums.width(from: low, to: high))
    }
  }
}

/// The memory of `PairColumns`: plain pointers, so that no reference is counted for a pair.
struct PairMemory {
  fileprivate let bases: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
  fileprivate let widths: UnsafeMutablePointer<UInt8>
  fileprivate let pairKey: UnsafeMutablePointer<UInt16>
  fileprivate let pairSite: UnsafeMutablePointer<UInt32>
  fileprivate let sites: UnsafeMutablePointer<SiteKey>

  @inline(__always)
  func set(site: Int, _ key: SiteKey) { sites[site] = key }

  @inline(__always)
  func set(_ pair: Int, key: UInt16, site: Int, _ values: borrowing PairValues) {
    pairKey[pair] = key
    pairSite[pair] = UInt32(truncatingIfNeeded: site)
    values.forEachTouched { column in
      guard let base = bases[column] else { return }
      let address = UnsafeMutableRawPointer(base) + pair &* Int(widths[column])
      let value = values[column]
      switch widths[column] {
      case 1: address.storeBytes(of: Int8(truncatingIfNeeded: value), as: Int8.self)
      case 2: address.storeBytes(of: Int16(truncatingIfNeeded: value), as: Int16.self)
      case 4: address.storeBytes(of: Int32(truncatingIfNeeded: value), as: Int32.self)
      default: address.storeBytes(of: value, as: Int64.self)
      }
    }
    guard values.hasSquares else { return }
    for column in 0..<WideColumn.allCases.count {
      guard let base = bases[TallyColumn.count &+ column] else { continue }
      TallySums.store(values.square(column), base, Int(widths[TallyColumn.count &+ column]), pair)
    }
  }
}

/// Writes the pairs of one part to where they stay.
struct PairFiller: PairSink {
  let columns: PairMemory
  /// Index in `Tally.keys` by `PairIdentity.key`; the caller holds the memory, and so below.
  let keyNumber: UnsafeMutablePointer<UInt16>
  /// The next pair of each key.
  let next: UnsafeMutablePointer<Int>
  /// The current site; before the first, one less than that will be.
  var site: Int

  @inline(__always)
  mutating func begin(_ identity: PairIdentity) {
    site &+= 1
    columns.set(site: site, identity.site)
  }

  @inline(__always)
  mutating func take(key: Int, _ values: borrowing PairValues) {
    columns.set(next[key], key: keyNumber[key], site: site, values)
    next[key] &+= 1
  }
}
