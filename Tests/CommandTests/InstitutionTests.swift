import Foundation
import TestSupport
import Testing

/// `--institutions`: links of chains that no enterprise register holds.
@Suite struct InstitutionTests {
  private static let register: String = {
    var text = "record_id,product,lat,lon\n"
    for unit in 0..<120 {
      text += "k\(unit),cotton knitwear,\(11.10 + Double(unit % 11) * 0.003),\(77.34 + Double(unit / 11) * 0.003)\n"
    }
    return text
  }()

  private static func links(_ run: MapRun) throws -> [String: String] {
    var links: [String: String] = [:]
    for line in try run.text("evidence.jsonl").split(separator: "\n") where line.contains("\"chain_link\"") {
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      let name = (object?["observed"] as? String ?? "").split(separator: ":").first.map(String.init) ?? ""
      links[name] = object?["value"] as? String
    }
    return links
  }

  @Test func namedInstitutionsAreLinks() throws {
    let scratch = try Scratch()
    var near = "name,lat,lon,role\n"
    for bank in 0..<5 { near += "Bank \(bank),11.11,77.35,finance\n" }
    // One of the others stands far away: a list that names some shows that the role is observed.
    near += "Association,28.6,77.2,association\n"
    let file = try scratch.write(near, to: "institutions.csv")
    let without = try Self.links(MapRun(text: Self.register, options: ["--formats", "csv,evidence"]))
    let with = try Self.links(
      MapRun(text: Self.register, options: ["--formats", "csv,evidence", "--institutions", file]))
    #expect(without["finance"] == "unobservable" && without["association"] == "unobservable")
    #expect(with["finance"] != "unobservable" && with["finance"] != "absent" && with["association"] == "absent")
    #expect(with["training"] == "unobservable")
    let json = try scratch.write(
      #"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"role":"finance"},"geometry":{"type":"#
        + #""MultiPoint","coordinates":[[77.35,11.11],[77.351,11.11],[77.35,11.112],[77.352,11.11],[77.35,11.115]]}}]}"#,
      to: "institutions.geojson")
    let points = try Self.links(
      MapRun(text: Self.register, options: ["--formats", "csv,evidence", "--institutions", json]))
    #expect(points["finance"] == with["finance"])
  }

  @Test(arguments: [
    ("name,lat,lon,role\nBank,11,77,bank\n", "line 2: role must be finance, institution, services, association"),
    ("name,lat,lon\nBank,11,77\n", "found \"\""), ("name,lat,lon,role\n", "holds no point"),
    ("name\nx\n", "lat and lon"),
    (
      #"{"type":"Feature","properties":{"role":"x"},"geometry":{"type":"Point","coordinates":[77,11]}}"#,
      "feature 1: role"
    ),
  ])
  func badListsAreNamed(_ text: String, _ words: String) throws {
    let scratch = try Scratch()
    let file = try scratch.write(text, to: "institutions")
    let register = try scratch.write(Self.register, to: "register.csv")
    let outcome = try Program.run(
      ["map", register, "--institutions", file, "--out", scratch.file("out").path, "--quiet"])
    #expect(outcome.status == 65 && outcome.messages.contains(words), Comment(rawValue: outcome.messages))
  }
}
