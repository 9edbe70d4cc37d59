import Model
import Text

/// Finds places in the free text of an address: runs of up to four words against the names of the row's area.
///
/// Towns, estates, localities, subdistricts and districts are taken wherever they stand. Villages and post offices share
/// their names with firms and persons: they count only where the address says so (`village X`, `post X`) or where the name
/// ends a part, never in the first part, which is the firm's own.
struct AddressSearch: Sendable {
  let finder: NamedPlaceFinder
  private var search: NameSearch { finder.search }
  private var gazetteer: Gazetteer { finder.search.gazetteer }

  private static let cues = WordSet(
    "village vill vlg vpo po post gram gaon mauza mouza at town tehsil taluk taluka teh")
  private static let openKinds = KindSet.of(.city, .town, .locality, .estate, .subdistrict)
  private static let longestRun = 4

  /// What an address says.
  struct Finding {
    var place = NamedPlace()
    /// A PIN spelt as a town's name and the last one or two digits; 0 for none.
    var deliveryPin: UInt32 = 0
  }

  /// The names of countries.
  let countries: CountryNames

  init(finder: NamedPlaceFinder) {
    self.finder = finder
    countries = CountryNames(finder.search.gazetteer)
  }

  /// The district that a part of the folded address names, if the state has it: the last one wins; 0 for none.
  func district(_ text: UnsafePointer<UInt8>, _ count: Int, state: UInt16, _ scratch: Scratch) -> UInt16 {
    var end = count
    var parts = 0
    let low = state == 0 ? 1 : Scope.state(state)
    let high = state == 0 ? 0xFFFE_FFFF : low
    while end > 0, parts < 6 {
      var start = end
      while start > 0, text[start - 1] != Folding.partBreak { start -= 1 }
      parts += 1
      if scratch.query.prepare(words: text + start, end - start) {
        scratch.matches.clear()
        search.exact(scratch.query, .district, low: low, high: high, into: scratch.matches)
        if scratch.matches.count == 1 { return gazetteer.places[scratch.matches.base[0].place].district }
      }
      end = start - 1
    }
    return 0
  }

  /// The state that one of the last parts of the folded address names, PINs at its end aside: its LGD code, 0 for none.
  func state(_ text: UnsafePointer<UInt8>, _ count: Int, _ scratch: Scratch) -> UInt16 {
    var end = count
    for _ in 0..<4 where end > 0 {
      var start = end
      while start > 0, text[start - 1] != Folding.partBreak { start -= 1 }
      var stop = end
      while stop > start, text[stop - 1] < 0x61 { stop -= 1 }
      if stop - start >= 3, scratch.query.prepare(words: text + start, stop - start) {
        scratch.matches.clear()
        search.exact(scratch.query, .state, low: Scope.country, high: Scope.country, into: scratch.matches)
        if scratch.matches.count == 1 { return gazetteer.places[scratch.matches.base[0].place].state }
      }
      end = start - 1
    }
    return 0
  }

  /// The finest place that the folded address names in `area`.
  func find(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ area: Administration, anchor: NamedPlaceFinder.Anchor?,
    _ scratch: Scratch
  ) -> Finding {
    var result = Finding()
    var best = 0
    let estates = speaksOfEstate(text, count)
    var partStart = 0
    var isFirstPart = true
    while partStart < count {
      var partEnd = partStart
      while partEnd < count, text[partEnd] != Folding.partBreak { partEnd += 1 }
      readPart(
        text + partStart, partEnd - partStart, area, anchor, isFirst: isFirstPart, estates: estates, scratch, &result,
        &best)
      partStart = partEnd + 1
      isFirstPart = false
    }
    if !result.place.isFound, area.district != 0 { result.place = similar(text, count, area, anchor, scratch) }
    return result
  }

  /// A town, estate or subdistrict of the row's district whose spelling is near to the last word, or the last two, of one of
  /// the last parts.
  private func similar(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ area: Administration, _ anchor: NamedPlaceFinder.Anchor?,
    _ scratch: Scratch
  ) -> NamedPlace {
    var end = count
    for _ in 0..<3 where end > 0 {
      var start = end
      var words = 0
      while start > 0, text[start - 1] != Folding.partBreak {
        start -= 1
        guard start == 0 || text[start - 1] <= Folding.partBreak else { continue }
        words += 1
        let found = similarRun(text + start, end - start, words, area, anchor, scratch)
        if found.isFound { return found }
        if words == 2 { break }
      }
      while end > 0, text[end - 1] != Folding.partBreak { end -= 1 }
      end -= 1
    }
    return NamedPlace()
  }

  private func similarRun(
    _ run: UnsafePointer<UInt8>, _ count: Int, _ words: Int, _ area: Administration,
    _ anchor: NamedPlaceFinder.Anchor?, _ scratch: Scratch
  ) -> NamedPlace {
    guard count >= 5, run[0] >= 0x61, words > 1 || !GenericWords.isCommon(run, count),
      scratch.query.prepare(words: run, count)
    else { return NamedPlace() }
    let matches = scratch.matches
    matches.clear()
    finder.forEachDistrict(area) { scope in
      search.similar(scratch.query, Self.openKinds, scope: scope, prominentOnly: true, into: matches)
    }
    matches.keep { gazetteer.places[$0.place].hasPosition }
    matches.keepCheapest()
    var found = finder.settle(matches, anchor: anchor, by: .nothing)
    if found.isFound { found.by = Self.evidence(gazetteer.places[found.place].kind) }
    return found
  }

  private func readPart(
    _ part: UnsafePointer<UInt8>, _ count: Int, _ area: Administration, _ anchor: NamedPlaceFinder.Anchor?,
    isFirst: Bool, estates: Bool, _ scratch: Scratch, _ result: inout Finding, _ best: inout Int
  ) {
    var start = 0
    var afterCue = false
    while start < count {
      let firstEnd = wordEnd(part, start, count)
      var taken = 0
      // Longest run first.
      var ends = (firstEnd, 0, 0, 0)
      var words = 1
      var end = firstEnd
      while words < Self.longestRun, end < count {
        end = wordEnd(part, end + 1, count)
        switch words {
        case 1: ends.1 = end
        case 2: ends.2 = end
        default: ends.3 = end
        }
        words += 1
      }
      for length in stride(from: words, through: 1, by: -1) {
        let runEnd = length == 1 ? ends.0 : length == 2 ? ends.1 : length == 3 ? ends.2 : ends.3
        // A whole part, or its end when there is enough of it to be a name.
        let isPlace = !isFirst && runEnd == count && (start == 0 || runEnd - start >= 5)
        if readRun(
          part, start, runEnd, length, area, anchor, villages: afterCue || isPlace, estates: estates, scratch, &result,
          &best)
        {
          deliveryNumber(part, runEnd, count, &result)
          taken = runEnd
          break
        }
      }
      afterCue = Self.cues.contains(part + start, firstEnd - start)
      start = (taken > 0 ? taken : firstEnd) + 1
    }
  }

  /// Looks one run of words up and keeps it when it says more than what was found before.
  private func readRun(
    _ part: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ words: Int, _ area: Administration,
    _ anchor: NamedPlaceFinder.Anchor?, villages: Bool, estates: Bool, _ scratch: Scratch, _ result: inout Finding,
    _ best: inout Int
  ) -> Bool {
    let length = end - start
    // Three letters name an estate (Rai) where the address speaks of one and they are a part of their own.
    let isShort = length == 3 && estates && villages && start == 0
    guard length >= 4 || isShort, length <= NameForms.maximumLength, part[start] >= 0x61 else { return false }
    if words == 1, GenericWords.isCommon(part + start, length) { return false }
    let key = scratch.query.whole
    let keyCount = Folding.compact(part + start, length, into: key)
    guard keyCount >= 4 || isShort, let index = gazetteer.key(key, keyCount) else { return false }
    let matches = scratch.matches
    matches.clear()
    let kinds = isShort ? KindSet.of(.estate) : villages ? Self.openKinds.union(.settlements) : Self.openKinds
    if area.country != GazetteerFormat.india {
      let scope = Scope.foreign(area.country)
      search.take(index, kinds, low: scope, high: scope, cost: 0, into: matches)
    } else if area.district != 0 {
      finder.forEachDistrict(area) { scope in
        search.take(index, kinds, low: scope, high: scope, cost: 0, into: matches)
      }
    } else if area.state != 0 {
      let low = Scope.state(area.state)
      search.take(index, kinds, low: low, high: low | 0xFFFF, cost: 0, into: matches)
    } else {
      search.take(index, KindSet.towns.union(.of(.estate)), low: 0, high: 0xFFFE_FFFF, cost: 0, into: matches)
    }
    matches.keep { gazetteer.places[$0.place].hasPosition }
    if estates { preferEstates(index, area, matches) }
    guard matches.count > 0 else { return false }
    var found = finder.settle(matches, anchor: anchor, by: .nothing)
    guard found.isFound else {
      if !result.place.isFound { result.place.flags |= found.flags }
      return false
    }
    let kind = gazetteer.places[found.place].kind
    if anchor == nil, area.district != 0, KindSet.towns.has(kind.rawValue), namesDistrict(index, area, matches) {
      // In an address the name of the district's seat mostly means the district.
      finder.widen(&found, area)
    } else {
      finder.weigh(&found, area, anchor)
    }
    found.by = Self.evidence(kind)
    // Finer kinds win; among equals the longer name, then the later one.
    let score = Self.rank(kind) * 64 + min(keyCount, 63)
    if score >= best {
      found.flags |= result.place.flags & ~RowFlags.ambiguousPlace.rawValue
      result.place = found
      best = score
    }
    return true
  }

  /// Where the address speaks of an estate, an estate of that name is meant, not the town or the villages that it is called
  /// after. The estates of a large city lie about it, in districts of their own: near the row's district counts as within.
  private func preferEstates(_ key: Int, _ area: Administration, _ matches: NameMatches) {
    func isEstate(_ match: NameMatch) -> Bool { gazetteer.places[match.place].kind == .estate }
    if (0..<matches.count).contains(where: { isEstate(matches.base[$0]) }) { return matches.keep(where: isEstate) }
    let index = gazetteer.place(district: area.district)
    guard matches.count == 0, area.district != 0, index != GazetteerFormat.noPlace else { return }
    let district = gazetteer.places[index]
    let low = Scope.state(area.state)
    search.take(key, .of(.estate), low: low, high: low | 0xFFFF, cost: 0, into: matches)
    let reach = Double(district.uncertainty) + search.parameters.pinDistrictMargin
    matches.keep {
      let estate = gazetteer.places[$0.place]
      return estate.hasPosition && district.hasPosition
        && Distance.metres(estate.coordinate, district.coordinate) <= reach
    }
  }

  /// Whether a key is a name of the row's district.
  private func namesDistrict(_ key: Int, _ area: Administration, _ matches: NameMatches) -> Bool {
    let scope = Scope.state(area.state)
    matches.clear()
    search.take(key, .district, low: scope, high: scope, cost: 0, into: matches)
    return (0..<matches.count).contains { gazetteer.places[matches.base[$0].place].district == area.district }
  }

  /// `patna 13` at the end of a part: the town's first four PIN digits and the delivery number make a PIN.
  private func deliveryNumber(_ part: UnsafePointer<UInt8>, _ runEnd: Int, _ count: Int, _ result: inout Finding) {
    guard runEnd < count, result.place.isFound else { return }
    let digits = count - runEnd - 1
    guard digits == 1 || digits == 2 else { return }
    var number: UInt32 = 0
    for index in runEnd + 1..<count {
      guard part[index] &- 0x30 < 10 else { return }
      number = number * 10 + UInt32(part[index] &- 0x30)
    }
    let town = gazetteer.places[result.place.place]
    guard town.pin != 0 else { return }
    let pin = town.pin / 100 * 100 + number
    if gazetteer.place(pin: pin) != GazetteerFormat.noPlace { result.deliveryPin = pin }
  }

  @inline(__always)
  private func wordEnd(_ part: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
    var end = start
    while end < count, part[end] != Folding.wordBreak { end += 1 }
    return end
  }

  private static func rank(_ kind: PlaceKind) -> Int {
    switch kind {
    case .estate, .locality: 5
    case .village, .postOffice: 4
    case .town: 3
    case .city: 2
    default: 1
    }
  }

  private static func evidence(_ kind: PlaceKind) -> MatchedBy {
    switch kind {
    case .village: .villageName
    case .estate, .locality, .postOffice: .localityName
    case .city, .town: .townName
    default: .subdistrictName
    }
  }
}
