import Model

/// The coordinates that the rows of a batch give, read, transformed and checked against the country.
struct RowCoordinates {
  /// Coordinates by row; valid where `usable`.
  let points: Column<Coordinate>
  /// 1 where the row has coordinates that can be right.
  let usable: Column<UInt8>
  /// 1 where the row has a coordinate field that is not blank.
  let given: Column<UInt8>
  /// Flags by row, raw bits of `RowFlags`.
  let flags: Column<UInt64>

  /// Transforms eastings or longitudes (first) and northings or latitudes (second) in place to WGS 84 degrees, all of a
  /// batch at once; what cannot be transformed becomes infinite.
  typealias Transform = @Sendable (inout [Double], inout [Double]) -> Void

  /// Reads the batch, or nil when its register has no coordinate columns. O(rows).
  static func read(
    _ batch: EnterpriseBatch, boxes: CountryBoxes, transform: Transform?
  ) -> RowCoordinates? {
    guard batch.has(.latitude), batch.has(.longitude) else { return nil }
    let result = RowCoordinates(
      points: Column(count: batch.count, initial: Coordinate(lat: 0, lon: 0)),
      usable: Column(count: batch.count, initial: 0), given: Column(count: batch.count, initial: 0),
      flags: Column(count: batch.count, initial: 0))
    if let transform { result.readProjected(batch, boxes, transform) } else { result.readDegrees(batch, boxes) }
    return result
  }

  /// Places a row that has nothing but coordinates to go by; false where they alone do not settle it.
  func place(_ row: Int, uncertainty: Double, into out: LocatedColumns) -> Bool {
    // What was repaired needs something that confirms it.
    guard usable.base[row] == 1, flags.base[row] & RowFlags.badCoordinate.rawValue == 0 else { return false }
    var placement = Placement()
    placement.flags = flags.base[row]
    placement.stand(at: points.base[row], uncertainty: uncertainty, confidence: Confidence.coordinates)
    out.write(placement, row)
    return true
  }

  private func readDegrees(_ batch: EnterpriseBatch, _ boxes: CountryBoxes) {
    let columns = LocatingColumns(batch)
    for row in 0..<batch.count where batch.rows.rejects[row] == 0 {
      guard let (lat, lon) = parse(batch, row) else { continue }
      let box = boxes.box(of: columns.country(row))
      judge(row, lat.number, lon.number, lat.direction, lon.direction, box)
    }
  }

  private func readProjected(_ batch: EnterpriseBatch, _ boxes: CountryBoxes, _ transform: Transform) {
    var rows: [Int] = []
    var x: [Double] = []
    var y: [Double] = []
    for row in 0..<batch.count where batch.rows.rejects[row] == 0 {
      guard let (north, east) = parse(batch, row) else { continue }
      guard abs(north.number) > 1 || abs(east.number) > 1 else {
        flags[row] |= RowFlags.zeroCoordinate.rawValue
        continue
      }
      rows.append(row)
      x.append(east.number)
      y.append(north.number)
    }
    guard !rows.isEmpty else { return }
    let (eastings, northings) = (x, y)
    transform(&x, &y)
    var swappedX = northings
    var swappedY = eastings
    transform(&swappedX, &swappedY)
    let columns = LocatingColumns(batch)
    for (index, row) in rows.enumerated() {
      let box = boxes.box(of: columns.country(row))
      if let point = Coordinate(latitude: y[index], longitude: x[index]), box.contains(point) {
        accept(row, point)
      } else if let point = Coordinate(latitude: swappedY[index], longitude: swappedX[index]), box.contains(point) {
        accept(row, point)
        flags[row] |= RowFlags.swappedCoordinate.rawValue
      } else {
        flags[row] |= RowFlags.outOfCountry.rawValue
      }
    }
  }

  private func parse(
    _ batch: EnterpriseBatch, _ row: Int
  ) -> (lat: CoordinateText.Value, lon: CoordinateText.Value)? {
    let latText = batch.rows.text(batch.span(.latitude, row))
    let lonText = batch.rows.text(batch.span(.longitude, row))
    if Self.isBlank(latText), Self.isBlank(lonText) { return nil }
    given[row] = 1
    if Self.isBlank(lonText), let both = CoordinateText.pair(latText) { return both }
    if Self.isBlank(latText), let both = CoordinateText.pair(lonText) { return both }
    guard let lat = CoordinateText.parse(latText), let lon = CoordinateText.parse(lonText) else {
      flags[row] |= RowFlags.badCoordinate.rawValue
      return nil
    }
    return (lat, lon)
  }

  private static func isBlank(_ text: UnsafeRawBufferPointer) -> Bool {
    if text.isEmpty { return true }
    guard text.count <= 4 else { return false }
    for byte in text where byte != 0x2D && byte != 0x2E && byte != 0x20 {
      let upper = byte & 0xDF
      if upper != 0x4E && upper != 0x41 && upper != 0x55 && upper != 0x4C && byte != 0x2F { return false }
    }
    return true
  }

  private func accept(_ row: Int, _ point: Coordinate) {
    points[row] = point
    usable[row] = 1
  }

  /// Keeps coordinates in degrees that lie in the country, exchanged or with a decimal point put back if they must be.
  private func judge(
    _ row: Int, _ lat: Double, _ lon: Double, _ latDirection: UInt8, _ lonDirection: UInt8, _ box: CountryBox
  ) {
    if lat == lon || (abs(lat) <= 1 && abs(lon) <= 1) || lat == 0 || lon == 0 {
      flags[row] |= RowFlags.zeroCoordinate.rawValue
      return
    }
    let saysSwapped = (latDirection == 0x45 || latDirection == 0x57) && (lonDirection == 0x4E || lonDirection == 0x53)
    if !saysSwapped, let point = Coordinate(latitude: lat, longitude: lon), box.contains(point) {
      accept(row, point)
      return
    }
    if let point = Coordinate(latitude: lon, longitude: lat), box.contains(point) {
      accept(row, point)
      flags[row] |= RowFlags.swappedCoordinate.rawValue
      return
    }
    if saysSwapped, let point = Coordinate(latitude: lat, longitude: lon), box.contains(point) {
      // The letters say the one, the numbers can only mean the other.
      accept(row, point)
      flags[row] |= RowFlags.swappedCoordinate.rawValue
      return
    }
    if abs(lat) > 90 || abs(lon) > 180, let point = box.withPoints(lat, lon) {
      accept(row, point)
      flags[row] |= RowFlags.badCoordinate.rawValue
      return
    }
    flags[row] |= abs(lat) > 90 || abs(lon) > 180 ? RowFlags.badCoordinate.rawValue : RowFlags.outOfCountry.rawValue
  }
}

/// A country's box of latitude and longitude, ends inclusive.
struct CountryBox: Sendable {
  var south: Int32
  var west: Int32
  var north: Int32
  var east: Int32

  /// The whole Earth.
  static let world = CountryBox(south: -900_000_000, west: -1_800_000_000, north: 900_000_000, east: 1_800_000_000)

  @inline(__always)
  func contains(_ point: Coordinate) -> Bool {
    point.lat >= south && point.lat <= north && point.lon >= west && point.lon <= east
  }

  /// The point in the box that two numbers give once their lost decimal points are put back; nil when there is none.
  func withPoints(_ lat: Double, _ lon: Double) -> Coordinate? {
    func inside(_ value: Double, _ low: Int32, _ high: Int32) -> Double? {
      var value = value
      for _ in 0..<12 {
        let units = value * Coordinate.unitsPerDegree
        if units >= Double(low), units <= Double(high) { return value }
        value /= 10
      }
      return nil
    }
    guard let latitude = inside(lat, south, north), let longitude = inside(lon, west, east) else { return nil }
    return Coordinate(latitude: latitude, longitude: longitude)
  }
}

/// The boxes of the countries that the gazetteer knows.
struct CountryBoxes: Sendable {
  /// India and its waters, for gazetteers without countries.
  static let india = CountryBox(south: 60_000_000, west: 680_000_000, north: 380_000_000, east: 980_000_000)
  private let boxes: [(country: UInt16, box: CountryBox)]

  init(_ gazetteer: Gazetteer) {
    var boxes: [(UInt16, CountryBox)] = []
    for index in 0..<gazetteer.places.count {
      let place = gazetteer.places[index]
      guard place.kindValue <= PlaceKind.district.rawValue else { break }
      if place.kind == .country {
        let box = CountryBox(
          south: place.lat, west: place.lon, north: Int32(bitPattern: place.code),
          east: Int32(bitPattern: place.population))
        boxes.append((place.country, box))
      }
    }
    self.boxes = boxes
  }

  /// The box of a country; the world for one that is not known.
  @inline(__always)
  func box(of country: UInt16) -> CountryBox {
    for (code, box) in boxes where code == country { return box }
    return country == GazetteerFormat.india ? Self.india : .world
  }
}
