import Dispatch
import Model
import Synchronization

/// Records in the order of their identities, in parts that several threads may read at the same time, and read twice.
protocol RecordSource: Sendable {
  /// Number of parts. All records of one site are in the same part, and the parts ascend.
  var parts: Int { get }
  /// Greatest `PairIdentity.key`, −1 without records.
  var topKey: Int { get }
  /// Hands every record of a part on, each identity once, ascending.
  func forEach(_ part: Int, _ body: (PairIdentity, RecordView) -> Void) throws(Failure)
}

extension RecordSource {
  /// What `body` returns for every part, computed at the same time; the first failure by number of its part is thrown.
  func inParts<Result>(
    threads: Int, _ body: (Int) throws(Failure) -> Result
  ) throws(Failure) -> [Result] {
    nonisolated(unsafe) let body = body
    nonisolated(unsafe) var results: [Swift.Result<Result, Failure>?] = Array(repeating: nil, count: parts)
    let lock = Mutex(0)
    let next = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, parts))) { _ in
      while true {
        let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard part < parts else { return }
        let result: Swift.Result<Result, Failure>
        do throws(Failure) { result = .success(try body(part)) } catch { result = .failure(error) }
        lock.withLock { _ in results[part] = result }
      }
    }
    var values: [Result] = []
    for result in results { if let value = try result?.get() { values.append(value) } }
    return values
  }
}

/// Makes the canonical tally in two readings of ordered records: the first counts pairs and sites and finds how wide each
/// column must be, the second writes every sum to where it stays. Nothing is held but the tally.
struct TallyAssembly<Source: RecordSource> {
  let source: Source
  let threads: Int

  /// The tally. Fails when there are more keys than `Tally.pairKey` can number, or when the source does. O(n).
  func tally() throws(Failure) -> Tally {
    let keyLimit = source.topKey + 1
    let measures = try source.inParts(threads: threads) { (part) throws(Failure) in
      var measure = PairMeasure(keyLimit: keyLimit)
      try walk(part, &measure)
      return measure
    }
    // From counts to places: the pairs of a key stand together, those of an earlier part first.
    var keys: [TallyKey] = []
    let keyNumber = Column<UInt16>(count: keyLimit, initial: 0)
    var pairs = 0
    for key in 0..<keyLimit {
      let start = pairs
      for measure in measures {
        let count = measure.pairs[key]
        measure.pairs[key] = pairs
        pairs += count
      }
      guard pairs > start else { continue }
      keyNumber[key] = UInt16(truncatingIfNeeded: keys.count)
      keys.append(PairIdentity.tallyKey(key))
    }
    guard keys.count <= Int(UInt16.max) else {
      throw Failure(.internal, "\(keys.count) product keys are more than a tally can number (65535)")
    }
    var siteStarts: [Int] = []
    var sites = 0
    for measure in measures {
      siteStarts.append(sites)
      sites += measure.sites
    }
    let (starts, bases) = (measures.map(\.pairs), siteStarts)
    return try PairColumns.tally(keys: keys, pairs: pairs, sites: sites, measures) { (columns) throws(Failure) in
      _ = try source.inParts(threads: threads) { (part) throws(Failure) in
        try withExtendedLifetime((columns, keyNumber, starts)) { () throws(Failure) in
          var filler = PairFiller(
            columns: columns.memory, keyNumber: keyNumber.base, next: starts[part].base, site: bases[part] - 1)
          try walk(part, &filler)
        }
        return true
      }
    }
  }

  /// Puts the records of a part together to pairs, in the order of sites and then of keys.
  private func walk<Sink: PairSink>(_ part: Int, _ sink: inout Sink) throws(Failure) {
    var values = PairValues()
    var last = PairIdentity(position: 0, rest: 0)
    var hasPair = false
    try source.forEach(part) { identity, record in
      if !hasPair || !identity.isSamePair(as: last) {
        if hasPair {
          sink.take(key: last.key, values)
          values.clear()
        }
        if !hasPair || !identity.isSameSite(as: last) { sink.begin(identity) }
        hasPair = true
        last = identity
      }
      values.add(identity, record)
    }
    if hasPair { sink.take(key: last.key, values) }
  }
}

/// Takes pairs, site by site.
protocol PairSink {
  /// The next site is that of `identity`.
  mutating func begin(_ identity: PairIdentity)
  /// A pair of `key`, as `PairIdentity.key`, at this site.
  mutating func take(key: Int, _ values: borrowing PairValues)
}

/// Counts pairs and sites, and notes the least and greatest sum of each column.
struct PairMeasure: PairSink {
  /// Pairs by `PairIdentity.key`.
  let pairs: Column<Int>
  private(set) var sites = 0
  /// The least and the greatest sum by `TallyColumn.rawValue`, at least 0 and at most 0.
  private let owned = (
    extremes: Column<Int64>(count: 2 * TallyColumn.count, initial: 0),
    wideExtremes: Column<Int128>(count: 2 * WideColumn.allCases.count, initial: 0)
  )
  // Memory of columns, so that no reference is counted for a pair.
  private let pairCounts: UnsafeMutablePointer<Int>
  private let extremes: UnsafeMutablePointer<Int64>
  private let wideExtremes: UnsafeMutablePointer<Int128>

  init(keyLimit: Int) {
    pairs = Column(count: keyLimit, initial: 0)
    (pairCounts, extremes, wideExtremes) = (pairs.base, owned.extremes.base, owned.wideExtremes.base)
  }

  @inline(__always)
  mutating func begin(_ identity: PairIdentity) { sites &+= 1 }

  @inline(__always)
  mutating func take(key: Int, _ values: borrowing PairValues) {
    pairCounts[key] &+= 1
    values.forEachTouched { column in
      extremes[2 &* column] = min(extremes[2 &* column], values[column])
      extremes[2 &* column &+ 1] = max(extremes[2 &* column &+ 1], values[column])
    }
    guard values.hasSquares else { return }
    for column in 0..<WideColumn.allCases.count {
      wideExtremes[2 &* column] = min(wideExtremes[2 &* column], values.square(column))
      wideExtremes[2 &* column &+ 1] = max(wideExtremes[2 &* column &+ 1], values.square(column))
    }
  }

  func extremes(_ column: Int) -> (low: Int128, high: Int128) {
    (Int128(extremes[2 * column]), Int128(extremes[2 * column + 1]))
  }

  func wideExtremes(_ column: Int) -> (low: Int128, high: Int128) {
    (wideExtremes[2 * column], wideExtremes[2 * column + 1])
  }
}
