import Foundation
import Model
import TestSupport
import Testing

@testable import Pipeline

/// `explain` of a belt, from the files of a result.
struct BeltPageTests {
  /// A result with one belt of 269 units and the parts given as rows of id, name, status, parent and units.
  private func explain(_ id: String, parts: [String]) throws -> String {
    let scratch = try Scratch()
    let clusters = (["id,name,status,parent_id,units"] + parts).joined(separator: "\n") + "\n"
    try Data(clusters.utf8).write(to: scratch.file("clusters.csv"))
    let belts = """
      {"type":"FeatureCollection","name":"belts","features":[
      {"type":"Feature","id":"belt-hotels-a","properties":{"id":"belt-hotels-a","product":"hotels","units":269,"radius_km":28.655,\
      "name":"Hotels belt of A","product_code":"hotels","district":"North Goa","state":null},"geometry":null}
      ]}
      """
    try Data(belts.utf8).write(to: scratch.file("belts.geojson"))
    return try ExplainJob(directory: scratch.directory.path, id: id).run().split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
  }

  @Test func aBeltNamesItsPartsTheLargestFirst() throws {
    let text = try explain(
      "belt-hotels-a",
      parts: [
        "hotels-b,Hotels cluster of B,potential,belt-hotels-a,60",
        "hotels-a,Hotels cluster of A,cluster,belt-hotels-a,120",
        "hotels-c,Hotels cluster of C,cluster,,500",
      ])
    #expect(text.contains("North Goa, belt"))
    #expect(text.contains("269 units of hotels"))
    #expect(text.contains("reach 29 km from their centre"))
    #expect(
      text.contains(
        "- Hotels cluster of A: cluster, 120 units (hotels-a) - Hotels cluster of B: potential cluster, 60 units (hotels-b)"
      ))
    #expect(text.contains("The other 89 units"))
    #expect(!text.contains("hotels-c"))
  }

  @Test func aBeltWithoutPublishedPartsSaysSo() throws {
    #expect(try explain("belt-hotels-a", parts: ["x,X,cluster,,5"]).contains("None of them is published"))
  }

  @Test func anUnknownBeltIsMissingInput() {
    let failure = #expect(throws: Failure.self) { try explain("belt-hotels-z", parts: ["x,X,cluster,,5"]) }
    #expect(failure?.kind == .missingInput && failure?.message.contains("belt-hotels-z") == true)
  }
}
