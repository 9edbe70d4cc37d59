import Foundation
import TestSupport
import Testing

/// The list of open sources, telling a source from something else, and which gazetteer a run uses.
struct GazetteerSourcesTests {
  private let scratch: Scratch

  init() throws { scratch = try Scratch() }

  // MARK: The list

  @Test func everySourceSaysWhereItIsAndUnderWhichLicence() throws {
    let page = try Program.run(["gazetteer", "sources"])
    #expect(page.status == 0)
    let table = try Program.run(["gazetteer", "sources", "--table"])
    let rows = table.output.split(separator: "\n").map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.count >= 5)
    for row in rows {
      try #require(row.count == 5)
      #expect(!row.contains(""))
      #expect(page.output.contains("(\(row[0]))"))
      #expect(page.output.contains(row[4]))
    }
    for label in ["  adds  ", "  licence  ", "  attribution  ", "  getting it  "] {
      #expect(page.output.components(separatedBy: label).count - 1 == rows.count, "\(label)")
    }
    #expect(
      rows.filter { $0[1] == "download" && $0[2] == "wanted" }.map { $0[0] } == ["geonames-places", "geonames-postal"])
    #expect(
      rows.filter { $0[1] == "by-hand" }.map { $0[0] } == ["all-india-pincode-directory", "local-government-directory"])
  }

  @Test func anotherCountryHasItsOwnAddressesAndNoIndianSources() throws {
    let table = try Program.run(["gazetteer", "sources", "--table", "--country", "NP"]).output
    #expect(table.contains("geonames_postal_NP.zip\thttps://download.geonames.org/export/zip/NP.zip\n"))
    #expect(!table.contains("pincode"))
    #expect(!table.contains("IN.zip"))
    for country in ["np", "NPL", ""] {
      #expect(try Program.run(["gazetteer", "sources", "--country", country]).status == 64)
    }
  }

  @Test func aFaultyListNamesItsKey() throws {
    let config = scratch.file("config")
    try FileManager.default.copyItem(at: SharedData.checkout.appending(path: "Config"), to: config)
    let list = config.appending(path: "gazetteer-sources.toml")
    let text = try String(contentsOf: list, encoding: .utf8)
    for (from, to, key) in [
      ("licence = \"CC BY 4.0\"", "license = \"CC BY 4.0\"", "geonames-postal.licence"),
      ("licence = \"CC BY 4.0\"", "license = \"CC BY 4.0\"", "geonames-postal.license"),
      ("option = \"--places\"", "option = \"--place\"", "geonames-places.option"),
      ("format = \"zip\"", "format = \"rar\"", "geonames-postal.format"),
      ("address = \"https:", "address = \"ftp:", "geonames-postal.address"),
      ("file = \"geonames_", "file = \"../geonames_", "geonames-postal.file"),
    ] {
      let faulty = text.replacingOccurrences(of: from, with: to)
      try #require(faulty != text)
      try faulty.write(to: list, atomically: true, encoding: .utf8)
      for command in [["gazetteer", "sources", "--config"], ["config", "check"]] {
        let outcome = try Program.run(command + [config.path])
        #expect(outcome.status == 78)
        #expect(outcome.messages.contains("gazetteer-sources.toml: \(key): "), Comment(rawValue: outcome.messages))
      }
    }
  }

  // MARK: Telling a source from something else

  private func verify(
    _ path: String, _ status: Int32, _ words: String..., source: String = "geonames-postal",
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try Program.run(["gazetteer", "verify", source, path, "--country", "LK"])
    #expect(outcome.status == status, Comment(rawValue: outcome.messages), sourceLocation: sourceLocation)
    for word in words {
      #expect(
        (outcome.output + outcome.messages).contains(word), Comment(rawValue: outcome.messages),
        sourceLocation: sourceLocation)
    }
  }

  @Test func wholeCutDamagedAndForeignFiles() throws {
    let archive = try MadeUpCountry.zip(MadeUpCountry.postal(), "LK.txt", in: scratch)
    try verify(archive, 0, "400 rows")
    let bytes = try Data(contentsOf: URL(filePath: archive))
    for cut in [bytes.count / 2, bytes.count - 1] {
      try verify(try scratch.write(bytes.prefix(cut), to: "cut.zip"), 74, "cut.zip")
    }
    try verify(try scratch.write(bytes.prefix(100), to: "small.zip"), 74, "small.zip", "100 bytes")
    // Any changed byte of the packed text is noticed.
    var generator = SeededGenerator(seed: 23)
    for _ in 0..<20 {
      var damaged = bytes
      damaged[Int.random(in: 200..<bytes.count - 200, using: &generator)] ^= 0x10
      let outcome = try Program.run(
        ["gazetteer", "verify", "geonames-postal", try scratch.write(damaged, to: "bad.zip"), "--country", "LK"])
      #expect(outcome.status == 74, "seed 23: \(outcome.messages)")
    }
    try verify(
      try scratch.write("\n <!DOCTYPE html><html>" + String(repeating: "x", count: 400), to: "page.zip"), 66, "web page"
    )
    try verify(try scratch.write(String(repeating: "a\tb\n", count: 400), to: "text.zip"), 66, "other bytes")
    try verify(archive, 66, "fields", source: "geonames-places")
    try verify(scratch.file("none.zip").path, 66, "none.zip")
    try verify(archive, 64, "geonames-postal", source: "nowhere")
  }

  @Test func aSourceWithAHeaderIsKnownByItsColumns() throws {
    let header =
      "circlename,regionname,divisionname,officename,pincode,officetype,delivery,district,statename,latitude,longitude\n"
    let row = "Some Circle,Some Region,Some Division,Madeup B.O,641601,BO,Delivery,TIRUPPUR,TAMIL NADU,11.1,77.3\n"
    let name = "all-india-pincode-directory"
    let path = try scratch.write(header + String(repeating: row, count: 60_000), to: "pincodes.csv")
    let good = try Program.run(["gazetteer", "verify", name, path])
    #expect(good.status == 0, Comment(rawValue: good.messages))
    let other = try scratch.write(
      header.replacingOccurrences(of: "officename", with: "office_") + String(repeating: row, count: 60_000),
      to: "p.csv")
    let bad = try Program.run(["gazetteer", "verify", name, other])
    #expect(bad.status == 66)
    #expect(bad.messages.contains("officename"))
    // The builder reads the layout as it is published.
    let built = try Program.run(["gazetteer", "build", "-o", scratch.file("o.kgaz").path, "--post-offices", path])
    #expect(built.status == 0, Comment(rawValue: built.messages))
    #expect(built.output.contains("60,000"))
  }

  // MARK: Building

  @Test func theReportGoesToAFileAndQuietSaysNothing() throws {
    let pins = try scratch.write("pin,lat,lon\n641601,11.108,77.341\n641602,77.35,11.1\n", to: "pins.csv")
    let report = scratch.file("report.txt")
    let outcome = try Program.run([
      "gazetteer", "build", "-o", scratch.file("g.kgaz").path, "--pins", pins, "--report", report.path, "--quiet",
    ])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty && outcome.messages.isEmpty, Comment(rawValue: outcome.output + outcome.messages))
    let text = try String(contentsOf: report, encoding: .utf8)
    #expect(text.contains("points of --pins read: 2\n"))
    let nowhere = try Program.run([
      "gazetteer", "build", "-o", scratch.file("h.kgaz").path, "--report", "/proc/none/report.txt", "--quiet",
    ])
    #expect(nowhere.status == 73)
    #expect(!FileManager.default.fileExists(atPath: scratch.file("h.kgaz").path))
  }

  @Test func theDumpOfACountryIsReadAsItIsPublished() throws {
    var dump = ""
    for (name, aliases, kind, code, lat, lon, population) in [
      ("Madeuppatti", "மேடப்பட்டி,Medappatti", "P", "PPL", "11.2011", "77.3022", "0"),
      ("Feigned Hill", "", "T", "HLL", "11.2", "77.3", "0"),
      ("Gonepatti", "", "P", "PPLQ", "11.2", "77.31", "0"),
      ("Bigfeign", "", "P", "PPL", "11.21", "77.31", "23000"),
      ("Tiruppur", "", "P", "PPLA2", "11.1085", "77.3411", "963173"),
    ] {
      dump +=
        "1\t\(name)\t\(name)\t\(aliases)\t\(lat)\t\(lon)\t\(kind)\t\(code)\tIN\t\t25\t634\t\t\t\(population)\t\t300\tAsia/Kolkata\t2024-01-01\n"
    }
    let archive = try MadeUpCountry.zip(dump, "IN.txt", in: scratch)
    let out = scratch.file("dump.kgaz").path
    let built = try Program.run(["gazetteer", "build", "-o", out, "--places", archive])
    #expect(built.status == 0, Comment(rawValue: built.messages))
    func lookup(_ name: String) throws -> String {
      try Program.run(["gazetteer", "lookup", name, "--gazetteer", out]).output
    }
    #expect(try lookup("Madeuppatti").contains("village"))
    #expect(try lookup("மேடப்பட்டி").contains("Madeuppatti, Tiruppur, Tamil Nadu"))
    #expect(try lookup("Bigfeign").contains("town"))
    #expect(try lookup("Gonepatti").contains("knows nothing"))
    #expect(try lookup("Feigned Hill").contains("knows nothing"))
    // A town that is known already is not added a second time.
    #expect(try lookup("Tiruppur").components(separatedBy: "city ").count == 2)
  }

  // MARK: Which gazetteer a run uses

  private func madeUpGazetteer(_ path: URL) throws {
    try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
    let pins = try scratch.write("pin,lat,lon\n641999,11.2,77.4\n", to: "pins.csv")
    let outcome = try Program.run(["gazetteer", "build", "-o", path.path, "--pins", pins, "--quiet"])
    try #require(outcome.status == 0, Comment(rawValue: outcome.messages))
  }

  @Test func anInstalledGazetteerIsUsedAndNamed() throws {
    let installed = scratch.file("data/karkhana/gazetteer.kgaz")
    try madeUpGazetteer(installed)
    let register = try scratch.write(BadInputTests.register(units: 120), to: "register.csv")
    let free = ["KARKHANA_GAZETTEER": "", "XDG_DATA_HOME": scratch.file("data").path]
    let out = scratch.file("out").path
    func run(_ options: [String], _ environment: [String: String]) throws -> (Program.Outcome, String) {
      let outcome = try Program.run(["map", register, "--out", out] + options, environment: environment)
      #expect(outcome.status == 0, Comment(rawValue: outcome.messages))
      return (outcome, try String(contentsOfFile: out + "/run.json", encoding: .utf8).filter { $0 != " " })
    }
    let (mapped, manifest) = try run([], free)
    #expect(mapped.output.contains("Gazetteer: \(installed.path) (installed)"))
    #expect(manifest.contains("\"file\":\"\(installed.path)\""))
    #expect(manifest.contains("\"origin\":\"installed\""))
    let check = try Program.run(["check", register], environment: free)
    #expect(check.output.contains("\(installed.path) (installed)"))
    #expect(try Program.run(["gazetteer", "lookup", "--pin", "641999"], environment: free).output.contains("this PIN"))
    // The word overrides what is installed, on the command line and in the environment.
    for (options, environment) in [
      (["--gazetteer", "starter"], free), ([], free.merging(["KARKHANA_GAZETTEER": "starter"]) { $1 }),
    ] {
      let (outcome, manifest) = try run(options, environment)
      #expect(outcome.output.contains("Gazetteer: starter gazetteer\n"))
      #expect(manifest.contains("\"file\":\"starter\""))
      #expect(manifest.contains("\"origin\":\"named\""))
    }
    // With none installed, the starter, and how to get the full one. A data directory that is not absolute is ignored.
    let none = ["KARKHANA_GAZETTEER": "", "XDG_DATA_HOME": "data", "HOME": scratch.file("nobody").path]
    let (starter, noManifest) = try run([], none)
    #expect(starter.output.contains("'make gazetteer'"))
    #expect(noManifest.contains("\"origin\":\"fallback\""))
  }

  @Test func anInstalledGazetteerThatCannotBeUsedIsAFailure() throws {
    let installed = scratch.file("data/karkhana/gazetteer.kgaz")
    try madeUpGazetteer(installed)
    let good = try Data(contentsOf: installed)
    var older = good
    older[4] &+= 1
    let register = try scratch.write(BadInputTests.register(units: 5), to: "register.csv")
    let free = ["KARKHANA_GAZETTEER": "", "XDG_DATA_HOME": scratch.file("data").path]
    for (bytes, word) in [(older, "version"), (good.prefix(good.count / 2), "cut short"), (Data(), "cut short")] {
      try bytes.write(to: installed)
      for command in [
        ["check", register], ["map", register, "--out", scratch.file("out").path], ["geocode", register],
      ] {
        let outcome = try Program.run(command, environment: free)
        #expect(outcome.status == 65)
        #expect(outcome.messages.contains(word), Comment(rawValue: outcome.messages))
        #expect(outcome.messages.contains("'make gazetteer'"))
        #expect(outcome.messages.contains("--gazetteer starter"))
      }
      #expect(try Program.run(["check", register, "--gazetteer", "starter"], environment: free).status == 0)
    }
  }

  @Test func aGazetteerBesideTheInstalledProgramIsFound() throws {
    let files = FileManager.default
    let prefix = scratch.file("prefix")
    let share = prefix.appending(path: "share/karkhana")
    try files.createDirectory(at: prefix.appending(path: "bin"), withIntermediateDirectories: true)
    try files.createDirectory(at: share, withIntermediateDirectories: true)
    for name in ["Config", "Geo"] {
      try files.copyItem(at: SharedData.checkout.appending(path: name), to: share.appending(path: name))
    }
    let program = prefix.appending(path: "bin/karkhana")
    let built = URL(filePath: Program.path).resolvingSymlinksInPath()
    do { try files.linkItem(at: built, to: program) } catch { try files.copyItem(at: built, to: program) }
    try madeUpGazetteer(share.appending(path: "gazetteer.kgaz"))
    let free = ["KARKHANA_GAZETTEER": "", "XDG_DATA_HOME": scratch.file("nothing").path]
    let outcome = try Program.run(
      ["gazetteer", "lookup", "--pin", "641999"], environment: free, executable: program.path)
    #expect(outcome.output.contains("this PIN"), Comment(rawValue: outcome.output + outcome.messages))
  }
}
