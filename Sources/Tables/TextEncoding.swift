/// How the text of an input is encoded, by its byte order mark.
enum TextEncoding: String {
  case utf8 = "UTF-8"
  case utf8Mark = "UTF-8 with BOM"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"

  /// The encoding of text that begins with `head`.
  init(head: [UInt8]) {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8Mark
    } else if head.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if head.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else {
      self = .utf8
    }
  }

  /// Bytes of the mark.
  var markBytes: Int {
    switch self {
    case .utf8: 0
    case .utf8Mark: 3
    case .utf16LittleEndian, .utf16BigEndian: 2
    }
  }

  /// Whether code units have 16 bits.
  var isUTF16: Bool { self == .utf16LittleEndian || self == .utf16BigEndian }
}

/// UTF-16 to UTF-8 as a stream.
///
/// A surrogate without its partner, and half a unit at the end, become the byte FF: invalid UTF-8, which the reader then
/// repairs and flags like any other.
struct UTF16Decoder {
  /// Bytes to feed at a time.
  static let inputBytes = 64 << 10
  private static let invalid: UInt8 = 0xFF
  private let bigEndian: Bool
  private var input: [UInt8] = []
  private var position = 0
  private var highSurrogate: UInt32 = 0

  /// A decoder of units in one byte order.
  init(bigEndian: Bool) { self.bigEndian = bigEndian }

  /// Whether another `feed` is needed.
  var isDrained: Bool { input.count - position < 2 }

  /// Adds bytes behind what is left, which is at most one byte when drained.
  mutating func feed(_ bytes: UnsafeRawBufferPointer) {
    input.removeFirst(position)
    position = 0
    input.append(contentsOf: bytes)
  }

  /// Writes at most `capacity` bytes, at least 8, of text; their number, which may be 0.
  mutating func decode(into target: UnsafeMutableRawPointer, capacity: Int) -> Int {
    let output = target.assumingMemoryBound(to: UInt8.self)
    var count = 0
    input.withUnsafeBufferPointer { input in
      while count + 8 <= capacity, position + 2 <= input.count {
        let first = UInt32(input[position])
        let second = UInt32(input[position + 1])
        let unit = bigEndian ? first << 8 | second : second << 8 | first
        position += 2
        if unit & 0xFC00 == 0xDC00, highSurrogate != 0 {
          let scalar = 0x10000 + ((highSurrogate & 0x3FF) << 10 | unit & 0x3FF)
          highSurrogate = 0
          output[count] = UInt8(0xF0 | scalar >> 18)
          output[count + 1] = UInt8(0x80 | scalar >> 12 & 0x3F)
          output[count + 2] = UInt8(0x80 | scalar >> 6 & 0x3F)
          output[count + 3] = UInt8(0x80 | scalar & 0x3F)
          count += 4
          continue
        }
        if highSurrogate != 0 {
          output[count] = Self.invalid
          count += 1
          highSurrogate = 0
        }
        switch unit {
        case 0xD800...0xDBFF: highSurrogate = unit
        case 0xDC00...0xDFFF:
          output[count] = Self.invalid
          count += 1
        case 0..<0x80:
          output[count] = UInt8(unit)
          count += 1
        case 0..<0x800:
          output[count] = UInt8(0xC0 | unit >> 6)
          output[count + 1] = UInt8(0x80 | unit & 0x3F)
          count += 2
        default:
          output[count] = UInt8(0xE0 | unit >> 12)
          output[count + 1] = UInt8(0x80 | unit >> 6 & 0x3F)
          output[count + 2] = UInt8(0x80 | unit & 0x3F)
          count += 3
        }
      }
    }
    return count
  }

  /// Writes what stands for a torn end, at most 2 bytes; their number. Later calls write nothing.
  mutating func finish(into target: UnsafeMutableRawPointer) -> Int {
    let output = target.assumingMemoryBound(to: UInt8.self)
    let torn = (highSurrogate != 0 ? 1 : 0) + (position < input.count ? 1 : 0)
    for index in 0..<torn { output[index] = Self.invalid }
    highSurrogate = 0
    position = input.count
    return torn
  }
}
