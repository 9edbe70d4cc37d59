/// The sites of a set sorted into cells; every site of a cell is within reach of every other one of it.
///
/// A *slot* is the position of a site in this order. Building costs a radix sort: linear time in the number of sites.
struct Cells<P: Position>: Sendable {
  /// Number of sites.
  let slots: Int
  /// Number of cells.
  let count: Int
  /// Site of each slot.
  let sites: Slab<Int32>
  /// Point of each slot.
  let positions: Slab<P>
  /// Weight of each slot.
  let weights: Slab<Int64>
  /// Key of each cell, ascending; behind the last, the greatest integer.
  let keys: Slab<UInt64>
  /// First slot of each cell; behind the last, the number of slots.
  let starts: Slab<Int32>
  /// Total weight of each cell.
  let totals: Slab<Int64>
  /// Bounds of each cell.
  let boxes: Slab<Box<P>>
  /// How keys are made.
  let frame: CellFrame

  /// Cells for sites at `positions` with `weights`; nil when no frame fits them (extent beyond 2^30 cells).
  static func build(_ positions: Slab<P>, weights: Slab<Int64>, reach: Double) -> Cells? {
    if let frame = CellFrame.tangent(positions, reach: reach) {
      let cells = build(positions, weights: weights, frame: frame)
      if cells.areTight(reach: reach) { return cells }
    }
    return CellFrame.alongAxes(positions, reach: reach).map { build(positions, weights: weights, frame: $0) }
  }

  private static func build(_ positions: Slab<P>, weights: Slab<Int64>, frame: CellFrame) -> Cells {
    let siteBits = Int.bitWidth - positions.count.leadingZeroBitCount
    return siteBits + frame.keyBits <= 64
      ? Cells(positions, weights, frame, siteBits, PackedEntry.self)
      : Cells(positions, weights, frame, siteBits, WideEntry.self)
  }

  private init<Entry: CellEntry>(
    _ points: Slab<P>, _ siteWeights: Slab<Int64>, _ frame: CellFrame, _ siteBits: Int, _: Entry.Type
  ) {
    self.frame = frame
    slots = points.count
    let entries = radixSorted(
      Self.entries(points, frame, siteBits, Entry.self), keyBits: frame.keyBits, siteBits: siteBits)
    var distinct = 0
    var previous = UInt64.max
    for slot in 0..<slots {
      let key = entries.base[slot].key(siteBits: siteBits)
      if key != previous { distinct += 1 }
      previous = key
    }
    count = distinct
    sites = Slab(count: slots)
    positions = Slab(count: slots)
    weights = Slab(count: slots)
    keys = Slab(count: distinct + 1)
    starts = Slab(count: distinct + 1)
    totals = Slab(count: distinct)
    boxes = Slab(count: distinct)
    var cell = -1
    previous = UInt64.max
    for slot in 0..<slots {
      let entry = entries.base[slot]
      let key = entry.key(siteBits: siteBits)
      let site = entry.site(siteBits: siteBits)
      let point = points.base[site]
      let weight = siteWeights.base[site]
      sites.base[slot] = Int32(truncatingIfNeeded: site)
      positions.base[slot] = point
      weights.base[slot] = weight
      if key != previous {
        previous = key
        cell &+= 1
        keys.base[cell] = key
        starts.base[cell] = Int32(truncatingIfNeeded: slot)
        totals.base[cell] = weight
        boxes.base[cell] = Box(point)
      } else {
        totals.base[cell] &+= weight
        boxes.base[cell].add(point)
      }
    }
    keys.base[distinct] = UInt64.max
    starts.base[distinct] = Int32(slots)
  }

  private static func entries<Entry: CellEntry>(
    _ points: Slab<P>, _ frame: CellFrame, _ siteBits: Int, _: Entry.Type
  ) -> Slab<Entry> {
    let entries = Slab<Entry>(count: points.count)
    let inverse = 1 / frame.side
    let (first, second) = (frame.directions[0], frame.directions[1])
    let third = frame.directions.count == 3 ? frame.directions[2] : (0, 0, 0)
    let origins = frame.origins + [0]
    let (a, b, c) = (origins[0], origins[1], origins[2])
    let deep = frame.bits.count == 3
    let (secondBits, thirdBits) = (UInt64(frame.bits[1]), deep ? UInt64(frame.bits[2]) : 0)
    for site in 0..<points.count {
      let point = points.base[site]
      var key = UInt64((CellFrame.along(first, point) - a) * inverse) &+ 2
      key = key << secondBits | (UInt64((CellFrame.along(second, point) - b) * inverse) &+ 2)
      if deep { key = key << thirdBits | (UInt64((CellFrame.along(third, point) - c) * inverse) &+ 2) }
      entries.base[site] = Entry(key: key, site: site, siteBits: siteBits)
    }
    return entries
  }

  /// Whether no two sites of a cell are farther apart than the reach, where the frame alone does not make it so.
  private func areTight(reach: Double) -> Bool {
    guard let across = frame.across else { return true }
    // Rounding never makes a cell greater by a hundred-thousandth, nor a product along a direction by a tenth of a millimetre.
    let allowed = max(reach * reach - 2.000_02 * frame.side * frame.side, 0).squareRoot() - 0.1
    for cell in 0..<count {
      var low = Double.infinity
      var high = -Double.infinity
      for slot in Int(starts.base[cell])..<Int(starts.base[cell + 1]) {
        let value = CellFrame.along(across, positions.base[slot])
        low = min(low, value)
        high = max(high, value)
      }
      if high - low > allowed { return false }
    }
    return true
  }
}
