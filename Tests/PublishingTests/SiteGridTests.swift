import Model
import TestSupport
import Testing

@testable import Publishing

@Suite struct SiteGridTests {
  @Test func unitsAreKeptWhateverTheStep() {
    let sites = Fabricated.contents(features: 0, sites: 3000).sites
    let total = sites.units.reduce(0, +)
    for limit in [1, 10, 500, 100_000] {
      let grid = SiteGrid(sites, limit: limit)
      #expect(grid.cells.count <= limit)
      #expect(grid.cells.reduce(0) { $0 + $1.units } == total)
      #expect(zip(grid.cells, grid.cells.dropFirst()).allSatisfy { ($0.row, $0.column) < ($1.row, $1.column) })
    }
  }

  @Test func cellsLieOnBothSidesOfZeroAndOrderDoesNotShow() {
    let sites = SiteLayer(
      lat: [-1, 0, 99_999, -100_000, -1], lon: [-1, 0, 99_999, -100_001, -1], units: [2, 3, 4, 5, 6],
      category: [0, 1, 1, 2, 3])
    let grid = SiteGrid(sites, limit: 100)
    #expect(
      grid.cells == [
        .init(row: -1, column: -2, units: 5, category: 2, centre: Coordinate(lat: -100_000, lon: -100_001)),
        .init(row: -1, column: -1, units: 8, category: 3, centre: Coordinate(lat: -1, lon: -1)),
        .init(row: 0, column: 0, units: 7, category: 1, centre: Coordinate(lat: 57_142, lon: 57_142)),
      ])
    #expect(grid.cells.map(grid.part) == [0 * 8 + 7, 7 * 8 + 7, 4 * 8 + 4])
    let turned = SiteLayer(
      lat: sites.lat.reversed(), lon: sites.lon.reversed(), units: sites.units.reversed(),
      category: sites.category.reversed())
    #expect(SiteGrid(turned, limit: 100).cells == grid.cells)
  }

  @Test(arguments: [(1, 0), (2, 1), (3, 1), (4, 2), (1023, 9), (1024, 10), (40_000, 15), (1 << 40, 15)])
  func sizeClassesAreBinaryLogarithms(_ units: Int, _ expected: Int) {
    #expect(SiteGrid.sizeClass(Int64(units)) == expected)
  }
}
