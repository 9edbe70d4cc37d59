import Model
import Testing

@testable import Pipeline

/// What `--near` takes for a position, and the test whether a footprint holds it.
@Suite struct NearPointTests {
  @Test func longitudeComesFirst() throws {
    #expect(try NearJob.coordinate("77.34,11.11") == Coordinate(lat: 111_100_000, lon: 773_400_000))
    #expect(try NearJob.coordinate(" -3.5 , 40 ") == Coordinate(lat: 400_000_000, lon: -35_000_000))
    #expect(try NearJob.coordinate("180,-90") == Coordinate(lat: -900_000_000, lon: 1_800_000_000))
  }

  @Test(arguments: ["", "77.34", "77.34,11.11,5", "east,north", "77.34;11.11", "nan,3", "inf,3", "77.34,"])
  func whatIsNoPair(text: String) {
    #expect { try NearJob.coordinate(text) } throws: { error in
      (error as? Failure)?.kind == .usage && "\(error)".contains("such as 77.34,11.11")
    }
  }

  @Test func exchangedNumbersAreTold() {
    #expect { try NearJob.coordinate("11.1,139.7") } throws: { "\($0)".contains("longitude first") }
    #expect { try NearJob.coordinate("11.1,180.1") } throws: { !"\($0)".contains("longitude first") }
    #expect { try NearJob.coordinate("180.1,11.1") } throws: { "\($0)".contains("from -180 to 180") }
  }

  @Test func aHoleIsOutside() {
    func square(_ a: Double, _ b: Double) -> [[Double]] { [[a, a], [b, a], [b, b], [a, b], [a, a]] }
    let rings = [square(0, 10), square(4, 6)]
    func holds(_ lon: Double, _ lat: Double) -> Bool {
      Coordinate(latitude: lat, longitude: lon).map { RunResult.holds(rings, $0) } ?? false
    }
    #expect(holds(2, 2) && holds(9.9, 5) && holds(5, 7))
    #expect(!holds(5, 5) && !holds(11, 5) && !holds(-1, 5) && !holds(5, 10.1))
  }
}
