/// Finds the neighbours of cells that are visited in ascending order: one cursor for each run of neighbouring keys only ever
/// moves forward, so that all neighbours of all cells cost time linear in their number, without hashing or searching.
struct CellWalk<P: Position> {
  private let cells: Cells<P>
  private let reach: P.Level
  private let windows: [CellFrame.Window]
  private let cursors: Slab<Int>
  /// The neighbours that `find` found.
  let found: Slab<Int32>

  /// A walk that starts at cell `start`.
  init(_ cells: Cells<P>, reach: P.Level, forward: Bool, from start: Int) {
    self.cells = cells
    self.reach = reach
    windows = cells.frame.windows(forward: forward)
    cursors = Slab(count: windows.count, repeating: 0)
    found = Slab(count: windows.count * 5)
    if start >= cells.count { return }
    for (index, window) in windows.enumerated() {
      let target = cells.keys[start] &+ UInt64(bitPattern: window.low)
      var low = 0
      var high = cells.count
      while low < high {
        let middle = (low + high) / 2
        if cells.keys[middle] < target { low = middle + 1 } else { high = middle }
      }
      cursors[index] = low
    }
  }

  /// Fills `found` with the other cells whose bounds are within reach of those of `cell`, nearer runs first, and returns their
  /// number. Cells must be asked for in ascending order.
  @inline(__always)
  func find(_ cell: Int) -> Int {
    let keys = cells.keys.base
    let boxes = cells.boxes.base
    let cursors = cursors.base
    let found = found.base
    let key = keys[cell]
    let box = boxes[cell]
    var number = 0
    windows.withUnsafeBufferPointer { windows in
      for index in 0..<windows.count {
        let low = key &+ UInt64(bitPattern: windows[index].low)
        let high = key &+ UInt64(bitPattern: windows[index].high)
        var other = cursors[index]
        while keys[other] < low { other &+= 1 }
        cursors[index] = other
        while keys[other] <= high {
          if other != cell, boxes[other].gap(box) <= reach {
            found[number] = Int32(truncatingIfNeeded: other)
            number &+= 1
          }
          other &+= 1
        }
      }
    }
    return number
  }
}

/// Part of a cell whose sites are left for a k-d tree.
struct Remainder: Sendable {
  var cell: Int
  var slots: Range<Int>
}

extension Cells {
  /// The slots of the given cells and of all their neighbours, ascending: all that sites of these cells need be compared with.
  func neighbourhood(of remainders: [Remainder], reach: P.Level) -> [Int32] {
    let isNear = Slab<Bool>(count: count, repeating: false)
    let walk = CellWalk(self, reach: reach, forward: false, from: 0)
    for remainder in remainders {
      isNear.base[remainder.cell] = true
      for index in 0..<walk.find(remainder.cell) { isNear.base[Int(walk.found.base[index])] = true }
    }
    var slots: [Int32] = []
    for cell in 0..<count where isNear.base[cell] { slots += starts.base[cell]..<starts.base[cell + 1] }
    return slots
  }
}
