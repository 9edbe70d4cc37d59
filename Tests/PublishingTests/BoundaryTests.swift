import Model
import TestSupport
import Testing

@testable import Publishing

@Suite struct BoundaryTests {
  private func parse(_ json: String) throws -> Boundaries {
    try BoundaryReader.parse(Array(json.utf8), name: "b.geojson")
  }

  @Test func polygonsAndLinesAreReadPointsAreNot() throws {
    let json = """
      \u{FEFF}{"features":[
        {"geometry":{"coordinates":[[[0,0],[1,0,250.5],[1,1]]],"type":"Polygon"},"properties":{"coordinates":[[9,9],[8,8]]}},
        {"geometry":{"type":"MultiPolygon","coordinates":[[[[5,5],[6,5],[6,6],[5,5]]],[[[7,7],[8,7],[8,8],[7,7]]]]}},
        {"geometry":{"type":"LineString","coordinates":[[-1.5e1,2],[3,4]]},"id":null},
        {"geometry":{"type":"MultiPoint","coordinates":[[1,1],[2,2]]}}, {"geometry":{"type":"Point","coordinates":[1,1]}},
        {"geometry":{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[0,0],[0,1]]}]}},
        {"geometry":null}
      ],"type":"FeatureCollection","name":"a \\" quote"}
      """
    let lines = try parse(json).lines
    #expect(lines.map(\.count) == [4, 4, 4, 2, 2])
    #expect(lines[0].first == lines[0].last)
    #expect(lines[3].first == Coordinate(lat: 20_000_000, lon: -150_000_000))
  }

  @Test(arguments: [
    "", "[]", "{", "{\"a\"}", "{\"a\":1,}", "{\"type\":\"Point", "{\"coordinates\":[[1,2],[3}", "{\"a\":nope}", "{} {}",
    "{}",
    #"{"type":"LineString","coordinates":[[500000,1200000],[500001,1200001]]}"#,
    #"{"type":"Point","coordinates":[1,2]}"#, #"{"type":"LineString","coordinates":[[1],[2]]}"#,
  ])
  func whatIsNotOutlinesIsRefused(_ json: String) {
    let failure = #expect(throws: Failure.self) { try parse(json) }
    #expect(failure?.kind == .data)
    #expect(failure?.message.hasPrefix("b.geojson") == true)
  }

  @Test func deepNestingIsRefused() {
    let json = #"{"coordinates":"# + String(repeating: "[", count: 100_000)
    #expect(throws: Failure.self) { try parse(json) }
  }

  @Test func damagedFilesNeverTrap() throws {
    let seed: UInt64 = 99
    var generator = SeededGenerator(seed: seed)
    let good = Array(
      #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"a":"\\u00e9","b":[1,{}]},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#
        .utf8)
    var read = 0
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        let at = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes.remove(at: at)
        default: bytes.removeSubrange(at...)
        }
        if bytes.isEmpty { break }
      }
      do {
        let boundaries = try BoundaryReader.parse(bytes, name: "fuzz")
        let valid = boundaries.lines.joined().allSatisfy { $0.isValid }
        #expect(valid, "seed \(seed)")
        read += 1
      } catch is Failure {}
    }
    #expect(read > 0 && read < 3000)
  }

  @Test func simplificationKeepsEndsAndTolerance() throws {
    let wave = (0...1000).map { Coordinate(lat: Int32($0 % 2) * 1000, lon: Int32($0) * 10_000) }
    #expect(Simplification.simplify(wave, tolerance: 0.001) == [wave[0], wave[1000]])
    #expect(Simplification.simplify(wave, tolerance: 0.00001).count == 1001)
    let ring = Fabricated.ring(20, 80, 0.5, corners: 720)
    let simple = try #require(Simplification.simplifyRing(ring, tolerance: 0.01))
    #expect(simple.count < 60 && simple.first == simple.last && simple.count >= 4)
    let boundaries = Boundaries(lines: [ring, wave]).simplified(limit: 40)
    #expect(boundaries.pointCount <= 40)
  }

  @Test func realDistrictsAreRead() throws {
    guard let file = SharedData.file("boundaries/states_udit001.geojson") else { return }
    let boundaries = try BoundaryReader.read(file)
    #expect(boundaries.lines.count > 30)
  }
}
