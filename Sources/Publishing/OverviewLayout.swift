import Model

/// The overview put together: what stands where on the page.
struct OverviewLayout {
  let contents: MapContents
  let parameters: PublishingParameters
  let frame: OverviewFrame
  let grid: SiteGrid
  /// The features of the main level, largest first.
  let features: [ClusterFeature]
  /// Those of `features` that stand too far from the rest to be on the page, largest first.
  let far: [ClusterFeature]
  /// Radius of a circle in pixels = `scale` · √units, at least `leastRadius`: area proportional to units.
  let scale: Double
  static let leastRadius = 2.5
  static let margin = 36.0
  static let legendWidth = 310.0
  static let gap = 28.0

  init(_ contents: MapContents, _ parameters: PublishingParameters) {
    self.contents = contents
    self.parameters = parameters
    // Where clusters stand at two levels, families would hide the product clusters inside them.
    let hasProducts = contents.features.contains { $0.properties.text(.level) == "product" }
    features = contents.features.filter { !hasProducts || $0.properties.text(.level) == "product" }
      .sorted { a, b in
        let left = a.properties.integer(.units) ?? 0
        let right = b.properties.integer(.units) ?? 0
        return left != right ? left > right : precedes(a.id, b.id)
      }
    grid = SiteGrid(contents.sites, limit: parameters.overviewCells)
    let width = Double(parameters.overviewWidth) - 2 * Self.margin - Self.legendWidth - Self.gap
    let region = MainRegion(features, contents.sites)
    far = features.filter { !region.contains($0.centre) }
    frame = OverviewFrame(
      features: features, sites: grid, region: region, boundaries: contents.boundaries, left: Self.margin,
      top: contents.run.synthetic ? 140 : 104, width: width)
    // The circles together cover at most a twelfth of the frame, unless that made even the largest tiny; few units make none large.
    let sizes = features.filter { region.contains($0.centre) }.map { Double($0.properties.integer(.units) ?? 0) }
    let units = sizes.reduce(0, +)
    let largest = sizes.first ?? 1
    let wanted = min(
      parameters.overviewLargestRadius / max(1, largest).squareRoot(),
      (frame.box.width * frame.box.height / 12 / (Double.pi * max(1, units))).squareRoot())
    scale = min(2.4, max(wanted, parameters.overviewLargestRadius / 3 / max(1, largest).squareRoot()))
  }

  /// Where the circle of each of `features` stands: at its centre, or beside it where a larger cluster has the same centre.
  func positions() -> [PaperPoint] {
    var groups: [Coordinate: [Int]] = [:]
    for (index, feature) in features.enumerated() { groups[feature.centre, default: []].append(index) }
    var points = features.map { frame.point($0.centre) }
    for indices in groups.values where indices.count > 1 {
      for (index, offset) in zip(indices, CirclePacking.offsets(radii: indices.map { radius(features[$0]) })) {
        points[index].x += offset.x
        points[index].y += offset.y
      }
    }
    return points
  }

  /// Radius of the circle of a feature in pixels.
  func radius(_ feature: ClusterFeature) -> Double {
    max(Self.leastRadius, scale * Double(max(0, feature.properties.integer(.units) ?? 0)).squareRoot())
  }

  /// How the circle of a status and a colour is drawn: filled, hollow, or dashed.
  static func style(_ status: String, _ colour: String) -> PaperStyle {
    switch status {
    case "cluster": PaperStyle(fill: colour, fillOpacity: 0.55, stroke: colour, width: 1.2)
    case "potential": PaperStyle(fill: "#ffffff", fillOpacity: 0.5, stroke: colour, width: 1.8)
    default: PaperStyle(fill: "#ffffff", fillOpacity: 0.5, stroke: colour, width: 1.8, dash: [4, 3])
    }
  }

  func colour(_ feature: ClusterFeature) -> String {
    let category = Category.allCases.first { $0.name == feature.properties.text(.category) }
    return category.map { parameters.colours.categories[Int($0.rawValue)] } ?? parameters.colours.ink
  }

  /// The whole page.
  func drawing() -> Drawing {
    let lines = footer
    let height = frame.box.bottom + 34 + 18 * Double(max(2, lines.count))
    var drawing = Drawing(
      width: Double(parameters.overviewWidth), height: height, title: contents.run.title, background: "#ffffff")
    drawing.marks += heading
    let outline = PaperStyle(stroke: "#b9b4a8", width: 1)
    let ground = PaperStyle(fill: parameters.colours.ground)
    drawing.marks.append(Self.rectangle(frame.box, ground))
    drawing.marks.append(.clipped(frame.box, graticule + boundaryLines + dots + beltShapes + circles))
    drawing.marks += graticuleLabels + labels + scaleBar
    drawing.marks.append(Self.rectangle(frame.box, outline))
    drawing.marks += OverviewLegend(self).marks
    drawing.marks += lines.enumerated().map { index, line in
      .text(
        line, at: PaperPoint(x: Self.margin, y: frame.box.bottom + 32 + 18 * Double(index)),
        PaperText(size: 13, colour: "#5c6169"))
    }
    return drawing
  }

  static func rectangle(_ box: PaperBox, _ style: PaperStyle) -> PaperMark {
    let corners = [
      PaperPoint(x: box.left, y: box.top), PaperPoint(x: box.right, y: box.top),
      PaperPoint(x: box.right, y: box.bottom),
      PaperPoint(x: box.left, y: box.bottom),
    ]
    return .shape([corners], closed: true, style)
  }

  private var heading: [PaperMark] {
    let run = contents.run
    let ink = parameters.colours.ink
    let width = Double(parameters.overviewWidth) - 2 * Self.margin
    let title = TextWidth.fitted(run.title, size: 34, bold: true, limit: width)
    var marks: [PaperMark] = [
      .text(title, at: PaperPoint(x: Self.margin, y: 56), PaperText(size: 34, bold: true, colour: ink)),
      .text(subtitle, at: PaperPoint(x: Self.margin, y: 84), PaperText(size: 17, colour: "#5c6169")),
    ]
    if run.synthetic {
      let band = PaperBox(left: Self.margin, top: 98, width: width, height: 30)
      marks.append(Self.rectangle(band, PaperStyle(fill: "#fbe9d3", stroke: "#eac89b")))
      let text = TextWidth.fitted(run.syntheticLabel, size: 16, bold: true, limit: width - 24)
      marks.append(
        .text(text, at: PaperPoint(x: band.left + 12, y: 119), PaperText(size: 16, bold: true, colour: "#6b2d00")))
    }
    return marks
  }

  private var subtitle: String {
    func count(_ status: String) -> Int64 {
      Int64(features.count { $0.properties.text(.status) == status })
    }
    let clusters = count("cluster")
    var parts = [
      clusters == 0 ? "no cluster" : clusters == 1 ? "1 cluster" : "\(GroupedNumber.text(clusters)) clusters"
    ]
    for status in ["potential", "undetermined"] where count(status) > 0 {
      parts.append("\(GroupedNumber.text(count(status))) \(status)")
    }
    if contents.run.ledger.rowsRead > 0 {
      parts.append("from \(GroupedNumber.text(Int64(contents.run.ledger.rowsRead))) rows read")
    }
    return parts.joined(separator: " · ")
  }

  private var circles: [PaperMark] {
    zip(features, positions()).map { feature, point in
      .circle(
        point, radius: radius(feature),
        Self.style(feature.properties.text(.status), colour(feature)))
    }
  }

  private var dots: [PaperMark] {
    var classes: [Int: [PaperPoint]] = [:]
    for cell in grid.cells {
      let point = frame.point(cell.centre)
      if frame.shows(point) { classes[SiteGrid.sizeClass(cell.units) / 2, default: []].append(point) }
    }
    // The more dots, the fainter each, so that the ground stays quiet.
    let opacity = 0.45 * min(1, max(0.4, (8000 / Double(max(1, grid.cells.count))).squareRoot()))
    return classes.sorted { $0.key < $1.key }.map { size, points in
      let grown = Double(min(size, 5))
      return .dots(
        points, diameter: 1.3 + 0.5 * grown, colour: parameters.colours.dot, opacity: opacity + 0.07 * grown)
    }
  }

  private var beltShapes: [PaperMark] {
    let colour = parameters.colours.belt
    let style = PaperStyle(
      fill: colour, fillOpacity: 0.04, stroke: colour, strokeOpacity: 0.9, width: 1.4, dash: [8, 4])
    return contents.belts.map { belt in
      .shape(belt.footprint.polygons.joined().map { $0.dropLast().map(frame.point) }, closed: true, style)
    }
  }

  private var boundaryLines: [PaperMark] {
    guard let boundaries = contents.boundaries?.simplified(limit: parameters.boundaryPoints) else { return [] }
    let style = PaperStyle(stroke: parameters.colours.boundary, width: 0.8)
    return [.shape(boundaries.lines.map { $0.map(frame.point) }, closed: false, style)]
  }

  /// What stands outside the map, at most two lines, and the attribution, at most two.
  private var footer: [String] {
    let limit = Double(parameters.overviewWidth) - 2 * Self.margin
    var lines: [String] = []
    if !far.isEmpty {
      let names = far.map { feature in
        let name = feature.properties.text(.name)
        return
          "\(name.isEmpty ? feature.id : name) (\(GroupedNumber.text(feature.properties.integer(.units) ?? 0)) units)"
      }
      lines += TextWidth.wrapped("Outside this map: \(names.joined(separator: ", "))", size: 13, limit: limit, lines: 2)
    }
    let sources = contents.run.attributions.joined(separator: " · ")
    return lines + (sources.isEmpty ? [] : TextWidth.wrapped(sources, size: 13, limit: limit, lines: 2))
  }
}
