import Foundation
import TestSupport
import Testing

/// A stack of records on one badly located PIN does not look like a firm cluster.
@Suite struct StabilityRunTests {
  @Test func aBadPINMakesAClusterUnstable() throws {
    let scratch = try Scratch()
    // Three places that lie tens of kilometres apart for one PIN; one place for the other.
    let pins = try scratch.write(
      "pincode,lat,lon\n641601,11.10,77.34\n641601,11.45,77.34\n641601,10.80,77.60\n641602,11.12,77.35\n",
      to: "pins.csv")
    let gazetteer = scratch.file("pins.kgaz").path
    let built = try Program.run(["gazetteer", "build", "-o", gazetteer, "--pins", pins, "--quiet"])
    #expect(built.status == 0, Comment(rawValue: built.messages))
    func cluster(_ pin: String) throws -> (stability: Double, uncertainty: Double) {
      let rows = (0..<130).map { "u\($0),cotton knitwear,\(pin)" }.joined(separator: "\n")
      let register = try scratch.write("record_id,product,pincode\n\(rows)\n", to: "\(pin).csv")
      let run = try MapRun([register], options: ["--gazetteer", gazetteer])
      let found = try #require(try run.clusters().first)
      #expect(try run.clusters().count == 1 && found["status"] == "cluster" && found["units"] == "130")
      return (
        try #require(Double(found["stability"] ?? "")), try #require(Double(found["uncertainty_km"] ?? ""))
      )
    }
    let (good, bad) = (try cluster("641602"), try cluster("641601"))
    #expect(good.stability == 1 && good.uncertainty < 10)
    #expect(bad.stability < 0.5 && bad.uncertainty > 25)
  }
}
