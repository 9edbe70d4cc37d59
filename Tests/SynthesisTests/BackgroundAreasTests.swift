import Testing

@testable import Synthesis

@Suite struct BackgroundAreasTests {
  let parameters: SynthesisParameters

  init() throws { parameters = try RegisterSynthesizerTests.parameters() }

  /// The check of the whole example: at a reach of 8 km no two areas can meet, since towns of different areas are further
  /// apart than the reach and the points that their units stray to.
  @Test func noProductReachesHalfABenchmarkAnywhere() throws {
    let synthesizer = try RegisterSynthesizer(parameters, rows: parameters.rows, seed: 1)
    let area = BackgroundAreas.areas(parameters.places, link: parameters.areaLinkKilometres)
    var units: [[Int]: Int] = [:]
    let tables = synthesizer.tables
    for number in 0..<synthesizer.plan.background {
      let cell = tables.areas.cells[number % tables.areas.cells.count]
      units[[area[Int(cell >> 8)], Int(cell & 0xFF)], default: 0] += 1
    }
    // Half the smallest benchmark is 25 units (handicraft); half of 500 looms are 250, at most two for each unit.
    #expect((units.values.max() ?? 0) < 12)
    #expect((units.values.max() ?? 0) >= 1)
    for first in parameters.places.indices {
      for second in 0..<first where area[first] != area[second] {
        let distance = BackgroundAreas.kilometres(
          parameters.places[first].coordinate, parameters.places[second].coordinate)
        #expect(distance > 14)
      }
    }
  }

  @Test func leavesOutWhatIsPlantedInTheArea() throws {
    let areas = BackgroundAreas(parameters)
    let area = BackgroundAreas.areas(parameters.places, link: parameters.areaLinkKilometres)
    let planted = Set(parameters.planted.flatMap { cluster in cluster.places.map { "\(area[$0]) \(cluster.group)" } })
    for cell in areas.cells {
      let group = parameters.background[Int(cell & 0xFF)].group
      #expect(!planted.contains("\(area[Int(cell >> 8)]) \(group)"))
    }
  }

  /// Two planted clusters of one product must not be able to join.
  @Test func plantedClustersOfOneProductStandApart() {
    for (index, cluster) in parameters.planted.enumerated() {
      for other in parameters.planted[..<index]
      where other.group == cluster.group && other.productionClass == cluster.productionClass {
        for a in cluster.places {
          for b in other.places {
            let distance = BackgroundAreas.kilometres(parameters.places[a].coordinate, parameters.places[b].coordinate)
            #expect(distance > 14.5, "\(cluster.group): \(parameters.places[a].name), \(parameters.places[b].name)")
          }
        }
      }
    }
  }

  @Test func linksTownsByStepsAndOnlyWithinTheDistance() {
    func place(_ longitude: Double) -> SynthesisPlace {
      SynthesisPlace(
        name: "", district: 1, districtName: "", districtAliases: [], stateName: "", stateAliases: [], country: "IN",
        coordinate: .init(latitude: 0, longitude: longitude) ?? .init(lat: 0, lon: 0), radiusKilometres: 1, pins: [],
        isCity: false)
    }
    // One degree is 111.2 km: 0.1 is within 15 km, 0.2 is not.
    let areas = BackgroundAreas.areas([place(0), place(0.4), place(0.1), place(0.2)], link: 15)
    #expect(areas == [0, 1, 0, 0])
  }
}
