/// The units of one key without their places: what is kept when labels are shuffled.
public struct ShuffledKey: Sendable, Equatable {
  /// Units of equal weight.
  public struct Run: Sendable, Equatable {
    /// Weight of each, 0 or more.
    public var weight: Int64
    /// How many, 1 or more.
    public var units: Int64

    /// A run from its parts.
    public init(weight: Int64, units: Int64) {
      self.weight = weight
      self.units = units
    }
  }

  /// Number that stands for the key, the same in every run over the same product and way of making.
  public let code: UInt64
  /// By weight, the heaviest first.
  public let runs: [Run]
  /// Number of units.
  public let units: Int64
  /// Weight of all.
  public let weight: Int64

  /// A key from runs in any order. Runs of equal weight are added up.
  public init(code: UInt64, runs: [Run]) {
    self.code = code
    var merged: [Run] = []
    for run in runs.sorted(by: { $0.weight > $1.weight }) where run.units > 0 {
      if let last = merged.indices.last, merged[last].weight == run.weight {
        merged[last].units += run.units
      } else {
        merged.append(run)
      }
    }
    self.runs = merged
    units = merged.reduce(0) { $0 + $1.units }
    weight = merged.reduce(0) { $0 + $1.units * $1.weight }
  }

  /// The fewest units whose weights can add up to `least`; nil when all together weigh less. Linear in the number of runs.
  func fewestUnits(weighing least: Int64) -> Int64? {
    var rest = least
    var count: Int64 = 0
    for run in runs {
      if rest <= 0 { break }
      if run.weight <= 0 { return nil }
      let wanted = min(run.units, (rest + run.weight - 1) / run.weight)
      count += wanted
      rest -= wanted * run.weight
    }
    return rest <= 0 ? count : nil
  }
}

/// Memory of one thread that draws, used again for every draw: a bit for each unit of the background, and a weight for each position.
public struct ShuffleMemory: Sendable {
  fileprivate let taken: Slab<UInt64>
  fileprivate let weight: Slab<Int64>
  fileprivate var drawn: [Int64] = []
  fileprivate var touched: [Int32] = []

  /// Memory for draws from `background`.
  public init(_ background: UnitBackground) {
    taken = Slab(count: Int(background.units >> 6) + 1, repeating: 0)
    weight = Slab(count: background.positions.count, repeating: 0)
  }
}

extension UnitBackground {
  /// The sites of `key` in shuffle `number`: its units stand where as many units of the background stand, drawn without replacement, each
  /// set of them as likely as any other, and its weights fall on them in random order.
  ///
  /// What is drawn follows from the background, the code and runs of the key, the seed and the number alone. A unit is drawn anew when it
  /// was drawn before; for u of N units that takes N·ln(N / (N − u)) draws on average. `key` has at most as many units as the background.
  func shuffled(_ key: ShuffledKey, seed: UInt64, number: Int, _ memory: inout ShuffleMemory) -> PointSet {
    var generator = DrawGenerator(seed, key.code, UInt64(number), 1 << 40)
    let taken = memory.taken.base
    let weight = memory.weight.base
    let all = UInt64(units)
    memory.drawn.removeAll(keepingCapacity: true)
    memory.touched.removeAll(keepingCapacity: true)
    for run in key.runs {
      for _ in 0..<run.units {
        var unit: UInt64
        repeat {
          // The high half of the product is even over 0..<all but for 2^-64·all (Lemire 2019, without the rejection).
          unit = generator.next().multipliedFullWidth(by: all).high
        } while taken[Int(unit >> 6)] >> (unit & 63) & 1 == 1
        taken[Int(unit >> 6)] |= 1 << (unit & 63)
        memory.drawn.append(Int64(unit))
        if run.weight == 0 { continue }
        let position = position(ofUnit: Int64(unit))
        if weight[position] == 0 { memory.touched.append(Int32(truncatingIfNeeded: position)) }
        weight[position] += run.weight
      }
    }
    for unit in memory.drawn { taken[Int(unit >> 6)] = 0 }
    var points = PointSet()
    let count = memory.touched.count
    points.x.reserveCapacity(count)
    points.y.reserveCapacity(count)
    points.z.reserveCapacity(count)
    points.weight.reserveCapacity(count)
    for touched in memory.touched {
      let position = Int(touched)
      points.append(
        x: positions.x[position], y: positions.y[position], z: positions.z[position], weight: weight[position])
      weight[position] = 0
    }
    return points
  }
}
