import Model
import Testing

@testable import Geocoding

@Suite struct PinConsensusTests {
  private let consensus = PinConsensus(parameters: GeocodingParameters())

  private func points(_ source: PlaceSources, _ places: [(Double, Double)]) -> [PinPoint] {
    places.compactMap { place in
      Coordinate(latitude: place.0, longitude: place.1).map { PinPoint(pin: 641604, source: source, point: $0) }
    }
  }

  @Test func agreementOutvotesAFarSource() throws {
    let all =
      points(.villages, [(11.0, 77.0), (11.01, 77.0), (11.0, 77.01)]) + points(.geonamesPostal, [(11.02, 77.02)])
      + points(.postOffices, [(13.0, 80.0), (13.0, 80.01), (13.01, 80.0)])
    let verdict = try #require(consensus.verdict(all[...]))
    #expect(abs(verdict.centre.latitude - 11.0) < 0.05)
    #expect(verdict.agreeing == [.villages, .geonamesPostal])
    #expect(verdict.heard == [.villages, .geonamesPostal, .postOffices])
  }

  @Test func disputeReachesAsFarAsTheOther() throws {
    let all = points(.villages, [(11.0, 77.0)]) + points(.postOffices, [(12.0, 77.0)])
    let verdict = try #require(consensus.verdict(all[...]))
    #expect(verdict.uncertainty > 105_000)
    #expect(verdict.uncertainty < 120_000)
  }

  @Test func loneSourcesHaveTheirOwnLeastUncertainty() throws {
    let parameters = GeocodingParameters()
    let office = try #require(consensus.verdict(points(.postOffices, [(11, 77)])[...]))
    let geonames = try #require(consensus.verdict(points(.geonamesPostal, [(11, 77)])[...]))
    let village = try #require(consensus.verdict(points(.villages, [(11, 77)])[...]))
    #expect(office.uncertainty == parameters.pinOfficesOnly)
    #expect(geonames.uncertainty == parameters.pinGeonamesOnly)
    #expect(village.uncertainty == parameters.pinUncertainty)
    #expect(consensus.verdict([]) == nil)
  }

  @Test func radiusHoldsNineTenths() {
    let places = (0..<10).compactMap { Coordinate(latitude: Double($0), longitude: 0) }
    let origin = Coordinate(lat: 0, lon: 0)
    let radius = PointStatistics.radius(places, around: origin, percent: 90)
    #expect(abs(radius - Distance.metres(origin, places[8])) < 0.001)
    #expect(PointStatistics.radius([], around: origin, percent: 90) == 0)
    #expect(PointStatistics.median(places) == places[4])
  }
}
