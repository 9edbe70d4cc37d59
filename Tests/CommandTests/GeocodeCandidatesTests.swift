import Foundation
import TestSupport
import Testing

@Suite("Candidates of geocode")
struct GeocodeCandidatesTests {
  private static let register = """
    record_id,product,town,district,state,pincode,address
    1,cotton yarn,Tiruppur,Tiruppur,Tamil Nadu,641601,
    2,cotton yarn,,,,,
    3,cotton yarn,,,Punjab,,"Mill 4, Ludhiana"

    """

  private func run(_ more: [String]) throws -> (status: Int32, table: CSVTable, messages: String) {
    let scratch = try Scratch()
    let path = scratch.file("register.csv").path
    try Data(Self.register.utf8).write(to: URL(filePath: path))
    let outcome = try Program.run(["geocode", path, "--gazetteer", "starter", "--quiet"] + more)
    return (outcome.status, CSVTable(Data(outcome.output.utf8)), outcome.messages)
  }

  @Test func theFirstIsWhereTheRowStands() throws {
    let (status, table, messages) = try run(["--candidates", "3"])
    #expect(status == 0, Comment(rawValue: messages))
    #expect(table.header.last == "candidates")
    let candidates = table.column("candidates")
    let places = table.column("matched_place")
    #expect(candidates.count == 3)
    #expect(candidates[0].hasPrefix("\(places[0]), ") && candidates[0].contains("the row stands here"))
    #expect(candidates[0].components(separatedBy: "; ").count >= 2)
    #expect(candidates[1] == "")
    #expect(candidates[2].hasPrefix("Ludhiana, "))
  }

  @Test func withoutTheOptionThereIsNoSuchColumn() throws {
    #expect(try run([]).table.header.last == "flags")
  }

  @Test func aNumberThatMakesNoSenseIsRefused() throws {
    for number in ["-1", "21"] {
      let (status, _, messages) = try run(["--candidates=\(number)"])
      #expect(status == 64)
      #expect(messages.contains("--candidates must be a number from 0 to 20, found \(number)"))
    }
  }
}
