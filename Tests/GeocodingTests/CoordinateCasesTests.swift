import Foundation
import Model
import Spatial
import TestSupport
import Testing

@testable import Geocoding

/// Runs `Tests/Cases/coordinates.csv`, the table that anyone can extend.
@Suite struct CoordinateCasesTests {
  private static let own: Set<String> = [
    "bad-coordinate", "swapped-coordinate", "zero-coordinate", "out-of-country", "coordinate-against-pin",
    "coordinate-against-district",
  ]

  private func geocoder(_ system: String) throws -> Geocoder {
    guard !system.isEmpty else { return Geocoder(gazetteer: try CaseTable.starter.get()) }
    let transform = try CRSTransform(from: system)
    // Registers of the tests name the system "test".
    return Geocoder(
      gazetteer: try CaseTable.starter.get(),
      transforms: ["test": { x, y in transform.toWGS84(x: &x, y: &y) }])
  }

  @Test func everyPairIsReadAsTheTableSays() throws {
    let table = try CaseTable("Tests/Cases/coordinates.csv")
    #expect(table.rows.count >= 60)
    for row in table.rows {
      let fields: [TextField: String] = [
        .latitude: row["latitude"], .longitude: row["longitude"], .district: row["district"], .state: row["state"],
      ]
      let placed = try geocoder(row["crs"]).place(fields, pin: UInt32(row["pin"]))
      #expect(placed.flags.intersection(Self.own) == Set(row.list("flags")), row.comment)
      guard let longitude = Double(row["lon"]), let latitude = Double(row["lat"]) else {
        #expect(placed.level.isEmpty, row.comment)
        #expect(["bad-coordinate", "no-place"].contains(placed.reason), row.comment)
        continue
      }
      #expect(abs(placed.point.longitude - longitude) < 0.001, row.comment)
      #expect(abs(placed.point.latitude - latitude) < 0.001, row.comment)
      let isContradicted = !placed.flags.isDisjoint(with: ["coordinate-against-pin", "coordinate-against-district"])
      if isContradicted, placed.level == "coordinate" {
        #expect(placed.confidence <= 40, row.comment)
        #expect(placed.uncertainty > 50_000, row.comment)
      }
    }
  }
}
