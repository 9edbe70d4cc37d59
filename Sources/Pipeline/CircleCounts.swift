import Model
import Synchronization

/// Operating units inside circles, by product column: in all, and in the circle's own state.
///
/// The sites of a key stand by latitude: they are cut into bands of a tenth of a degree, each sorted by longitude, so that a circle looks
/// at what its box holds. Distances are those of the local plane at the circle's centre, to a thousandth at a hundred kilometres. A key
/// costs n log n and each circle the points of its box; keys run at the same time.
struct CircleCounts: Sendable {
  /// By circle, then column; what does not fit 32 bits stays at the greatest.
  private var inside: [Int32]
  private var insideState: [Int32]
  private let columns: Int

  /// The counts of one circle and column.
  func counts(_ circle: Int, _ column: Int) -> (all: Int64, inState: Int64) {
    (Int64(inside[circle * columns + column]), Int64(insideState[circle * columns + column]))
  }

  /// Units of every column in one circle.
  func totals(_ circle: Int, upTo last: Int) -> (all: Int64, inState: Int64) {
    let start = circle * columns
    return (
      inside[start..<start + last].reduce(0) { $0 + Int64($1) },
      insideState[start..<start + last].reduce(0) { $0 + Int64($1) }
    )
  }

  init(
    _ circles: [CountingCircle], _ tally: Tally, _ columns: ProductColumns, numberOfSite: [UInt32],
    stateOfNumber: [UInt16], threads: Int
  ) throws(Failure) {
    self.columns = columns.count
    let sums = Mutex(
      (
        all: [Int32](repeating: 0, count: circles.count * columns.count),
        state: [Int32](repeating: 0, count: circles.count * columns.count)
      ))
    let ranges = tally.pairRanges()
    let width = columns.count
    try Workers.forEach(circles.isEmpty ? 0 : ranges.count, threads: threads) { (key) throws(Failure) in
      let range = ranges[key]
      guard !range.isEmpty else { return }
      let bands = Bands(tally, range)
      var lists: [(column: Int, units: [Int64])] = []
      if columns.column(key: key) >= 0 { lists.append((columns.column(key: key), tally.units(range))) }
      for column in columns.roleColumns {
        let units = columns.units(tally, column, range)
        if !units.isEmpty { lists.append((column, units)) }
      }
      let states = Self.states(tally, range, numberOfSite, stateOfNumber)
      var found: [(circle: Int, column: Int, all: Int64, state: Int64)] = []
      for (column, units) in lists {
        units.withUnsafeBufferPointer { units in
          states.withUnsafeBufferPointer { states in
            for (index, circle) in circles.enumerated() {
              var (all, inState): (Int64, Int64) = (0, 0)
              bands.forEach(in: circle) { pair in
                all &+= units[pair]
                if states[pair] == circle.state { inState &+= units[pair] }
              }
              if all != 0 { found.append((index, column, all, circle.state == 0 ? 0 : inState)) }
            }
          }
        }
      }
      sums.withLock { sums in
        for entry in found {
          let place = entry.circle * width + entry.column
          sums.all[place] = Int32(clamping: Int64(sums.all[place]) + entry.all)
          sums.state[place] = Int32(clamping: Int64(sums.state[place]) + entry.state)
        }
      }
    }
    (inside, insideState) = sums.withLock { ($0.all, $0.state) }
  }

  /// The state of each pair of a key.
  private static func states(
    _ tally: Tally, _ range: Range<Int>, _ numberOfSite: [UInt32], _ stateOfNumber: [UInt16]
  ) -> [UInt16] {
    numberOfSite.withUnsafeBufferPointer { numbers in
      stateOfNumber.withUnsafeBufferPointer { states in
        tally.pairSite[range].map { states[Int(numbers[Int($0)])] }
      }
    }
  }

  /// The pairs of a key in bands of latitude, each band by longitude.
  private struct Bands {
    /// Longitude above, offset of the pair in the key below.
    private var entries: [UInt64] = []
    private var latitudes: [Int32] = []
    /// Where each band begins in `entries`; one more than there are bands.
    private var starts: [Int] = [0]
    private var first: Int32 = 0
    private static let height: Int32 = 1_000_000

    init(_ tally: Tally, _ range: Range<Int>) {
      entries.reserveCapacity(range.count)
      latitudes.reserveCapacity(range.count)
      let points = tally.sites.withUnsafeBufferPointer { sites in
        tally.pairSite[range].map { sites[Int($0)].coordinate }
      }
      for (offset, point) in points.enumerated() {
        let band = Self.band(point.lat)
        if offset == 0 { first = band }
        while starts.count < Int(band - first) + 1 { starts.append(offset) }
        entries.append(
          UInt64(UInt32(bitPattern: point.lon ^ Int32.min)) << 32 | UInt64(UInt32(truncatingIfNeeded: offset)))
        latitudes.append(point.lat)
      }
      starts.append(entries.count)
      for band in 0..<starts.count - 1 { entries[starts[band]..<starts[band + 1]].sort() }
    }

    private static func band(_ lat: Int32) -> Int32 { lat >= 0 ? lat / height : (lat - height + 1) / height }

    func forEach(in circle: CountingCircle, _ body: (Int) -> Void) {
      let centre = circle.centre
      let degree = CountingCircle.metresPerDegree
      let tall = min(circle.radius / degree * 1e7, 1_800_000_000)
      let cosine = circle.cosine
      let wide = min(circle.radius / (degree * cosine) * 1e7 + 1, 1_800_000_000)
      let (south, north) = (max(Double(centre.lat) - tall, -9e8), min(Double(centre.lat) + tall, 9e8))
      let low = max(0, Int(Self.band(Int32(south)) - first))
      let high = min(starts.count - 2, Int(Self.band(Int32(north)) - first))
      guard low <= high else { return }
      for turn in [-3_600_000_000.0, 0, 3_600_000_000] {
        let (west, east) = (Double(centre.lon) + turn - wide, Double(centre.lon) + turn + wide)
        guard east >= -1_800_000_000, west <= 1_800_000_000 else { continue }
        let from = UInt64(UInt32(bitPattern: Int32(max(west, -1_800_000_000)) ^ Int32.min)) << 32
        let limit = Int32(min(east, 1_800_000_000))
        for band in low...high {
          var index = search(from, starts[band]..<starts[band + 1])
          while index < starts[band + 1] {
            let entry = entries[index]
            let lon = Int32(bitPattern: UInt32(truncatingIfNeeded: entry >> 32)) ^ Int32.min
            if lon > limit { break }
            let pair = Int(UInt32(truncatingIfNeeded: entry))
            let x = (Double(lon) - Double(centre.lon) - turn) * 1e-7 * degree * cosine
            let y = (Double(latitudes[pair]) - Double(centre.lat)) * 1e-7 * degree
            if x * x + y * y <= circle.radius * circle.radius { body(pair) }
            index += 1
          }
        }
      }
    }

    /// The first entry of `range` that is at least `value`.
    private func search(_ value: UInt64, _ range: Range<Int>) -> Int {
      var (low, high) = (range.lowerBound, range.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if entries[middle] < value { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
