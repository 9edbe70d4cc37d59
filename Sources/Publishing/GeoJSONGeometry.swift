import Model

/// Geometry as RFC 7946 wants it: longitude first, exterior rings counter-clockwise, holes clockwise, rings closed, at most
/// seven decimals. Coordinates are integers of 1e-7 degree, so that nothing is rounded here.
extension OutputFile {
  /// `number` of 1e-7 degrees in degrees, without trailing zeros.
  mutating func degrees(_ number: Int32) {
    if number < 0 { append(byte: UInt8(ascii: "-")) }
    let magnitude = number.magnitude
    append(String(magnitude / 10_000_000))
    var fraction = magnitude % 10_000_000
    guard fraction > 0 else { return }
    append(byte: UInt8(ascii: "."))
    var place: UInt32 = 1_000_000
    while fraction > 0 {
      append(byte: UInt8(ascii: "0") + UInt8(fraction / place))
      fraction %= place
      place /= 10
    }
  }

  /// A position.
  mutating func position(_ coordinate: Coordinate) {
    append(byte: UInt8(ascii: "["))
    degrees(coordinate.lon)
    append(byte: UInt8(ascii: ","))
    degrees(coordinate.lat)
    append(byte: UInt8(ascii: "]"))
  }

  /// A Point geometry.
  mutating func point(_ coordinate: Coordinate) {
    append("{\"type\":\"Point\",\"coordinates\":")
    position(coordinate)
    append("}")
  }

  /// A Polygon, or a MultiPolygon where there are several. Throws `internal`, naming `id`, when there is no area to write.
  mutating func polygons(_ footprint: Footprint, id: String) throws(Failure) {
    var polygons: [[[Coordinate]]] = []
    for polygon in footprint.polygons {
      let rings = polygon.enumerated().compactMap { Ring.wound($1, exterior: $0 == 0) }
      // A hole that vanished in rounding is dropped; an exterior that did takes its polygon with it.
      if let exterior = polygon.first, Ring.wound(exterior, exterior: true) != nil { polygons.append(rings) }
    }
    guard !polygons.isEmpty else {
      throw Failure(
        .internal, "cluster \(id) has a footprint without area; please report it with the register's layout")
    }
    let isSingle = polygons.count == 1
    append(isSingle ? "{\"type\":\"Polygon\",\"coordinates\":" : "{\"type\":\"MultiPolygon\",\"coordinates\":[")
    for (index, rings) in polygons.enumerated() {
      if index > 0 { append(",") }
      list(rings) { out, ring in out.list(ring) { $0.position($1) } }
    }
    append(isSingle ? "}" : "]}")
  }
}

/// Closed rings of coordinates.
enum Ring {
  /// `ring` closed and wound counter-clockwise for an exterior, clockwise for a hole; nil without area.
  static func wound(_ ring: [Coordinate], exterior: Bool) -> [Coordinate]? {
    var ring = ring
    if let first = ring.first, first != ring.last { ring.append(first) }
    let area = doubledArea(ring)
    guard ring.count >= 4, area != 0 else { return nil }
    return (area > 0) == exterior ? ring : ring.reversed()
  }

  /// Twice the signed area of a closed ring in squared units of the coordinates: positive when counter-clockwise.
  ///
  /// Exact: each product is below 2^64 in magnitude, and the sum has 128 bits.
  static func doubledArea(_ ring: [Coordinate]) -> Int128 {
    guard ring.count > 2 else { return 0 }
    var sum: Int128 = 0
    for (a, b) in zip(ring, ring.dropFirst()) {
      sum += Int128(a.lon) * Int128(b.lat) - Int128(b.lon) * Int128(a.lat)
    }
    return sum
  }
}
