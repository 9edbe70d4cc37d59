import Model

@testable import Synthesis

/// A synthetic register read back by a reader of the tests' own.
struct Register {
  var bytes: [UInt8]

  init(_ synthesizer: RegisterSynthesizer) throws {
    var bytes: [UInt8] = []
    try synthesizer.write { (piece: UnsafeRawBufferPointer) throws(Failure) in bytes.append(contentsOf: piece) }
    self.bytes = bytes
  }

  /// The fields of each line after the header; rows never hold line ends.
  func rows() -> [[String]] {
    bytes.split(separator: 0x0A).dropFirst().map { line in
      var fields: [String] = []
      var field: [UInt8] = []
      var isQuoted = false
      for byte in line {
        switch byte {
        case 0x22: isQuoted.toggle()
        case 0x2C where !isQuoted:
          fields.append(String(decoding: field, as: UTF8.self))
          field = []
        default: field.append(byte)
        }
      }
      return fields + [String(decoding: field, as: UTF8.self)]
    }
  }
}

/// Column positions.
enum Column {
  static let id = 0, village = 3, district = 4, state = 5, pin = 6, country = 7, lat = 8, lon = 9, code = 10
  static let product = 11, looms = 12, employment = 13, investment = 14, turnover = 15, operating = 18
}
