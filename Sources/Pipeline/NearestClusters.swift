import Classification
import Clustering
import Model
import Spatial

/// The nearest published clusters of the same key: what a little more reach could have joined.
enum NearestClusters {
  /// For each cluster up to `count` others of its key, the nearest centre first, ties to the smaller id. The clusters of a key stand by
  /// their distance from the equator's plane, and a search ends where that alone is too far: about n√n for n of a key.
  static func find(_ clusters: [(key: Int, centre: Coordinate, id: String)], count: Int) -> [[Neighbour]] {
    let (x, y, z) = Geocentric.millimetres(clusters.map(\.centre))
    let order = clusters.indices.sorted { a, b in
      if clusters[a].key != clusters[b].key { return clusters[a].key < clusters[b].key }
      return z[a] != z[b] ? z[a] < z[b] : a < b
    }
    var result: [[Neighbour]] = Array(repeating: [], count: clusters.count)
    for (position, index) in order.enumerated() {
      var best: [(square: Double, other: Int)] = []
      /// False where neither this one nor any behind it can be among the nearest.
      func consider(_ other: Int) -> Bool {
        guard clusters[other].key == clusters[index].key else { return false }
        let (a, b, c) = (Double(x[other] - x[index]), Double(y[other] - y[index]), Double(z[other] - z[index]))
        if best.count == count, let last = best.last, c * c > last.square { return false }
        let square = a * a + b * b + c * c
        let place =
          best.firstIndex {
            square != $0.square ? square < $0.square : clusters[other].id < clusters[$0.other].id
          } ?? best.count
        if place < count {
          best.insert((square, other), at: place)
          if best.count > count { best.removeLast() }
        }
        return true
      }
      var (south, north) = (position - 1, position + 1)
      while south >= 0, consider(order[south]) { south -= 1 }
      while north < order.count, consider(order[north]) { north += 1 }
      result[index] = best.map { square, other in
        let metres = Chord.metres(ofChord: square.squareRoot().rounded())
        return Neighbour(id: clusters[other].id, distance: Int64((metres * 1000).rounded()))
      }
    }
    return result
  }
}
