import Model
import Text

/// A village of the village list.
struct SourceVillage {
  var name: String
  var pin: UInt32
  var point: Coordinate
  /// Kilometres over which its measurements spread, and how many there are.
  var spread: Double
  var measurements: UInt32
  var area: Administration
  /// The district in which its point lies, 0 unknown.
  var spatialDistrict: UInt16

  static func read(
    _ table: SourceTable, _ districts: inout SourceDistricts, _ report: inout GazetteerReport
  ) throws(Failure) -> [SourceVillage] {
    let name = try table.required("village", "villagename", "name")
    let lat = try table.required("lat", "latitude")
    let lon = try table.required("lon", "lng", "longitude")
    let state = table.column("state", "statename")
    let district = table.column("district", "districtname")
    let pin = table.column("modalpin", "pin", "pincode")
    let spread = table.column("spreadkm")
    let measurements = table.column("nschools", "n")
    let spatial = table.column("spatialdistrict")
    var villages: [SourceVillage] = []
    var refused = 0
    var resolver = districts
    table.forEach { row in
      guard let point = SourcePoint.read(row.raw(lat), row.raw(lon)).point else {
        refused += 1
        return
      }
      let area = resolver.resolve(state: row.raw(state), district: row.raw(district))
      var other: UInt16 = 0
      if spatial != nil {
        let lies = resolver.resolve(state: row.raw(state), district: row.raw(spatial))
        if lies.state == area.state { other = lies.district }
      }
      let code = row.number(pin)
      villages.append(
        SourceVillage(
          name: NameCase.title(row.text(name)), pin: (100_000...999_999).contains(code) ? code : 0, point: point,
          spread: CoordinateText.parse(row.raw(spread))?.number ?? 0, measurements: max(1, row.number(measurements)),
          area: area, spatialDistrict: other))
    }
    districts = resolver
    report.add("villages read", villages.count)
    report.add("villages refused: coordinates", refused)
    return villages
  }
}

/// A post office of the directory.
struct SourceOffice {
  var name: String
  var isBranch: Bool
  var pin: UInt32
  /// Nil when its coordinates are missing or cannot be right.
  var point: Coordinate?
  var area: Administration

  static func read(
    _ table: SourceTable, _ districts: inout SourceDistricts, _ parameters: GeocodingParameters,
    _ report: inout GazetteerReport
  ) throws(Failure) -> [SourceOffice] {
    let pin = try table.required("pincode", "pin", "postcode")
    let name = try table.required("office", "officename", "name")
    let lat = try table.required("lat", "latitude")
    let lon = try table.required("lng", "lon", "longitude")
    let type = table.column("type", "officetype")
    let state = table.column("state", "statename")
    let district = table.column("district", "districtname")
    var offices: [SourceOffice] = []
    var counts = (missing: 0, swapped: 0, repaired: 0, refused: 0)
    var resolver = districts
    table.forEach { row in
      let code = row.number(pin)
      guard (100_000...999_999).contains(code) else { return }
      let reading = SourcePoint.read(row.raw(lat), row.raw(lon))
      switch reading.state {
      case .good: break
      case .missing: counts.missing += 1
      case .swapped: counts.swapped += 1
      case .repaired: counts.repaired += 1
      case .refused: counts.refused += 1
      }
      let kind = row.raw(type)
      offices.append(
        SourceOffice(
          name: plainName(row.text(name)), isBranch: kind.count == 2 && kind[0] == 0x42, pin: code,
          point: reading.point, area: resolver.resolve(state: row.raw(state), district: row.raw(district))))
    }
    districts = resolver
    report.add("post offices read", offices.count)
    report.add("post offices without coordinates", counts.missing)
    report.add("post offices repaired: latitude and longitude exchanged", counts.swapped)
    report.add("post offices repaired: decimal point put back", counts.repaired)
    report.add("post offices refused: coordinates out of range", counts.refused)
    report.add("post offices refused: placeholder points", dropPlaceholders(&offices, parameters))
    return offices
  }

  /// The name without the words for the kind of office.
  private static func plainName(_ text: String) -> String {
    var name = Substring(text)
    for suffix in [" B.O", " BO", " S.O", " SO", " H.O", " HO", " G.P.O.", " GPO", " PO", " P.O"] {
      if name.hasSuffix(suffix) || name.hasSuffix(suffix + ".") {
        name = name.prefix(upTo: name.range(ofSuffix: suffix))
        break
      }
    }
    return NameCase.title(String(name))
  }

  /// Empties points that many offices of different PINs share: stand-ins for an unknown place.
  private static func dropPlaceholders(_ offices: inout [SourceOffice], _ parameters: GeocodingParameters) -> Int {
    var seen: [Coordinate: (count: Int, pin: UInt32, several: Bool)] = [:]
    for office in offices {
      guard let point = office.point else { continue }
      var entry = seen[point] ?? (0, office.pin, false)
      entry.count += 1
      if entry.pin != office.pin { entry.several = true }
      seen[point] = entry
    }
    var dropped = 0
    for index in offices.indices {
      guard let point = offices[index].point, let entry = seen[point],
        entry.count >= parameters.placeholderOffices, entry.several
      else { continue }
      offices[index].point = nil
      dropped += 1
    }
    return dropped
  }
}

extension Substring {
  /// Where `suffix` begins at the end of the text, after trailing points.
  fileprivate func range(ofSuffix suffix: String) -> Index {
    let trimmed = hasSuffix(suffix) ? self : dropLast()
    return trimmed.index(trimmed.endIndex, offsetBy: -suffix.count)
  }
}

/// A coordinate pair of a source, read and repaired as far as that is certain.
struct SourcePoint {
  enum State { case good, missing, swapped, repaired, refused }
  var state: State
  var point: Coordinate?

  /// Reads a pair that should lie in `box`, by default India's.
  static func read(
    _ lat: UnsafeRawBufferPointer, _ lon: UnsafeRawBufferPointer, in box: CountryBox = CountryBoxes.india
  ) -> SourcePoint {
    guard lat.count > 0, lon.count > 0, lat[0] != 0x4E else { return SourcePoint(state: .missing) }
    guard let first = CoordinateText.parse(lat)?.number, let second = CoordinateText.parse(lon)?.number else {
      return SourcePoint(state: .refused)
    }
    if let point = Coordinate(latitude: first, longitude: second), box.contains(point) {
      return SourcePoint(state: .good, point: point)
    }
    if let point = Coordinate(latitude: second, longitude: first), box.contains(point) {
      return SourcePoint(state: .swapped, point: point)
    }
    if abs(first) > 90 || abs(second) > 180, let point = box.withPoints(first, second) {
      return SourcePoint(state: .repaired, point: point)
    }
    return SourcePoint(state: .refused)
  }
}

/// Reads GeoNames postal codes: country, code, name, state, its code, district, …, latitude, longitude, accuracy, without a header.
enum GeoNamesPostal {
  static func read(
    _ table: SourceTable, _ draft: GazetteerDraft, _ districts: inout SourceDistricts,
    _ parameters: GeocodingParameters, _ report: inout GazetteerReport
  ) -> (pins: [PinPoint], votes: [UInt64: Int], abroad: [PostcodeAbroad]) {
    var resolver = districts
    var votes: [UInt64: Int] = [:]
    var points: [PinPoint] = []
    var abroad: [PostcodeAbroad] = []
    var refused = 0
    var boxes: [UInt16: CountryBox] = [:]
    table.forEach { row in
      guard row.fields.count >= 11 else { return }
      let country = GazetteerFormat.country(row.text(0))
      let pin = row.number(1)
      if country == GazetteerFormat.india {
        guard (100_000...999_999).contains(pin), let point = SourcePoint.read(row.raw(9), row.raw(10)).point
        else { return }
        let area = resolver.resolve(state: row.raw(3), district: row.raw(5))
        if draft.isFar(point, fromDistrict: area.district, margin: parameters.pinDistrictMargin) {
          refused += 1
        } else {
          points.append(PinPoint(pin: pin, source: .geonamesPostal, point: point))
        }
        if area.district != 0 { votes[UInt64(pin) << 16 | UInt64(area.district), default: 0] += 1 }
        return
      }
      let box = boxes[country] ?? draft.box(of: country)
      boxes[country] = box
      guard let point = SourcePoint.read(row.raw(9), row.raw(10), in: box).point else { return }
      let digits = row.text(1).filter { $0 != " " && $0 != "-" }
      let code = digits.utf8.count <= 9 && digits.utf8.allSatisfy { $0 &- 0x30 < 10 } ? UInt32(digits) ?? 0 : 0
      abroad.append(PostcodeAbroad(country: country, code: code, name: row.text(2), point: point))
    }
    report.add("GeoNames postal points read", points.count + refused + abroad.count)
    report.add("GeoNames postal points refused: far from their district", refused)
    districts = resolver
    return (points, votes, abroad)
  }
}

/// Reads any table with a PIN or postcode column and coordinates.
enum PinTable {
  static func read(_ table: SourceTable, _ report: inout GazetteerReport) throws(Failure) -> [PinPoint] {
    let pin = try table.required("pin", "pincode", "postcode", "postalcode", "zip")
    let lat = try table.required("lat", "latitude", "y")
    let lon = try table.required("lon", "lng", "long", "longitude", "x")
    var points: [PinPoint] = []
    table.forEach { row in
      let code = row.number(pin)
      guard (100_000...999_999).contains(code), let point = SourcePoint.read(row.raw(lat), row.raw(lon)).point
      else { return }
      points.append(PinPoint(pin: code, source: .pins, point: point))
    }
    report.add("points of --pins read", points.count)
    return points
  }
}
