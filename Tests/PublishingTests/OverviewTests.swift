import Foundation
import FoundationXML
import Model
import TestSupport
import Testing

@testable import Publishing

@Suite struct OverviewTests {
  @Test func svgIsWellFormedAndTheSameEachTime() throws {
    let drawing = OverviewLayout(Fabricated.contents(features: 90, sites: 800), PublishingParameters()).drawing()
    let svg = written { $0.svg(drawing) }
    let parser = XMLParser(data: Data(svg))
    #expect(parser.parse())
    let again = OverviewLayout(Fabricated.contents(features: 90, sites: 800), PublishingParameters()).drawing()
    #expect(written { $0.svg(again) } == svg)
    let text = String(decoding: svg, as: UTF8.self)
    #expect(text.contains("Synthetic data"))
    #expect(text.contains(">Tirupur</text>"))
    #expect(!text.contains("nan") && !text.contains("inf"))
  }

  @Test func markupInNamesIsEscaped() {
    var contents = contents([
      feature("x", [.place: .text("A<B & \"C\""), .product: .text("p\u{1}"), .units: .integer(5)])
    ])
    contents.run.title = "<&>"
    let drawing = OverviewLayout(contents, PublishingParameters()).drawing()
    let svg = written { $0.svg(drawing) }
    #expect(XMLParser(data: Data(svg)).parse())
    #expect(String(decoding: svg, as: UTF8.self).contains("A&lt;B &amp; &quot;C&quot;"))
  }

  @Test func pngHasTheSizeOfTheDrawing() throws {
    let drawing = OverviewLayout(Fabricated.contents(features: 10, sites: 50), PublishingParameters()).drawing()
    let png = try DrawingPNG.bytes(drawing)
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    let number = { (at: Int) in png[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(16) == Int(drawing.width) && number(20) == Int(drawing.height.rounded(.up)))
  }

  @Test func nothingOrOnePointStillMakesAPage() {
    for features in [[], [feature("x", [.units: .integer(1), .place: .text("P")])]] {
      let drawing = OverviewLayout(contents(features), PublishingParameters()).drawing()
      #expect(drawing.height > 300 && drawing.height.isFinite)
      #expect(XMLParser(data: Data(written { $0.svg(drawing) })).parse())
    }
  }

  @Test func circlesHaveAreasInProportion() {
    let features = [feature("a", [.units: .integer(4000)]), feature("b", [.units: .integer(1000)])]
    let layout = OverviewLayout(contents(features), PublishingParameters())
    #expect(abs(layout.radius(features[0]) / layout.radius(features[1]) - 2) < 1e-9)
  }

  @Test func circlesOnOnePointStandSideBySide() {
    let radii = [30.0, 22, 22, 9, 5, 5, 2.5, 2.5, 2.5]
    let points = CirclePacking.offsets(radii: radii)
    #expect(points[0] == PaperPoint(x: 0, y: 0))
    for (index, point) in points.enumerated() {
      for other in 0..<index {
        let x = point.x - points[other].x
        let y = point.y - points[other].y
        #expect((x * x + y * y).squareRoot() >= radii[index] + radii[other])
      }
      #expect((point.x * point.x + point.y * point.y).squareRoot() < 80)
    }
    #expect(CirclePacking.offsets(radii: []).isEmpty)
  }

  @Test func albersKeepsAreas() {
    let projection = AlbersProjection(south: 8, north: 36, west: 68, east: 97)
    // A cell of 0.1 by 0.1 degree covers R² · Δλ · Δ(sin φ), wherever it lies.
    for (lat, lon) in [(8.0, 68.0), (20, 80), (35, 97)] {
      let corners = [(lat, lon), (lat, lon + 0.1), (lat + 0.1, lon + 0.1), (lat + 0.1, lon), (lat, lon)]
        .map { projection.project(latitude: $0.0, longitude: $0.1) }
      let area = zip(corners, corners.dropFirst()).reduce(0) { $0 + ($1.0.x * $1.1.y - $1.1.x * $1.0.y) / 2 }
      let true_ =
        AlbersProjection.earthRadius * AlbersProjection.earthRadius * 0.1 * Trigonometry.radiansPerDegree
        * (Trigonometry.sine(degrees: lat + 0.1) - Trigonometry.sine(degrees: lat))
      #expect(abs(area / true_ - 1) < 1e-5)
    }
    let equator = AlbersProjection(south: -10, north: 10, west: 0, east: 20).project(latitude: 5, longitude: 12)
    #expect(equator.x > 0 && equator.y > 0 && equator.x.isFinite)
  }

  @Test func labelsNeverOverlapAndStayInside() {
    let seed: UInt64 = 11
    var generator = SeededGenerator(seed: seed)
    let frame = PaperBox(left: 0, top: 0, width: 800, height: 600)
    let requests = (0..<150).map { _ in
      LabelPlacement.Request(
        centre: PaperPoint(
          x: Double.random(in: 0...800, using: &generator), y: Double.random(in: 0...600, using: &generator)),
        radius: Double.random(in: 2...30, using: &generator), width: Double.random(in: 30...150, using: &generator),
        height: 30)
    }
    let obstacles = requests.map { LabelPlacement.Obstacle(centre: $0.centre, radius: $0.radius) }
    let boxes = LabelPlacement.place(requests, around: obstacles, in: frame)
    #expect(boxes == LabelPlacement.place(requests, around: obstacles, in: frame))
    let placed = boxes.compactMap { $0 }
    #expect(placed.count > 30 && placed.count < 150, "seed \(seed)")
    for (index, box) in placed.enumerated() {
      #expect(frame.contains(box), "seed \(seed)")
      for other in placed[(index + 1)...] { #expect(!box.overlaps(other), "seed \(seed)") }
    }
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (99_999, "99,999"), (123_456, "1,23,456"), (-12_345_678, "-1,23,45,678"),
  ])
  func numbersAreGroupedAsInIndia(_ value: Int, _ expected: String) {
    #expect(GroupedNumber.text(Int64(value)) == expected)
  }

  @Test func textIsCutAndWrapped() {
    #expect(TextWidth.fitted("short", size: 10, limit: 100) == "short")
    let cut = TextWidth.fitted("a much longer text than fits", size: 10, limit: 60)
    #expect(cut.hasSuffix("…") && TextWidth.estimate(cut, size: 10) <= 60)
    let lines = TextWidth.wrapped("one two three four five six seven eight", size: 10, limit: 60, lines: 2)
    #expect(lines.count == 2 && lines.allSatisfy { TextWidth.estimate($0, size: 10) <= 60 })
    #expect(TextWidth.wrapped("", size: 10, limit: 60, lines: 2).isEmpty)
  }
}
