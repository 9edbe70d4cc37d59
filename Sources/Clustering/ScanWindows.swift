/// How many units of the background stand around any place where a cluster may have its centre.
///
/// Space is cut into cubes of a third of a radius. The window of a cube holds all cubes that are within the radius of it: every point within the
/// radius of any point of the cube stands in one of them.
public struct ScanWindows: Sendable {
  /// Windows with about equally many units.
  struct Bin: Sendable, Equatable {
    var fewest: Int64
    var most: Int64
    var count: Int64
  }

  /// Millimetres.
  private let radius: Int64
  /// Edge of a cube, millimetres.
  private let edge: Int64
  private let sums: CubeSums
  /// All windows that hold units, those with most units first; within a bin they differ by at most one in two hundred.
  let bins: [Bin]

  /// Windows of `radius` millimetres over `background`. About 500 steps for each cube that holds units.
  public init(_ background: UnitBackground, radius: Double) {
    // Cubes of 10 m or more, so that three numbers fit into 63 bits.
    let radius = max(Int64(radius.rounded()), 1)
    let edge = max((radius + 2) / 3, 10_000)
    (self.radius, self.edge) = (radius, edge)
    var filled = CubeSums()
    let points = background.positions
    for index in 0..<points.count {
      let (a, b, c) = (
        Self.cube(points.x[index], edge), Self.cube(points.y[index], edge), Self.cube(points.z[index], edge)
      )
      filled.add(points.weight[index], to: CubeSums.key(a, b, c))
    }
    let reach = radius / edge + 1
    var steps: [Int64] = []
    for a in -reach...reach {
      for b in -reach...reach {
        for c in -reach...reach {
          let gaps = [a, b, c].map { max(abs($0) - 1, 0) * edge }
          // Below 2^62: a gap is at most the radius, 2^31 mm or half the Earth's 2^34 at the utmost, in 128 bits.
          if gaps.reduce(Int128(0), { $0 + Int128($1) * Int128($1) }) <= Int128(radius) * Int128(radius) {
            steps.append(CubeSums.step(a, b, c))
          }
        }
      }
    }
    var sums = CubeSums()
    filled.forEach { key, units in
      for step in steps { sums.add(units, to: key &+ UInt64(bitPattern: step)) }
    }
    var counts: [Int64] = []
    sums.forEach { counts.append($1) }
    counts.sort(by: >)
    var bins: [Bin] = []
    for count in counts {
      if let last = bins.indices.last, bins[last].most - count <= bins[last].most / 200 {
        bins[last].fewest = count
        bins[last].count += 1
      } else {
        bins.append(Bin(fewest: count, most: count, count: 1))
      }
    }
    self.sums = sums
    self.bins = bins
  }

  /// Units of the window around a point in geocentric millimetres. Constant time.
  func units(x: Int64, y: Int64, z: Int64) -> Int64 {
    sums[CubeSums.key(Self.cube(x, edge), Self.cube(y, edge), Self.cube(z, edge))]
  }

  /// Whether a step of so many millimetres stays within the radius.
  @inline(__always)
  func holds(_ x: Int64, _ y: Int64, _ z: Int64) -> Bool {
    if max(x.magnitude, y.magnitude, z.magnitude) < 1 << 30, radius < 1 << 31 {
      return x &* x &+ y &* y &+ z &* z <= radius &* radius
    }
    return Int128(x) * Int128(x) + Int128(y) * Int128(y) + Int128(z) * Int128(z) <= Int128(radius) * Int128(radius)
  }

  private static func cube(_ value: Int64, _ edge: Int64) -> Int64 {
    let (quotient, rest) = value.quotientAndRemainder(dividingBy: edge)
    return rest < 0 ? quotient - 1 : quotient
  }
}

/// Sums by cube: a table with open addressing.
struct CubeSums: Sendable {
  private var keys = Slab<UInt64>(count: 1024, repeating: 0)
  private var values = Slab<Int64>(count: 1024, repeating: 0)
  private var mask = 1023
  private var used = 0

  private static let middle: Int64 = 1 << 20

  /// The number of a cube, 1 or more; each index lies within ±2^20 less the width of a window.
  static func key(_ a: Int64, _ b: Int64, _ c: Int64) -> UInt64 {
    UInt64(bitPattern: (a + middle) << 42 | (b + middle) << 21 | (c + middle))
  }

  /// What must be added to a key to get the cube so many steps further.
  static func step(_ a: Int64, _ b: Int64, _ c: Int64) -> Int64 { a << 42 + b << 21 + c }

  /// Adds to the sum of a cube.
  mutating func add(_ value: Int64, to key: UInt64) {
    var slot = Self.slot(key) & mask
    while keys.base[slot] != key {
      if keys.base[slot] == 0 {
        keys.base[slot] = key
        used += 1
        break
      }
      slot = (slot &+ 1) & mask
    }
    values.base[slot] += value
    if used * 2 > mask { grow() }
  }

  /// The sum of a cube, 0 where nothing was added.
  subscript(key: UInt64) -> Int64 {
    var slot = Self.slot(key) & mask
    while keys.base[slot] != key {
      if keys.base[slot] == 0 { return 0 }
      slot = (slot &+ 1) & mask
    }
    return values.base[slot]
  }

  /// Every cube with its sum, in no particular order.
  func forEach(_ body: (UInt64, Int64) -> Void) {
    for slot in 0...mask where keys.base[slot] != 0 { body(keys.base[slot], values.base[slot]) }
  }

  private mutating func grow() {
    let (oldKeys, oldValues, oldCount) = (keys, values, mask + 1)
    mask = 2 * oldCount - 1
    keys = Slab(count: mask + 1, repeating: 0)
    values = Slab(count: mask + 1, repeating: 0)
    for old in 0..<oldCount where oldKeys.base[old] != 0 {
      var slot = Self.slot(oldKeys.base[old]) & mask
      while keys.base[slot] != 0 { slot = (slot &+ 1) & mask }
      keys.base[slot] = oldKeys.base[old]
      values.base[slot] = oldValues.base[old]
    }
  }

  @inline(__always)
  private static func slot(_ key: UInt64) -> Int { Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 24) }
}
