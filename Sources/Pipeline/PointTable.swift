import Glibc
import Model
import Spatial
import Tables

/// The points of a table as columns, in an order that puts equal places of one group side by side.
struct PointTable {
  /// Longitudes or x, by row.
  private(set) var x: [Double] = []
  /// Latitudes or y, by row.
  private(set) var y: [Double] = []
  /// Weights by row; 1 without such a column.
  private var weight: [Int64] = []
  /// Number of the group by row, groups in ascending order of their names; all 0 without such a column.
  private var group: [Int32] = []
  /// Rows by group, then place, then row.
  private(set) var order: [Int32] = []
  private let planar: Bool

  /// Number of rows.
  var count: Int { x.count }

  /// A distinct place of one group.
  struct Site {
    /// Positions in `order` of its rows.
    var rows: Range<Int>
    /// One of its rows.
    var first: Int32
    /// Weight of its rows together.
    var weight: Int64
  }

  /// Reads all rows. Fails with 65, naming the line, for a row that cannot be read, and for a coordinate or weight that is
  /// no number or out of range.
  init(_ reader: TableReader, planar: Bool, crs: String?) throws(Failure) {
    self.planar = planar
    func column(_ names: [String]) -> Int { reader.header.firstIndex { names.contains($0.lowercased()) } ?? -1 }
    let projection = [
      column(planar ? ["x"] : ["lon", "lng", "longitude", "x"]), column(planar ? ["y"] : ["lat", "latitude", "y"]),
      column(["weight"]), column(["group"]),
    ]
    guard projection[0] >= 0, projection[1] >= 0 else {
      throw Failure(
        .data,
        "\(reader.name) has the columns \(reader.header.joined(separator: ", ")); \(planar ? "x and y" : "lon and lat") are needed."
      )
    }
    var groups: [String: Int32] = [:]
    while let batch = try reader.nextBatch(projection: projection) {
      for row in 0..<batch.count { try append(batch, row, projection, reader.name, &groups) }
    }
    renumber(groups)
    if !planar { try convert(from: crs, reader.name) }
    order = (0..<Int32(count)).sorted { a, b in precedes(Int(a), Int(b)) }
  }

  private mutating func append(
    _ batch: RowBatch, _ row: Int, _ projection: [Int], _ name: String, _ groups: inout [String: Int32]
  ) throws(Failure) {
    func fault(_ message: String) -> Failure { Failure(.data, "\(name), line \(batch.lines[row]): \(message).") }
    if batch.rejects[row] != 0 {
      throw fault("the row cannot be read (\((RejectCode(rawValue: batch.rejects[row]) ?? .none).name))")
    }
    func number(_ slot: Int) throws(Failure) -> Double {
      let text = batch.string(batch.span(slot, row))
      guard let value = Double(text), value.isFinite else {
        throw fault("a number is expected for \(["x or lon", "y or lat"][slot]), found \"\(text)\"")
      }
      return value
    }
    x.append(try number(0))
    y.append(try number(1))
    if projection[2] >= 0 {
      let text = batch.string(batch.span(2, row))
      guard let value = Int64(text), value >= 0 else {
        throw fault("a whole number from 0 upward is expected for weight, found \"\(text)\"")
      }
      weight.append(value)
    } else {
      weight.append(1)
    }
    if projection[3] >= 0 {
      let text = batch.string(batch.span(3, row))
      let number = groups[text] ?? Int32(groups.count)
      groups[text] = number
      group.append(number)
    } else {
      group.append(0)
    }
  }

  /// Numbers groups by their names, so that the order of rows does not show.
  private mutating func renumber(_ groups: [String: Int32]) {
    guard groups.count > 1 else { return }
    var numbers = Array(repeating: Int32(0), count: groups.count)
    let sorted = groups.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    for (position, entry) in sorted.enumerated() { numbers[Int(entry.value)] = Int32(position) }
    for row in group.indices { group[row] = numbers[Int(group[row])] }
  }

  /// Brings the points to WGS 84 degrees and rounds them to whole units of 1e-7.
  private mutating func convert(from crs: String?, _ name: String) throws(Failure) {
    if let crs { try CRSTransform(from: crs).toWGS84(x: &x, y: &y) }
    for row in x.indices where Coordinate(latitude: y[row], longitude: x[row]) == nil {
      throw Failure(
        .data,
        "\(name): point \(row + 1) lies at longitude \(x[row]), latitude \(y[row]), which is not on Earth; name the reference system with --crs, or use --planar."
      )
    }
  }

  /// The place of a row on Earth.
  func coordinate(_ row: Int) -> Coordinate {
    Coordinate(latitude: y[row], longitude: x[row]) ?? Coordinate(lat: 0, lon: 0)
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    if group[a] != group[b] { return group[a] < group[b] }
    if planar {
      if x[a] != x[b] { return x[a] < x[b] }
      if y[a] != y[b] { return y[a] < y[b] }
      return a < b
    }
    let (p, q) = (coordinate(a), coordinate(b))
    return p != q ? p < q : a < b
  }

  /// The positions in `order` of each group.
  var groupRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, group[Int(order[end])] == group[Int(order[start])] { end += 1 }
      ranges.append(start..<end)
      start = end
    }
    return ranges
  }

  /// The distinct places of a group, ascending.
  func sites(_ range: Range<Int>) -> [Site] {
    var sites: [Site] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let first = Int(order[start])
      var end = start
      var total: Int64 = 0
      while end < range.upperBound, isSamePlace(Int(order[end]), first) {
        total += weight[Int(order[end])]
        end += 1
      }
      sites.append(Site(rows: start..<end, first: Int32(first), weight: total))
      start = end
    }
    return sites
  }

  private func isSamePlace(_ a: Int, _ b: Int) -> Bool {
    planar ? x[a] == x[b] && y[a] == y[b] : coordinate(a) == coordinate(b)
  }
}

/// What the environment of the process says.
enum Environment {
  /// Directory for files that live as long as a run.
  static var temporaryDirectory: String { getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp" }
}
