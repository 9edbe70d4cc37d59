import Model

/// The map frame of a printed page: which part of the Earth it shows, and where a coordinate falls.
struct OverviewFrame {
  /// The frame on paper.
  let box: PaperBox
  /// Degrees shown: south, north, west, east.
  let south: Double
  let north: Double
  let west: Double
  let east: Double
  /// Kilometres in a pixel at the middle of the map.
  let kilometresPerPixel: Double
  private let projection: AlbersProjection
  private let middle: (x: Double, y: Double)

  /// A frame at `left`, `top` and `width` that shows what stands in `region`: `features` and the bulk of `sites`: the outermost thousandth of the
  /// cells on each side may fall outside, so that a few strays do not shrink the country. Its height follows from the shape of
  /// the area, 0.6 to 1.25 times the width.
  init(
    features: [ClusterFeature], sites: SiteGrid, region: MainRegion, boundaries: Boundaries?, left: Double, top: Double,
    width: Double
  ) {
    let ground = sites.cells.map(\.centre).filter(region.contains)
    let centres = features.map(\.centre).filter(region.contains)
    var latitudes = Self.bulk(ground.map(\.latitude)) + centres.map(\.latitude)
    var longitudes = Self.bulk(ground.map(\.longitude)) + centres.map(\.longitude)
    if latitudes.isEmpty, let boundaries {
      latitudes = boundaries.lines.joined().map(\.latitude)
      longitudes = boundaries.lines.joined().map(\.longitude)
    }
    // Nothing to show: the extent of India.
    let low = (latitudes.min() ?? 6.5, longitudes.min() ?? 68)
    let high = (latitudes.max() ?? 36, longitudes.max() ?? 97.5)
    let margin = max(0.15, 0.05 * max(high.0 - low.0, high.1 - low.1))
    south = max(-89, low.0 - margin)
    north = min(89, high.0 + margin)
    west = low.1 - margin
    east = high.1 + margin
    projection = AlbersProjection(south: south, north: north, west: west, east: east)

    var corner = (minX: Double.infinity, maxX: -Double.infinity, minY: Double.infinity, maxY: -Double.infinity)
    for step in 0...16 {
      let part = Double(step) / 16
      let latitude = south + (north - south) * part
      let longitude = west + (east - west) * part
      for (lat, lon) in [(latitude, west), (latitude, east), (south, longitude), (north, longitude)] {
        let (x, y) = projection.project(latitude: lat, longitude: lon)
        corner = (min(corner.minX, x), max(corner.maxX, x), min(corner.minY, y), max(corner.maxY, y))
      }
    }
    let spanX = corner.maxX - corner.minX
    let spanY = corner.maxY - corner.minY
    let height = width * min(1.25, max(0.6, spanY / spanX))
    box = PaperBox(left: left, top: top, width: width, height: height.rounded())
    kilometresPerPixel = max(spanX / width, spanY / height)
    middle = ((corner.minX + corner.maxX) / 2, (corner.minY + corner.maxY) / 2)
  }

  /// Where a place falls on paper; outside the box for what the frame does not show.
  func point(latitude: Double, longitude: Double) -> PaperPoint {
    let (x, y) = projection.project(latitude: latitude, longitude: longitude)
    return PaperPoint(
      x: box.left + box.width / 2 + (x - middle.x) / kilometresPerPixel,
      y: box.top + box.height / 2 - (y - middle.y) / kilometresPerPixel)
  }

  /// Where a coordinate falls on paper.
  func point(_ coordinate: Coordinate) -> PaperPoint {
    point(latitude: coordinate.latitude, longitude: coordinate.longitude)
  }

  /// Whether a point lies in the frame.
  func shows(_ point: PaperPoint) -> Bool {
    point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom
  }

  /// The values at one and 999 thousandths, or none.
  private static func bulk(_ values: [Double]) -> [Double] {
    guard !values.isEmpty else { return [] }
    let sorted = values.sorted()
    return [sorted[sorted.count / 1000], sorted[sorted.count - 1 - sorted.count / 1000]]
  }
}
