import Foundation
import Testing

@testable import Pipeline

struct JSONWriterTests {
  @Test func aDocumentIsReadBackAndKeepsTheOrderOfItsKeys() throws {
    let text = JSONWriter.document { json in
      json.add("program", "karkhana")
      json.add("count", -3)
      json.add("share", 1.25, digits: 3)
      json.add("nothing", .nan, digits: 3)
      json.addNull("null")
      json.add("on", true)
      json.add("words", ["a", "b \"c\""])
      json.object("empty") { _ in }
      json.list("rows", [1, 2]) { $0.add("n", $1) }
    }
    #expect(text.hasPrefix("{\n  \"program\": \"karkhana\",\n  \"count\": -3,\n  \"share\": 1.25,\n"))
    #expect(text.hasSuffix("}\n"))
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(json["nothing"] is NSNull && json["null"] is NSNull && json["on"] as? Bool == true)
    #expect(json["words"] as? [String] == ["a", "b \"c\""])
    #expect((json["empty"] as? [String: Any])?.isEmpty == true)
    #expect((json["rows"] as? [[String: Int]]) == [["n": 1], ["n": 2]])
  }

  @Test func everyCharacterIsReadBack() throws {
    let characters = String(String.UnicodeScalarView((0..<0x180).compactMap(Unicode.Scalar.init)))
    let words = characters + " \u{2028} திருப்பூர் \u{1F600}"
    let read = try JSONSerialization.jsonObject(with: Data("[\(JSONWriter.quoted(words))]".utf8)) as? [String]
    #expect(read == [words])
  }
}
