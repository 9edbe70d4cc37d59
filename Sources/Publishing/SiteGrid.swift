import Model

/// The located units thinned to a square grid of latitude and longitude, so that a map of any register stays small.
struct SiteGrid {
  /// One cell that holds units.
  struct Cell: Equatable {
    /// Row and column: latitude and longitude divided by the step, rounded down.
    var row: Int32
    var column: Int32
    /// Units of all categories.
    var units: Int64
    /// Category with the most units; the first of equals.
    var category: UInt8
  }

  /// Side of a cell in 1e-7 degrees.
  let step: Int32
  /// The cells, ascending by row and column.
  let cells: [Cell]

  /// The finest step a map needs: 0.01 degree, about a kilometre.
  private static let finest: Int32 = 100_000

  /// `sites` on the finest grid that has at most `limit` cells; the step doubles until it does.
  init(_ sites: SiteLayer, limit: Int) {
    var step = Self.finest
    var sums: [UInt64: SIMD8<Int64>] = [:]
    for index in 0..<sites.count where sites.units[index] > 0 {
      let key = Self.key(Self.floored(sites.lat[index], step), Self.floored(sites.lon[index], step))
      sums[key, default: .zero][Int(sites.category[index] & 7)] += sites.units[index]
    }
    while sums.count > max(1, limit) {
      step *= 2
      var coarser: [UInt64: SIMD8<Int64>] = [:]
      for (key, units) in sums {
        let (row, column) = Self.position(key)
        coarser[Self.key(Self.floored(row, 2), Self.floored(column, 2)), default: .zero] &+= units
      }
      sums = coarser
    }
    self.step = step
    cells = sums.sorted { $0.key < $1.key }.map { key, units in
      let (row, column) = Self.position(key)
      var best = 0
      for category in 1..<8 where units[category] > units[best] { best = category }
      return Cell(row: row, column: column, units: units.wrappedSum(), category: UInt8(best))
    }
  }

  /// The middle of a cell.
  func centre(_ cell: Cell) -> Coordinate {
    Coordinate(lat: cell.row * step + step / 2, lon: cell.column * step + step / 2)
  }

  /// Size class of a cell: the whole part of the binary logarithm of its units, at most 15.
  static func sizeClass(_ units: Int64) -> Int { min(15, max(0, 63 - units.leadingZeroBitCount)) }

  private static func floored(_ value: Int32, _ step: Int32) -> Int32 {
    value >= 0 ? value / step : -((step - 1 - value) / step)
  }
  /// Row and column in one integer that orders as they do.
  private static func key(_ row: Int32, _ column: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: row) ^ 0x8000_0000) << 32 | UInt64(UInt32(bitPattern: column) ^ 0x8000_0000)
  }
  private static func position(_ key: UInt64) -> (Int32, Int32) {
    (
      Int32(bitPattern: UInt32(key >> 32) ^ 0x8000_0000),
      Int32(bitPattern: UInt32(truncatingIfNeeded: key) ^ 0x8000_0000)
    )
  }
}
