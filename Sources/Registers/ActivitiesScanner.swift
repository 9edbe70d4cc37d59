import Model

/// Reads Udyam's `Activities`: a JSON list of objects with an industry code and its description, inside a field.
///
/// Copies of the export differ in how often the JSON was quoted on its way; see `QuoteStyle`. Of each object the longest
/// code counts; keys that begin with `nic` are codes, keys that hold `desc` or `activity` are descriptions. A field that is
/// no JSON at all is one description in words.
struct ActivitiesScanner {
  /// What a field holds.
  struct Result: Equatable {
    /// Byte range of the first coded object's description, or of the first description where none has a code.
    var description: Range<Int>?
    /// Number of codes handed over.
    var codes = 0
    var flags: RowFlags = []
  }

  private let text: UnsafeRawBufferPointer
  private var index = 0
  private var style: QuoteStyle?
  private var result = Result()
  private var firstWords: Range<Int>?
  private var objects = 0

  /// Scans `text` and hands each object's code to `take`, in order. A field that cannot be read to its end has the flag
  /// `badActivities` and nothing else; codes handed over before must then be taken back. Linear in the length of the text.
  static func scan(_ text: UnsafeRawBufferPointer, _ take: (IndustryCode) -> Void) -> Result {
    if text.count == 0 || Blank.isBlank(text) { return Result() }
    var scanner = ActivitiesScanner(text)
    scanner.skipWrapping()
    guard scanner.index < text.count, text[scanner.index] == 0x5B || text[scanner.index] == 0x7B else {
      return Result(description: 0..<text.count)
    }
    guard scanner.list(take) else { return Result(flags: .badActivities) }
    if scanner.result.codes == 0 { scanner.result.description = scanner.firstWords }
    if scanner.objects > 0, scanner.result.codes == 0, scanner.result.description == nil {
      scanner.result.flags.insert(.badActivities)
    }
    return scanner.result
  }

  private init(_ text: UnsafeRawBufferPointer) { self.text = text }

  /// `[object, …]` or one object; false when it does not end as it should.
  private mutating func list(_ take: (IndustryCode) -> Void) -> Bool {
    var depth = 0
    while index < text.count {
      switch text[index] {
      case 0x5B:
        depth += 1
        index += 1
      case 0x5D:
        depth -= 1
        index += 1
        if depth == 0 { return isWrappingToTheEnd() }
      case 0x7B:
        index += 1
        guard object(take) else { return false }
        if depth == 0 { return isWrappingToTheEnd() }
      case 0x00...0x20, 0x2C: index += 1
      default:
        // A lone `null` between objects; anything else is no list of objects.
        guard let word = bareValue(), word.isEmpty else { return false }
      }
    }
    return false
  }

  /// The pairs of an object up to its `}`; false when it has another form.
  private mutating func object(_ take: (IndustryCode) -> Void) -> Bool {
    var code = IndustryCode.none
    var words: Range<Int>?
    objects += 1
    while true {
      skipBlanks()
      guard index < text.count else { return false }
      if text[index] == 0x7D {
        index += 1
        break
      }
      if text[index] == 0x2C {
        index += 1
        continue
      }
      guard let key = quoted() else { return false }
      skipBlanks()
      guard index < text.count, text[index] == 0x3A else { return false }
      index += 1
      skipBlanks()
      guard let value = quoted() ?? bareValue() else { return false }
      switch Key(text, key) {
      case .code:
        let parser = IndustryCodeParser(UnsafeRawBufferPointer(rebasing: text[value])) { found in
          if found.digits > code.digits { code = found }
        }
        if parser.isBad { result.flags.insert(.badProductCode) }
      case .description:
        if words == nil, !Blank.isBlank(UnsafeRawBufferPointer(rebasing: text[value])) { words = value }
      case .other: break
      }
    }
    if firstWords == nil { firstWords = words }
    if code != .none {
      if result.codes == 0 { result.description = words }
      result.codes += 1
      take(code)
    }
    return true
  }

  /// The inside of the quoted text at `index`, leaving `index` behind it; nil when there is none or it is not closed.
  private mutating func quoted() -> Range<Int>? {
    if style == nil { style = QuoteStyle(text, at: index) }
    guard let style, let opening = style.width(text, at: index) else { return nil }
    let start = index + opening
    guard let (end, next) = style.close(text, from: start) else { return nil }
    index = next
    return start..<end
  }

  /// A number or a word without quotes, empty for `null`; nil when there is none.
  private mutating func bareValue() -> Range<Int>? {
    let start = index
    scan: while index < text.count {
      switch text[index] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2D, 0x2E: index += 1
      default: break scan
      }
    }
    guard index > start else { return nil }
    let isBlank = Blank.isBlank(UnsafeRawBufferPointer(rebasing: text[start..<index]))
    return isBlank ? start..<start : start..<index
  }

  private mutating func skipBlanks() {
    while index < text.count, text[index] <= 0x20 { index += 1 }
  }

  /// Passes blanks and the quotes of a JSON text inside a JSON text.
  private mutating func skipWrapping() {
    while index < text.count {
      switch text[index] {
      case 0x00...0x20, 0x22, 0x27, 0x5C: index += 1
      default:
        guard QuoteStyle(text, at: index) == .entity else { return }
        index += QuoteStyle.entityWidth
      }
    }
  }

  private mutating func isWrappingToTheEnd() -> Bool {
    skipWrapping()
    return index == text.count
  }

  /// What the value of a key is.
  private enum Key {
    case code
    case description
    case other

    init(_ text: UnsafeRawBufferPointer, _ range: Range<Int>) {
      var letters = FoldedText()
      for index in range { guard letters.append(text[index]) else { break } }
      // The export's own two keys first.
      if letters.matches("nic5digitid") {
        self = .code
      } else if letters.matches("description") || letters.contains("desc") || letters.contains("activity") {
        self = .description
      } else {
        self = letters.hasPrefix("nic") ? .code : .other
      }
    }
  }
}
