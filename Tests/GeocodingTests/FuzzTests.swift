import Foundation
import Model
import TestSupport
import Testing

@testable import Geocoding

/// Random input with recorded seeds: whatever a register or a gazetteer file holds, the answer is a place that holds together or a
/// reason, never a crash.
@Suite struct FuzzTests {
  private static let scraps = [
    "Peenya", "Jajmau", "MIDC", "SIDCO", "Tirupur", "Coimbatore", "641604", "560 058", "403521-India", "patna- 13",
    "Village/Town:-", "Block:-", "City:-", "Dist.", "Taluk", "Pakistan", "India", ",", ", ", " ", "-", "0", ".", "(",
    ")", "/",
    "🏭", "😀", "தூத்துக்குடி", "ಬೆಂಗಳೂರು", "हैदराबाद", "কলকাতা", "ਲੁਧਿਆਣਾ", "સુરત", "ଓଡ଼ିଶା", "കൊച്ചി", "شہر", "深圳",
    "e\u{301}", "\u{200D}", "\u{200B}", "\u{0}", "\u{FFFD}", "\n", "\t", "’", "%", "&", "*", "Plot 5", "999999",
    "000000",
  ]

  private func starter() throws -> Geocoder { Geocoder(gazetteer: try CaseTable.starter.get()) }

  private static func text(_ random: inout SeededGenerator, pieces: Int) -> String {
    (0..<Int.random(in: 0...pieces, using: &random)).map { _ in
      let scrap = scraps[Int.random(in: 0..<scraps.count, using: &random)]
      return Bool.random(using: &random) ? scrap : scrap + " "
    }.joined()
  }

  private static func bytes(_ random: inout SeededGenerator, count: Int) -> String {
    String(decoding: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, as: UTF8.self)
  }

  /// What must hold of any placement.
  private func check(_ placed: Located, _ comment: Comment) {
    let level = MatchLevel.allCases.first { $0.name == placed.level }
    #expect(level != nil, comment)
    guard let level, level != .none else {
      #expect(!placed.reason.isEmpty && placed.reason != "none", comment)
      #expect(placed.uncertainty == 0, comment)
      return
    }
    #expect(placed.uncertainty > 0, comment)
    #expect(placed.confidence > 0 && placed.confidence <= 100, comment)
    #expect(abs(placed.point.lat) <= 900_000_000 && abs(placed.point.lon) <= 1_800_000_000, comment)
    #expect(level.isLocated == (placed.reason.isEmpty || placed.reason == "none"), comment)
  }

  @Test func mixedScriptsPicturesAndScraps() throws {
    let geocoder = try starter()
    var random = SeededGenerator(seed: 41)
    for round in 0..<400 {
      let row: [TextField: String] = [
        .address: Self.text(&random, pieces: 14), .village: Self.text(&random, pieces: 2),
        .district: Self.text(&random, pieces: 2), .state: Self.text(&random, pieces: 1),
        .latitude: Self.text(&random, pieces: 1), .longitude: Self.text(&random, pieces: 1),
      ]
      let placed = geocoder.place(row, pin: UInt32.random(in: 0...1_100_000, using: &random))
      check(placed, "seed 41, round \(round): \(row)")

    }
  }

  @Test func randomBytes() throws {
    let geocoder = try starter()
    var random = SeededGenerator(seed: 43)
    for round in 0..<300 {
      let count = Int.random(in: 0...300, using: &random)
      let row: [TextField: String] = [
        .address: Self.bytes(&random, count: count), .town: Self.bytes(&random, count: count / 4),
        .district: Self.bytes(&random, count: 12), .state: Self.bytes(&random, count: 8),
        .latitude: Self.bytes(&random, count: 10), .longitude: Self.bytes(&random, count: 10),
      ]
      check(geocoder.place(row), "seed 43, round \(round)")
    }
  }

  @Test func lookupsOfAnything() throws {
    let geocoder = try starter()
    var random = SeededGenerator(seed: 47)
    for round in 0..<150 {
      let text = Self.text(&random, pieces: 8)
      let candidates = geocoder.lookup(text: text)
      #expect(candidates.count <= Geocoder.maximumCandidates, "seed 47, round \(round): \(text)")
      #expect(zip(candidates, candidates.dropFirst()).allSatisfy { $0.score >= $1.score }, "seed 47, round \(round)")
      #expect(candidates.allSatisfy { (0...100).contains($0.score) && !$0.reason.isEmpty }, "seed 47, round \(round)")
    }
  }

  /// Of an address of 100 kB only the last `address.max_bytes` are read: the same answer as for these bytes alone.
  @Test func longAddressesAreReadAtTheirEnd() throws {
    let geocoder = try starter()
    let limit = geocoder.parameters.addressBytes
    var random = SeededGenerator(seed: 53)
    for round in 0..<4 {
      var text = ""
      while text.utf8.count < 100_000 {
        text += Self.text(&random, pieces: 20).replacing("Pakistan", with: "") + " x, "
      }
      text += "Plot 12, Peenya Industrial Area, Bengaluru, Karnataka"
      let whole = geocoder.place([.address: text])
      let end = geocoder.place([.address: String(decoding: Array(text.utf8).suffix(limit), as: UTF8.self)])
      check(whole, "seed 53, round \(round)")
      #expect(whole.point == end.point && whole.level == end.level && whole.name == end.name, "seed 53, round \(round)")
    }
    let before = "Tiruppur 641601, " + String(repeating: "x ", count: 50_000)
    #expect(geocoder.place([.address: before]).level.isEmpty)
  }

  // MARK: Gazetteer files

  private func image() throws -> [UInt8] {
    let directory = SmallCountry.directory()
    return try GazetteerBuilder.image(SmallCountry.sources(directory)).image
  }

  /// Opens bytes as a gazetteer file: the failure, or nil when they are accepted.
  private func failure(_ bytes: [UInt8], _ directory: TemporaryDirectory) -> Failure? {
    do throws(Failure) {
      _ = try Gazetteer(path: directory.write("g.kgaz", bytes))
      return nil
    } catch {
      return error
    }
  }

  @Test func truncatedFilesAreRefused() throws {
    let good = try image()
    let directory = TemporaryDirectory()
    var random = SeededGenerator(seed: 59)
    let lengths = [
      0, 1, 3, 4, 7, 8, 23, 24, GazetteerFormat.headerBytes - 1, GazetteerFormat.headerBytes, good.count - 1,
    ]
    for length in lengths + (0..<30).map({ _ in Int.random(in: 0..<good.count, using: &random) }) {
      let failure = self.failure(Array(good[..<length]), directory)
      #expect(failure?.kind == .data, "seed 59, length \(length)")
      #expect(failure?.message.contains("gazetteer build") == true, "seed 59, length \(length)")
    }
    #expect(failure(good + [0], directory)?.message.contains("has grown") == true)
  }

  @Test func flippedBitsAreNoticed() throws {
    let good = try image()
    let directory = TemporaryDirectory()
    var random = SeededGenerator(seed: 61)
    let header = (0..<GazetteerFormat.headerBytes * 8).filter { _ in Int.random(in: 0..<8, using: &random) == 0 }
    for bit in header + (0..<60).map({ _ in Int.random(in: 0..<good.count * 8, using: &random) }) {
      var bad = good
      bad[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(failure(bad, directory)?.kind == .data, "seed 61, bit \(bit)")
    }
  }

  @Test func otherVersionsAreNamed() throws {
    let directory = TemporaryDirectory()
    for version: UInt32 in [0, GazetteerFormat.version + 1, 99, .max] {
      var other = try image()
      withUnsafeBytes(of: version.littleEndian) { other.replaceSubrange(4..<8, with: $0) }
      let message = failure(other, directory)?.message
      #expect(message?.contains("version \(version)") == true)
      #expect(message?.contains("gazetteer build") == true)
    }
  }

  @Test func filesOfRandomBytesAreRefused() {
    let directory = TemporaryDirectory()
    var random = SeededGenerator(seed: 67)
    for round in 0..<40 {
      var bytes = (0..<Int.random(in: 0...2000, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      // Half of them begin as a gazetteer does.
      if round % 2 == 0, bytes.count >= 8 {
        bytes.replaceSubrange(0..<8, with: [0x4B, 0x47, 0x41, 0x5A, UInt8(GazetteerFormat.version), 0, 0, 0])
      }
      #expect(failure(bytes, directory)?.kind == .data, "seed 67, round \(round)")
    }
  }
}
