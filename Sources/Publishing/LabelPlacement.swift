/// Where names stand on a printed map: greedily, the most important first, never over one another.
///
/// Each label tries eight places around its circle (Imhof 1975; right of it first) and takes the one that covers the fewest
/// circles; a label for which every place touches an earlier label or leaves the frame is left out. The result follows from
/// the order of the requests alone.
enum LabelPlacement {
  /// A label that wants to stand beside a circle.
  struct Request: Equatable {
    var centre: PaperPoint
    var radius: Double
    var width: Double
    var height: Double
  }
  /// A circle that labels should not cover.
  struct Obstacle: Equatable {
    var centre: PaperPoint
    var radius: Double
  }

  /// A box for each request, or nil. O(requests · (requests + obstacles)).
  static func place(_ requests: [Request], around obstacles: [Obstacle], in frame: PaperBox) -> [PaperBox?] {
    var taken: [PaperBox] = []
    return requests.map { request in
      var best: (cost: Int, box: PaperBox)?
      for box in candidates(request) where frame.contains(box) && !taken.contains(where: box.overlaps) {
        let cost = obstacles.reduce(0) { $0 + (covers(box, $1) ? 1 : 0) }
        if cost < best?.cost ?? Int.max { best = (cost, box) }
      }
      if let box = best?.box { taken.append(box) }
      return best?.box
    }
  }

  private static func candidates(_ request: Request) -> [PaperBox] {
    let gap = request.radius + 3
    let slant = gap * 0.72
    let (width, height) = (request.width, request.height)
    let right = request.centre.x + gap
    let left = request.centre.x - gap - width
    let offsets: [(Double, Double)] = [
      (right, request.centre.y - height / 2), (left, request.centre.y - height / 2),
      (request.centre.x - width / 2, request.centre.y - gap - height),
      (request.centre.x - width / 2, request.centre.y + gap),
      (request.centre.x + slant, request.centre.y - slant - height),
      (request.centre.x + slant, request.centre.y + slant),
      (request.centre.x - slant - width, request.centre.y - slant - height),
      (request.centre.x - slant - width, request.centre.y + slant),
    ]
    return offsets.map { PaperBox(left: $0.0, top: $0.1, width: width, height: height) }
  }

  private static func covers(_ box: PaperBox, _ circle: Obstacle) -> Bool {
    let x = circle.centre.x - min(max(circle.centre.x, box.left), box.right)
    let y = circle.centre.y - min(max(circle.centre.y, box.top), box.bottom)
    return x * x + y * y < circle.radius * circle.radius
  }
}
