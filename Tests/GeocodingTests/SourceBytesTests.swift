import Foundation
import Model
import TestSupport
import Testing

@testable import Geocoding

@Suite struct SourceBytesTests {
  /// CRC-32 as zip archives carry it.
  private func sum(_ text: String) -> Int {
    var sum: UInt32 = .max
    for byte in text.utf8 {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    }
    return Int(~sum)
  }

  /// A zip archive with stored members.
  private func zip(_ members: [(name: String, text: String)]) -> [UInt8] {
    func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) } }
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, text) in members {
      let offset = file.count
      let size = little(text.utf8.count, 4)
      let common = little(0, 2) + little(0, 2) + little(0, 4) + little(sum(text), 4) + size + size
      let named = common + little(name.utf8.count, 2)
      file += [0x50, 0x4B, 3, 4, 20, 0] + named + little(0, 2) + Array(name.utf8) + Array(text.utf8)
      directory += [0x50, 0x4B, 1, 2, 20, 0, 20, 0] + named + little(0, 2) + little(0, 2) + little(0, 2)
      directory += little(0, 2) + little(0, 4) + little(offset, 4) + Array(name.utf8)
    }
    let start = file.count
    return file + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + little(members.count, 2) + little(members.count, 2)
      + little(directory.count, 4) + little(start, 4) + little(0, 2)
  }

  @Test func readsTheLargestMemberOfAnArchive() throws {
    let directory = TemporaryDirectory()
    let path = directory.write("a.zip", zip([("readme.txt", "short"), ("IN.txt", "the longer text")]))
    #expect(String(decoding: try SourceBytes.read(path).text, as: UTF8.self) == "the longer text")
  }

  @Test func damagedArchivesAreNamed() {
    let directory = TemporaryDirectory()
    let good = zip([("IN.txt", "text")])
    // Whole, but with another text than its sum says; joined with itself.
    let other = good.map { $0 == UInt8(ascii: "t") ? UInt8(ascii: "s") : $0 }
    for bad in [
      other, good + good, Array(good.dropLast(5)), Array(good.prefix(30)), [0x50, 0x4B, 3, 4], [0x1F, 0x8B, 8, 0],
    ] {
      #expect(throws: Failure.self) { try SourceBytes.read(directory.write("bad", bad)) }
    }
    #expect(throws: Failure.self) { try SourceBytes.read(directory.path) }
    #expect(throws: Failure.self) { try SourceBytes.read(directory.path + "/absent") }
  }

  @Test func readsSharedArchives() throws {
    guard let path = SharedData.file("gazetteer/geonames_postal_IN_2023.zip") else { return }
    #expect(try SourceBytes.read(path).text.count == 11_698_284)
  }

  @Test func tablesOfBothDelimiters() throws {
    let directory = TemporaryDirectory()
    let comma = try SourceTable(
      path: directory.write("a.csv", "Sub-district Code,\"Name \"\n1,\"A, B\"\r\n\n2,\"C\nD\"\n3"))
    #expect(comma.header == ["subdistrictcode", "name"])
    var rows: [[String]] = []
    var lines: [Int] = []
    comma.forEach { row in
      rows.append([row.text(0), row.text(1)])
      lines.append(row.line)
    }
    #expect(rows == [["1", "A, B"], ["2", "C\nD"], ["3", ""]])
    #expect(lines == [2, 4, 6])
    let tab = try SourceTable(path: directory.write("a.tsv", "x\t\"y\"\t3"), hasHeader: false)
    tab.forEach { row in
      #expect(row.text(1) == "\"y\"")
      #expect(row.number(2) == 3)
      #expect(row.number(9) == 0)
    }
    #expect(throws: Failure.self) { try comma.required("pin") }
  }
}
