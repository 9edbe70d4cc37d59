import Model
import Spatial
import Tables

/// The points of a table as columns, in an order that puts equal places of one group side by side.
struct PointTable {
  /// Places on Earth by row; empty for planar points.
  private var coordinates: [Coordinate] = []
  /// Planar places by row; empty for points on Earth.
  private var x: [Double] = []
  private var y: [Double] = []
  /// Weights by row; empty without such a column, when every row weighs 1.
  private var weight: [Int64] = []
  /// Number of the group by row, groups in ascending order of their names; empty without such a column.
  private var group: [Int32] = []
  /// Number of rows.
  private(set) var count = 0
  /// Rows by group, then place, then row.
  private(set) var order: [Int32] = []
  private let planar: Bool

  /// The distinct places of one group, ascending.
  struct Sites {
    /// Position in `order` of the first row of each site, then the end of the last.
    var starts: [Int32] = []
    /// Weight of the rows of each site together.
    var weight: [Int64] = []

    /// Number of sites.
    var count: Int { weight.count }

    /// Positions in `order` of the rows of `site`.
    func rows(_ site: Int) -> Range<Int> { Int(starts[site])..<Int(starts[site + 1]) }
  }

  /// Greatest weight of all points together that clustering can count.
  private static let weightLimit: Int64 = 1 << 59

  /// Reads all rows. Fails with 65, naming the line, for a row that cannot be read, and for a coordinate or weight that is
  /// no number or out of range.
  init(_ reader: TableReader, planar: Bool, crs: String?) throws(Failure) {
    self.planar = planar
    let columns = try PointColumns(reader, planar: planar)
    let transform = try crs.map { definition throws(Failure) in try CRSTransform(from: definition) }
    var groups = GroupNames()
    var total: Int64 = 0
    while let batch = try reader.nextBatch(projection: columns.projection) {
      guard count + batch.count < Int(Int32.max) else {
        throw Failure(.data, "\(reader.name) has more than \(Int32.max) points; cluster it in parts.")
      }
      try append(batch, columns, transform, &groups, &total)
    }
    if groups.count > 1 { group = groups.renumbered(group) } else { group = [] }
    order = sortedRows()
  }

  private mutating func append(
    _ batch: RowBatch, _ columns: PointColumns, _ transform: CRSTransform?, _ groups: inout GroupNames,
    _ total: inout Int64
  ) throws(Failure) {
    var (xs, ys) = ([Double](), [Double]())
    xs.reserveCapacity(batch.count)
    ys.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      if batch.rejects[row] != 0 {
        let code = RejectCode(rawValue: batch.rejects[row]) ?? .none
        throw columns.fault(batch, row, "the row cannot be read (\(code.name))")
      }
      xs.append(try columns.number(PointColumns.x, batch, row))
      ys.append(try columns.number(PointColumns.y, batch, row))
      if columns.has(PointColumns.weight) {
        let value = try columns.whole(PointColumns.weight, batch, row)
        weight.append(value)
        total = total.addingReportingOverflow(value).partialValue
        guard value <= Self.weightLimit, total <= Self.weightLimit else {
          throw columns.fault(
            batch, row, "the weights up to here add up to more than \(Self.weightLimit), too great to count")
        }
      }
      if columns.has(PointColumns.group) {
        group.append(groups.number(batch.text(batch.span(PointColumns.group, row))))
      }
    }
    count += batch.count
    if planar {
      // Minus zero is zero.
      for row in 0..<batch.count {
        x.append(xs[row] + 0)
        y.append(ys[row] + 0)
      }
      return
    }
    let (givenX, givenY) = (xs, ys)
    transform?.toWGS84(x: &xs, y: &ys)
    for row in 0..<batch.count {
      guard let coordinate = Coordinate(latitude: ys[row], longitude: xs[row]) else {
        throw columns.fault(
          batch, row,
          transform == nil
            ? "longitude \(givenX[row]), latitude \(givenY[row]) is not on Earth; name the reference system with --crs, or use --planar"
            : "\(givenX[row]), \(givenY[row]) has no place on Earth in the reference system that --crs names")
      }
      coordinates.append(coordinate)
    }
  }

  private func sortedRows() -> [Int32] {
    var order = RowOrder(count: count)
    if planar {
      x.withUnsafeBufferPointer { x in
        y.withUnsafeBufferPointer { y in
          order.sort(bits: 64) { Self.ascending(y[$0]) }
          order.sort(bits: 64) { Self.ascending(x[$0]) }
        }
      }
    } else {
      coordinates.withUnsafeBufferPointer { places in
        order.sort(bits: 32) { UInt64(UInt32(bitPattern: places[$0].lon) ^ 1 << 31) }
        order.sort(bits: 32) { UInt64(UInt32(bitPattern: places[$0].lat) ^ 1 << 31) }
      }
    }
    if !group.isEmpty { group.withUnsafeBufferPointer { group in order.sort(bits: 31) { UInt64(group[$0]) } } }
    return order.rows
  }

  /// Bits that are ordered as unsigned numbers in the way the numbers are.
  @inline(__always)
  private static func ascending(_ number: Double) -> UInt64 {
    let bits = number.bitPattern
    return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
  }

  /// The positions in `order` of each group.
  var groupRanges: [Range<Int>] {
    if group.isEmpty { return count > 0 ? [0..<count] : [] }
    var ranges: [Range<Int>] = []
    var start = 0
    while start < count {
      var end = start
      while end < count, group[Int(order[end])] == group[Int(order[start])] { end += 1 }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// The distinct places of a group.
  func sites(_ range: Range<Int>) -> Sites {
    var sites = Sites()
    for position in range {
      let row = Int(order[position])
      if position == range.lowerBound || !isSamePlace(row, Int(order[position - 1])) {
        sites.starts.append(Int32(position))
        sites.weight.append(0)
      }
      sites.weight[sites.count - 1] += weight.isEmpty ? 1 : weight[row]
    }
    sites.starts.append(Int32(range.upperBound))
    return sites
  }

  private func isSamePlace(_ a: Int, _ b: Int) -> Bool {
    planar ? x[a] == x[b] && y[a] == y[b] : coordinates[a] == coordinates[b]
  }

  /// Where the sites of a group stand on Earth.
  func coordinates(_ sites: Sites) -> [Coordinate] {
    (0..<sites.count).map { coordinates[Int(order[Int(sites.starts[$0])])] }
  }

  /// Where a site of a group stands in the plane.
  func planarPosition(_ sites: Sites, _ site: Int) -> (x: Double, y: Double) {
    let row = Int(order[Int(sites.starts[site])])
    return (x[row], y[row])
  }
}
