import Model

/// The codes that exist in one edition of the National Industrial Classification, of 2 to 5 digits.
///
/// A bit for each possible code of each width; `contains` is one look-up.
public struct CodeEdition: Sendable, Equatable {
  private var bits: [UInt64]

  /// Position of a code among all codes of 2 to 5 digits: no two widths overlap.
  @inline(__always)
  static func position(_ code: IndustryCode) -> Int {
    switch code.digits {
    case 2: Int(code.value)
    case 3: 100 + Int(code.value)
    case 4: 1_100 + Int(code.value)
    default: 11_100 + Int(code.value)
    }
  }

  /// Number of positions.
  static let positions = 111_100

  /// An edition with the classes of four digits and, for each, the last digits of its subclasses; a class without
  /// listed subclasses takes any fifth digit. Their divisions and groups exist with them.
  public init(classes: [(code: IndustryCode, subclasses: [UInt32])]) {
    bits = Array(repeating: 0, count: (Self.positions + 63) / 64)
    for (code, subclasses) in classes where code.digits == 4 {
      insert(code)
      insert(code.prefix(3))
      insert(code.prefix(2))
      for digit in subclasses.isEmpty ? Array(0...9) : subclasses {
        insert(IndustryCode(value: code.value * 10 + digit, digits: 5))
      }
    }
  }

  private mutating func insert(_ code: IndustryCode) {
    let position = Self.position(code)
    bits[position >> 6] |= 1 << (position & 63)
  }

  /// Whether `code` exists in this edition; false for no code.
  @inline(__always)
  public func contains(_ code: IndustryCode) -> Bool {
    guard code.digits >= 2, code.digits <= 5 else { return false }
    let position = Self.position(code)
    guard position < Self.positions else { return false }
    return bits[position >> 6] & (1 << (position & 63)) != 0
  }

  /// All codes of `digits` digits that exist, ascending.
  public func codes(digits: UInt32) -> [IndustryCode] {
    let count: UInt32 = digits == 2 ? 100 : digits == 3 ? 1_000 : digits == 4 ? 10_000 : 100_000
    return (0..<count).map { IndustryCode(value: $0, digits: digits) }.filter { contains($0) }
  }
}

/// For one edition, the product group of every code by its longest claimed prefix.
struct CodeTable: Sendable {
  /// Group by `CodeEdition.position`, or `CodedBatch.noProduct`.
  private let groups: [UInt16]
  /// Digits of the prefix that decided, by the same position; 0 for none.
  private let digits: [UInt8]

  init(prefixes: [(code: IndustryCode, group: UInt16)]) {
    var groups = Array(repeating: CodedBatch.noProduct, count: CodeEdition.positions)
    var digits = Array(repeating: UInt8(0), count: CodeEdition.positions)
    for (code, group) in prefixes {
      let position = CodeEdition.position(code)
      groups[position] = group
      digits[position] = UInt8(code.digits)
    }
    for width in UInt32(3)...5 {
      let count: UInt32 = width == 3 ? 1_000 : width == 4 ? 10_000 : 100_000
      for value in 0..<count {
        let position = CodeEdition.position(IndustryCode(value: value, digits: width))
        guard digits[position] == 0 else { continue }
        let parent = CodeEdition.position(IndustryCode(value: value / 10, digits: width - 1))
        groups[position] = groups[parent]
        digits[position] = digits[parent]
      }
    }
    self.groups = groups
    self.digits = digits
  }

  /// The group of a code of 2 to 5 digits, or `CodedBatch.noProduct`.
  @inline(__always)
  func group(_ code: IndustryCode) -> UInt16 { groups[CodeEdition.position(code)] }

  /// How many digits of the code its group claims.
  @inline(__always)
  func specificity(_ code: IndustryCode) -> UInt8 { digits[CodeEdition.position(code)] }
}
