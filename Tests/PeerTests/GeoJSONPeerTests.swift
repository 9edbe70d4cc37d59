import Foundation
import TestSupport
import Testing

/// The GeoJSON that `map` writes, read back by GDAL and judged by GEOS: the readers that users have.
@Suite struct GeoJSONPeerTests {
  private struct Answer: Decodable {
    var file: String
    var count: Int
    var ids: [String]
    var kinds: [String]
    var columns: [String]
    var crs: String
    var bounds: [Double]
    var invalid: [String]
    var wrong: [String]
    var areas: [Double]
  }

  private static let files = ["clusters.geojson", "centres.geojson", "belts.geojson"]

  private func answers(_ run: MapRun) throws -> [Answer]? {
    let paths = Self.files.map { run.directory.appending(path: $0).path }
    guard let printed = try Peer.run("geojson_peer.py", paths) else { return nil }
    return try printed.split(separator: "\n").map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
  }

  private func expect(_ run: MapRun, _ answers: [Answer]) throws {
    let ids = try run.table("clusters.csv").column("id")
    for answer in answers {
      #expect(answer.crs == "EPSG:4326", "\(answer.file)")
      #expect(answer.invalid.isEmpty && answer.wrong.isEmpty, "\(answer.file): \(answer.invalid) \(answer.wrong)")
      if answer.file == "belts.geojson" {
        let columns = Set(answer.columns)
        #expect(answer.count == 0 || columns.isSuperset(of: ["id", "product", "units", "radius_km"]), "\(columns)")
      } else {
        #expect(answer.ids == ids, "\(answer.file)")
        #expect(answer.columns == (try run.table("clusters.csv").header), "\(answer.file)")
      }
      if answer.file == "centres.geojson" {
        #expect(answer.kinds == ["Point"])
      } else {
        #expect(Set(answer.kinds).isSubset(of: ["Polygon", "MultiPolygon"]), "\(answer.file): \(answer.kinds)")
        #expect(answer.areas.allSatisfy { $0 > 0 }, "\(answer.file)")
      }
    }
  }

  @Test func theExampleIsReadBack() throws {
    let scratch = try Scratch()
    let register = scratch.file("example.csv").path
    try #require(try Program.run(["synth", "--rows", "120000", "--seed", "2008", "--out", register]).status == 0)
    let run = try MapRun([register], options: ["--formats", "geojson,csv", "--no-members", "--no-tally"])
    guard let answers = try answers(run) else { return }
    let count = try 176 + run.families().count
    #expect(answers.map(\.count) == [count, count, 0])
    try expect(run, answers)
  }

  @Test(arguments: ["concave", "convex"]) func randomTownsAreReadBack(kind: String) throws {
    // Towns of random shape and size with coordinates of their own, some so wide that they are cut into a belt's parts.
    let seed: UInt64 = 404
    var random = SeededGenerator(seed: seed)
    var text = "record_id,product,lat,lon\n"
    var unit = 0
    for town in 0..<40 {
      let (lat, lon) = (12 + Double(town / 8) * 3, 73 + Double(town % 8) * 1.2)
      let width = Double.random(in: 0.0005...0.4, using: &random)
      for _ in 0..<Int.random(in: 60...400, using: &random) {
        let y = lat + Double.random(in: -1...1, using: &random) * width * (town % 3 == 0 ? 0.1 : 1)
        let x = lon + Double.random(in: -1...1, using: &random) * width
        text += "u\(unit),cotton knitwear,\(y),\(x)\n"
        unit += 1
      }
    }
    let run = try MapRun(text: text, options: ["--formats", "geojson,csv", "--footprint", kind])
    guard let answers = try answers(run) else { return }
    #expect(answers[0].count >= 20, "seed \(seed): \(answers[0].count) clusters tell little")
    #expect(answers[2].count >= 1, "seed \(seed): no belt")
    try expect(run, answers)
  }

  @Test func clustersAcrossTheAntimeridianAndNearThePoleAreReadBack() throws {
    var text = "record_id,product,lat,lon,country\n"
    for unit in 0..<120 {
      let lon = 179.99 + Double(unit % 12) * 0.002
      text += "a\(unit),cotton knitwear,-16.8,\(lon > 180 ? lon - 360 : lon),FJ\n"
      text += "n\(unit),cotton knitwear,\(78.2 + Double(unit % 10) * 0.002),15.6,NO\n"
    }
    let run = try MapRun(text: text, options: ["--formats", "geojson,csv"])
    guard let answers = try answers(run) else { return }
    #expect(answers[0].count == 2)
    try expect(run, answers)
    let areas = try run.table("clusters.csv").column("area_km2").compactMap(Double.init)
    #expect(areas.allSatisfy { $0 < 100 }, "a footprint around the Earth: \(areas)")
  }
}
