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
    var extent = region.extent(features, sites)
    if extent == nil, let points = boundaries.map({ Array($0.lines.joined()) }), !points.isEmpty {
      let latitudes = points.map(\.latitude)
      let longitudes = points.map(\.longitude)
      extent = (latitudes.min() ?? 0, latitudes.max() ?? 0, longitudes.min() ?? 0, longitudes.max() ?? 0)
    }
    // Nothing to show: the extent of India.
    let shown = extent ?? (south: 6.5, north: 36, west: 68, east: 97.5)
    let margin = max(0.15, 0.05 * max(shown.north - shown.south, shown.east - shown.west))
    south = max(-89, shown.south - margin)
    north = min(89, shown.north + margin)
    west = shown.west - margin
    east = shown.east + margin
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
}
