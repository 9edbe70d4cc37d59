import Foundation
import Model
import TestSupport
import Testing

@testable import Publishing

@Suite struct MapPageTests {
  private var parameters: PublishingParameters {
    var parameters = PublishingParameters()
    parameters.assetFolder = SharedData.checkout.appending(path: "Config/publishing").path
    return parameters
  }

  /// The page of `contents`, with a stand-in where this machine has no Leaflet.
  private func page(_ contents: MapContents) throws -> String {
    let folder = NSTemporaryDirectory() + "/karkhana-leaflet-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var parameters = parameters
    if !FileManager.default.fileExists(atPath: parameters.leafletFolder) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data("window.L = {};".utf8).write(to: URL(filePath: folder + "/leaflet.js"))
      try Data(".a { background: url(images/a.png) }".utf8).write(to: URL(filePath: folder + "/leaflet.css"))
      parameters.leafletFolder = folder
    }
    let assets = try MapAssets.load(parameters)
    return try text { try MapPage(contents, assets: assets, parameters: parameters).write(into: &$0) }
  }

  private func data(_ page: String) throws -> [String: Any] {
    let start = try #require(page.firstRange(of: "<script type=\"application/json\" id=\"data\">"))
    let end = try #require(page[start.upperBound...].firstRange(of: "</script>"))
    let json = Data(page[start.upperBound..<end.lowerBound].utf8)
    return try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
  }

  @Test func nothingIsLoadedFromElsewhere() throws {
    let page = try page(Fabricated.contents(features: 20, sites: 100))
    #expect(page.contains("default-src 'none'"))
    #expect(!page.contains("{{"))
    // Leaflet's script links to its home page, and can load tiles and icons that we never ask it for: all else is ours.
    let library = try #require(page.firstRange(of: "</script>\n<script>\n"))
    let libraryEnd = try #require(page[library.upperBound...].firstRange(of: "</script>"))
    let ours = page[..<library.upperBound] + page[libraryEnd.lowerBound...]
    for pattern in ["src=", "url(", "@import", "<link", "<img", "<iframe", "fetch(", "XMLHttpRequest", "https://"] {
      let isFound = ours.contains(pattern)
      #expect(!isFound, "the page holds \(pattern)")
    }
    let addresses = ours.replacing("http://www.w3.org/2000/svg", with: "").contains("http://")
    #expect(!addresses, "the page holds an address")
  }

  @Test func textCannotBreakOutOfThePage() throws {
    var contents = contents([feature("x", [.name: .text("</script><script>alert(1)</script>")])])
    contents.run.title = "<b>\"Title\"</b> & more"
    contents.run.notes = ["</script>\u{2028}"]
    let page = try page(contents)
    #expect(page.contains("<title>&lt;b&gt;&quot;Title&quot;&lt;/b&gt; &amp; more</title>"))
    #expect(!page.contains("<script>alert"))
    #expect(!page.contains("\u{2028}"))
    let run = try #require(try data(page)["run"] as? [String: Any])
    #expect(run["notes"] as? [String] == ["</script>\u{2028}"])
  }

  @Test func syntheticDataSaysSo() throws {
    var contents = Fabricated.contents(features: 3, sites: 5, synthetic: true)
    contents.run.syntheticLabel = "Synthetic: planted clusters"
    let run = try #require(try data(try page(contents))["run"] as? [String: Any])
    #expect(run["synthetic"] as? String == "Synthetic: planted clusters")
    contents.run.synthetic = false
    let real = try #require(try data(try page(contents))["run"] as? [String: Any])
    #expect(real["synthetic"] is NSNull)
  }

  @Test func featuresDecodeLargestFirst() throws {
    let contents = Fabricated.contents(features: 60, sites: 300)
    let data = try data(try page(contents))
    #expect(data["count"] as? Int == 60)
    let map = MapData(contents, parameters)
    let columns = try #require(data["columns"] as? [String: [String: Any]])
    func value(_ property: ClusterProperty, _ index: Int) -> String {
      guard let column = columns[property.rawValue] else { return "" }
      let value: Any?
      if let all = column["all"] {
        value = all
      } else if let at = column["at"] as? [Int], let of = column["of"] as? [Any] {
        value = of[at[index]]
      } else {
        value = (column["is"] as? [Any])?[index]
      }
      switch value {
      case let text as String: return text
      case let number as NSNumber: return number.stringValue
      default: return ""
      }
    }
    for (index, feature) in map.features.enumerated() {
      for property in [ClusterProperty.id, .name, .status, .category, .units, .employment, .themes, .country, .looms] {
        #expect(value(property, index) == feature.properties[property].plain)
      }
    }
    #expect(value(.id, 0).hasPrefix("cotton-knitwear-tirupur"))
    var reader = PackedReader(try #require(data["centres"] as? String))
    var (lat, lon) = (0, 0)
    for feature in map.features {
      lat += reader.signed()
      lon += reader.signed()
      #expect(abs(lat * 1000 - Int(feature.centre.lat)) <= 500 && abs(lon * 1000 - Int(feature.centre.lon)) <= 500)
    }
    #expect(reader.isDone)
    let evidence = try #require(data["evidence"] as? [String: Any])
    let lines = try #require(evidence["lines"] as? [[Int]])
    let texts = try #require(evidence["texts"] as? [Any])
    let of = try #require(evidence["of"] as? [[Int]])
    #expect(of.count == 60 && of[0].count == 6)
    #expect(texts[lines[of[0][0]][0]] as? String == "status")
  }

  @Test func shapesAndCellsDecode() throws {
    let contents = Fabricated.contents(features: 12, sites: 500)
    let data = try data(try page(contents))
    var shapes = PackedReader(try #require(data["shapes"] as? String))
    for _ in 0..<12 {
      for _ in 0..<shapes.unsigned() {
        for _ in 0..<shapes.unsigned() {
          let points = shapes.unsigned()
          #expect(points >= 3)
          for _ in 0..<points { _ = (shapes.signed(), shapes.signed()) }
        }
      }
    }
    #expect(shapes.isDone)
    let sites = try #require(data["sites"] as? [String: Any])
    let count = try #require(sites["count"] as? Int)
    #expect(sites["step"] as? Double == 0.01)
    var cells = PackedReader(try #require(sites["cells"] as? String))
    var row = 0
    for _ in 0..<count {
      let down = cells.signed()
      #expect(down >= 0)
      row += down
      _ = cells.signed()
      #expect(cells.unsigned() < 64)
      #expect(cells.unsigned() & 7 < 5)
    }
    #expect(cells.isDone && row > 0)
  }

  @Test func aMapWithTooManyFeaturesKeepsTheLargestAndSaysSo() throws {
    var few = parameters
    few.mapFeatures = 5
    let contents = Fabricated.contents(features: 30, sites: 0)
    let map = MapData(contents, few)
    #expect(map.features.count == 5)
    let least = map.features.compactMap { $0.properties.integer(.units) }.min() ?? 0
    let dropped = contents.features.filter { feature in !map.features.contains { $0.id == feature.id } }
    #expect(dropped.allSatisfy { ($0.properties.integer(.units) ?? 0) <= least })
    let json = text { map.write(into: &$0) }
    #expect(json.contains("\"count\":5,\"total\":30"))
  }

  @Test func anEmptyRunMakesAMap() throws {
    let data = try data(try page(contents([])))
    #expect(data["count"] as? Int == 0)
  }

  @Test func aMissingLeafletNamesItsPackage() {
    var parameters = parameters
    parameters.leafletFolder = "/nowhere"
    let failure = #expect(throws: Failure.self) { try MapAssets.load(parameters) }
    #expect(failure?.kind == .missingInput)
    #expect(failure?.message.contains("libjs-leaflet") == true)
  }

  @Test func theSameContentsGiveTheSameBytes() throws {
    let first = try page(Fabricated.contents(features: 25, sites: 200))
    #expect(try page(Fabricated.contents(features: 25, sites: 200)) == first)
  }
}
