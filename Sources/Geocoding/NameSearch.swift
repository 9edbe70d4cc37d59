import Model
import Text

/// One place that answers to a name.
struct NameMatch: BitwiseCopyable {
  var place: UInt32
  /// 0: the same key; 1: the same light key; 2 and 3: one and two edits between the light keys.
  var cost: UInt8
}

/// Which kinds of place are asked for, one bit for each `PlaceKind`.
struct KindSet: OptionSet {
  let rawValue: UInt16

  static func of(_ kinds: PlaceKind...) -> KindSet {
    KindSet(rawValue: kinds.reduce(0) { $0 | 1 << UInt16($1.rawValue) })
  }

  @inline(__always)
  func has(_ kindValue: UInt8) -> Bool { rawValue >> UInt16(kindValue) & 1 == 1 }

  static let country = of(.country)
  static let state = of(.state)
  static let district = of(.district)
  static let subdistrict = of(.subdistrict)
  static let towns = of(.city, .town)
  static let settlements = of(.city, .town, .village, .locality, .estate, .postOffice)
}

/// The answers to one question, at most `capacity`. One instance serves one thread.
final class NameMatches {
  static let capacity = 256
  let base: UnsafeMutablePointer<NameMatch>
  private(set) var count = 0

  init() { base = .allocate(capacity: Self.capacity) }
  deinit { base.deallocate() }

  func clear() { count = 0 }

  @inline(__always)
  func append(_ match: NameMatch) {
    for index in 0..<count where base[index].place == match.place {
      base[index].cost = min(base[index].cost, match.cost)
      return
    }
    guard count < Self.capacity else { return }
    base[count] = match
    count &+= 1
  }

  /// Keeps only the matches of the least cost.
  func keepCheapest() {
    var least = UInt8.max
    for index in 0..<count { least = min(least, base[index].cost) }
    keep { $0.cost == least }
  }

  /// Keeps the matches for which `condition` holds.
  func keep(where condition: (NameMatch) -> Bool) {
    var kept = 0
    for index in 0..<count where condition(base[index]) {
      base[kept] = base[index]
      kept += 1
    }
    count = kept
  }
}

/// What all parts of locating share: one reference, so that handing it on costs nothing per row.
final class LocatingContext: Sendable {
  let gazetteer: Gazetteer
  let parameters: GeocodingParameters

  init(gazetteer: Gazetteer, parameters: GeocodingParameters) {
    self.gazetteer = gazetteer
    self.parameters = parameters
  }
}

/// Looks names up in a gazetteer.
struct NameSearch: Sendable {
  private let context: LocatingContext
  var gazetteer: Gazetteer { context.gazetteer }
  var parameters: GeocodingParameters { context.parameters }

  init(gazetteer: Gazetteer, parameters: GeocodingParameters) {
    context = LocatingContext(gazetteer: gazetteer, parameters: parameters)
  }

  /// Adds the places of `kinds` whose key is one of the query's two, in areas `low...high`. O(1) expected and the answers.
  @inline(__always)
  func exact(_ query: NameQuery, _ kinds: KindSet, low: UInt32, high: UInt32, into matches: NameMatches) {
    if !query.keysReady { findKeys(query) }
    if let key = query.wholeKey { take(key, kinds, low: low, high: high, cost: 0, into: matches) }
    if matches.count == 0, let key = query.coreKey { take(key, kinds, low: low, high: high, cost: 0, into: matches) }
  }

  /// Adds the places of `kinds` with exactly this compact key in areas `low...high`.
  func exact(
    _ text: UnsafePointer<UInt8>, _ count: Int, _ kinds: KindSet, low: UInt32, high: UInt32,
    into matches: NameMatches
  ) {
    guard let key = gazetteer.key(text, count) else { return }
    take(key, kinds, low: low, high: high, cost: 0, into: matches)
  }

  /// Looks the query's two keys up, once for all areas.
  private func findKeys(_ query: NameQuery) {
    query.wholeKey = gazetteer.key(query.whole, query.wholeCount)
    query.coreKey = query.coreCount < 2 || query.coreIsWhole ? nil : gazetteer.key(query.core, query.coreCount)
    query.keysReady = true
  }

  /// Adds the places of `key` in areas `low...high`.
  @inline(__always)
  func take(
    _ key: Int, _ kinds: KindSet, low: UInt32, high: UInt32, cost: UInt8, into matches: NameMatches
  ) {
    let postings = gazetteer.postings(of: key)
    var first = gazetteer.firstPosting(postings, low)
    while first < postings.upperBound {
      let posting = gazetteer.postings[first]
      guard posting.scope <= high else { return }
      if kinds.has(gazetteer.places[posting.place].kindValue) {
        matches.append(NameMatch(place: posting.place, cost: cost))
      }
      first += 1
    }
  }

  /// Edits that a light key of `count` letters allows.
  @inline(__always)
  func limit(_ count: Int) -> Int { count >= parameters.twoEditsFrom ? 2 : count >= parameters.oneEditFrom ? 1 : 0 }

  /// Adds the places of `kinds` in areas `low...high` that sound like the query. O(names that sound so).
  func sounding(_ query: NameQuery, _ kinds: KindSet, low: UInt32, high: UInt32, into matches: NameMatches) {
    guard gazetteer.sounds.count > 0 else { return }
    query.prepareSound()
    let bucket = Int(query.skeleton >> UInt64(64 - gazetteer.soundBits))
    let range = Int(gazetteer.soundDirectory[bucket])..<Int(gazetteer.soundDirectory[bucket + 1])
    let limit = self.limit(query.lightCount)
    for index in range where gazetteer.sounds[index].hash == query.skeleton {
      let key = Int(gazetteer.sounds[index].key)
      let record = gazetteer.keys[key]
      let light = gazetteer.pool.base + Int(record.offset) + Int(record.length)
      let edits = query.edits(to: light, Int(record.lightLength), limit: limit)
      if edits <= limit {
        take(key, kinds, low: low, high: high, cost: UInt8(edits + 1), into: matches)
      }
    }
  }
}
