import Model

/// A drawing as SVG 1.1, written by hand: small, and the same bytes for the same drawing. Lengths have at most one decimal.
extension OutputFile {
  mutating func svg(_ drawing: Drawing) {
    append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"")
    append("\(tenths(drawing.width))\" height=\"\(tenths(drawing.height))\" viewBox=\"0 0 ")
    append(
      "\(tenths(drawing.width)) \(tenths(drawing.height))\" font-family=\"'Noto Sans','DejaVu Sans',sans-serif\">\n")
    append("<title>\(Markup.escaped(drawing.title))</title>\n")
    append("<rect width=\"100%\" height=\"100%\" fill=\"\(drawing.background)\"/>\n")
    var clips = 0
    for mark in drawing.marks { svg(mark, &clips) }
    append("</svg>\n")
  }

  private mutating func svg(_ mark: PaperMark, _ clips: inout Int) {
    switch mark {
    case .dots(let points, let diameter, let colour, let opacity):
      append("<path fill=\"none\" stroke=\"\(colour)\" stroke-opacity=\"\(hundredths(opacity))\" stroke-width=\"")
      append("\(tenths(diameter))\" stroke-linecap=\"round\" d=\"")
      for point in points { append("M\(tenths(point.x)) \(tenths(point.y))h0") }
      append("\"/>\n")
    case .shape(let lines, let closed, let style):
      append("<path d=\"")
      for line in lines {
        for (index, point) in line.enumerated() {
          append(index == 0 ? "M" : "L")
          append("\(tenths(point.x)) \(tenths(point.y))")
        }
        if closed { append("Z") }
      }
      append("\" fill-rule=\"evenodd\"\(attributes(style))/>\n")
    case .circle(let centre, let radius, let style):
      append(
        "<circle cx=\"\(tenths(centre.x))\" cy=\"\(tenths(centre.y))\" r=\"\(tenths(radius))\"\(attributes(style))/>\n")
    case .text(let text, let point, let style):
      append("<text x=\"\(tenths(point.x))\" y=\"\(tenths(point.y))\" font-size=\"\(tenths(style.size))\"")
      if style.bold { append(" font-weight=\"bold\"") }
      if style.anchor != .start { append(" text-anchor=\"\(style.anchor.rawValue)\"") }
      if style.halo {
        append(" stroke=\"#ffffff\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"")
      }
      append(" fill=\"\(style.colour)\">\(Markup.escaped(text))</text>\n")
    case .clipped(let box, let marks):
      clips += 1
      append("<clipPath id=\"c\(clips)\"><rect x=\"\(tenths(box.left))\" y=\"\(tenths(box.top))\" width=\"")
      append(
        "\(tenths(box.width))\" height=\"\(tenths(box.height))\"/></clipPath>\n<g clip-path=\"url(#c\(clips))\">\n")
      for mark in marks { svg(mark, &clips) }
      append("</g>\n")
    }
  }
}

private func attributes(_ style: PaperStyle) -> String {
  var text = " fill=\"\(style.fill ?? "none")\""
  if style.fill != nil, style.fillOpacity < 1 { text += " fill-opacity=\"\(hundredths(style.fillOpacity))\"" }
  guard let stroke = style.stroke else { return text }
  text += " stroke=\"\(stroke)\" stroke-width=\"\(tenths(style.width))\""
  if style.strokeOpacity < 1 { text += " stroke-opacity=\"\(hundredths(style.strokeOpacity))\"" }
  if !style.dash.isEmpty { text += " stroke-dasharray=\"\(style.dash.map(tenths).joined(separator: " "))\"" }
  return text
}

private func tenths(_ value: Double) -> String { PropertyValue.rounded(value, digits: 1).plain }
private func hundredths(_ value: Double) -> String { PropertyValue.rounded(value, digits: 2).plain }
