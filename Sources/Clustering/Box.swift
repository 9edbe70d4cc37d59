/// The smallest box, parallel to the axes, around some points; its bounds belong to it.
struct Box<P: Position>: BitwiseCopyable, Sendable {
  var low: P
  var high: P

  /// The box of one point.
  @inline(__always)
  init(_ point: P) {
    low = point
    high = point
  }

  /// Widens the box to hold `point`.
  @inline(__always)
  mutating func add(_ point: P) {
    for axis in 0..<P.axes {
      let value = point[axis]
      if value < low[axis] { low[axis] = value }
      if value > high[axis] { high[axis] = value }
    }
  }

  /// Widens the box to hold `other`.
  @inline(__always)
  mutating func add(_ other: Box) {
    add(other.low)
    add(other.high)
  }

  /// Whether all its points are one.
  @inline(__always)
  var isPoint: Bool {
    for axis in 0..<P.axes where low[axis] != high[axis] { return false }
    return true
  }

  /// The axis along which it is longest.
  var longestAxis: Int {
    var best = 0
    for axis in 1..<P.axes where high[axis] - low[axis] > high[best] - low[best] { best = axis }
    return best
  }

  /// No point of the box is nearer to `point` than this level.
  @inline(__always)
  func gap(_ point: P) -> P.Level {
    var sum = P.Level.zero
    for axis in 0..<P.axes {
      // At most one of the two differences is positive; no branch, for which it is would be a guess.
      let value = point[axis]
      sum += P.square(max(max(low[axis] - value, value - high[axis]), 0))
    }
    return sum
  }

  /// No point of the box is farther from `point` than this level.
  @inline(__always)
  func span(_ point: P) -> P.Level {
    var sum = P.Level.zero
    for axis in 0..<P.axes {
      let value = point[axis]
      sum += P.square(max(value - low[axis], high[axis] - value))
    }
    return sum
  }

  /// No two points of the two boxes are nearer to each other than this level.
  @inline(__always)
  func gap(_ other: Box) -> P.Level {
    var sum = P.Level.zero
    for axis in 0..<P.axes {
      sum += P.square(max(max(low[axis] - other.high[axis], other.low[axis] - high[axis]), 0))
    }
    return sum
  }

  /// No two points of the two boxes are farther from each other than this level.
  @inline(__always)
  func span(_ other: Box) -> P.Level {
    var sum = P.Level.zero
    for axis in 0..<P.axes {
      sum += P.square(max(high[axis] - other.low[axis], other.high[axis] - low[axis]))
    }
    return sum
  }

  /// Whatever lies outside of this box is at least this level away from `point`, which lies inside.
  @inline(__always)
  func margin(_ point: P) -> P.Level {
    var least = P.unreachable
    for axis in 0..<P.axes { least = min(least, P.square(min(point[axis] - low[axis], high[axis] - point[axis]))) }
    return least
  }

  /// Whatever lies outside of this box is at least this level away from every point of `inner`, which lies inside.
  @inline(__always)
  func margin(_ inner: Box) -> P.Level {
    var least = P.unreachable
    for axis in 0..<P.axes {
      least = min(least, P.square(min(inner.low[axis] - low[axis], high[axis] - inner.high[axis])))
    }
    return least
  }
}
