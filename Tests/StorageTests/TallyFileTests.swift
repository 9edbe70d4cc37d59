import Foundation
import Model
import TestSupport
import Testing

@testable import Storage

/// A directory for one test.
private func withDirectory(_ body: (String) throws -> Void) throws {
  let directory = FileManager.default.temporaryDirectory.appending(path: "karkhana-\(UInt64.random(in: 0 ... .max))")
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: directory) }
  try body(directory.path + "/tally.kt")
}

private func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: path))) }
private func store(_ bytes: [UInt8], _ path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

private let codes = ["131", "ZARI", "13121", "lock", "cotton knitwear", "कालीन"]
private func placeID(_ place: UInt32) -> String { "village/\(place * 7919 % 1000)" }

/// A canonical tally with every kind of column and value.
private func randomTally(seed: UInt64, sites siteCount: Int = 60) -> Tally {
  var generator = SeededGenerator(seed: seed)
  var sites: Set<SiteKey> = []
  for _ in 0..<siteCount {
    sites.insert(
      SiteKey(
        coordinate: Coordinate(
          lat: [-900_000_000, 0, 110_000_000, Int32.random(in: 80_000_000...300_000_000, using: &generator)]
            .randomElement(using: &generator) ?? 0,
          lon: [-1_800_000_000, 1_800_000_000, Int32.random(in: 700_000_000...900_000_000, using: &generator)]
            .randomElement(using: &generator) ?? 0),
        place: Bool.random(using: &generator) ? LocatedBatch.noPlace : UInt32.random(in: 0..<40, using: &generator)))
  }
  var tally = Tally()
  tally.sites = sites.sorted()
  var isUsed = [Bool](repeating: false, count: tally.sites.count)
  for product in 0..<UInt16(codes.count) where product != 1 {
    let key = TallyKey(product: product, productionClass: product == 2 ? .handloom : .industrial)
    var pairs: [UInt32] = []
    for site in tally.sites.indices where Int.random(in: 0..<3, using: &generator) == 0 { pairs.append(UInt32(site)) }
    // The last key takes whatever is left, so that every site has a pair.
    if product == codes.count - 1 {
      let own = Set(pairs)
      pairs = tally.sites.indices.map { UInt32($0) }.filter { !isUsed[Int($0)] || own.contains($0) }
    }
    for site in pairs { isUsed[Int(site)] = true }
    if pairs.isEmpty { continue }
    tally.keys.append(key)
    tally.pairKey += Array(repeating: UInt16(tally.keys.count - 1), count: pairs.count)
    tally.pairSite += pairs
  }
  let extremes: [Int64] = [0, 1, -1, 127, 128, .max, .min, 1 << 31]
  for column in [
    TallyColumn.rows, .unitsUnknown, .level(.pin), .exclusion(.household), .sum(.turnover), .role(.association),
  ] {
    var values = (0..<tally.pairCount).map { _ in extremes.randomElement(using: &generator) ?? 0 }
    values[0] = 3
    tally.columns[column.rawValue] = TallySums(values)
  }
  var squares = (0..<tally.pairCount).map { _ in Int128.random(in: .min ... .max, using: &generator) }
  squares[0] = .min
  tally.wide[WideColumn.turnoverSquares.rawValue] = TallySums(squares)
  tally.productivity = ProductivityHistogram(pairs: tally.pairCount) { pair in
    let bins: [UInt16] = [0, 1, 15, 16, 32, 700, UInt16(ProductivityBin.count - 1)]
    return bins.filter { (Int($0) + pair) % 3 == 0 }.map { ($0, $0 == 16 ? .max : Int64(pair + 1)) }
  }
  return tally
}

private func write(_ tally: Tally, _ path: String, settings: String = "digest") throws {
  try TallyFile.write(tally, products: codes, places: placeID, settings: settings, to: path)
}

/// The tally as a program with the same numbers reads it back.
private func readBack(_ path: String) throws -> Tally {
  let places = Dictionary(uniqueKeysWithValues: (0..<40 as Range<UInt32>).map { (placeID($0), $0) })
  return try TallyFile.read(path).numbered(
    name: path, product: { code in codes.firstIndex(of: code).map { UInt16($0) } }, place: { places[$0] })
}

@Suite("Tally file")
struct TallyFileTests {
  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func roundTrip(seed: UInt64) throws {
    try withDirectory { path in
      let tally = randomTally(seed: seed)
      try write(tally, path)
      #expect(try readBack(path) == tally, "seed \(seed)")
      let stored = try TallyFile.read(path)
      #expect(stored.settings == "digest")
      #expect(stored.products == stored.products.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
      #expect(!stored.products.contains("ZARI"), "only what is used is stored")
      #expect(stored.tally.sites == stored.tally.sites.sorted() && stored.tally.keys == stored.tally.keys.sorted())
    }
  }

  @Test func manyPairsOverSeveralBlocks() throws {
    try withDirectory { path in
      let tally = randomTally(seed: 77, sites: 30_000)
      try write(tally, path)
      #expect(try readBack(path) == tally)
    }
  }

  @Test func nothing() throws {
    try withDirectory { path in
      try write(Tally(), path, settings: "")
      #expect(try readBack(path) == Tally())
      #expect(try bytes(path).count < 60)
    }
  }

  /// Other numbers for the same products and places give the same file.
  @Test(arguments: [1, 2, 3] as [UInt64])
  func numbersDoNotMatter(seed: UInt64) throws {
    try withDirectory { path in
      let tally = randomTally(seed: seed)
      try write(tally, path)
      let first = try bytes(path)
      try write(tally, path)
      #expect(try bytes(path) == first)

      let other = try TallyFile.read(path).numbered(
        name: path, product: { code in codes.firstIndex(of: code).map { UInt16(100 - $0) } },
        place: { id in (0..<40).first { placeID($0) == id }.map { 5000 - $0 } })
      #expect(other != tally)
      let padded = (0...100).map { $0 > 100 - codes.count ? codes[100 - $0] : "unused-\($0)" }
      try TallyFile.write(
        other, products: padded, places: { placeID(5000 - $0) }, settings: "digest", to: path)
      #expect(try bytes(path) == first, "seed \(seed)")
      try write(tally, path, settings: "other")
      #expect(try bytes(path) != first)
    }
  }

  @Test func unknownProductsAndPlacesAreNamed() throws {
    try withDirectory { path in
      try write(randomTally(seed: 4), path)
      let stored = try TallyFile.read(path)
      for (product, place, word) in [
        ({ _ in nil }, { _ in 1 }, "product code \"131\""),
        ({ UInt16($0.utf8.count) }, { _ in nil }, "unknown or not unique"),
        ({ code in codes.firstIndex(of: code).map { UInt16($0) } }, { _ in 1 }, "place \"village/"),
      ] as [((String) -> UInt16?, (String) -> UInt32?, String)] {
        do {
          _ = try stored.numbered(name: "a.kt", product: product, place: place)
          Issue.record("\(word) passed")
        } catch let error as Failure {
          #expect(error.kind == .data && error.message.contains(word) && error.message.hasPrefix("a.kt"), "\(error)")
        }
      }
    }
  }

  @Test func sharedCodesAreRefused() throws {
    try withDirectory { path in
      #expect(throws: Failure.self) {
        try TallyFile.write(
          randomTally(seed: 5), products: Array(repeating: "same", count: 6), places: placeID, settings: "", to: path)
      }
    }
  }

  /// The message of the failure that reading gives; nil when it passes.
  private func refusal(_ path: String) -> Failure? {
    do {
      _ = try TallyFile.read(path)
      return nil
    } catch {
      return error
    }
  }

  @Test func everyTruncationIsRefused() throws {
    try withDirectory { path in
      try write(randomTally(seed: 6), path)
      let whole = try bytes(path)
      for length in stride(from: 0, to: whole.count, by: max(1, whole.count / 150)) {
        try store(Array(whole.prefix(length)), path)
        let failure = refusal(path)
        #expect(failure?.kind == .data, "cut to \(length) bytes")
      }
      try store(whole + [0], path)
      #expect(refusal(path)?.kind == .data)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func everyFlippedBitIsRefused(seed: UInt64) throws {
    try withDirectory { path in
      try write(randomTally(seed: 7), path)
      let whole = try bytes(path)
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<100 {
        var changed = whole
        changed[Int.random(in: 0..<whole.count, using: &generator)] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
        try store(changed, path)
        #expect(refusal(path)?.kind == .data, "seed \(seed)")
      }
    }
  }

  @Test func otherKindsAndVersionsAreNamed() throws {
    try withDirectory { path in
      try store(Array("record_id,name\n1,a\n".utf8), path)
      #expect(refusal(path)?.message.contains("is no tally file") == true)
      try store([], path)
      #expect(refusal(path)?.kind == .data)
      try write(randomTally(seed: 8), path)
      var whole = try bytes(path)
      whole[7] = 1
      try store(whole, path)
      #expect(refusal(path)?.message.contains("version 1") == true)
      #expect(refusal(path + ".absent")?.kind == .missingInput)
      #expect(refusal((path as NSString).deletingLastPathComponent)?.kind == .inputOutput)
      #expect(throws: Failure.self) { try write(Tally(), path + "/below/a/file") }
    }
  }

  @Test func aFullDiskIsSaid() throws {
    guard FileManager.default.isWritableFile(atPath: "/dev/full") else { return }
    do {
      try TallyFile.write(Tally(), products: [], places: { _ in "" }, settings: "", to: "/dev/full")
      Issue.record("a full disk passed")
    } catch {
      #expect(error.kind == .inputOutput && error.message.contains("/dev/full"))
    }
  }

  /// Content that is wrong under a right checksum: refused or read, never a crash; what is read is canonical.
  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func wrongContent(seed: UInt64) throws {
    try withDirectory { path in
      try write(randomTally(seed: seed, sites: 12), path)
      var reader = try CompressedReader.open(path: path, headerSize: 8) { _ in }
      var content: [UInt8] = []
      while let byte = try? reader.byte() { content.append(byte) }
      var generator = SeededGenerator(seed: seed)
      var refused = 0
      for _ in 0..<100 {
        var changed = content
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          let position = Int.random(in: 0..<changed.count, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: changed[position] = UInt8.random(in: 0...255, using: &generator)
          case 1: changed.remove(at: position)
          case 2: changed.insert([0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0, at: position)
          default: changed.removeLast(changed.count - max(position, 1))
          }
        }
        var writer = try CompressedWriter.create(path: path, header: TallyFile.magic + [TallyFile.version])
        for byte in changed { try writer.put(byte) }
        try writer.finish()
        do {
          let stored = try TallyFile.read(path)
          #expect(stored.tally.sites == stored.tally.sites.sorted())
          #expect(stored.tally.pairSite.allSatisfy { $0 < stored.tally.sites.count })
          #expect(stored.tally.keys.allSatisfy { $0.product < stored.products.count })
        } catch let error as Failure {
          refused += 1
          #expect(error.kind == .data, "seed \(seed): \(error)")
        }
      }
      #expect(refused > 40, "seed \(seed)")
    }
  }
}
