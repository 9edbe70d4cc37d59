import Model
import Text

/// Names of one area whose spelling is near the query's.
///
/// Few of an area's names can be near: which, two packed columns tell without touching the names. Villages and post
/// offices, which are many, must sound like the query unless both names are long; so where the query is short, only the
/// column of sounds is read, eight bytes at a time.
extension NameSearch {
  /// Adds the places of `kinds` in one area whose spelling is near the query's. O(entries of the area), 0.1 to 1 ns each.
  func similar(
    _ query: NameQuery, _ kinds: KindSet, scope: UInt32, prominentOnly: Bool = false, into matches: NameMatches
  ) {
    guard let area = gazetteer.scope(scope) else { return }
    query.prepareSound()
    let limit = self.limit(query.lightCount)
    let prominent = Int(area.start)..<Int(area.prominentEnd)
    let others = Int(area.prominentEnd)..<Int(area.end)
    forEachAlike(query, prominent, limit: limit) { judge(query, $0, kinds, limit: limit, into: matches) }
    guard !prominentOnly else { return }
    // The PINs among the others have no such rule.
    let hasRule = !kinds.has(PlaceKind.pin.rawValue) && !kinds.has(PlaceKind.pinArea.rawValue)
    let editLimit = hasRule ? villageLimit(query.lightCount, limit) : limit
    if editLimit < limit || limit == 0 {
      forEachSounding(query, others) { judge(query, $0, kinds, limit: limit, into: matches) }
    }
    if editLimit > 0 {
      forEachAlike(query, others, limit: editLimit) { judge(query, $0, kinds, limit: limit, into: matches) }
    }
  }
  /// Edits that a village may differ by from a light key of `count` letters if it need not sound like it.
  private func villageLimit(_ count: Int, _ limit: Int) -> Int {
    var edits = limit
    while edits > 0, count < parameters.villageEditFrom + 4 * (edits - 1) { edits -= 1 }
    return edits
  }

  /// The entries of `range` whose letters differ by no more than `limit` edits change.
  @inline(__always)
  private func forEachAlike(_ query: NameQuery, _ range: Range<Int>, limit: Int, _ body: (Int) -> Void) {
    let column = gazetteer.letters.base
    let letters = query.letters
    // One loop for each limit: the test is a few instructions then.
    switch limit {
    case 0: for index in range where letters.mayMatch(column[index], limit: 0) { body(index) }
    case 1: for index in range where letters.mayMatch(column[index], limit: 1) { body(index) }
    default: for index in range where letters.mayMatch(column[index], limit: 2) { body(index) }
    }
  }

  /// The entries of `range` whose skeleton has the last 16 bits of the query's.
  @inline(__always)
  private func forEachSounding(_ query: NameQuery, _ range: Range<Int>, _ body: (Int) -> Void) {
    let column = gazetteer.skeletons.base
    let sound = UInt16(truncatingIfNeeded: query.skeleton)
    let ones: UInt64 = 0x0001_0001_0001_0001
    let pattern = UInt64(sound) &* ones
    var index = range.lowerBound
    while index &+ 4 <= range.upperBound {
      let difference = UnsafeRawPointer(column + index).loadUnaligned(as: UInt64.self) ^ pattern
      // Some 16 bits are zero exactly if this is not.
      if (difference &- ones) & ~difference & (ones << 15) != 0 {
        for candidate in index..<index &+ 4 where column[candidate] == sound { body(candidate) }
      }
      index &+= 4
    }
    while index < range.upperBound {
      if column[index] == sound { body(index) }
      index &+= 1
    }
  }

  /// Adds the place of an entry if its spelling is near enough: villages, which are many, may only differ in vowels unless
  /// their names are long.
  private func judge(_ query: NameQuery, _ index: Int, _ kinds: KindSet, limit: Int, into matches: NameMatches) {
    let entry = gazetteer.entries[index]
    let key = gazetteer.keys[entry.key]
    let lightCount = Int(key.lightLength)
    let light = gazetteer.pool.base + Int(key.offset) + Int(key.length)
    let edits = query.edits(to: light, lightCount, limit: limit)
    guard edits <= limit else { return }
    let kindValue = gazetteer.places[entry.place].kindValue
    guard kinds.has(kindValue) else { return }
    let kind = PlaceKind(rawValue: kindValue) ?? .locality
    if edits > 0, kind == .village || kind == .postOffice || kind == .locality {
      let long = min(query.lightCount, lightCount) >= parameters.villageEditFrom + 4 * (edits - 1)
      guard long || query.soundsLike(light, lightCount) else { return }
    }
    matches.append(NameMatch(place: entry.place, cost: UInt8(edits + 1)))
  }
}
