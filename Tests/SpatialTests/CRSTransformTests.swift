import Model
import Testing

@testable import Spatial

/// Moves one point; nil where PROJ cannot.
private func moved(_ transform: CRSTransform, _ x: Double, _ y: Double) -> (lon: Double, lat: Double)? {
  var xs = [x]
  var ys = [y]
  transform.toWGS84(x: &xs, y: &ys)
  return xs[0].isNaN || ys[0].isNaN ? nil : (xs[0], ys[0])
}

@Suite("Coordinate reference systems")
struct CRSTransformTests {
  /// The example of PROJ's manual (12° E, 55° N in zone 32 gives 691875.632, 6098907.825), shifted to the zones of India:
  /// it stands 3° east of the central meridian.
  @Test(arguments: 42...47)
  func universalTransverseMercator(zone: Int) throws {
    let transform = try CRSTransform(from: "EPSG:326\(zone)")
    let point = try #require(moved(transform, 691_875.632, 6_098_907.825))
    #expect(abs(point.lon - Double(6 * zone - 180)) < 1e-7)
    #expect(abs(point.lat - 55) < 1e-7)
    #expect(!transform.isApproximate)
  }

  /// On the central meridian the northing is 0.9996 of the meridian's length, which the geodesic routines know too.
  @Test func centralMeridian() throws {
    let transform = try CRSTransform(from: "EPSG:32643")
    for latitude in [8.0, 20.5, 34.25] {
      let equator = try #require(Coordinate(latitude: 0, longitude: 75))
      let place = try #require(Coordinate(latitude: latitude, longitude: 75))
      let northing = Geodesic().distance(equator, place) * 0.9996
      let point = try #require(moved(transform, 500_000, northing))
      #expect(abs(point.lat - latitude) < 1e-8)
      #expect(abs(point.lon - 75) < 1e-8)
    }
  }

  /// The worked example of EPSG Guidance Note 7-2 for Popular Visualisation Pseudo Mercator.
  @Test func webMercator() throws {
    let point = try #require(moved(CRSTransform(from: "EPSG:3857"), -11_169_055.58, 2_800_000))
    #expect(abs(point.lat - (24 + 22.0 / 60 + 54.433 / 3600)) < 1e-6)
    #expect(abs(point.lon + (100 + 20.0 / 60)) < 1e-6)
  }

  /// The false origin of the Indian national frame is 80° E, 24° N; on its standard parallel of 12.472955° lengths are true.
  @Test func indianNationalFrame() throws {
    let transform = try CRSTransform(from: "EPSG:7755")
    let origin = try #require(moved(transform, 4_000_000, 4_000_000))
    #expect(abs(origin.lon - 80) < 1e-9)
    #expect(abs(origin.lat - 24) < 1e-9)

    // The northing of the parallel on the central meridian, by bisection, then one kilometre to the east.
    var (low, high) = (2_000_000.0, 4_000_000.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if try #require(moved(transform, 4_000_000, middle)).lat < 12.472955 { low = middle } else { high = middle }
    }
    let a = try #require(moved(transform, 4_000_000, low))
    let b = try #require(moved(transform, 4_001_000, low))
    let from = try #require(Coordinate(latitude: a.lat, longitude: a.lon))
    let to = try #require(Coordinate(latitude: b.lat, longitude: b.lon))
    #expect(abs(Geodesic().distance(from, to) - 1000) < 0.02)
  }

  /// EPSG's geocentric translation from Kalianpur 1975 (Everest 1830, 1975 definition) to WGS 84: 295, 736, 257 m.
  @Test func kalianpur1975() throws {
    let geographic = try CRSTransform(from: "EPSG:4146")
    let written = try CRSTransform(
      from: "+proj=longlat +a=6377299.151 +rf=300.8017255 +towgs84=295,736,257 +no_defs +type=crs")
    #expect(!geographic.isApproximate)
    for (lon, lat) in [(77.5, 13.0), (88.4, 22.6), (73.0, 26.3)] {
      let point = try #require(moved(geographic, lon, lat))
      let expected = try #require(moved(written, lon, lat))
      let shift = helmert(lon: lon, lat: lat)
      #expect(abs(point.lon - expected.lon) < 1e-8 && abs(point.lat - expected.lat) < 1e-8)
      #expect(abs(point.lon - shift.lon) < 1e-7 && abs(point.lat - shift.lat) < 1e-7)
    }
    // A projected system of the same datum: the origin of India zone I, 68° E and 32.5° N, has the false easting 2,743,195.5
    // and the false northing 914,398.5.
    let zone = try CRSTransform(from: "EPSG:24378")
    let origin = try #require(moved(zone, 2_743_195.5, 914_398.5))
    let expected = helmert(lon: 68, lat: 32.5)
    #expect(abs(origin.lon - expected.lon) < 1e-6 && abs(origin.lat - expected.lat) < 1e-6)
  }

  /// The translation by formula: geographic to geocentric on Everest, moved, and back on WGS 84.
  private func helmert(
    lon: Double, lat: Double, a: Double = 6_377_299.151, shift: SIMD3<Double> = [295, 736, 257]
  ) -> (lon: Double, lat: Double) {
    let f = 1 / 300.8017255
    let e2 = f * (2 - f)
    let (sinLat, cosLat) = Geocentric.sineCosine(Int32((lat * 1e7).rounded()))
    let (sinLon, cosLon) = Geocentric.sineCosine(Int32((lon * 1e7).rounded()))
    let n = a / (1 - e2 * sinLat * sinLat).squareRoot()
    let result = Geocentric.coordinate(
      ofX: Int64(((n * cosLat * cosLon + shift.x) * 1000).rounded()),
      y: Int64(((n * cosLat * sinLon + shift.y) * 1000).rounded()),
      z: Int64(((n * (1 - e2) * sinLat + shift.z) * 1000).rounded()))
    return (result.longitude, result.latitude)
  }

  /// EPSG has five translations from Kalianpur 1962 (Everest 1830, 1962 definition) with a stated accuracy, each for its own
  /// part of Pakistan; PROJ chooses by the place.
  @Test func kalianpur1962() throws {
    let point = try #require(moved(CRSTransform(from: "EPSG:4145"), 67, 25))
    let shifts: [SIMD3<Double>] = [
      [275.57, 676.78, 229.6], [278.9, 684.39, 226.05], [271.905, 669.593, 231.495], [230.25, 632.76, 161.03],
      [274.164, 677.282, 226.704],
    ]
    let nearest = shifts.map { shift in
      let expected = helmert(lon: 67, lat: 25, a: 6_377_301.243, shift: shift)
      return max(abs(point.lon - expected.lon), abs(point.lat - expected.lat))
    }.min()
    #expect(try #require(nearest) < 1e-7)
  }

  @Test func unknownDatumIsSaid() throws {
    let transform = try CRSTransform(from: "+proj=longlat +ellps=evrst30 +no_defs +type=crs")
    #expect(transform.isApproximate)
    #expect(moved(transform, 77, 13) != nil)
  }

  @Test func axisOrderIsEastFirst() throws {
    let point = try #require(moved(CRSTransform(from: "EPSG:4326"), 77.5, 13))
    #expect(point.lon == 77.5 && point.lat == 13)
  }

  @Test func failuresBecomeNaN() throws {
    let transform = try CRSTransform(from: "EPSG:32643")
    var x = [691_875.632, .nan, .infinity, 1e30]
    var y = [6_098_907.825, 0, 0, 1e30]
    transform.toWGS84(x: &x, y: &y)
    #expect(abs(x[0] - 78) < 1e-7 && abs(y[0] - 55) < 1e-7)
    for index in 1..<4 { #expect(x[index].isNaN && y[index].isNaN, "point \(index)") }
    var none: [Double] = []
    var nothing: [Double] = []
    transform.toWGS84(x: &none, y: &nothing)
    #expect(none.isEmpty && nothing.isEmpty)
  }

  @Test(arguments: ["", "EPSG:0", "EPSG:999999", "+proj=nonsense", "a town"])
  func unusableDefinitions(definition: String) {
    do {
      _ = try CRSTransform(from: definition)
      Issue.record("\(definition) was accepted")
    } catch {
      #expect(error.kind == .configuration)
      #expect(error.message.contains("\"\(definition)\""))
    }
  }

  @Test func threadsShareATransformation() async throws {
    let transform = try CRSTransform(from: "EPSG:32643")
    let results = await withTaskGroup(of: [Double].self) { group in
      for part in 0..<8 {
        group.addTask {
          var x = (0..<500).map { 400_000 + Double($0 * 8 + part) }
          var y = x.map { $0 * 4 }
          transform.toWGS84(x: &x, y: &y)
          return x + y
        }
      }
      var all: [[Double]] = []
      for await result in group { all.append(result) }
      return all
    }
    var x = (0..<4000).map { 400_000 + Double($0) }
    var y = x.map { $0 * 4 }
    transform.toWGS84(x: &x, y: &y)
    #expect(Set(results.joined()) == Set(x + y))
  }
}
