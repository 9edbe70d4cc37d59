import Dispatch

/// Splits work over threads. Results never depend on the number: each part writes only what is its own.
enum Workers {
  /// The results of `body` for parts 0..<parts, computed at once when there are several.
  static func map<Result: Sendable>(parts: Int, _ body: @Sendable (Int) -> Result) -> [Result] {
    if parts <= 1 { return [body(0)] }
    let results = UnsafeMutablePointer<Result?>.allocate(capacity: parts)
    results.initialize(repeating: nil, count: parts)
    defer {
      results.deinitialize(count: parts)
      results.deallocate()
    }
    nonisolated(unsafe) let shared = results
    DispatchQueue.concurrentPerform(iterations: parts) { shared[$0] = body($0) }
    return (0..<parts).compactMap { results[$0] }
  }

  /// Bounds of `parts` consecutive runs of cells with about equally many sites: `parts + 1` ascending indices. `starts` holds the
  /// first site of each of `cells` cells, and behind them the number of sites.
  static func bounds(parts: Int, cells: Int, starts: UnsafePointer<Int32>) -> [Int] {
    var bounds = [0]
    for part in 1..<max(parts, 1) {
      let target = Int32(Int(starts[cells]) / parts * part)
      var low = bounds[part - 1]
      var high = cells
      while low < high {
        let middle = (low + high) / 2
        if starts[middle] < target { low = middle + 1 } else { high = middle }
      }
      bounds.append(low)
    }
    return bounds + [cells]
  }
}
