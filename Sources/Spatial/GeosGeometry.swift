import CGeos
import Model

/// A GEOS context for one thread, with the last error that GEOS reported in it.
final class GeosContext {
  let handle: OpaquePointer
  private(set) var lastError = "no reason given"

  init() throws(Failure) {
    guard let handle = GEOS_init_r() else {
      throw Failure(.internal, "GEOS could not create a context, probably for want of memory")
    }
    self.handle = handle
    GEOSContext_setErrorMessageHandler_r(
      handle,
      { message, user in
        guard let message, let user else { return }
        Unmanaged<GeosContext>.fromOpaque(user).takeUnretainedValue().lastError = String(cString: message)
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  deinit { GEOS_finish_r(handle) }

  /// Takes over what a GEOS function returned; nil is a failure.
  func own(_ pointer: OpaquePointer?, _ operation: String) throws(Failure) -> GeosGeometry {
    guard let pointer else { throw Failure(.internal, "GEOS failed in \(operation): \(lastError)") }
    return GeosGeometry(pointer, self)
  }

  /// A point for each pair of `coordinates` (x, y, x, y …), at least one.
  func multipoint(_ coordinates: [Double]) throws(Failure) -> GeosGeometry {
    var points: [OpaquePointer?] = []
    points.reserveCapacity(coordinates.count / 2)
    for index in stride(from: 0, to: coordinates.count - 1, by: 2) {
      points.append(GEOSGeom_createPointFromXY_r(handle, coordinates[index], coordinates[index + 1]))
    }
    let kind = Int32(GEOS_MULTIPOINT.rawValue)
    return try own(GEOSGeom_createCollection_r(handle, kind, &points, UInt32(points.count)), "multipoint")
  }

  /// A polygon with holes from closed rings of x, y, x, y …, the outer one first.
  func polygon(_ rings: [[Double]]) throws(Failure) -> GeosGeometry {
    var parts: [OpaquePointer?] = []
    for ring in rings {
      let sequence = ring.withUnsafeBufferPointer {
        GEOSCoordSeq_copyFromBuffer_r(handle, $0.baseAddress, UInt32(ring.count / 2), 0, 0)
      }
      guard let sequence, let part = GEOSGeom_createLinearRing_r(handle, sequence) else {
        for part in parts { GEOSGeom_destroy_r(handle, part) }
        throw Failure(.internal, "GEOS refuses a ring: \(lastError)")
      }
      parts.append(part)
    }
    guard let outer = parts.first else { throw Failure(.internal, "a polygon needs a ring") }
    var holes = Array(parts.dropFirst())
    return try own(GEOSGeom_createPolygon_r(handle, outer, &holes, UInt32(holes.count)), "polygon")
  }

  /// Several polygons as one geometry.
  func multipolygon(_ polygons: [[[Double]]]) throws(Failure) -> GeosGeometry {
    var parts: [OpaquePointer?] = []
    for rings in polygons {
      let part = try polygon(rings)
      parts.append(GEOSGeom_clone_r(handle, part.pointer))
    }
    let kind = Int32(GEOS_MULTIPOLYGON.rawValue)
    return try own(GEOSGeom_createCollection_r(handle, kind, &parts, UInt32(parts.count)), "multipolygon")
  }
}

/// A GEOS geometry and the context that it lives in.
struct GeosGeometry: ~Copyable {
  let pointer: OpaquePointer
  let context: GeosContext

  fileprivate init(_ pointer: OpaquePointer, _ context: GeosContext) {
    self.pointer = pointer
    self.context = context
  }

  deinit { GEOSGeom_destroy_r(context.handle, pointer) }

  /// Whether the geometry follows the rules of OGC simple features.
  var isValid: Bool { GEOSisValid_r(context.handle, pointer) == 1 }

  /// Whether the geometry holds anything at all.
  var isEmpty: Bool { GEOSisEmpty_r(context.handle, pointer) != 0 }

  /// Whether the geometry covers an area.
  var isAreal: Bool { !isEmpty && GEOSGeom_getDimensions_r(context.handle, pointer) == 2 }

  func convexHull() throws(Failure) -> GeosGeometry {
    try context.own(GEOSConvexHull_r(context.handle, pointer), "convex hull")
  }

  /// A hull whose longest inner edges are taken away down to `ratio` (0…1, 1 is convex) of their range.
  func concaveHull(ratio: Double) throws(Failure) -> GeosGeometry {
    try context.own(GEOSConcaveHull_r(context.handle, pointer, ratio, 0), "concave hull")
  }

  /// All points within `distance`, with `segments` edges to a quarter of a circle.
  func buffer(_ distance: Double, segments: Int32) throws(Failure) -> GeosGeometry {
    try context.own(GEOSBuffer_r(context.handle, pointer, distance, segments), "buffer")
  }

  /// Fewer vertices, none moved by more than `tolerance`; stays valid.
  func simplified(_ tolerance: Double) throws(Failure) -> GeosGeometry {
    try context.own(GEOSTopologyPreserveSimplify_r(context.handle, pointer, tolerance), "simplification")
  }

  /// A valid geometry whose coordinates are whole numbers; parts narrower than that vanish.
  func onIntegers() throws(Failure) -> GeosGeometry {
    try context.own(GEOSGeom_setPrecision_r(context.handle, pointer, 1, 0), "rounding")
  }

  /// The part inside a rectangle, on whole numbers.
  func clipped(west: Double, east: Double, south: Double, north: Double) throws(Failure) -> GeosGeometry {
    let window = try context.own(
      GEOSGeom_createRectangle_r(context.handle, west, south, east, north), "rectangle")
    return try context.own(
      GEOSIntersectionPrec_r(context.handle, pointer, window.pointer, 1), "clipping")
  }

  /// One geometry without inner borders, on whole numbers.
  func united() throws(Failure) -> GeosGeometry {
    try context.own(GEOSUnaryUnionPrec_r(context.handle, pointer, 1), "union")
  }

  /// A valid geometry that covers the same area as far as that has a meaning.
  func madeValid() throws(Failure) -> GeosGeometry {
    try context.own(GEOSMakeValid_r(context.handle, pointer), "repair")
  }

  /// The rings of every polygon inside, outer ring first, as x, y, x, y …; whatever is no polygon is left out.
  func polygons() -> [[[Double]]] {
    var result: [[[Double]]] = []
    collect(pointer, &result)
    return result
  }

  /// The vertices of a point or a line, as x, y, x, y …
  func vertices() -> [Double] { coordinates(pointer) }

  private func collect(_ part: OpaquePointer, _ result: inout [[[Double]]]) {
    if GEOSGeomTypeId_r(context.handle, part) == Int32(GEOS_POLYGON.rawValue) {
      guard GEOSisEmpty_r(context.handle, part) == 0 else { return }
      var rings: [[Double]] = []
      if let outer = GEOSGetExteriorRing_r(context.handle, part) { rings.append(coordinates(outer)) }
      for index in 0..<max(GEOSGetNumInteriorRings_r(context.handle, part), 0) {
        if let hole = GEOSGetInteriorRingN_r(context.handle, part, index) { rings.append(coordinates(hole)) }
      }
      result.append(rings)
    } else if GEOSGeomTypeId_r(context.handle, part) >= Int32(GEOS_MULTIPOINT.rawValue) {
      for index in 0..<max(GEOSGetNumGeometries_r(context.handle, part), 0) {
        if let inner = GEOSGetGeometryN_r(context.handle, part, index) { collect(inner, &result) }
      }
    }
  }

  private func coordinates(_ line: OpaquePointer) -> [Double] {
    guard let sequence = GEOSGeom_getCoordSeq_r(context.handle, line) else { return [] }
    var size: UInt32 = 0
    GEOSCoordSeq_getSize_r(context.handle, sequence, &size)
    var values = [Double](repeating: 0, count: Int(size) * 2)
    guard GEOSCoordSeq_copyToBuffer_r(context.handle, sequence, &values, 0, 0) == 1 else { return [] }
    return values
  }
}
