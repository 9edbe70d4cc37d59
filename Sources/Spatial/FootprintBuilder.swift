import Model

/// Makes the polygon that a cluster covers from the coordinates of its sites.
///
/// In a plane around their mean the sites are thinned and enclosed by a hull; in an azimuthal equidistant one the hull is
/// buffered by their uncertainty and simplified; the outline goes back to longitude and latitude, is rounded, and only then judged, for
/// rounding can break a polygon. The result is never empty, valid by the rules of OGC simple features, wound and split at
/// the antimeridian as RFC 7946 asks, and the same for any order of the same coordinates.
public struct FootprintBuilder: Sendable {
  /// How footprints are made.
  public let parameters: FootprintParameters
  private let geodesic = Geodesic()

  /// A builder; fails with `.configuration` when a parameter lies outside its range.
  public init(parameters: FootprintParameters) throws(Failure) {
    if let fault = parameters.faults.first { throw Failure(.configuration, "footprint: \(fault)") }
    self.parameters = parameters
  }

  /// The footprint of one cluster. `uncertainty` is that of its sites in metres; the buffer is held between the least and the
  /// greatest of the parameters. Needs at least one valid coordinate. Safe to call from several threads.
  ///
  /// Cost: O(n log n), about a millisecond for a few hundred sites.
  public func footprint(coordinates: [Coordinate], uncertainty: Double) throws(Failure) -> Footprint {
    let sites = Self.distinct(coordinates)
    guard !sites.isEmpty, sites.allSatisfy(\.isValid) else {
      throw Failure(.internal, "a footprint needs at least one coordinate, and all of them valid")
    }
    let wanted = uncertainty.isNaN ? parameters.minimumBuffer : uncertainty
    let distance = min(max(wanted, parameters.minimumBuffer), parameters.maximumBuffer)
    let positions = sites.map { Geocentric.millimetres($0) }
    let centre = Self.centre(positions)
    let projection = try LocalProjection(centre: centre)
    let context = try GeosContext()
    // Only sites that are spread over more than a hundred kilometres need PROJ for each of them.
    let tangent = TangentPlane(centre: centre)
    let near = tangent.plane(positions)
    let points: [Double]
    if let near { points = thinned(near) } else { points = thinned(try projection.plane(sites)) }

    // A rounded outline that is still invalid is tried again a little wider, and at last as a convex hull.
    var last: Failure?
    for attempt in 0..<4 {
      do throws(Failure) {
        var hull = try hull(points, context, concave: parameters.kind == .concave && attempt < 3)
        if near != nil { hull = try moved(hull, from: tangent, to: projection, context) }
        let outline = try outline(hull, distance * (1 + 0.1 * Double(attempt)), projection)
        let polygons = try rounded(outline, context)
        if try isSound(polygons, context) {
          return Footprint(polygons: polygons, area: geodesic.area(ofPolygons: polygons))
        }
      } catch {
        last = error
      }
    }
    let cause = last?.message ?? "rounding leaves no valid polygon"
    throw Failure(.internal, "no footprint could be made around \(sites[0].latitude), \(sites[0].longitude): \(cause)")
  }

  /// Ascending, each once.
  private static func distinct(_ coordinates: [Coordinate]) -> [Coordinate] {
    var result: [Coordinate] = []
    for coordinate in coordinates.sorted() where coordinate != result.last { result.append(coordinate) }
    return result
  }

  /// The mean of the sites, each once; exact, hence the same for any order.
  private static func centre(_ sites: [(x: Int64, y: Int64, z: Int64)]) -> Coordinate {
    var (x, y, z): (Int64, Int64, Int64) = (0, 0, 0)
    for point in sites {
      x += point.x
      y += point.y
      z += point.z
    }
    let count = Int64(sites.count)
    return Geocentric.coordinate(ofX: x / count, y: y / count, z: z / count)
  }

  /// The smallest of the ascending sites in each cell, in the plane as x, y, x, y …
  private func thinned(_ plane: (x: [Double], y: [Double])) -> [Double] {
    let (x, y) = plane
    var seen = CellSet(capacity: min(x.count, 1 << 16))
    var points: [Double] = []
    for index in x.indices {
      // At most 20,000 km over a cell; the smallest cells would need more than 32 bits, and are none at that distance.
      let column = Int32(clamping: Self.floor(x[index] / parameters.cell))
      let row = Int32(clamping: Self.floor(y[index] / parameters.cell))
      guard seen.insert(column: column, row: row) else { continue }
      points.append(x[index])
      points.append(y[index])
    }
    return points
  }

  /// The greatest whole number not above `value`: what `rounded(.down)` gives, which calls the C library.
  @inline(__always)
  private static func floor(_ value: Double) -> Int64 {
    let toZero = Int64(value)
    return Double(toZero) > value ? toZero - 1 : toZero
  }

  /// A hull in the tangent plane as the same hull in the projection. One of one or two sites is a point or a line.
  private func moved(
    _ hull: borrowing GeosGeometry, from tangent: TangentPlane, to projection: borrowing LocalProjection,
    _ context: GeosContext
  ) throws(Failure) -> GeosGeometry {
    let ring = hull.isAreal ? hull.polygons().first?.first ?? [] : hull.vertices()
    let (x, y) = try projection.plane(
      stride(from: 0, to: ring.count - 1, by: 2).map { tangent.coordinate(ring[$0], ring[$0 + 1]) })
    let moved = zip(x, y).flatMap { [$0, $1] }
    return hull.isAreal ? try context.polygon([moved]) : try context.multipoint(moved).convexHull()
  }

  private func hull(
    _ points: [Double], _ context: GeosContext, concave: Bool
  ) throws(Failure) -> GeosGeometry {
    let sites = try context.multipoint(concave ? points : HullFilter.outer(points))
    // Collinear sites have no triangles to take away, and GEOS says so by an error or a line.
    if concave, points.count >= 8, let hull = try? sites.concaveHull(ratio: parameters.concaveRatio),
      hull.isAreal, hull.isValid
    {
      return hull
    }
    return try sites.convexHull()
  }

  /// The hull, buffered and simplified, in degrees. Holes that the buffer leaves are filled.
  private func outline(
    _ hull: borrowing GeosGeometry, _ distance: Double, _ projection: borrowing LocalProjection
  ) throws(Failure) -> Outline {
    let buffered = try hull.buffer(distance, segments: 8)
    let solid = try buffered.context.polygon([buffered.polygons().first?.first ?? []])
    let simple = try solid.simplified(parameters.tolerance)
    guard let ring = simple.polygons().first?.first else {
      throw Failure(.internal, "simplification leaves nothing")
    }
    return try Outline(ring: ring, projection: projection)
  }

  /// A closed ring as a valid polygon whose coordinates are whole numbers: nearly always each point rounded by itself, and
  /// where that crosses, the snapped polygon that GEOS makes of it, which may come apart.
  private func onGrid(_ ring: [PlanePoint], _ context: GeosContext) throws(Failure) -> GeosGeometry {
    var plain: [Double] = []
    var last: PlanePoint?
    for point in ring {
      let rounded = PlanePoint(x: point.x.rounded(), y: point.y.rounded())
      if rounded != last { plain += [rounded.x, rounded.y] }
      last = rounded
    }
    if plain.count >= 8 {
      let polygon = try context.polygon([plain])
      if polygon.isValid { return polygon }
    }
    let exact = try context.polygon([ring.flatMap { [$0.x, $0.y] }])
    return exact.isValid ? try exact.onIntegers() : try exact.madeValid().onIntegers()
  }

  /// The outline on the grid of the output, split at the antimeridian, wound and in a fixed order.
  private func rounded(_ outline: Outline, _ context: GeosContext) throws(Failure) -> [[[Coordinate]]] {
    var step = 1.0
    for _ in parameters.decimals..<7 { step *= 10 }
    let scale = Coordinate.unitsPerDegree / step
    let whole = try onGrid(outline.points.map { PlanePoint(x: $0.x * scale, y: $0.y * scale) }, context)

    let (half, pole) = (180 * scale, 90 * scale)
    let longitudes = outline.points.map { ($0.x * scale).rounded() }
    let first = Int((((longitudes.min() ?? 0) + half) / (2 * half)).rounded(.down))
    let end = Int((((longitudes.max() ?? 0) + half) / (2 * half)).rounded(.up))
    var parts: [[[Double]]] = []
    if first == 0, end <= 1 {
      parts = whole.polygons()
    } else {
      for turn in first..<max(end, first + 1) {
        let shift = 2 * half * Double(turn)
        let piece = try whole.clipped(west: shift - half, east: shift + half, south: -pole, north: pole)
        for rings in piece.polygons() {
          parts.append(
            rings.map { ring in ring.indices.map { $0.isMultiple(of: 2) ? ring[$0] - shift : ring[$0] } })
        }
      }
      if parts.count > 1 { parts = try context.multipolygon(parts).united().polygons() }
    }
    return RingOrder.arranged(
      parts.map { rings in
        rings.map { ring in
          stride(from: 0, to: ring.count - 1, by: 2).map {
            Coordinate(lat: Int32(clamping: Int64(ring[$0 + 1] * step)), lon: Int32(clamping: Int64(ring[$0] * step)))
          }
        }
      })
  }

  /// Whether the polygons, as a reader of the published decimals sees them, are there, in range and valid.
  private func isSound(_ polygons: [[[Coordinate]]], _ context: GeosContext) throws(Failure) -> Bool {
    guard !polygons.isEmpty, polygons.joined().joined().allSatisfy(\.isValid) else { return false }
    return try context.multipolygon(
      polygons.map { $0.map { ring in ring.flatMap { [$0.longitude, $0.latitude] } } }
    ).isValid
  }
}
