import Model

/// Reads dates: `2021-08-27`, `27/08/2021`, `27-08-2021`, `27.8.2021`, `27-Aug-2021`, `Aug 27, 2021`, `20210827`, and a year
/// alone, which stands for its first day. A time behind the date is left out. Years have four digits, 1600 to 2199.
enum DateParser {
  /// Stands for a date that is not given.
  static let unknown = Int32.min

  /// Days since 1970-01-01, `unknown` when `text` gives none.
  @inline(__always)
  static func parse(_ text: UnsafeRawBufferPointer, _ order: RegisterSchema.DateOrder) -> Reading<Int32> {
    if text.count == 0 { return Reading(unknown) }
    if text.count == 10 {
      if text[4] == 0x2D, text[7] == 0x2D, let year = number(text, 0, 4), let month = number(text, 5, 2),
        let day = number(text, 8, 2)
      {
        return finish(year, month, day)
      }
      if text[2] == text[5], text[2] == 0x2F || text[2] == 0x2D, let first = number(text, 0, 2),
        let second = number(text, 3, 2), let year = number(text, 6, 4)
      {
        return order == .dayFirst ? finish(year, second, first) : finish(year, first, second)
      }
    }
    return parseSlowly(text, order)
  }

  /// Days from 1970-01-01 to a day of the Gregorian calendar; nil for a day that does not exist.
  static func days(year: Int, month: Int, day: Int) -> Int32? {
    guard (1600...2199).contains(year), (1...12).contains(month), day >= 1 else { return nil }
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length =
      switch month {
      case 2: leap ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    guard day <= length else { return nil }
    // Years that begin in March put the leap day last; 153 days make five months from there.
    let marchYear = month > 2 ? year : year - 1
    let marchMonth = month > 2 ? month - 3 : month + 9
    let dayOfYear = (153 * marchMonth + 2) / 5 + day - 1
    let total = 365 * marchYear + marchYear / 4 - marchYear / 100 + marchYear / 400 + dayOfYear
    // 719,468 days lie between 0000-03-01 and 1970-01-01.
    return Int32(total - 719_468)
  }

  private static func finish(_ year: Int, _ month: Int, _ day: Int) -> Reading<Int32> {
    guard let days = days(year: year, month: month, day: day) else { return Reading(unknown, .badDate) }
    return Reading(days)
  }

  @inline(__always)
  private static func number(_ text: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> Int? {
    var value = 0
    for index in start..<start + count {
      let digit = text[index] &- 0x30
      if digit > 9 { return nil }
      value = value * 10 + Int(digit)
    }
    return value
  }

  private enum Part {
    case number(value: Int, digits: Int)
    case month(Int)
  }

  @inline(never)
  private static func parseSlowly(_ text: UnsafeRawBufferPointer, _ order: RegisterSchema.DateOrder) -> Reading<Int32> {
    if Blank.isBlank(text) { return Reading(unknown) }
    let bad = Reading(unknown, .badDate)
    var index = 0
    guard let first = part(text, &index) else { return bad }
    if index == text.count, case .number(let value, let digits) = first {
      if digits == 4 { return finish(value, 1, 1) }
      return digits == 8 ? finish(value / 10_000, value / 100 % 100, value % 100) : bad
    }
    guard separator(text, &index), let second = part(text, &index) else { return bad }
    if index == text.count {
      guard case .month(let month) = first, case .number(let year, 4) = second else { return bad }
      return finish(year, month, 1)
    }
    guard separator(text, &index), let third = part(text, &index), restIsTime(text, index) else { return bad }
    switch (first, second, third) {
    case (.number(let year, 4), .number(let month, 1...2), .number(let day, 1...2)): return finish(year, month, day)
    case (.number(let year, 4), .month(let month), .number(let day, 1...2)): return finish(year, month, day)
    case (.number(let day, 1...2), .month(let month), .number(let year, 4)): return finish(year, month, day)
    case (.month(let month), .number(let day, 1...2), .number(let year, 4)): return finish(year, month, day)
    case (.number(let a, 1...2), .number(let b, 1...2), .number(let year, 4)):
      return order == .dayFirst ? finish(year, b, a) : finish(year, a, b)
    default: return bad
    }
  }

  /// Digits, or the name of a month from three letters on.
  private static func part(_ text: UnsafeRawBufferPointer, _ index: inout Int) -> Part? {
    var value = 0
    var digits = 0
    while index < text.count, (0x30...0x39).contains(text[index]), digits < 9 {
      value = value * 10 + Int(text[index] &- 0x30)
      digits += 1
      index += 1
    }
    if digits > 0 { return .number(value: value, digits: digits) }
    var word = FoldedText()
    while index < text.count, (0x61...0x7A).contains(text[index] | 0x20) {
      guard word.append(text[index]) else { return nil }
      index += 1
    }
    for (number, names) in months.enumerated() where word.matches(names.short) || word.matches(names.long) {
      return .month(number + 1)
    }
    return word.matches("sept") ? .month(9) : nil
  }

  private static let months: [(short: StaticString, long: StaticString)] = [
    ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may", "may"), ("jun", "june"),
    ("jul", "july"), ("aug", "august"), ("sep", "september"), ("oct", "october"), ("nov", "november"),
    ("dec", "december"),
  ]

  /// At least one of blank / - . and comma.
  private static func separator(_ text: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
    let start = index
    while index < text.count {
      switch text[index] {
      case 0x20, 0x2C, 0x2D, 0x2E, 0x2F: index += 1
      default: return index > start
      }
    }
    return index > start
  }

  /// Whether what follows the date is nothing, or a time: `T00:00:00`, ` 10:15 AM`.
  private static func restIsTime(_ text: UnsafeRawBufferPointer, _ index: Int) -> Bool {
    if index == text.count { return true }
    guard text[index] == 0x20 || text[index] | 0x20 == 0x74 else { return false }
    var rest = index + 1
    while rest < text.count, text[rest] == 0x20 { rest += 1 }
    return rest < text.count && (0x30...0x39).contains(text[rest])
  }
}
