import Settings
import Testing

/// One TOML file, read key by key: every fault has its full path, and a key that nobody asked for is a fault.
struct ConfigFileTests {
  private func file(_ text: String) -> ConfigFile { ConfigFile(name: "a.toml", text: text) }

  @Test func valuesOfEveryKind() {
    let file = file(
      """
      title = "text"
      count = 12
      share = 0.25
      whole = 3
      on = true
      words = ["a", "b"]
      [outer.inner]
      depth = -4
      """)
    let root = file.section()
    #expect(root.string("title") == "text")
    #expect(root.integer("count") == 12)
    #expect(root.number("share", in: 0...1) == 0.25)
    #expect(root.number("whole", in: 0...5) == 3, "a whole number is a number")
    #expect(root.flag("on") == true)
    #expect(root.strings("words") == ["a", "b"])
    #expect(file.section("outer.inner").integer("depth") == -4)
    #expect(root.section("outer").section("inner").integer("depth") == -4)
    #expect(root.keys == ["count", "on", "outer", "share", "title", "whole", "words"])
    #expect(root.has("count") && !root.has("nothing"))
    file.finish()
    #expect(file.faults.isEmpty)
  }

  @Test func anAbsentKeyIsNilAndNoFault() {
    let file = file("")
    let section = file.section("a.b")
    #expect(section.string("c") == nil && section.integer("c") == nil && section.flag("c") == nil)
    #expect(section.number("c", in: 0...1) == nil && section.strings("c") == nil && section.keys.isEmpty)
    file.finish()
    #expect(file.faults.isEmpty)
  }

  @Test func rangesAreInclusive() {
    let text = "low = 1\nhigh = 5\nunder = 0\nover = 6\nreal = 5.0001\nedge = 5.0"
    let file = file(text)
    let root = file.section()
    #expect(root.integer("low", in: 1...5) == 1 && root.integer("high", in: 1...5) == 5)
    #expect(root.number("edge", in: 1...5) == 5)
    #expect(file.faults.isEmpty)
    #expect(root.integer("under", in: 1...5) == nil && root.integer("over", in: 1...5) == nil)
    #expect(root.number("real", in: 1...5) == nil)
    #expect(
      file.faults == [
        "a.toml: under: a whole number from 1 to 5 is expected, found 0",
        "a.toml: over: a whole number from 1 to 5 is expected, found 6",
        "a.toml: real: a number from 1.0 to 5.0 is expected, found 5.0001",
      ])
  }

  @Test func aValueOfAnotherKindIsAFault() {
    let file = file("[s]\ntext = 1\nnumber = \"x\"\nflag = \"yes\"\nlist = \"a\"\nmixed = [\"a\", 2]\nwhole = 1.5")
    let section = file.section("s")
    #expect(section.string("text") == nil && section.integer("number") == nil && section.flag("flag") == nil)
    #expect(section.strings("list") == nil && section.integer("whole") == nil)
    _ = section.strings("mixed")
    #expect(file.faults.count == 6)
    for key in ["text", "number", "flag", "list", "mixed", "whole"] {
      #expect(file.faults.contains { $0.hasPrefix("a.toml: s.\(key): ") }, "\(key)")
    }
  }

  @Test func aChoiceNamesWhatIsAllowed() {
    let file = file("kind = \"round\"\nother = \"flat\"")
    #expect(file.section().choice("other", of: ["flat", "steep"]) == "flat")
    #expect(file.section().choice("kind", of: ["flat", "steep"]) == nil)
    #expect(file.faults == ["a.toml: kind: one of flat, steep is expected, found \"round\""])
  }

  @Test func everyUnknownKeyIsNamedByItsFullPath() {
    let file = file(
      """
      known = 1
      unknown = 2
      [rules.unido.industrial]
      at_least = 100
      at_laest = 100
      [empty.table]
      [asked.for]
      """)
    _ = file.section().integer("known")
    _ = file.section("rules.unido.industrial").integer("at_least")
    _ = file.section("asked.for").keys
    file.finish()
    #expect(
      file.faults
        == ["empty.table", "rules.unido.industrial.at_laest", "unknown"].map {
          "a.toml: \($0): this key is unknown; see Config/README.md for the keys"
        })
  }

  @Test func aSyntaxErrorIsOneFaultAndTheFileReadsAsEmpty() {
    let file = file("a = 1\nb = = 2\n")
    #expect(file.faults.count == 1 && file.faults[0].hasPrefix("a.toml: "))
    #expect(file.section().integer("a") == nil)
    file.finish()
    #expect(file.faults.count == 1)
  }

  @Test func aRepeatedKeyIsASyntaxError() {
    #expect(file("a = 1\na = 2\n").faults.count == 1)
  }
}
