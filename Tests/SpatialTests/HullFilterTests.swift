import TestSupport
import Testing

@testable import Spatial

@Suite("Points that can be corners of a hull")
struct HullFilterTests {
  private func hull(_ points: [Double]) throws -> [[[Double]]] {
    try GeosContext().multipoint(points).convexHull().polygons()
  }

  /// Discs, squares, a lattice whose sides hold many points, and a thin strip.
  @Test(arguments: 0..<40)
  func theHullStaysTheSame(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    var points: [Double] = []
    for index in 0..<Int.random(in: 70...900, using: &generator) {
      let x = Double.random(in: -1...1, using: &generator)
      let y = Double.random(in: -1...1, using: &generator)
      switch seed % 4 {
      case 0: points += [3_000 * x, 3_000 * y]
      case 1:
        let length = max(1, (x * x + y * y).squareRoot())
        points += [40_000 * x / length, 40_000 * y / length]
      case 2: points += [Double(index % 20) * 250, Double(index / 20) * 250]
      default: points += [90_000 * x, 90_000 * x / 7 + y]
      }
    }
    let outer = HullFilter.outer(points)
    #expect(try hull(outer) == hull(points), "seed \(seed)")
    if seed % 4 < 2 { #expect(outer.count < points.count) }
  }

  @Test func aLineAndOnePointStay() {
    let line = (0..<100).flatMap { [Double($0), 2 * Double($0)] }
    #expect(HullFilter.outer(line) == line)
    let same = (0..<100).flatMap { _ in [5.0, 6.0] }
    #expect(HullFilter.outer(same) == same)
    let few: [Double] = [0, 0, 10, 0, 10, 10, 0, 10, 5, 5]
    #expect(HullFilter.outer(few) == few)
  }
}
