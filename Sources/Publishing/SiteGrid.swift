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
    /// Mean position of the units, so that no map shows the grid itself.
    var centre: Coordinate
  }

  /// Sums over a cell: units by category, and units times latitude and longitude. Integers, so no order shows in them; below
  /// 2^63 for four thousand million units.
  private struct Sums {
    var units: SIMD8<Int64> = .zero
    var lat: Int64 = 0
    var lon: Int64 = 0
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
    var sums: [UInt64: Sums] = [:]
    for index in 0..<sites.count where sites.units[index] > 0 {
      let key = Self.key(Self.floored(sites.lat[index], step), Self.floored(sites.lon[index], step))
      let units = sites.units[index]
      sums[key, default: Sums()].units[Int(sites.category[index] & 7)] &+= units
      sums[key, default: Sums()].lat &+= units &* Int64(sites.lat[index])
      sums[key, default: Sums()].lon &+= units &* Int64(sites.lon[index])
    }
    while sums.count > max(1, limit) {
      step *= 2
      var coarser: [UInt64: Sums] = [:]
      for (key, part) in sums {
        let (row, column) = Self.position(key)
        let target = Self.key(Self.floored(row, 2), Self.floored(column, 2))
        coarser[target, default: Sums()].units &+= part.units
        coarser[target, default: Sums()].lat &+= part.lat
        coarser[target, default: Sums()].lon &+= part.lon
      }
      sums = coarser
    }
    self.step = step
    cells = sums.sorted { $0.key < $1.key }.map { key, part in
      let (row, column) = Self.position(key)
      let units = part.units
      let total = units.wrappedSum()
      var best = 0
      for category in 1..<8 where units[category] > units[best] { best = category }
      return Cell(
        row: row, column: column, units: total, category: UInt8(best),
        centre: Coordinate(
          lat: Int32(truncatingIfNeeded: part.lat / total), lon: Int32(truncatingIfNeeded: part.lon / total)))
    }
  }

  /// Which of the 8 × 8 parts of its cell the units stand in on average: 8 times the row plus the column, from the south-west.
  func part(_ cell: Cell) -> Int {
    let down = (Int(cell.centre.lat) - Int(cell.row) * Int(step)) * 8 / Int(step)
    let across = (Int(cell.centre.lon) - Int(cell.column) * Int(step)) * 8 / Int(step)
    return min(7, max(0, down)) * 8 + min(7, max(0, across))
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
