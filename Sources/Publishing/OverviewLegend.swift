import Model

/// The column beside the overview: what the signs mean, and the largest clusters by name.
struct OverviewLegend {
  private let layout: OverviewLayout
  private let left: Double
  private let ink: String
  private let quiet = "#5c6169"

  init(_ layout: OverviewLayout) {
    self.layout = layout
    left = layout.frame.box.right + OverviewLayout.gap
    ink = layout.parameters.colours.ink
  }

  /// The marks, from the top of the frame down to its bottom.
  var marks: [PaperMark] {
    var marks: [PaperMark] = []
    var y = layout.frame.box.top + 14
    if !layout.features.isEmpty { section("Category", &y, &marks) }
    for category in Category.allCases {
      guard layout.features.contains(where: { $0.properties.text(.category) == category.name }) else { continue }
      let colour = layout.parameters.colours.categories[Int(category.rawValue)]
      entry(
        category.name.prefix(1).uppercased() + category.name.dropFirst(), OverviewLayout.style("cluster", colour), &y,
        &marks)
    }
    if !layout.features.isEmpty { section("Status", &y, &marks) }
    for (status, text) in [
      ("cluster", "Cluster"), ("potential", "Potential cluster"), ("undetermined", "Undetermined: a column is missing"),
    ] where layout.features.contains(where: { $0.properties.text(.status) == status }) {
      entry(text, OverviewLayout.style(status, "#444a52"), &y, &marks)
    }
    if !layout.features.isEmpty { section("Units (area of the circle)", &y, &marks) }
    sizes(&y, &marks)
    section("Ground", &y, &marks)
    let point = PaperPoint(x: left + 11, y: y - 5)
    marks.append(.dots([point], diameter: 3, colour: layout.parameters.colours.dot, opacity: 0.9))
    marks.append(.text("Located units", at: PaperPoint(x: left + 32, y: y), PaperText(size: 15, colour: ink)))
    y += 24
    if !layout.contents.belts.isEmpty {
      let box = PaperBox(left: left + 1, top: y - 13, width: 20, height: 14)
      let colour = layout.parameters.colours.belt
      marks.append(
        OverviewLayout.rectangle(
          box, PaperStyle(fill: colour, fillOpacity: 0.1, stroke: colour, width: 1.4, dash: [5, 3])))
      marks.append(.text("Belt (wide area)", at: PaperPoint(x: left + 32, y: y), PaperText(size: 15, colour: ink)))
      y += 24
    }
    largest(&y, &marks)
    return marks
  }

  private func section(_ title: String, _ y: inout Double, _ marks: inout [PaperMark]) {
    if !marks.isEmpty { y += 14 }
    marks.append(.text(title, at: PaperPoint(x: left, y: y), PaperText(size: 15, bold: true, colour: ink)))
    y += 26
  }

  private func entry(_ text: String, _ style: PaperStyle, _ y: inout Double, _ marks: inout [PaperMark]) {
    marks.append(.circle(PaperPoint(x: left + 11, y: y - 5), radius: 8, style))
    marks.append(.text(text, at: PaperPoint(x: left + 32, y: y), PaperText(size: 15, colour: ink)))
    y += 24
  }

  /// Up to three circles of round numbers of units, nested.
  private func sizes(_ y: inout Double, _ marks: inout [PaperMark]) {
    let most = layout.features.first?.properties.integer(.units) ?? 0
    var steps: [(units: Int64, radius: Double)] = []
    var power: Int64 = 1_000_000_000
    while power >= 1, steps.count < 3 {
      for units in [5 * power, 2 * power, power] where units <= most && steps.count < 3 {
        let radius = layout.scale * Double(units).squareRoot()
        if radius >= OverviewLayout.leastRadius, (steps.last?.radius ?? .infinity) - radius >= 8 {
          steps.append((units, radius))
        }
      }
      power /= 10
    }
    guard let top = steps.first?.radius else { return }
    y -= 6
    let style = PaperStyle(stroke: "#444a52", width: 1)
    for step in steps {
      let edge = y + 2 * (top - step.radius)
      marks.append(.circle(PaperPoint(x: left + top, y: edge + step.radius), radius: step.radius, style))
      let ends = [PaperPoint(x: left + top, y: edge), PaperPoint(x: left + 2 * top + 16, y: edge)]
      marks.append(.shape([ends], closed: false, PaperStyle(stroke: "#9b978d", width: 1, dash: [2, 2])))
      let text = PaperText(size: 13.5, colour: ink)
      marks.append(.text(GroupedNumber.text(step.units), at: PaperPoint(x: left + 2 * top + 22, y: edge + 5), text))
    }
    y += 2 * top + 24
  }

  /// The largest clusters, as many as the column still holds.
  private func largest(_ y: inout Double, _ marks: inout [PaperMark]) {
    let clusters = layout.features.filter { $0.properties.text(.status) == "cluster" }
    guard !clusters.isEmpty, y + 70 < layout.frame.box.bottom else { return }
    section("Largest clusters, units", &y, &marks)
    for cluster in clusters.prefix(30) where y + 22 < layout.frame.box.bottom {
      let units = GroupedNumber.text(cluster.properties.integer(.units) ?? 0)
      let properties = cluster.properties
      let place = properties.text(.place)
      let full = place.isEmpty ? properties.text(.name) : "\(place): \(properties.text(.product))"
      let text = TextWidth.fitted(full, size: 13.5, limit: OverviewLayout.legendWidth - 84)
      let style = OverviewLayout.style("cluster", layout.colour(cluster))
      marks.append(.circle(PaperPoint(x: left + 6, y: y - 4.5), radius: 5, style))
      marks.append(.text(text, at: PaperPoint(x: left + 19, y: y), PaperText(size: 13.5, colour: ink)))
      let number = PaperText(size: 13.5, colour: quiet, anchor: .end)
      marks.append(.text(units, at: PaperPoint(x: left + OverviewLayout.legendWidth, y: y), number))
      y += 22
    }
  }
}
