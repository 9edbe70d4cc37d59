/// Where the units of all keys stand together: the background over which the labels of one key are shuffled.
///
/// Some 36 bytes a position; nothing grows with the number of units.
public struct UnitBackground: Sendable {
  /// Distinct positions, geocentric millimetres; the weight of each is its number of units, 1 or more.
  public let positions: PointSet
  /// Number of units.
  public let units: Int64
  /// Units up to and with each position.
  private let ends: [Int64]
  /// For each run of 2^`shift` units, the position of the first of them.
  private let guide: [UInt32]
  private let shift: Int64

  /// The background of some positions, each given once, in an order that follows from them alone; those without units do not count.
  /// Linear.
  public init(_ given: PointSet) {
    var kept = PointSet()
    var ends: [Int64] = []
    var sum: Int64 = 0
    for index in 0..<given.count where given.weight[index] > 0 {
      kept.append(x: given.x[index], y: given.y[index], z: given.z[index], weight: given.weight[index])
      sum += given.weight[index]
      ends.append(sum)
    }
    var shift: Int64 = 0
    while sum >> shift > Int64(kept.count) { shift += 1 }
    var guide: [UInt32] = []
    guide.reserveCapacity(Int(sum >> shift) + 1)
    var position = 0
    var first: Int64 = 0
    while first < sum {
      while ends[position] <= first { position += 1 }
      guide.append(UInt32(truncatingIfNeeded: position))
      first += 1 << shift
    }
    (positions, units, self.ends, self.guide, self.shift) = (kept, sum, ends, guide, shift)
  }

  /// The position of unit number `unit`, 0..<units. Constant time on average.
  @inline(__always)
  func position(ofUnit unit: Int64) -> Int {
    guide.withUnsafeBufferPointer { guide in
      ends.withUnsafeBufferPointer { ends in
        var position = Int(guide[Int(unit >> shift)])
        while ends[position] <= unit { position &+= 1 }
        return position
      }
    }
  }
}
