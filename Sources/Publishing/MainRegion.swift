import Model

/// Where most located units stand: the part of the Earth that a map shows first, so that a few clusters on another continent do
/// not shrink the country to a spot.
///
/// The Earth is cut into cells of 10 degrees. Cells that touch, at a corner too, form a region; the region with the most units is
/// the main one when it holds at least two thirds of them, else everything is shown. Cells with less than a thousandth of the
/// units link nothing: a few misplaced rows in between do not join two continents. All three numbers are defaults.
struct MainRegion {
  private static let rows = 18
  private static let columns = 36
  /// Cells in or beside the main region; nil when everything is shown.
  private let near: [Bool]?

  /// The main region of `sites`; of `features` where there are no sites.
  init(_ features: [ClusterFeature], _ sites: SiteLayer) {
    var units = [Int64](repeating: 0, count: Self.rows * Self.columns)
    for index in 0..<sites.count {
      units[Self.cell(Coordinate(lat: sites.lat[index], lon: sites.lon[index]))] += max(0, sites.units[index])
    }
    if !units.contains(where: { $0 > 0 }) {
      for feature in features { units[Self.cell(feature.centre)] += max(0, feature.properties.integer(.units) ?? 0) }
    }
    let total = units.reduce(0, +)
    let regions = Self.regions(units.map { $0 > 0 && $0 >= total / 1000 })
    let weights = regions.map { $0.reduce(0) { $0 + units[$1] } }
    guard regions.count > 1, let most = weights.max(), let main = weights.firstIndex(of: most),
      most >= (total + 2) / 3 * 2
    else {
      near = nil
      return
    }
    var near = [Bool](repeating: false, count: units.count)
    for cell in regions[main] { for beside in Self.around(cell) { near[beside] = true } }
    for (index, region) in regions.enumerated() where index != main { for cell in region { near[cell] = false } }
    self.near = near
  }

  /// Whether a coordinate stands in the main region or in a cell beside it.
  func contains(_ coordinate: Coordinate) -> Bool { near?[Self.cell(coordinate)] ?? true }

  /// South, north, west and east in degrees of what stands in the region: the centres of `features` and the bulk of the cells of
  /// `grid`, of which the outermost thousandth on each side is left out. Nil where nothing stands there.
  func extent(
    _ features: [ClusterFeature], _ grid: SiteGrid
  ) -> (south: Double, north: Double, west: Double, east: Double)? {
    let ground = grid.cells.map(\.centre).filter(contains)
    let centres = features.map(\.centre).filter(contains)
    let latitudes = Self.bulk(ground.map(\.latitude)) + centres.map(\.latitude)
    let longitudes = Self.bulk(ground.map(\.longitude)) + centres.map(\.longitude)
    guard let south = latitudes.min(), let north = latitudes.max(), let west = longitudes.min(),
      let east = longitudes.max()
    else { return nil }
    return (south, north, west, east)
  }

  /// The values at one and 999 thousandths, or none.
  private static func bulk(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return [] }
    let sorted = values.sorted()
    return [sorted[sorted.count / 1000], sorted[sorted.count - 1 - sorted.count / 1000]]
  }

  private static func cell(_ coordinate: Coordinate) -> Int {
    let row = min(rows - 1, max(0, Int(coordinate.latitude + 90) / 10))
    return row * columns + min(columns - 1, max(0, Int(coordinate.longitude + 180) / 10))
  }

  /// A cell and those that touch it, across the 180th meridian too.
  private static func around(_ cell: Int) -> [Int] {
    let (row, column) = (cell / columns, cell % columns)
    return (max(0, row - 1)...min(rows - 1, row + 1)).flatMap { row in
      (-1...1).map { row * columns + (column + $0 + columns) % columns }
    }
  }

  /// The sets of linked cells that touch, by their first cell.
  private static func regions(_ linked: [Bool]) -> [[Int]] {
    var open = linked
    var regions: [[Int]] = []
    for start in open.indices where open[start] {
      open[start] = false
      var region = [start]
      var next = 0
      while next < region.count {
        for beside in around(region[next]) where open[beside] {
          open[beside] = false
          region.append(beside)
        }
        next += 1
      }
      regions.append(region)
    }
    return regions
  }
}
