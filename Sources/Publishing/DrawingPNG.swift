import CCairo
import CPango
import Model

/// A drawing as PNG through cairo, with text set by Pango, which shapes the scripts of India.
struct DrawingPNG: ~Copyable {
  private let surface: OpaquePointer
  private let context: OpaquePointer

  /// The bytes of a PNG of `drawing`, one pixel for each unit; throws `internal` when cairo has no memory for it.
  static func bytes(_ drawing: Drawing) throws(Failure) -> [UInt8] {
    let made = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, Int32(drawing.width.rounded(.up)), Int32(drawing.height.rounded(.up)))
    guard let made, cairo_surface_status(made) == CAIRO_STATUS_SUCCESS, let pen = cairo_create(made) else {
      if let made { cairo_surface_destroy(made) }
      throw Failure(
        .internal, "a picture of \(drawing.width) × \(drawing.height) pixels is too large; lower overview.width")
    }
    let canvas = DrawingPNG(surface: made, context: pen)
    canvas.setColour(drawing.background, 1)
    cairo_paint(pen)
    for mark in drawing.marks { canvas.draw(mark) }
    return try canvas.encoded()
  }

  private init(surface: OpaquePointer, context: OpaquePointer) {
    self.surface = surface
    self.context = context
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  private borrowing func encoded() throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    cairo_surface_flush(surface)
    let status = withUnsafeMutablePointer(to: &bytes) { target in
      cairo_surface_write_to_png_stream(
        surface,
        { target, data, count in
          guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
          target.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, target)
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw Failure(.internal, "cairo cannot encode the picture: \(String(cString: cairo_status_to_string(status)))")
    }
    return bytes
  }

  private borrowing func draw(_ mark: PaperMark) {
    switch mark {
    case .dots(let points, let diameter, let colour, let opacity):
      setColour(colour, opacity)
      cairo_set_line_width(context, diameter)
      cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
      for point in points {
        cairo_move_to(context, point.x, point.y)
        cairo_close_path(context)
      }
      cairo_stroke(context)
      cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
    case .shape(let lines, let closed, let style):
      for line in lines {
        guard let first = line.first else { continue }
        cairo_move_to(context, first.x, first.y)
        for point in line.dropFirst() { cairo_line_to(context, point.x, point.y) }
        if closed { cairo_close_path(context) }
      }
      paint(style)
    case .circle(let centre, let radius, let style):
      cairo_new_sub_path(context)
      cairo_arc(context, centre.x, centre.y, radius, 0, 2 * Double.pi)
      paint(style)
    case .text(let text, let point, let style): draw(text, at: point, style)
    case .clipped(let box, let marks):
      cairo_save(context)
      cairo_rectangle(context, box.left, box.top, box.width, box.height)
      cairo_clip(context)
      for mark in marks { draw(mark) }
      cairo_restore(context)
    }
  }

  /// Fills and strokes the current path, then drops it.
  private borrowing func paint(_ style: PaperStyle) {
    cairo_set_fill_rule(context, CAIRO_FILL_RULE_EVEN_ODD)
    if let fill = style.fill {
      setColour(fill, style.fillOpacity)
      cairo_fill_preserve(context)
    }
    if let stroke = style.stroke {
      setColour(stroke, style.strokeOpacity)
      cairo_set_line_width(context, style.width)
      cairo_set_dash(context, style.dash, Int32(style.dash.count), 0)
      cairo_stroke_preserve(context)
      cairo_set_dash(context, nil, 0, 0)
    }
    cairo_new_path(context)
  }

  private borrowing func draw(_ text: String, at point: PaperPoint, _ style: PaperText) {
    guard let layout = pango_cairo_create_layout(context), let font = pango_font_description_new() else { return }
    defer {
      pango_font_description_free(font)
      g_object_unref(UnsafeMutableRawPointer(layout))
    }
    pango_font_description_set_family(font, "Noto Sans, DejaVu Sans, sans-serif")
    pango_font_description_set_absolute_size(font, style.size * Double(PANGO_SCALE))
    pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
    pango_layout_set_font_description(layout, font)
    pango_layout_set_text(layout, text, -1)
    var width: Int32 = 0
    var height: Int32 = 0
    pango_layout_get_size(layout, &width, &height)
    let full = Double(width) / Double(PANGO_SCALE)
    let shift = style.anchor == .start ? 0 : style.anchor == .end ? full : full / 2
    let baseline = Double(pango_layout_get_baseline(layout)) / Double(PANGO_SCALE)
    cairo_move_to(context, point.x - shift, point.y - baseline)
    if style.halo {
      pango_cairo_layout_path(context, layout)
      setColour("#ffffff", 1)
      cairo_set_line_width(context, 3)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_stroke(context)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_MITER)
      cairo_move_to(context, point.x - shift, point.y - baseline)
    }
    setColour(style.colour, 1)
    pango_cairo_show_layout(context, layout)
    cairo_new_path(context)
  }

  private borrowing func setColour(_ colour: String, _ opacity: Double) {
    let value = Int(colour.dropFirst(), radix: 16) ?? 0
    let part = { (shift: Int) in Double(value >> shift & 255) / 255 }
    cairo_set_source_rgba(context, part(16), part(8), part(0), opacity)
  }
}
