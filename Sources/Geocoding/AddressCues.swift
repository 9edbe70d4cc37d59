import Model
import Text

/// What single words of an address say about the names beside them: that an industrial estate is meant, or which country.
extension AddressSearch {
  /// Words that only stand beside the name of an estate: the state corporations that lay estates out, and their own words.
  private static let estateWords = WordSet(
    """
    midc gidc sidco sipcot kiadb ksidc kinfra kssidc tsiic apiic riico hsiidc hsidc upsidc upsida upsic dsiidc dsidc psiec \
    wbidc wbiidc wbsidc idco iidco jiada riada aiada biada csidc csidcl mpidc mpakvn akvn sidcul siidcul \
    goaidc tansidco ida iie imt sez epip eoz ecity growthcentre autonagar udyambag udyognagar udyogvihar udyogpuri
    """)

  /// Words after `industrial`, `indl`, `ind` that make an estate of it.
  private static let groundWords = WordSet("estate area park zone complex township hub corridor nagar layout cluster")
  private static let industrialWords = WordSet("industrial indl indi ind inds industries industry audyogik udyogik")

  /// Whether a folded address speaks of an industrial estate: a corporation that lays them out, or `industrial estate` and
  /// its like. O(bytes).
  func speaksOfEstate(_ text: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var start = 0
    var afterIndustrial = false
    while start < count {
      var end = start
      while end < count, text[end] > Folding.partBreak { end += 1 }
      if Self.estateWords.contains(text + start, end - start) { return true }
      if afterIndustrial, Self.groundWords.contains(text + start, end - start) { return true }
      afterIndustrial = Self.industrialWords.contains(text + start, end - start)
      start = end + 1
    }
    return false
  }

  /// The country other than India that one of the last three parts of the folded address names, whole or with its last word:
  /// 0 for none. Numbers at the end of a part are left off.
  func country(_ text: UnsafePointer<UInt8>, _ count: Int, _ scratch: Scratch) -> UInt16 {
    var end = count
    for _ in 0..<3 where end > 0 {
      var start = end
      while start > 0, text[start - 1] != Folding.partBreak { start -= 1 }
      var stop = end
      while stop > start, text[stop - 1] < 0x61 { stop -= 1 }
      var word = stop
      while word > start, text[word - 1] != Folding.wordBreak { word -= 1 }
      var from = start
      while stop - from >= 3 {
        let found = country(named: text + from, stop - from, scratch)
        if found == GazetteerFormat.india { return 0 }
        if found != 0 { return found }
        if from == word { break }
        from = word
      }
      end = start - 1
    }
    return 0
  }

  /// The country of a name, 0 for none.
  func country(named text: UnsafeRawBufferPointer, _ scratch: Scratch) -> UInt16 {
    scratch.query.prepare(text) ? preparedCountry(scratch) : 0
  }

  /// The country of a folded name, 0 for none.
  func country(named text: UnsafePointer<UInt8>, _ count: Int, _ scratch: Scratch) -> UInt16 {
    let query = scratch.query
    let clipped = min(count, Folding.capacity(for: NameQuery.maximumInput))
    let length = min(Folding.compact(text, clipped, into: query.whole), NameForms.maximumLength)
    guard countries.mayHold(query.whole, length) else { return 0 }
    return query.prepare(words: text, count) ? preparedCountry(scratch) : 0
  }

  private func preparedCountry(_ scratch: Scratch) -> UInt16 {
    scratch.matches.clear()
    // India stands in the area of the states, the others in their own: the places of India between need no look.
    guard let key = finder.search.gazetteer.key(scratch.query.whole, scratch.query.wholeCount) else { return 0 }
    let search = finder.search
    search.take(key, .country, low: Scope.country, high: Scope.country, cost: 0, into: scratch.matches)
    search.take(key, .country, low: Scope.foreign(0), high: .max, cost: 0, into: scratch.matches)
    return scratch.matches.count == 1
      ? finder.search.gazetteer.places[scratch.matches.base[0].place].country : 0
  }
}
