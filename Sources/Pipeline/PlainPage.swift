/// A page of plain sentences for a terminal: a title, headings, paragraphs and entries of lists.
protocol PlainPage {
  /// What is written so far.
  var text: String { get set }
}

extension PlainPage {
  /// Most characters of a line.
  private static var width: Int { 100 }

  mutating func title(_ name: String) { text = "\(name)\n\(String(repeating: "=", count: name.count))\n" }

  mutating func heading(_ title: String) { text += "\n\(title)\n" }

  mutating func paragraph(_ sentence: String) {
    text += "  \(PlainWords.wrapped(sentence, width: Self.width, indent: 2))\n"
  }

  mutating func entry(_ sentence: String) {
    text += "  - \(PlainWords.wrapped(sentence, width: Self.width, indent: 4))\n"
  }
}
