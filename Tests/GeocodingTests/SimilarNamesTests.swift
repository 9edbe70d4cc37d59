import Model
import TestSupport
import Testing
import Text

@testable import Geocoding

/// The packed columns must lead to the same names as reading every name of the area.
@Suite struct SimilarNamesTests {
  private static let syllables = ["ra", "ri", "m", "pur", "na", "ka", "li", "sa", "tha", "gon", "ud", "e", "ba", "7"]
  private static let kinds: [PlaceKind] = [
    .village, .village, .village, .postOffice, .town, .locality, .pin, .subdistrict,
  ]

  private static func name(_ random: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...6, using: &random)).map { _ in
      syllables[Int.random(in: 0..<syllables.count, using: &random)]
    }.joined()
  }

  /// `name` with some letters lost, added, exchanged or changed.
  private static func slip(_ name: String, _ edits: Int, _ random: inout SeededGenerator) -> String {
    var bytes = Array(name.utf8)
    for _ in 0..<edits where bytes.count > 2 {
      let at = Int.random(in: 0..<bytes.count - 1, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes.remove(at: at)
      case 1: bytes.insert(UInt8.random(in: 0x61...0x7A, using: &random), at: at)
      case 2: bytes.swapAt(at, at + 1)
      default: bytes[at] = UInt8.random(in: 0x61...0x7A, using: &random)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// One district with `count` places of random names.
  private static func gazetteer(_ count: Int, _ random: inout SeededGenerator) throws -> Gazetteer {
    var draft = GazetteerDraft()
    for index in 0..<count {
      var record = PlaceRecord()
      record.kindValue = kinds[index % kinds.count].rawValue
      record.country = GazetteerFormat.india
      record.state = 1
      record.district = 11
      record.uncertainty = 1000
      let text = name(&random)
      draft.add(name: text, for: draft.add(record, name: text))
    }
    return try Gazetteer(image: GazetteerWriter.image(of: draft))
  }

  /// The answer of the rule as it is written, name by name: place and cost.
  private func reference(
    _ query: NameQuery, _ gazetteer: Gazetteer, _ parameters: GeocodingParameters, _ kinds: KindSet, prominentOnly: Bool
  ) -> [UInt32: UInt8] {
    guard let area = gazetteer.scope(Scope.district(1, 11)) else { return [:] }
    let light = (0..<query.lightCount).map { query.light[$0] }
    let limit =
      light.count >= parameters.twoEditsFrom ? 2 : light.count >= parameters.oneEditFrom ? 1 : 0
    var found: [UInt32: UInt8] = [:]
    for index in Int(area.start)..<Int(prominentOnly ? area.prominentEnd : area.end) {
      let entry = gazetteer.entries[index]
      let key = gazetteer.keys[entry.key]
      let other = (0..<Int(key.lightLength)).map { gazetteer.pool[Int(key.offset) + Int(key.length) + $0] }
      let kind = gazetteer.places[entry.place].kind
      let edits = EditDistance.between(
        String(decoding: light, as: UTF8.self), String(decoding: other, as: UTF8.self), limit: limit)
      guard kinds.has(kind.rawValue), edits <= limit else { continue }
      if edits > 0, kind == .village || kind == .postOffice || kind == .locality {
        let long = min(light.count, other.count) >= parameters.villageEditFrom + 4 * (edits - 1)
        guard long || Self.skeleton(light) == Self.skeleton(other) else { continue }
      }
      found[entry.place] = min(found[entry.place] ?? .max, UInt8(edits + 1))
    }
    return found
  }

  private static func skeleton(_ light: [UInt8]) -> [UInt8] {
    var out = light + [0]
    let count = out.withUnsafeMutableBufferPointer { bytes in
      bytes.baseAddress.map { IndianSound.skeleton($0, light.count, into: $0) } ?? 0
    }
    return Array(out[..<count])
  }

  @Test func columnsLeadToWhatReadingEveryNameFinds() throws {
    var random = SeededGenerator(seed: 61)
    var answers = 0
    for round in 0..<40 {
      // Odd numbers of entries, so that the last step of eight bytes is a part of one.
      let gazetteer = try Self.gazetteer(150 + round % 7, &random)
      var parameters = GeocodingParameters()
      parameters.villageEditFrom = [7, 5, 3, 9][round % 4]
      parameters.twoEditsFrom = [8, 6, 8, 5][round % 4]
      let search = NameSearch(gazetteer: gazetteer, parameters: parameters)
      let scratch = Scratch(addressBytes: 64)
      for _ in 0..<60 {
        let start = Int.random(in: 0..<gazetteer.placeCount, using: &random)
        var text = Self.slip(gazetteer.name(UInt32(start)), Int.random(in: 0...3, using: &random), &random)
        guard text.withUTF8({ scratch.query.prepare(UnsafeRawBufferPointer($0)) }) else { continue }
        for (kinds, prominentOnly) in [
          (KindSet.settlements, false), (.settlements, true), (KindSet(rawValue: .max), false), (.towns, false),
        ] {
          scratch.matches.clear()
          search.similar(
            scratch.query, kinds, scope: Scope.district(1, 11), prominentOnly: prominentOnly, into: scratch.matches)
          var got: [UInt32: UInt8] = [:]
          for index in 0..<scratch.matches.count {
            got[scratch.matches.base[index].place] = scratch.matches.base[index].cost
          }
          let expected = reference(scratch.query, gazetteer, parameters, kinds, prominentOnly: prominentOnly)
          #expect(got == expected, "seed 61, round \(round): \(text)")
          answers += expected.count
        }
      }
    }
    #expect(answers > 4_000)
  }

  @Test func anAreaThatTheGazetteerLacksHasNoNames() throws {
    var random = SeededGenerator(seed: 62)
    let search = NameSearch(gazetteer: try Self.gazetteer(20, &random), parameters: GeocodingParameters())
    let scratch = Scratch(addressBytes: 64)
    var text = "rampur"
    #expect(text.withUTF8 { scratch.query.prepare(UnsafeRawBufferPointer($0)) })
    search.similar(scratch.query, .settlements, scope: Scope.district(1, 12), into: scratch.matches)
    #expect(scratch.matches.count == 0)
  }
}
