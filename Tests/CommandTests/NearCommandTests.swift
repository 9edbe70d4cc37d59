import Foundation
import TestSupport
import Testing

/// `karkhana explain DIR --near`: what stands at a place, and what it says to bad input.
struct NearCommandTests {
  /// A town of hams below every benchmark, a town of many products, and a cluster.
  private static let made = Result {
    var text = "record_id,product,lat,lon,country\n"
    func add(_ product: String, _ units: Int, _ lat: String, _ lon: String) {
      for unit in 0..<units { text += "\(product) \(lat) \(unit),\(product),\(lat),\(lon),IN\n" }
    }
    add("cured ham", 27, "18", "75")
    for product in ["cotton knitwear", "bicycles", "castings", "brass parts", "ceramics", "plastic products"] {
      add(product, 5, "19", "75")
    }
    add("cotton knitwear", 130, "20", "75")
    // Ten places 20 km apart: enough units in the circle, and none linked.
    for place in 0..<10 { add("bicycles", 6, "\(22 + Double(place) * 0.18)", "75") }
    return try MapRun(text: text)
  }

  private func near(_ point: String, _ options: String...) throws -> (text: String, outcome: Program.Outcome) {
    let run = try Self.made.get()
    let outcome = try Program.run(["explain", run.directory.path, "--near", point] + options)
    return (outcome.output.replacing(/\s+/, with: " "), outcome)
  }

  @Test func whatIsShortOfABenchmark() throws {
    let (text, outcome) = try near("75,18", "--product", "ham")
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    #expect(text.contains("27 operating units; industrial clusters need 100 units (FAQ 7), 73 too few, and 23 too few"))
    #expect(text.contains("They are linked: a place carries a cluster from 10 units within 8 km"))
    #expect(text.contains("None of this product, there or anywhere in this result."))
    #expect(text.contains("The count is an upper bound: 27 units"))
  }

  @Test func aTownOfManyUnrelatedProducts() throws {
    let (text, outcome) = try near("75.01,19.01")
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    #expect(text.contains("30 operating units of 6 products."))
    #expect(text.contains("an estate or a town of many unrelated products, which is no cluster"))
    #expect(text.contains("None. The nearest is the"))
    #expect(try !near("75,18").text.contains("town of many unrelated products, which is no cluster"))
  }

  @Test func aPublishedClusterIsNamed() throws {
    let (text, _) = try near("75,20")
    #expect(text.contains("(cluster, 130 units; id cotton-knitwear-"))
    #expect(text.contains("its centre is 0 km away, and its footprint holds the point"))
    #expect(text.contains("enough for a cluster: industrial clusters need 100 units (FAQ 7)"))
    #expect(text.contains("1 product has units enough"))
  }

  @Test func unitsThatAreNotLinked() throws {
    let (text, _) = try near("75,22.8", "--product", "bicycles", "--within", "150")
    #expect(text.contains("60 operating units"))
    #expect(text.contains("They are not linked") && text.contains("there stand only 6."))
    #expect(text.contains("enough for a potential cluster (50)"))
  }

  @Test func nothingThere() throws {
    #expect(try near("60,10").text.contains("No operating unit of any product stands there"))
    #expect(try near("18,75").text.contains("With the two numbers exchanged 27 units would stand there"))
    let (text, _) = try near("75,19", "--product", "ham")
    #expect(text.contains("No operating unit of this product stands there; the nearest stands 111 km away"))
  }

  @Test func theSamePageTwice() throws {
    #expect(try near("75,19").outcome.output == near("75,19").outcome.output)
  }

  @Test(arguments: [
    (["--near", "75"], "such as 77.34,11.11"), (["--near", "11,139"], "longitude first"),
    (["--near", "200,11"], "-180 to 180"), (["--near", "75,18", "--within", "0"], "--within"),
    (["--near", "75,18", "--within", "1001"], "--within"),
    (["--near", "75,18", "--product", " "], "--product is empty"),
    (["--near", "75,18", "--product", "xqzzv"], "no product is known as"), ([], "--near LON,LAT"),
    (["some-id", "--near", "75,18"], "not both"), (["some-id", "--product", "ham"], "need --near"),
  ])
  func wrongCommandLines(arguments: [String], words: String) throws {
    let outcome = try Program.run(["explain", try Self.made.get().directory.path] + arguments)
    #expect(outcome.status == 64 && outcome.messages.contains(words), Comment(rawValue: outcome.messages))
    #expect(outcome.output.isEmpty)
  }

  @Test func aMisspeltProductIsSuggested() throws {
    let (_, outcome) = try near("75,18", "--product", "bycycels")
    #expect(outcome.status == 64 && outcome.messages.contains("nearest: bicycles"), Comment(rawValue: outcome.messages))
  }

  @Test func withoutATallyItSaysWhatToDo() throws {
    let run = try MapRun(text: BadInputTests.register(units: 120), options: ["--no-tally"])
    let outcome = try Program.run(["explain", run.directory.path, "--near", "77.3,11.1"])
    #expect(outcome.status == 66 && outcome.messages.contains("tally.kt"), Comment(rawValue: outcome.messages))
    #expect(try Program.run(["explain", "/nowhere", "--near", "77.3,11.1"]).status == 66)
  }

  @Test func withoutCentresItCountsAndSaysWhatIsMissing() throws {
    let run = try MapRun(text: BadInputTests.register(units: 120), options: ["--formats", "csv"])
    let outcome = try Program.run(["explain", run.directory.path, "--near", "77.34,11.1"])
    #expect(outcome.status == 0 && outcome.output.contains("no centres.geojson"), Comment(rawValue: outcome.messages))
  }
}
