import Foundation
import Model
import TestSupport
import Testing

@testable import Geocoding

@Suite struct GazetteerFileTests {
  private func image() throws -> [UInt8] {
    let directory = SmallCountry.directory()
    return try GazetteerBuilder.image(SmallCountry.sources(directory)).image
  }

  private func failure(_ bytes: [UInt8]) -> Failure? {
    let directory = TemporaryDirectory()
    do throws(Failure) {
      _ = try Gazetteer(path: directory.write("g.kgaz", bytes))
      return nil
    } catch {
      return error
    }
  }

  @Test func fileAndMemoryAnswerAlike() throws {
    let directory = SmallCountry.directory()
    let path = directory.path + "/g.kgaz"
    let report = try GazetteerBuilder.build(SmallCountry.sources(directory), to: path)
    let file = try Gazetteer(path: path)
    #expect(report.bytes == (try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int))
    #expect(!FileManager.default.fileExists(atPath: path + ".partial"))
    let memory = try Gazetteer(image: image())
    #expect(file.placeCount == memory.placeCount)
    #expect(file.name(file.place(pin: 201001)) == "Alwarpur 201001")
    #expect(!file.isStarter)
    #expect(try Gazetteer.starter(directory: directory.path).isStarter)
  }

  @Test func sameInputsGiveTheSameBytes() throws {
    #expect(try image() == image())
  }

  @Test func rowOrderOfThePinSourcesDoesNotMatter() throws {
    func pins(_ villages: [Substring]) throws -> [PlaceRecord] {
      let directory = SmallCountry.directory()
      var sources = SmallCountry.sources(directory)
      sources.villages = directory.write("villages.csv", villages.joined(separator: "\n"))
      let gazetteer = try Gazetteer(image: GazetteerBuilder.image(sources).image)
      return [201001, 201002, 202001, 601001].map { gazetteer.record(gazetteer.place(pin: $0)) }
    }
    let lines = SmallCountry.villages.split(separator: "\n")
    let forward = try pins(lines)
    let backward = try pins([lines[0]] + lines.dropFirst().reversed())
    for (a, b) in zip(forward, backward) {
      #expect(a.coordinate == b.coordinate)
      #expect(a.uncertainty == b.uncertainty)
    }
  }

  @Test func unusableFilesAreNamed() throws {
    let good = try image()
    #expect(failure(good) == nil)
    #expect(failure(Array(good.dropLast()))?.message.contains("cut short") == true)
    #expect(failure(Array("not a gazetteer".utf8))?.kind == .data)
    #expect(failure([])?.kind == .data)
    var wrong = good
    wrong[0] ^= 1
    #expect(failure(wrong)?.message.contains("not a gazetteer") == true)
    wrong = good
    wrong[4] = 99
    #expect(failure(wrong)?.message.contains("version 99") == true)
    #expect(throws: Failure.self) { try Gazetteer(path: "/nowhere/g.kgaz") }
    #expect(throws: Failure.self) { try Gazetteer(path: "/tmp") }
  }

  @Test func everyFlippedByteIsNoticed() throws {
    let good = try image()
    var random = SeededGenerator(seed: 3)
    for _ in 0..<60 {
      var bad = good
      let at = Int.random(in: 0..<bad.count, using: &random)
      bad[at] ^= UInt8.random(in: 1...255, using: &random)
      #expect(failure(bad) != nil, "seed 3: byte \(at)")
    }
  }

  @Test func outputThatCannotBeCreated() {
    let directory = SmallCountry.directory()
    #expect(throws: Failure.self) {
      try GazetteerBuilder.build(SmallCountry.sources(directory), to: "/nowhere/g.kgaz")
    }
  }

  @Test func faultsOfStarterFilesNameTheLine() throws {
    let directory = SmallCountry.directory()
    _ = directory.write("towns.csv", SmallCountry.towns + "\nX,castle,11,1,,20,75,1,,,")
    do throws(Failure) {
      _ = try Gazetteer.starter(directory: directory.path)
      Issue.record("a wrong kind was accepted")
    } catch {
      #expect(error.kind == .configuration)
      #expect(error.message.contains("line 6"))
      #expect(error.message.contains("castle"))
    }
    let empty = TemporaryDirectory()
    #expect(throws: Failure.self) { try Gazetteer.starter(directory: empty.path) }
  }
}
