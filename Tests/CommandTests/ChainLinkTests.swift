import Foundation
import TestSupport
import Testing

/// Links of chains in a register that holds a few products of industry, far less than a quarter of the groups: what it holds is there,
/// what it does not hold may stand there unseen.
@Suite struct ChainLinkTests {
  private static let register: String = {
    var text = "record_id,product,lat,lon\n"
    for (product, units, lat) in [
      ("cotton knitwear", 120, 11.10), ("textile dyeing", 7, 11.10), ("cotton spinning", 1, 11.10),
      // Beyond the circle around the knitters.
      ("printing press", 9, 11.60),
    ] {
      for unit in 0..<units {
        text +=
          "\(product.prefix(4))\(unit),\(product),\(lat + Double(unit % 11) * 0.003),\(77.34 + Double(unit / 11) * 0.003)\n"
      }
    }
    return text
  }()

  @Test func whatStandsThereIsNamedThoughTheDepthIsUnknown() throws {
    let run = try MapRun(text: Self.register, options: ["--formats", "csv,evidence"])
    let cluster = try #require(try run.clusters().first { $0["product_code"] == "cotton-knitwear" })
    #expect(cluster["chain_present"] == "yarn:1;dyeing-finishing:7")
    #expect(cluster["depth"] == "" && cluster["depth_share"] == "" && cluster["chain_missing"] == "")
    let lines = try run.text("evidence.jsonl").split(separator: "\n").filter { $0.contains("\"chain_link\"") }
    let seen = lines.filter { $0.contains("\"seen\"") }
    #expect(seen.count == 2 && seen[1].contains("\"dyeing-finishing:7\"") && seen[1].contains("a lower bound"))
    #expect(seen.allSatisfy { $0.contains("\"missing\":\"a register of all industries\"") })
    let unseen = try #require(lines.first { $0.contains("\"observed\":\"printing\"") })
    #expect(unseen.contains("\"unobservable\""), "units outside the circle show nothing")

    let page = try Program.run(["explain", run.directory.path, cluster["id"] ?? ""]).output.replacing(/\s+/, with: " ")
    #expect(page.contains("too little of their trades to compare: yarn (1), dyeing finishing (7)."))
    let hidden = try #require(page.split(separator: "Not shown by this register: ").last?.prefix { $0 != "." })
    #expect(hidden.contains("printing") && !hidden.contains("yarn") && !hidden.contains("dyeing"))
  }
}
