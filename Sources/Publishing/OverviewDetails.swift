import Glibc
import Model

/// What helps to read the overview: graticule, names, scale.
extension OverviewLayout {
  /// Degrees between two lines of the graticule: about six across the map.
  private var step: Double {
    let span = max(frame.north - frame.south, frame.east - frame.west)
    return [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30].first { span / $0 <= 8 } ?? 45
  }

  private func values(_ from: Double, _ to: Double) -> [Double] {
    Array(stride(from: (from / step).rounded(.up), through: (to / step).rounded(.down), by: 1)).map { $0 * step }
  }

  /// Room around the extent, so that lines reach the corners of the frame.
  private var reach: Double { 0.5 * max(frame.north - frame.south, frame.east - frame.west) }

  var graticule: [PaperMark] {
    let style = PaperStyle(stroke: "#e3dfd4", width: 1)
    let (south, north) = (max(-89, frame.south - reach), min(89, frame.north + reach))
    let (west, east) = (frame.west - reach, frame.east + reach)
    let meridians = values(west, east).map { lon in
      (0...24).map { frame.point(latitude: south + (north - south) * Double($0) / 24, longitude: lon) }
    }
    let parallels = values(south, north).map { lat in
      (0...24).map { frame.point(latitude: lat, longitude: west + (east - west) * Double($0) / 24) }
    }
    return [.shape(meridians + parallels, closed: false, style)]
  }

  /// Degrees at the bottom edge for meridians and at the right edge for parallels, where the lines leave the frame.
  var graticuleLabels: [PaperMark] {
    var marks: [PaperMark] = []
    let style = PaperText(size: 12, colour: "#7b776d", anchor: .middle, halo: true)
    for lon in values(frame.west, frame.east) {
      guard let x = crossing({ frame.point(latitude: $0, longitude: lon) }, along: \.y, at: frame.box.bottom)?.x,
        x > frame.box.left + 20, x < frame.box.right - 20
      else { continue }
      marks.append(.text(degrees(lon, "E", "W"), at: PaperPoint(x: x, y: frame.box.bottom - 6), style))
    }
    for lat in values(frame.south, frame.north) {
      guard
        let y = crossing(
          { frame.point(latitude: lat, longitude: $0) }, along: \.x, at: frame.box.right, longitudes: true)?.y,
        y > frame.box.top + 20, y < frame.box.bottom - 20
      else { continue }
      var right = style
      right.anchor = .end
      marks.append(.text(degrees(lat, "N", "S"), at: PaperPoint(x: frame.box.right - 6, y: y - 4), right))
    }
    return marks
  }

  /// The point of a line of the graticule where its coordinate on paper equals `edge`, by halving.
  private func crossing(
    _ line: (Double) -> PaperPoint, along: KeyPath<PaperPoint, Double>, at edge: Double, longitudes: Bool = false
  ) -> PaperPoint? {
    var low = longitudes ? frame.west - reach : max(-89, frame.south - reach)
    var high = longitudes ? frame.east + reach : min(89, frame.north + reach)
    func isBefore(_ value: Double) -> Bool { line(value)[keyPath: along] < edge }
    let start = isBefore(low)
    guard start != isBefore(high) else { return nil }
    for _ in 0..<40 {
      let middle = (low + high) / 2
      if isBefore(middle) == start { low = middle } else { high = middle }
    }
    return line(low)
  }

  private func degrees(_ value: Double, _ positive: String, _ negative: String) -> String {
    "\(PropertyValue.rounded(abs(value), digits: 2).plain)° \(value < 0 ? negative : positive)"
  }

  /// Names of the places with the largest clusters, each with the product that leads there.
  var labels: [PaperMark] {
    var seen: Set<String> = []
    var named: [(feature: ClusterFeature, product: String)] = []
    for feature in features where named.count < parameters.overviewLabels {
      let place = feature.properties.text(.place)
      let key = "\(place)|\(feature.properties.text(.district))|\(feature.properties.text(.state))"
      guard !place.isEmpty, seen.insert(key).inserted, frame.shows(frame.point(feature.centre)) else { continue }
      named.append((feature, TextWidth.fitted(feature.properties.text(.product), size: 11.5, limit: 150)))
    }
    let requests = named.map { feature, product in
      LabelPlacement.Request(
        centre: frame.point(feature.centre), radius: radius(feature),
        width: max(
          TextWidth.estimate(feature.properties.text(.place), size: 14, bold: true),
          TextWidth.estimate(product, size: 11.5)),
        height: 30)
    }
    let obstacles = zip(features, positions()).map { LabelPlacement.Obstacle(centre: $1, radius: radius($0)) }
    let inner = PaperBox(
      left: frame.box.left + 6, top: frame.box.top + 6, width: frame.box.width - 12, height: frame.box.height - 64)
    let boxes = LabelPlacement.place(requests, around: obstacles, in: inner)
    var marks: [PaperMark] = []
    for ((feature, product), box) in zip(named, boxes) {
      guard let box else { continue }
      let centre = frame.point(feature.centre).x
      let anchor: PaperText.Anchor = box.left > centre ? .start : box.right < centre ? .end : .middle
      let x = anchor == .start ? box.left : anchor == .end ? box.right : box.left + box.width / 2
      let first = PaperText(size: 14, bold: true, colour: parameters.colours.ink, anchor: anchor, halo: true)
      let second = PaperText(size: 11.5, colour: "#4a4f56", anchor: anchor, halo: true)
      marks.append(.text(feature.properties.text(.place), at: PaperPoint(x: x, y: box.top + 13), first))
      marks.append(.text(product, at: PaperPoint(x: x, y: box.top + 26.5), second))
    }
    return marks
  }

  /// A bar of a round number of kilometres, about a fifth of the frame, true at the middle of the map.
  var scaleBar: [PaperMark] {
    let wanted = frame.box.width / 5 * frame.kilometresPerPixel
    let power = pow(10, floor(log10(wanted)))
    let length = ([5, 2, 1].first { $0 * power <= wanted } ?? 1) * power
    let x = frame.box.left + 18
    let y = frame.box.bottom - 32
    let half = length / frame.kilometresPerPixel / 2
    let ink = parameters.colours.ink
    let text = PaperText(size: 12.5, colour: ink, halo: true)
    return [
      Self.rectangle(PaperBox(left: x, top: y, width: half, height: 6), PaperStyle(fill: ink, stroke: ink)),
      Self.rectangle(
        PaperBox(left: x + half, top: y, width: half, height: 6), PaperStyle(fill: "#ffffff", stroke: ink)),
      .text(
        "\(PropertyValue.rounded(length, digits: 2).plain) km", at: PaperPoint(x: x + 2 * half + 8, y: y + 8), text),
    ]
  }
}
