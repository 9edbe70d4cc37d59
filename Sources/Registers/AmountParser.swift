import Model

/// A value read from a field, and what was noticed on the way.
struct Reading<Value: Equatable>: Equatable {
  var value: Value
  var flags: RowFlags

  init(_ value: Value, _ flags: RowFlags = []) {
    self.value = value
    self.flags = flags
  }
}

/// Reads amounts as Indian registers write them, exactly: decimal digits and powers of ten, never floating point.
///
/// `123456`, `1,23,456`, `123,456`, `4.6`, `₹ 4.6 crore`, `Rs. 45,000/-`, `1.2E+07`; a unit stated in the field replaces
/// the register's own. Fractions of the integer that is kept are rounded half up.
struct AmountParser: Sendable {
  /// Stands for an amount that is not given.
  static let unknown = EnterpriseBatch.unknownAmount

  private let kind: AmountKind
  /// Power of ten from the written unit to the integer that is kept.
  private let exponent: Int
  /// What the fast path multiplies by; 0 where the exponent is negative or too large for it.
  private let multiplier: Int64
  private var maximum: Int64
  private let zeroIsUnknown: Bool

  /// A parser for a column of `kind` under `rule`.
  init(kind: AmountKind, rule: RegisterSchema.AmountRule) {
    self.kind = kind
    exponent = rule.exponent + kind.exponent
    let scaled = rule.maximum.multipliedReportingOverflow(by: DecimalPower.of(kind.exponent) ?? 1)
    maximum = scaled.overflow ? .max : scaled.partialValue
    zeroIsUnknown = rule.zeroIsUnknown
    multiplier = (0...9).contains(exponent) ? DecimalPower.of(exponent) ?? 0 : 0
  }

  /// No amount beyond this is believed of any row, so that some thousand absurd rows still have a sum.
  static let ceiling: Int64 = 1_000_000_000_000_000

  /// The amount in `text`, which a row that stands for `units` enterprises gives: so many times as much is believed, up to
  /// `ceiling`.
  @inline(__always)
  func parse(_ text: UnsafeRawBufferPointer, units: Int64) -> Reading<Int64> {
    guard units > 1 else { return parse(text) }
    var parser = self
    let scaled = maximum.multipliedReportingOverflow(by: units)
    parser.maximum = max(maximum, scaled.overflow ? Self.ceiling : min(scaled.partialValue, Self.ceiling))
    return parser.parse(text)
  }

  /// The amount in `text`, `unknown` when it gives none.
  @inline(__always)
  func parse(_ text: UnsafeRawBufferPointer) -> Reading<Int64> {
    // Up to nine plain digits times at most 10⁹ stay below 2⁶³.
    if text.count <= 9, multiplier != 0 {
      if text.count == 0 { return Reading(Self.unknown) }
      var value: Int64 = 0
      var bad: UInt8 = 0
      for index in 0..<text.count {
        let digit = text[index] &- 0x30
        bad |= digit > 9 ? 1 : 0
        value = value &* 10 &+ Int64(digit)
      }
      if bad == 0 { return finish(value &* multiplier) }
    }
    return parseSlowly(text)
  }

  @inline(__always)
  private func finish(_ value: Int64) -> Reading<Int64> {
    if value > maximum { return Reading(maximum, .absurdNumber) }
    if value == 0, zeroIsUnknown { return Reading(Self.unknown) }
    return Reading(value)
  }

  @inline(never)
  private func parseSlowly(_ text: UnsafeRawBufferPointer) -> Reading<Int64> {
    guard var number = DecimalText(text) else {
      return Reading(Self.unknown, Blank.isBlank(text) ? [] : .badNumber)
    }
    // Whatever follows the number must be understood: a unit, or a word that says what is counted.
    var exponent = self.exponent
    var stated = false
    var scan = WordScan(text: text, index: number.end)
    while let word = scan.next() {
      if word.isEmpty { return Reading(Self.unknown, .badNumber) }
      switch AmountWord(word, kind) {
      case .scale(let power):
        // `1.5 lakh crore` states both.
        exponent = power + (stated ? exponent : kind.exponent)
        stated = true
      case .nothing: break
      case nil: return Reading(Self.unknown, .badNumber)
      }
    }
    if number.isNegative { return number.mantissa == 0 ? finish(0) : Reading(Self.unknown, .negativeNumber) }
    number.exponent += exponent
    guard let value = number.integer else { return Reading(maximum, .absurdNumber) }
    return finish(value)
  }
}

/// Powers of ten as integers.
enum DecimalPower {
  /// 10^`exponent`, nil outside 0...18.
  static func of(_ exponent: Int) -> Int64? {
    guard (0...18).contains(exponent) else { return nil }
    var power: Int64 = 1
    for _ in 0..<exponent { power &*= 10 }
    return power
  }
}

/// What a word after a number says about it.
enum AmountWord: Equatable {
  /// Power of ten of a stated unit, against the unit of the canonical column.
  case scale(Int)
  /// Nothing that changes the value.
  case nothing

  /// The meaning of `word` in a column of `kind`, nil for none.
  init?(_ word: FoldedText, _ kind: AmountKind) {
    for (name, power) in Self.scales where word.matches(name) {
      self = .scale(power)
      return
    }
    let plain =
      switch kind {
      case .rupees: Self.rupees
      case .count: Self.counted
      case .kilowatts: Self.kilowatts
      case .oilEquivalent: Self.oilEquivalent
      case .kilolitres: Self.kilolitres
      }
    for name in plain where word.matches(name) {
      self = .nothing
      return
    }
    return nil
  }

  private static let scales: [(StaticString, Int)] = [
    ("crore", 7), ("crores", 7), ("cr", 7), ("crs", 7), ("lakh", 5), ("lakhs", 5), ("lac", 5), ("lacs", 5),
    ("million", 6), ("millions", 6), ("mn", 6), ("billion", 9), ("bn", 9), ("thousand", 3), ("thousands", 3),
    ("k", 3),
  ]
  private static let rupees: [StaticString] = [
    "rs", "re", "inr", "rupees", "rupee", "only", "in", "pa", "per", "annum",
  ]
  private static let counted: [StaticString] = [
    "nos", "no", "number", "numbers", "person", "persons", "people", "worker", "workers", "employee", "employees",
    "loom", "looms", "handloom", "handlooms", "unit", "units", "men",
  ]
  private static let kilowatts: [StaticString] = ["kw", "kilowatt", "kilowatts"]
  private static let oilEquivalent: [StaticString] = ["toe"]
  private static let kilolitres: [StaticString] = ["kld", "kl", "per", "day", "d"]
}

/// The words of a text from a position on, one after the other.
struct WordScan {
  let text: UnsafeRawBufferPointer
  var index: Int

  /// The next run of letters; an empty one for anything that is neither a letter nor a mark that may close an amount;
  /// nil at the end.
  mutating func next() -> FoldedText? {
    while index < text.count {
      let byte = text[index]
      let width = ForeignBlank.width(text, index)
      if width > 0 {
        index += width
      } else if isMark(byte) {
        index += 1
      } else if isLetter(byte) {
        var word = FoldedText()
        while index < text.count, isLetter(text[index]) {
          guard word.append(text[index]) else { return FoldedText() }
          index += 1
        }
        return word
      } else if DecimalText.isRupeeSign(text, index) {
        index += 3
      } else {
        return FoldedText()
      }
    }
    return nil
  }

  /// Blanks and . / - = ( ) [ ]: as in `Rs. 45,000/-` and `4.6 (crore)`.
  private func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x00...0x20, 0x28, 0x29, 0x2D...0x2F, 0x3D, 0x5B, 0x5D: true
    default: false
    }
  }

  private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
