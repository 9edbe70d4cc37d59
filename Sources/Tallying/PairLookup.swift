import Model

/// Finds the pair of a row in a canonical tally, for the second pass over the register. Safe for reading from several threads.
///
/// 8 × 4/3 … 8 × 8/3 bytes a pair beside the tally, which it shares.
public final class PairLookup: Sendable {
  private let keys: [TallyKey]
  private let sites: [SiteKey]
  private let pairKey: [UInt16]
  private let pairSite: [UInt32]
  /// Upper half of the hash, then the pair + 1; 0 is free.
  private let slots: Column<UInt64>

  /// The lookup of all pairs of `tally`. Linear.
  public init(_ tally: Tally) {
    (keys, sites, pairKey, pairSite) = (tally.keys, tally.sites, tally.pairKey, tally.pairSite)
    var size = 1024
    while tally.pairCount * 4 > size * 3 { size *= 2 }
    slots = Column(count: size, initial: 0)
    for pair in 0..<tally.pairCount {
      let hash = entry(pair).hash
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(pair + 1)
    }
  }

  @inline(__always)
  private func entry(_ pair: Int) -> PairIdentity {
    PairIdentity(key: keys[Int(pairKey[pair])], site: sites[Int(pairSite[pair])])
  }

  /// The pair of a key at a site, nil when the tally has none. Constant time on average.
  public func pair(_ key: TallyKey, _ site: SiteKey) -> Int? { pair(PairIdentity(key: key, site: site)) }

  /// The pair that row `row` counts in; nil for a row that is not coded or not located, or that the tally does not have.
  @inline(__always)
  public func pair(_ coded: CodedBatch, _ located: LocatedBatch, row: Int) -> Int? {
    guard coded.group[row] != CodedBatch.noProduct, located.level[row] <= MatchLevel.subdistrict.rawValue else {
      return nil
    }
    return pair(PairIdentity(coded: coded, located: located, row: row, facts: 0))
  }

  @inline(__always)
  private func pair(_ wanted: PairIdentity) -> Int? {
    let hash = wanted.hash
    var slot = Int(truncatingIfNeeded: hash) & (slots.count &- 1)
    while true {
      let found = slots[slot]
      if found == 0 { return nil }
      if (found ^ hash) >> 32 == 0 {
        let pair = Int(found & 0xFFFF_FFFF) &- 1
        if entry(pair) == wanted { return pair }
      }
      slot = (slot &+ 1) & (slots.count &- 1)
    }
  }
}
