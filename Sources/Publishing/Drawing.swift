/// A position on paper in pixels, from the top left.
struct PaperPoint: Equatable {
  var x: Double
  var y: Double
}

/// A box on paper.
struct PaperBox: Equatable {
  var left: Double
  var top: Double
  var width: Double
  var height: Double
  var right: Double { left + width }
  var bottom: Double { top + height }

  func overlaps(_ other: PaperBox) -> Bool {
    left < other.right && other.left < right && top < other.bottom && other.top < bottom
  }
  func contains(_ other: PaperBox) -> Bool {
    left <= other.left && top <= other.top && other.right <= right && other.bottom <= bottom
  }
}

/// How an area is filled and its edge drawn. Colours are `#rrggbb`.
struct PaperStyle: Equatable {
  var fill: String?
  var fillOpacity = 1.0
  var stroke: String?
  var strokeOpacity = 1.0
  var width = 1.0
  /// Lengths of dash and gap; empty for an unbroken line.
  var dash: [Double] = []
}

/// One thing on a printed map.
enum PaperMark: Equatable {
  case dots([PaperPoint], diameter: Double, colour: String, opacity: Double)
  case shape([[PaperPoint]], closed: Bool, PaperStyle)
  case circle(PaperPoint, radius: Double, PaperStyle)
  case text(String, at: PaperPoint, PaperText)
  /// Marks of which only what lies in the box shows.
  case clipped(PaperBox, [PaperMark])
}

/// How text is set; the point of a text lies on its baseline.
struct PaperText: Equatable {
  enum Anchor: String { case start, middle, end }
  var size: Double
  var bold = false
  var colour: String
  var anchor = Anchor.start
  /// Whether a white edge keeps it readable on what lies below.
  var halo = false
}

/// A printed page: marks in the order in which they are drawn.
struct Drawing: Equatable {
  var width: Double
  var height: Double
  var title: String
  var background: String
  var marks: [PaperMark] = []
}
