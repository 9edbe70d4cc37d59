import Glibc
import Model

/// Reads the outlines of `--boundaries FILE`: GeoJSON of any shape (FeatureCollection, Feature, geometry or collection of
/// geometries) with polygons and lines; points and properties are passed over.
///
/// Tolerant where nothing is lost by it: a byte order mark, further dimensions, members in any order, rings left open. Strict
/// where the map would be wrong: coordinates that are not degrees of longitude and latitude.
public struct BoundaryReader {
  private let bytes: [UInt8]
  private let name: String
  private var index = 0
  private var lines: [[Coordinate]] = []

  /// Depth of nesting that no honest file reaches.
  private static let deepest = 64

  /// The outlines in the file at `path`; throws `missingInput` when it cannot be opened, `inputOutput` when reading fails, and
  /// `data` when it is not GeoJSON with outlines in degrees.
  public static func read(_ path: String) throws -> Boundaries {
    try parse(try InputFile.bytes(path, purpose: "the file of boundaries"), name: path)
  }

  /// The outlines in `bytes`; `name` stands for the file in messages. Linear in the number of bytes.
  public static func parse(_ bytes: [UInt8], name: String) throws -> Boundaries {
    var reader = BoundaryReader(bytes: bytes, name: name)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.index = 3 }
    reader.skipBlanks()
    guard reader.peek == UInt8(ascii: "{") else { throw reader.fault("a JSON object is expected") }
    try reader.object(depth: 0)
    reader.skipBlanks()
    guard reader.index == bytes.count else { throw reader.fault("nothing may follow the JSON object") }
    guard !reader.lines.isEmpty else {
      throw Failure(.data, "\(name) holds no polygon or line; give GeoJSON with boundaries in longitude and latitude")
    }
    return Boundaries(lines: reader.lines)
  }

  private init(bytes: [UInt8], name: String) {
    self.bytes = bytes
    self.name = name
  }

  // MARK: Values

  private mutating func value(depth: Int) throws(Failure) {
    guard depth < Self.deepest else { throw fault("the values are nested too deeply") }
    switch peek {
    case UInt8(ascii: "{"): try object(depth: depth)
    case UInt8(ascii: "["): try elements { reader throws(Failure) in try reader.value(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default: _ = try scalar()
    }
  }

  /// An object: its lines count unless its type says that its coordinates are points.
  private mutating func object(depth: Int) throws(Failure) {
    guard depth < Self.deepest else { throw fault("the values are nested too deeply") }
    let start = lines.count
    var type: [UInt8] = []
    index += 1
    skipBlanks()
    if take(UInt8(ascii: "}")) { return }
    while true {
      skipBlanks()
      let key = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw fault("a colon is expected") }
      skipBlanks()
      if key.elementsEqual("type".utf8), peek == UInt8(ascii: "\"") {
        type = Array(try string())
      } else if key.elementsEqual("coordinates".utf8), peek == UInt8(ascii: "[") {
        _ = try coordinates(depth: depth + 1)
      } else if key.elementsEqual("properties".utf8) {
        let before = lines.count
        try value(depth: depth + 1)
        lines.removeSubrange(before...)
      } else {
        try value(depth: depth + 1)
      }
      skipBlanks()
      if take(UInt8(ascii: "}")) { break }
      guard take(UInt8(ascii: ",")) else { throw fault("a comma or a closing brace is expected") }
    }
    if type.elementsEqual("Point".utf8) || type.elementsEqual("MultiPoint".utf8) { lines.removeSubrange(start...) }
    if type.elementsEqual("Polygon".utf8) || type.elementsEqual("MultiPolygon".utf8) {
      for line in start..<lines.count {
        if let first = lines[line].first, first != lines[line].last { lines[line].append(first) }
      }
    }
  }

  private mutating func elements(_ element: (inout BoundaryReader) throws(Failure) -> Void) throws(Failure) {
    index += 1
    skipBlanks()
    if take(UInt8(ascii: "]")) { return }
    while true {
      skipBlanks()
      try element(&self)
      skipBlanks()
      if take(UInt8(ascii: "]")) { return }
      guard take(UInt8(ascii: ",")) else { throw fault("a comma or a closing bracket is expected") }
    }
  }

  // MARK: Coordinates

  /// Nested arrays: one of numbers is returned as a position, one of positions is kept as a line.
  private mutating func coordinates(depth: Int) throws(Failure) -> Coordinate? {
    guard depth < Self.deepest else { throw fault("the values are nested too deeply") }
    let start = index
    var numbers: [Double] = []
    var line: [Coordinate] = []
    try elements { reader throws(Failure) in
      if reader.peek == UInt8(ascii: "[") {
        if let position = try reader.coordinates(depth: depth + 1) { line.append(position) }
      } else if let number = try reader.scalar() {
        numbers.append(number)
      }
    }
    if line.count > 1 { lines.append(line) }
    guard !numbers.isEmpty else { return nil }
    guard numbers.count >= 2, let position = Coordinate(latitude: numbers[1], longitude: numbers[0]) else {
      index = start
      throw fault("a position must be longitude and latitude in degrees; convert with ogr2ogr -t_srs EPSG:4326")
    }
    return position
  }

  // MARK: Tokens

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  private mutating func skipBlanks() {
    while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
  }

  /// The raw bytes between two quotes.
  private mutating func string() throws(Failure) -> ArraySlice<UInt8> {
    guard take(UInt8(ascii: "\"")) else { throw fault("a quote is expected") }
    let start = index
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\"") {
        index += 1
        return bytes[start..<(index - 1)]
      }
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    index = start
    throw fault("a text is never closed")
  }

  /// A number, or nil for `true`, `false` and `null`.
  private mutating func scalar() throws(Failure) -> Double? {
    let start = index
    while let byte = peek, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}")
    {
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    if text == "true" || text == "false" || text == "null" { return nil }
    guard let number = Double(text) else {
      index = start
      throw fault("a value is expected")
    }
    return number
  }

  private func fault(_ message: String) -> Failure {
    let line = bytes.prefix(min(index, bytes.count)).reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    return Failure(.data, "\(name), line \(line), byte \(index): \(message)")
  }
}
