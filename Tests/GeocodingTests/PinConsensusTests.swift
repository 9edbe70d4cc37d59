import Foundation
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

  @Test func twoThatAgreeCloselyMakeTheCentreAlone() throws {
    // 4 km between offices and GeoNames; the villages lie 9 km from the offices: they agree, but not closely.
    let villages = points(.villages, [(11.0, 77.0), (11.0, 77.0), (11.0, 77.0)])
    let offices = points(.postOffices, [(11.08, 77.0), (11.08, 77.0), (11.08, 77.0)])
    let all = villages + offices + points(.geonamesPostal, [(11.116, 77.0)])
    let verdict = try #require(consensus.verdict(all[...]))
    #expect(verdict.centre.latitude > 11.08 && verdict.centre.latitude < 11.1)
    #expect(verdict.agreeing == [.villages, .postOffices, .geonamesPostal])
    // The radius holds the villages, which tell best what lies under the PIN.
    #expect(verdict.uncertainty > 9_000)
  }

  @Test func oneOfficeAndGeonamesWinOverManyVillages() throws {
    let villages = points(.villages, [(11.2, 77.0), (11.2, 77.01), (11.21, 77.0)])
    let all = villages + points(.postOffices, [(11.0, 77.0)]) + points(.geonamesPostal, [(11.02, 77.0)])
    let verdict = try #require(consensus.verdict(all[...]))
    #expect(verdict.agreeing == [.postOffices, .geonamesPostal])
    #expect(verdict.uncertainty > 20_000)
  }

  @Test func copiesAreNoSecondOpinion() {
    let geonames = points(.geonamesPostal, [(11.0, 77.0)])
    // 11 m, 22 m and 5 km from it.
    let offices = points(.postOffices, [(11.0001, 77.0), (11.0002, 77.0), (11.05, 77.0)])
    let kept = (geonames + offices).withoutCopies(metres: GeocodingParameters().copiedPoint)
    #expect(kept.count == 3)
    #expect(kept.filter { $0.source == .postOffices }.map(\.point.lat) == [110_002_000, 110_500_000])
    var other = offices[0]
    other.pin = 641605
    #expect((geonames + [other]).withoutCopies(metres: 20).count == 2)
  }

  @Test func pointsFarFromTheirDistrictAreRefused() throws {
    let directory = SmallCountry.directory()
    let draft = try StarterGazetteer.draft(directory: directory.path, parameters: GeocodingParameters())
    // Alwarpur stands at 20, 75 with a radius of 30 km: the limit is 75 km.
    func isFar(_ lat: Double, _ district: UInt16) -> Bool? {
      Coordinate(latitude: lat, longitude: 75).map { draft.isFar($0, fromDistrict: district, margin: 15_000) }
    }
    #expect(isFar(20.67, 11) == false)
    #expect(isFar(20.68, 11) == true)
    #expect(isFar(40, 0) == false)
    #expect(isFar(40, 999) == false)
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

@Suite struct DistrictBoundariesTests {
  private let squares = """
    {"type": "FeatureCollection", "features": [
      {"type": "Feature", "properties": {"district": "Alwarpur", "st_nm": "North State", "n": 3, "m": null}, "geometry":
        {"type": "Polygon", "coordinates": [[[74.5, 19.5], [75.5, 19.5], [75.5, 20.5], [74.5, 20.5], [74.5, 19.5]],
          [[74.9, 19.9], [75.0, 19.9], [75.0, 19.95], [74.9, 19.95], [74.9, 19.9]]]}},
      {"type": "Feature", "properties": {"district": "Atlantis", "st_nm": "Nowhere"}, "geometry":
        {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]}}]}
    """

  @Test func tellsTheDistrictOfAPoint() throws {
    let directory = SmallCountry.directory()
    let draft = try StarterGazetteer.draft(directory: directory.path, parameters: GeocodingParameters())
    var resolver = try SourceDistricts(draft: draft, parameters: GeocodingParameters())
    let boundaries = try DistrictBoundaries(path: directory.write("d.geojson", squares), resolver: &resolver)
    #expect(boundaries.count == 1)
    #expect(boundaries.unknown == 1)
    func district(_ lat: Double, _ lon: Double) -> UInt16? {
      Coordinate(latitude: lat, longitude: lon).map { boundaries.district(of: $0) }
    }
    #expect(district(20.0, 75.0) == 11)
    #expect(district(20.6, 75.0) == 0)
    #expect(district(19.92, 74.95) == 0)
    #expect(throws: Failure.self) { try DistrictBoundaries(path: directory.write("x", "[]"), resolver: &resolver) }
  }

  @Test func officesOutsideTheirDistrictDoNotSpeak() throws {
    let directory = SmallCountry.directory()
    // So wide a district that only its boundary tells.
    _ = directory.write(
      "districts.csv", SmallCountry.districts.replacing("Hamirgarh,21.0,76.0,30", with: "Hamirgarh,21.0,76.0,70"))
    var sources = SmallCountry.sources(directory)
    sources.postOffices = directory.write(
      "offices.csv", SmallCountry.offices + "\n201009,Straypur B.O,BO,Delivery,,,,,Hamirgarh,North State,20.0,75.1")
    #expect(try Gazetteer(image: GazetteerBuilder.image(sources).image).place(pin: 201009) != GazetteerFormat.noPlace)
    sources.districts = directory.write("d.geojson", squares)
    let (image, report) = try GazetteerBuilder.image(sources)
    #expect(try Gazetteer(image: image).place(pin: 201009) == GazetteerFormat.noPlace)
    #expect(report.lines.contains("post offices refused: outside their district's boundary: 1"))
  }
}
