/// The fields of an address that labels them, as Udyam writes it:
/// `Flat No:- 45, Building:- …, Road/Street:- …, Village/Town:- CHOKHAD, Block:- JALALPORE, City:- NAVSARI`.
struct LabelledAddress {
  var building = UnsafeRawBufferPointer(start: nil, count: 0)
  var road = UnsafeRawBufferPointer(start: nil, count: 0)
  var village = UnsafeRawBufferPointer(start: nil, count: 0)
  var block = UnsafeRawBufferPointer(start: nil, count: 0)
  var city = UnsafeRawBufferPointer(start: nil, count: 0)
  private(set) var found = false

  /// Whether a label stands at the beginning: the cheap question before reading the whole.
  @inline(__always)
  static func mayBegin(_ text: UnsafeRawBufferPointer) -> Bool {
    for index in 0..<min(24, max(0, text.count - 1)) where text[index] == 0x3A && text[index + 1] == 0x2D {
      return true
    }
    return false
  }

  /// Reads `text`; `found` tells whether it has any known label. O(bytes).
  init(_ text: UnsafeRawBufferPointer) {
    var valueStart = -1
    var label: Field?
    var lastComma = -1
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == 0x2C {
        lastComma = index
      } else if byte == 0x3A, index + 1 < text.count, text[index + 1] == 0x2D {
        let labelStart = max(lastComma + 1, valueStart < 0 ? 0 : valueStart)
        if let field = Self.field(text, labelStart, index) {
          if let label { take(label, text, valueStart, max(valueStart, lastComma)) }
          label = field
          valueStart = index + 2
          found = true
        }
        index += 1
      }
      index += 1
    }
    if let label { take(label, text, valueStart, text.count) }
  }

  private enum Field { case flat, building, road, village, block, city }

  private static func field(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Field? {
    var start = start
    while start < end, text[start] == 0x20 { start += 1 }
    guard end - start >= 4, end - start <= 16 else { return nil }
    switch (text[start] | 0x20, text[start + 1] | 0x20) {
    case (0x66, 0x6C): return .flat
    case (0x62, 0x75): return .building
    case (0x72, 0x6F): return .road
    case (0x76, 0x69): return .village
    case (0x62, 0x6C): return .block
    case (0x63, 0x69): return .city
    default: return nil
    }
  }

  private mutating func take(_ field: Field, _ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) {
    let value = UnsafeRawBufferPointer(rebasing: text[start..<max(start, end)])
    switch field {
    case .flat: break
    case .building: building = value
    case .road: road = value
    case .village: village = value
    case .block: block = value
    case .city: city = value
    }
  }
}
