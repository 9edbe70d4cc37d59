import Model
import Testing

@testable import Publishing

@Suite struct MainRegionTests {
  private func sites(_ places: [(Double, Double, Int64)]) -> SiteLayer {
    SiteLayer(
      lat: places.map { Int32($0.0 * 1e7) }, lon: places.map { Int32($0.1 * 1e7) }, units: places.map(\.2),
      category: places.map { _ in 0 })
  }
  private func at(_ lat: Double, _ lon: Double) -> Coordinate {
    Coordinate(lat: Int32(lat * 1e7), lon: Int32(lon * 1e7))
  }

  @Test func anotherContinentIsFar() {
    let region = MainRegion([], sites([(11, 77, 600), (28, 77, 300), (43.9, 11.1, 250), (-29.7, -51.1, 50)]))
    #expect(region.contains(at(11, 77)) && region.contains(at(20, 78)))
    #expect(region.contains(at(32.5, 74.5)), "a cell beside the region is near")
    #expect(!region.contains(at(43.9, 11.1)) && !region.contains(at(-29.7, -51.1)))
  }

  @Test func withoutAMainRegionEverythingIsNear() {
    // 599 of 1,000 are fewer than two thirds.
    let region = MainRegion([], sites([(11, 77, 599), (43.9, 11.1, 401)]))
    #expect(region.contains(at(43.9, 11.1)))
    #expect(MainRegion([], SiteLayer()).contains(at(0, 0)))
  }

  @Test func aFewMisplacedUnitsJoinNothing() {
    // Cells of 10 degrees from India to Italy, each with less than a thousandth of all units.
    let bridge = stride(from: 15.0, through: 65, by: 10).map { (35.0, $0, Int64(1)) }
    let region = MainRegion([], sites([(28, 77, 9000), (43.9, 11.1, 1000)] + bridge))
    #expect(!region.contains(at(43.9, 11.1)))
    let wide = bridge.map { ($0.0, $0.1, Int64(20)) }
    let joined = MainRegion([], sites([(28, 77, 9000), (43.9, 11.1, 1000)] + wide))
    #expect(joined.contains(at(43.9, 11.1)))
  }

  @Test func theRegionGoesAcrossTheDateLine() {
    let region = MainRegion([], sites([(-18, 178, 500), (-18, -178, 500), (48, 2, 100)]))
    #expect(region.contains(at(-18, 178)) && region.contains(at(-18, -178)) && !region.contains(at(48, 2)))
  }

  @Test func extentLeavesOutWhatIsFar() throws {
    let layer = sites([(11, 77, 600), (28, 73, 300), (43.9, 11.1, 250)])
    let grid = SiteGrid(layer, limit: 1000)
    let region = MainRegion([], layer)
    let extent = try #require(region.extent([], grid))
    #expect(abs(extent.south - 11) < 0.02 && abs(extent.north - 28) < 0.02)
    #expect(abs(extent.west - 73) < 0.02 && abs(extent.east - 77) < 0.02)
    #expect(MainRegion([], SiteLayer()).extent([], SiteGrid(SiteLayer(), limit: 1)) == nil)
  }

  @Test func theOverviewNamesWhatItLeavesOut() {
    var features = [
      feature(
        "near", [.units: .integer(900), .place: .text("Tiruppur"), .name: .text("Knitwear cluster of Tiruppur")]),
      feature("far", [.units: .integer(100), .place: .text("Prato"), .name: .text("Knitwear cluster of Prato")]),
    ]
    features[1].centre = at(43.9, 11.1)
    var contents = contents(features)
    contents.sites = sites([(11, 77, 900), (43.9, 11.1, 100)])
    let layout = OverviewLayout(contents, PublishingParameters())
    #expect(layout.far.map(\.id) == ["far"])
    let svg = text { $0.svg(layout.drawing()) }
    #expect(svg.contains("Outside this map: Knitwear cluster of Prato (100 units)"))
    let data = text { MapData(contents, PublishingParameters()).write(into: &$0) }
    #expect(data.contains("\"far\":[1]"))
    #expect(data.contains("\"home\":[11,77"))
  }
}
