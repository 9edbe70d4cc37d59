import Classification
import Clustering
import Model
import Spatial

/// The nearest published clusters of the same key: what a little more reach could have joined.
enum NearestClusters {
  /// For each cluster up to `count` others of its key, the nearest centre first, ties to the smaller id. Quadratic in the clusters of a key.
  static func find(_ clusters: [(key: Int, centre: Coordinate, id: String)], count: Int) -> [[Neighbour]] {
    let (x, y, z) = Geocentric.millimetres(clusters.map(\.centre))
    var byKey: [Int: [Int]] = [:]
    for (index, cluster) in clusters.enumerated() { byKey[cluster.key, default: []].append(index) }
    return clusters.indices.map { index in
      var best: [(square: Double, other: Int)] = []
      for other in byKey[clusters[index].key] ?? [] where other != index {
        let (a, b, c) = (Double(x[other] - x[index]), Double(y[other] - y[index]), Double(z[other] - z[index]))
        let square = a * a + b * b + c * c
        let place =
          best.firstIndex {
            square != $0.square ? square < $0.square : clusters[other].id < clusters[$0.other].id
          } ?? best.count
        if place < count {
          best.insert((square, other), at: place)
          if best.count > count { best.removeLast() }
        }
      }
      return best.map { square, other in
        let metres = Chord.metres(ofChord: square.squareRoot().rounded())
        return Neighbour(id: clusters[other].id, distance: Int64((metres * 1000).rounded()))
      }
    }
  }
}
