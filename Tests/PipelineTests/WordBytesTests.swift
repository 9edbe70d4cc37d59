import Model
import Tables
import Testing

@testable import Pipeline

struct WordBytesTests {
  @Test func wordsComeBackAsTheyWere() {
    let words = ["", "core", "", "Tiruppur, \"old\"", "திருப்பூர்"]
    let bytes = WordBytes(words)
    for (index, word) in words.enumerated() { #expect(String(decoding: bytes[index], as: UTF8.self) == word) }
  }

  @Test func flagsAreWrittenAsTheirText() {
    var combinations: [RowFlags] = RowFlags.names.map(\.flag)
    combinations.append(combinations.reduce(into: []) { $0.formUnion($1) })
    combinations.append([.badPin, .pinFromText])
    for flags in combinations {
      let buffer = ByteBuffer()
      var writer = DelimitedWriter(into: buffer)
      writer.field(flags: flags.rawValue)
      #expect(String(decoding: buffer.bytes, as: UTF8.self) == flags.text)
    }
  }
}
