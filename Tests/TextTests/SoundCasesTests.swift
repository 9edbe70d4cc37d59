import Foundation
import TestSupport
import Testing

@testable import Text

/// Runs `Tests/Cases/sounds.csv`, the table that anyone can extend.
@Suite struct SoundCasesTests {
  @Test func everyPairSoundsAsTheTableSays() throws {
    let path = SharedData.checkout.appending(path: "Tests/Cases/sounds.csv")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.count > 25)
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      let comment = Comment(rawValue: String(line))
      try #require(fields.count == 3, comment)
      let (a, b) = (IndianSound.light(fields[0]), IndianSound.light(fields[1]))
      let shorter = min(a.utf8.count, b.utf8.count)
      let limit = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
      let isNear = EditDistance.between(a, b, limit: limit) <= limit
      switch fields[2] {
      case "same": #expect(a == b, comment)
      case "near": #expect(isNear, comment)
      case "bones":
        #expect(!isNear, comment)
        #expect(IndianSound.skeleton(fields[0]) == IndianSound.skeleton(fields[1]), comment)
      default:
        #expect(fields[2] == "far", comment)
        #expect(!isNear, comment)
      }
    }
  }
}
