import Dispatch
import Model

/// Makes the histogram of a tally in two readings of ordered records: the first counts the classes of each pair, the second
/// writes them to where they stay. The parts have different pairs.
struct HistogramAssembly<Source: RecordSource> {
  let source: Source
  let tally: Tally
  let threads: Int

  /// The histogram; nil without records. O(n), and the pairs once.
  func histogram() throws(Failure) -> ProductivityHistogram? {
    let starts = Column<UInt32>(count: tally.pairCount + 1, initial: 0)
    let most = try source.inParts(threads: threads) { (part) throws(Failure) -> Int64 in
      var most: Int64 = 0
      try walk(part) { pair, _, units in
        starts[pair &+ 1] &+= 1
        most = max(most, units)
      }
      return most
    }
    for pair in 0..<tally.pairCount { starts[pair + 1] &+= starts[pair] }
    let count = Int(starts[tally.pairCount])
    guard count > 0 else { return nil }
    let width = TallySums.width(from: 0, to: Int128(most.max() ?? 0))
    let units = Column<UInt8>(uninitialised: count * width)
    var bins = [UInt16](repeating: 0, count: count)
    try bins.withUnsafeMutableBufferPointer { (bins) throws(Failure) in
      // Parts have different pairs, and so write to different entries.
      nonisolated(unsafe) let bins = bins
      _ = try source.inParts(threads: threads) { (part) throws(Failure) in
        var (last, entry) = (-1, 0)
        try walk(part) { pair, bin, counted in
          entry = pair == last ? entry &+ 1 : Int(starts[pair])
          last = pair
          bins[entry] = bin
          TallySums.store(Int128(counted), units.base, width, entry)
        }
        return true
      }
    }
    return ProductivityHistogram(
      starts: (0...tally.pairCount).map { starts[$0] }, bins: bins,
      units: TallySums(adopting: units, width: width, count: count))
  }

  /// Hands on the pair, class and units of every record of a part.
  private func walk(_ part: Int, _ body: (Int, UInt16, Int64) -> Void) throws(Failure) {
    // The next pair of each key and where its pairs end; they ascend by site as the records do. The first is found by its site.
    let next = Column<Int>(count: source.topKey + 1, initial: 0)
    let limits = Column<Int>(count: source.topKey + 1, initial: 0)
    let isFound = Column<Bool>(count: source.topKey + 1, initial: false)
    for (key, range) in zip(tally.keys, tally.pairRanges()) {
      let number = PairIdentity.number(of: key)
      if number <= source.topKey { (next[number], limits[number]) = (range.lowerBound, range.upperBound) }
    }
    try tally.sites.withUnsafeBufferPointer { sites throws(Failure) in
      try tally.pairSite.withUnsafeBufferPointer { pairSite throws(Failure) in
        try source.forEach(part) { identity, record in
          let (key, site) = (identity.key, identity.site)
          var pair = next[key]
          if !isFound[key] {
            isFound[key] = true
            var (low, high) = (pair, limits[key])
            while low < high {
              let middle = (low + high) / 2
              if sites[Int(pairSite[middle])] < site { low = middle + 1 } else { high = middle }
            }
            pair = low
          }
          while pair < limits[key], sites[Int(pairSite[pair])] < site { pair &+= 1 }
          next[key] = pair
          if pair < limits[key] { body(pair, identity.bin, record.narrow(.rows)) }
        }
      }
    }
  }
}
