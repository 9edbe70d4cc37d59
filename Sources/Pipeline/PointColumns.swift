import Model
import Tables

/// The columns that are read of a table of points.
struct PointColumns {
  /// Slots of the projection.
  static let x = 0
  static let y = 1
  static let weight = 2
  static let group = 3

  let projection: [Int]
  private let names: [String]
  private let table: String

  /// Finds the columns by their names; the first name of a list that the header has decides. Fails with 65 without coordinates.
  init(_ reader: TableReader, planar: Bool) throws(Failure) {
    let header = reader.header.map { $0.lowercased() }
    func column(_ names: [String]) -> Int {
      for name in names { if let index = header.firstIndex(of: name) { return index } }
      return -1
    }
    projection = [
      column(planar ? ["x"] : ["lon", "lng", "longitude", "x"]), column(planar ? ["y"] : ["lat", "latitude", "y"]),
      column(["weight"]), column(["group"]),
    ]
    names = projection.map { $0 >= 0 ? reader.header[$0] : "" }
    table = reader.name
    guard has(Self.x), has(Self.y) else {
      throw Failure(
        .data,
        "\(table) has the columns \(reader.header.joined(separator: ", ")); \(planar ? "x and y" : "lon and lat") are needed."
      )
    }
  }

  func has(_ slot: Int) -> Bool { projection[slot] >= 0 }

  func fault(_ batch: RowBatch, _ row: Int, _ message: String) -> Failure {
    Failure(.data, "\(table), line \(batch.lines[row]): \(message).")
  }

  @inline(__always)
  func number(_ slot: Int, _ batch: RowBatch, _ row: Int) throws(Failure) -> Double {
    if let value = PointNumber.double(batch.text(batch.span(slot, row))) { return value }
    throw fault(batch, row, "a number is expected for \(names[slot]), found \"\(batch.string(batch.span(slot, row)))\"")
  }

  @inline(__always)
  func whole(_ slot: Int, _ batch: RowBatch, _ row: Int) throws(Failure) -> Int64 {
    if let value = PointNumber.whole(batch.text(batch.span(slot, row))) { return value }
    throw fault(
      batch, row,
      "a whole number from 0 upward is expected for \(names[slot]), found \"\(batch.string(batch.span(slot, row)))\"")
  }
}

/// Numbers for the names of groups. Rows of one group often stand together, so the last name is kept at hand.
struct GroupNames {
  private var numbers: [[UInt8]: Int32] = [:]
  private var last: [UInt8] = []
  private var lastNumber: Int32 = -1

  /// Number of groups so far.
  var count: Int { numbers.count }

  /// The number of a name, given in the order of first sight.
  mutating func number(_ name: UnsafeRawBufferPointer) -> Int32 {
    if lastNumber >= 0, name.elementsEqual(last) { return lastNumber }
    last = Array(name)
    lastNumber = numbers[last] ?? Int32(numbers.count)
    numbers[last] = lastNumber
    return lastNumber
  }

  /// `group` with numbers in ascending order of names by their bytes, so that the order of rows does not show.
  func renumbered(_ group: [Int32]) -> [Int32] {
    var places = Array(repeating: Int32(0), count: numbers.count)
    let sorted = numbers.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    for (place, entry) in sorted.enumerated() { places[Int(entry.value)] = Int32(place) }
    return group.map { places[Int($0)] }
  }
}
