/// Which sites can come into reach of some groups when everything moves within its uncertainty.
///
/// A site is near a group when its distance from the group's centre is at most the group's own extent, twice the reach, and twice the 90 %
/// radius of the site and of the group's worst placed member (4.3 standard deviations each, beyond which one in ten thousand stands).
struct StabilityNeighbourhood {
  /// The pairs of one key, ascending.
  let pairs: [Int]
  let x: [Int64]
  let y: [Int64]
  let z: [Int64]
  /// 90 % radius of each, millimetres.
  let radius: [Int64]
  /// Largest linking distance, millimetres.
  let reach: Double

  /// Positions in `pairs` that are near one of the groups, each a list of pairs, ascending. O(pairs × groups).
  func sites(around groups: [[Int32]]) -> [Int] {
    var near = Array(repeating: false, count: pairs.count)
    for members in groups {
      let positions = members.map { position(of: Int($0)) }.filter { $0 >= 0 }
      if positions.isEmpty { continue }
      var centre = (0.0, 0.0, 0.0)
      for position in positions {
        centre.0 += Double(x[position])
        centre.1 += Double(y[position])
        centre.2 += Double(z[position])
      }
      let count = Double(positions.count)
      centre = ((centre.0 / count).rounded(), (centre.1 / count).rounded(), (centre.2 / count).rounded())
      func distance(_ position: Int) -> Double {
        let (a, b, c) = (
          Double(x[position]) - centre.0, Double(y[position]) - centre.1, Double(z[position]) - centre.2
        )
        return (a * a + b * b + c * c).squareRoot()
      }
      var extent = 0.0
      var worst: Int64 = 0
      for position in positions {
        extent = max(extent, distance(position))
        worst = max(worst, radius[position])
      }
      let limit = extent + 2 * reach + 2 * Double(worst)
      for position in pairs.indices where !near[position] {
        if distance(position) <= limit + 2 * Double(radius[position]) { near[position] = true }
      }
    }
    return near.indices.filter { near[$0] }
  }

  private func position(of pair: Int) -> Int {
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle] < pair { low = middle + 1 } else { high = middle }
    }
    return low < pairs.count && pairs[low] == pair ? low : -1
  }
}
