import Foundation
import TestSupport
import Testing

/// Fetching against a server on loopback that behaves as servers and networks do, and building from what arrived.
struct FetchGazetteerTests {
  private let scratch: Scratch
  private let server: LoopbackServer

  init() throws {
    scratch = try Scratch()
    for (text, name) in [(MadeUpCountry.postal(), "zip_LK.zip"), (MadeUpCountry.places(), "dump_LK.zip")] {
      let archive = try MadeUpCountry.zip(text, "LK.txt", in: scratch)
      try FileManager.default.moveItem(atPath: archive, toPath: scratch.file(name).path)
    }
    server = try LoopbackServer(scratch.directory)
  }

  private var cache: URL { scratch.file("cache") }
  private var out: URL { scratch.file("data/karkhana/gazetteer-LK.kgaz") }

  /// `make gazetteer` without the make: the script that it runs.
  private func make(_ behaviour: String, _ variables: [String: String] = [:]) throws -> Program.Outcome {
    var environment = [
      "COUNTRY": "LK", "CACHE": cache.path, "OUT": "", "SOURCES": "", "WITH": "", "KARKHANA_PAUSE": "0",
      "KARKHANA_MIRROR": "http://127.0.0.1:\(server.port)/\(behaviour)", "XDG_DATA_HOME": scratch.file("data").path,
      "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1",
    ]
    environment.merge(variables) { $1 }
    return try Program.run(
      [SharedData.checkout.appending(path: "Scripts/make-gazetteer").path, Program.path], environment: environment,
      executable: "/bin/sh")
  }

  private func expectFetched(_ outcome: Program.Outcome, sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    for (name, source) in [("geonames_postal_LK.zip", "zip_LK.zip"), ("geonames_places_LK.zip", "dump_LK.zip")] {
      let arrived = cache.appending(path: "LK/\(name)")
      #expect(
        FileManager.default.contentsEqual(atPath: arrived.path, andPath: scratch.file(source).path),
        sourceLocation: sourceLocation)
      #expect(!FileManager.default.fileExists(atPath: arrived.path + ".part"), sourceLocation: sourceLocation)
    }
    #expect(FileManager.default.fileExists(atPath: out.path), sourceLocation: sourceLocation)
  }

  private func expectRefused(
    _ outcome: Program.Outcome, _ status: Int32, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    let last = outcome.messages.split(separator: "\n").last.map(String.init) ?? ""
    #expect(last.hasPrefix("fetch-gazetteer: "), Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    for word in words {
      #expect(last.contains(word), Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    }
    #expect(!FileManager.default.fileExists(atPath: out.path), sourceLocation: sourceLocation)
  }

  @Test func whatIsThereAndNoNewerIsNotFetchedAgain() throws {
    try expectFetched(try make("good"))
    let built = try Data(contentsOf: out)
    let report = try String(contentsOf: scratch.file("data/karkhana/gazetteer-LK.report.txt"), encoding: .utf8)
    #expect(report.contains("GeoNames postal points read: 400\n"))
    let again = try make("good")
    try expectFetched(again)
    #expect(again.output.contains("is the newest"))
    #expect(server.log.suffix(2).allSatisfy { $0.hasSuffix(" - 304") }, "\(server.log)")
    #expect(try Data(contentsOf: out) == built)
    #expect(again.output.contains("--gazetteer \(out.path)"))
  }

  @Test func cutConnectionsAreResumedWhereTheyWereCut() throws {
    try expectFetched(try make("flaky", ["KARKHANA_ATTEMPTS": "20"]))
    let ranges = server.log.filter { $0.contains("bytes=") }
    #expect(ranges.count >= 6 && ranges.allSatisfy { $0.hasSuffix(" 206") }, "\(server.log)")
  }

  @Test func whatArrivedBeforeGivingUpIsKeptForTheNextRun() throws {
    let outcome = try make("cut", ["KARKHANA_ATTEMPTS": "3"])
    expectRefused(outcome, 74, "3 attempts", "bytes are kept", "again")
    #expect(server.log.count == 3)
    let part = try Data(contentsOf: cache.appending(path: "LK/geonames_places_LK.zip.part"))
    let whole = try Data(contentsOf: scratch.file("dump_LK.zip"))
    #expect(part == whole.prefix(part.count) && part.count > whole.count * 3 / 4)
    try expectFetched(try make("good"))
    #expect(server.log[3].contains("bytes=\(part.count)- 206"), "\(server.log)")
  }

  @Test func aServerWithoutRangesIsAskedForTheWhole() throws { try expectFetched(try make("norange")) }

  @Test func aBusyServerIsAskedAgain() throws { try expectFetched(try make("busy")) }

  @Test func aPartOfAnotherVersionIsNoticedAndFetchedAnew() throws {
    let whole = try Data(contentsOf: scratch.file("dump_LK.zip"))
    try FileManager.default.createDirectory(at: cache.appending(path: "LK"), withIntermediateDirectories: true)
    let part = cache.appending(path: "LK/geonames_places_LK.zip.part")
    try whole.prefix(whole.count / 2).write(to: part)
    try expectFetched(try make("stale"))
    // A part that is longer than the file is no part of it.
    try (whole + whole).write(to: part)
    try expectFetched(try make("good"))
  }

  @Test func aWebPageInPlaceOfTheFileIsRefused() throws {
    expectRefused(try make("html"), 66, "geonames-places", "web page")
    #expect(server.log.count == 1)
    #expect(try FileManager.default.contentsOfDirectory(atPath: cache.appending(path: "LK").path).isEmpty)
  }

  @Test func aMissingFileIsRefused() throws {
    expectRefused(try make("gone"), 66, "geonames-places", "404", "SOURCES=DIR")
    #expect(server.log.count == 1)
  }

  @Test func withoutANetworkTheFilesOfAnEarlierRunServe() throws {
    let dead = ["KARKHANA_MIRROR": "http://127.0.0.1:1", "KARKHANA_ATTEMPTS": "2"]
    expectRefused(try make("good", dead), 74, "2 attempts")
    try expectFetched(try make("good"))
    let outcome = try make("good", dead)
    try expectFetched(outcome)
    #expect(outcome.messages.contains("earlier run"))
  }

  @Test func filesAtHandBuildWithoutANetwork() throws {
    let sources = scratch.file("at hand")
    try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
    let dead = ["KARKHANA_MIRROR": "http://127.0.0.1:1", "SOURCES": sources.path, "COUNTRY": "IN"]
    let empty = try make("good", dead)
    #expect(empty.status == 66)
    #expect(empty.messages.contains("none of the open sources"))
    let missing = try make("good", dead.merging(["SOURCES": scratch.file("nowhere").path]) { $1 })
    #expect(missing.status == 66)
    try Data("pin,lat,lon\n641999,11.2,77.4\n".utf8).write(to: sources.appending(path: "pins.csv"))
    let outcome = try make("good", dead)
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    #expect(outcome.output.contains("Installed"))
    let installed = ["KARKHANA_GAZETTEER": "", "XDG_DATA_HOME": scratch.file("data").path]
    let lookup = try Program.run(["gazetteer", "lookup", "--pin", "641999"], environment: installed)
    #expect(lookup.output.contains("this PIN"))
    let elsewhere = scratch.file("else where/my.kgaz").path
    #expect(try make("good", dead.merging(["OUT": elsewhere]) { $1 }).output.contains("--gazetteer \(elsewhere)"))
    #expect(FileManager.default.fileExists(atPath: elsewhere))
    #expect(server.log.isEmpty)
  }

  @Test func aRegisterOfAnotherCountryIsLocatedWithItsOwnGazetteer() throws {
    try expectFetched(try make("good"))
    let register = try scratch.write(
      """
      record_id,product,village,district,address,pincode,country
      A,cotton knitwear,Nilagama,,,,LK
      B,cotton knitwear,,,,10007,LK
      C,cotton knitwear,Nilagama,,,10007,LK
      D,cotton knitwear,,,"12 Made Up Road, Pattuwara",,LK
      E,cotton knitwear,Nilagama,,,,IN
      F,cotton knitwear,,,,10007,NP
      G,cotton knitwear,Weligoda,,,10009,LK
      H,cotton knitwear,,Pattuwara,,,LK

      """, to: "abroad.csv")
    let outcome = try Program.run(["geocode", register, "--gazetteer", out.path, "--quiet"])
    #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
    let lines = outcome.output.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let columns = lines[0].map(String.init)
    func field(_ row: String, _ column: String) throws -> String {
      // Fields are counted from the end: an address may hold commas.
      let line = try #require(lines.first { $0[0] == row })
      let index = try #require(columns.lastIndex(of: column))
      return String(line[line.count - (columns.count - index)])
    }
    #expect(try field("A", "match_level") == "town")
    #expect(try field("A", "matched_place") == "Nilagama")
    #expect(try field("A", "lat") == "7.1")
    #expect(try field("B", "match_level") == "pin")
    #expect(try field("B", "matched_place") == "Nilagama 10007")
    #expect(try field("B", "uncertainty_m") == "5000")
    #expect(try field("C", "match_level") == "town")
    #expect(try field("C", "confidence") > field("A", "confidence"))
    #expect(try field("D", "matched_place") == "Pattuwara")
    #expect(try field("E", "match_level") == "")
    #expect(try field("F", "match_level") == "")
    // Two villages of one name: the postcode tells which.
    #expect(try field("G", "match_level") == "village")
    #expect(try field("G", "lat") == "7.3")
    #expect(try field("H", "matched_place") == "Pattuwara")
    for row in ["A", "B", "C", "D", "G"] {
      #expect(try field(row, "lgd_state") == "" && field(row, "lgd_district") == "")
    }
    let lookup = try Program.run(["gazetteer", "lookup", "--pin", "10007", "--gazetteer", out.path])
    #expect(lookup.output.contains("Nilagama 10007"))
    #expect(lookup.output.contains("geonames-postal"))
  }

  @Test func outputsNameTheSources() throws {
    try expectFetched(try make("good"))
    var text = "record_id,product,village,country,pincode\n"
    for unit in 0..<150 { text += "R\(unit),cotton knitwear,Nilagama,LK,10007\n" }
    let register = try scratch.write(text, to: "register.csv")
    let result = scratch.file("result")
    let mapped = try Program.run(["map", register, "--out", result.path, "--gazetteer", out.path, "--quiet"])
    #expect(mapped.status == 0, Comment(rawValue: mapped.messages))
    for name in ["clusters.geojson", "centres.geojson", "belts.geojson", "map.html", "maps/overview.svg", "run.json"] {
      let content = try String(contentsOf: result.appending(path: name), encoding: .utf8)
      #expect(content.contains("GeoNames (geonames.org), CC BY 4.0"), "\(name)")
    }
    // A table has no room for it: the command says it.
    let geocoded = try Program.run(["geocode", register, "--gazetteer", out.path])
    #expect(geocoded.messages.contains("GeoNames (geonames.org), CC BY 4.0"))
  }
}

/// A made-up country in GeoNames layouts, under a real country's letters and within its box.
enum MadeUpCountry {
  /// 400 postcodes.
  static func postal() -> String {
    var text = ""
    func row(_ code: Int, _ name: String, _ lat: Double, _ lon: Double) {
      text += "LK\t\(code)\t\(name)\tFirst Province\t1\t\t\t\t\t\(lat)\t\(lon)\t4\n"
    }
    row(10007, "Nilagama", 7.11, 80.21)
    row(10009, "Weligoda", 7.31, 80.61)
    for index in 2..<400 {
      row(
        20000 + index * 7, "Nowhere \(index * 7919 % 1009)", 6.5 + Double(index % 20) / 10, 80 + Double(index / 20) / 10
      )
    }
    return text
  }

  /// 400 places of all classes.
  static func places() -> String {
    var text = ""
    func row(_ name: String, _ lat: Double, _ lon: Double, _ kind: String, _ code: String, _ population: Int) {
      text +=
        "\(text.utf8.count)\t\(name)\t\(name)\t\t\(lat)\t\(lon)\t\(kind)\t\(code)\tLK\t\t01\t\t\t\t\(population)\t\t9\tAsia/Colombo\t2024-01-01\n"
    }
    row("Nilagama", 7.1, 80.2, "P", "PPLA", 41_000)
    row("Pattuwara", 6.9, 80.9, "P", "PPL", 12_000)
    row("Weligoda", 7.3, 80.6, "P", "PPL", 0)
    row("Weligoda", 6.2, 81.1, "P", "PPL", 0)
    for index in 4..<400 {
      row(
        "Feature \(index * 104_729 % 997)", 6.1 + Double(index % 30) / 10, 80 + Double(index / 30) / 10, "H", "STM", 0)
    }
    return text
  }

  /// A zip archive as GeoNames makes them: a readme and `name`.
  static func zip(_ text: String, _ name: String, in scratch: Scratch) throws -> String {
    try scratch.write("A made-up country for tests.\n", to: "readme.txt")
    try scratch.write(text, to: name)
    let archive = name + ".zip"
    let outcome = try Program.run(
      ["python3", "-m", "zipfile", "-c", archive, "readme.txt", name], in: scratch.directory, executable: "/usr/bin/env"
    )
    try #require(outcome.status == 0, Comment(rawValue: outcome.messages))
    return scratch.file(archive).path
  }
}

/// `GazetteerServer.py`, stopped with the test.
final class LoopbackServer: Sendable {
  let port: Int
  private let directory: URL
  private let process: Process

  init(_ directory: URL) throws {
    self.directory = directory
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", SharedData.checkout.appending(path: "Tests/CommandTests/GazetteerServer.py").path, directory.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    self.process = process
    var line = Data()
    while !line.contains(0x0A) {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the server did not start")
      line += more
    }
    port = try #require(Int(String(decoding: line, as: UTF8.self).filter(\.isNumber)))
  }

  deinit { process.terminate() }

  /// The requests so far: path, range, status.
  var log: [String] {
    let text = (try? String(contentsOf: directory.appending(path: "log"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }
}
