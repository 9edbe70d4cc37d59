import Model
import Settings
import Testing

@testable import Synthesis

@Suite struct RegisterSynthesizerTests {
  /// The shipped parameters, read once.
  static func parameters() throws -> SynthesisParameters { try shipped.get() }

  private static let shipped = Result { try load() }

  private static func load() throws -> SynthesisParameters {
    let loaded = try SynthesisSettings.load(
      config: { (path) throws(Failure) in try read("Config/\(path)") },
      geo: { (path) throws(Failure) in try read("Geo/\(path)") })
    #expect(loaded.faults == [])
    return loaded.parameters
  }

  private static func read(_ path: String) throws(Failure) -> String {
    do { return try StarterTables.text(path) } catch { throw Failure(.missingInput, "\(path): \(error)") }
  }

  let parameters: SynthesisParameters

  init() throws { parameters = try Self.parameters() }

  @Test func partsInAnyOrderAreTheWhole() throws {
    let synthesizer = try RegisterSynthesizer(parameters, rows: 5000, seed: 7)
    let whole = try Register(synthesizer).bytes
    var parts: [Int: [UInt8]] = [:]
    for start in [3000, 0, 4999, 1] {
      let end = [3000: 4999, 0: 1, 4999: 5000, 1: 3000][start] ?? 0
      try synthesizer.write(rows: start..<end) { (piece: UnsafeRawBufferPointer) throws(Failure) in
        parts[start, default: []].append(contentsOf: piece)
      }
    }
    let header = Array(whole.prefix(RegisterSynthesizer.header.utf8CodeUnitCount))
    #expect(header + parts.keys.sorted().flatMap { parts[$0] ?? [] } == whole)
  }

  @Test func theSeedDecidesEverything() throws {
    let first = try Register(RegisterSynthesizer(parameters, rows: 2000, seed: 1)).bytes
    #expect(try Register(RegisterSynthesizer(parameters, rows: 2000, seed: 1)).bytes == first)
    #expect(try Register(RegisterSynthesizer(parameters, rows: 2000, seed: 2)).bytes != first)
  }

  @Test(arguments: [0, 1, 7, 1000, 20_000])
  func hasAsManyRowsAsAskedFor(rows: Int) throws {
    let synthesizer = try RegisterSynthesizer(parameters, rows: rows, seed: 3)
    #expect(try Register(synthesizer).rows().count == rows)
    #expect(synthesizer.rowCount == rows)
  }

  @Test func refusesRowsThatCannotBeMade() {
    #expect(throws: Failure.self) { try RegisterSynthesizer(parameters, rows: -1, seed: 1) }
    #expect(throws: Failure.self) { try RegisterSynthesizer(parameters, rows: Int(Int32.max) + 1, seed: 1) }
    var crowded = parameters
    crowded.rows = 1000
    #expect(throws: Failure.self) { try RegisterSynthesizer(crowded, rows: 1000, seed: 1) }
  }

  /// Counts the example itself: operating units, each registration number once, by product and town.
  @Test func plantsExactlyTheStatedUnitsLoomsAndTurnover() throws {
    let synthesizer = try RegisterSynthesizer(parameters, rows: parameters.rows, seed: 42)
    var seen: Set<String> = []
    var units: [String: Int] = [:]
    var excluded: [String: Int] = [:]
    var looms: [String: Int] = [:]
    var turnover: [String: Int] = [:]
    for row in try Register(synthesizer).rows() where row.count > Column.looms && row.count <= 20 {
      let id = row[Column.id].uppercased().filter { $0.isLetter || $0.isNumber }
      let operating = row.count > Column.operating ? row[Column.operating] : ""
      guard ["yes", "Working", ""].contains(operating), seen.insert(id).inserted else { continue }
      let key = "\(row[Column.product].uppercased())@\(row[Column.village])"
      let persons = row.count > Column.employment ? Int(row[Column.employment]) : nil
      let capital = row.count > Column.investment ? Int(row[Column.investment].filter { $0 != "," }) : nil
      if (persons ?? 6) <= 5 || (capital ?? 500_001) <= 500_000 {
        excluded[key, default: 0] += 1
      } else {
        units[key, default: 0] += 1
      }
      looms[key, default: 0] += Int(row[Column.looms]) ?? 0
      if row.count > Column.turnover {
        turnover[key, default: 0] += Int(row[Column.turnover].filter { $0 != "," }) ?? 0
      }
    }
    for cluster in parameters.planted {
      let keys = Set(cluster.places.map { "\(cluster.product.uppercased())@\(parameters.places[$0].name)" })
      func sum(_ counts: [String: Int]) -> Int { keys.reduce(0) { $0 + (counts[$1] ?? 0) } }
      let place = keys.sorted().joined(separator: " ")
      if cluster.productionClass == .industrial || cluster.productionClass == .service {
        #expect(sum(units) == cluster.units, "\(place)")
        #expect(sum(excluded) == cluster.excluded, "\(place)")
      } else {
        #expect(sum(units) + sum(excluded) == cluster.units, "\(place)")
      }
      if cluster.productionClass == .handloom { #expect(sum(looms) == cluster.looms, "\(place)") }
      switch cluster.turnover {
      case .none: #expect(sum(turnover) == 0, "\(place)")
      case .total(let rupees): #expect(sum(turnover) == rupees, "\(place)")
      case .drawn: #expect(sum(turnover) > 0, "\(place)")
      }
    }
  }

  @Test func largerRegistersAreTheExampleSeveralTimesOver() throws {
    let synthesizer = try RegisterSynthesizer(parameters, rows: 3 * parameters.rows, seed: 1)
    #expect(synthesizer.plan.scaleUp == 3 && synthesizer.plan.scaleDown == 1)
    #expect(synthesizer.plan.planted == 3 * parameters.planted.reduce(0) { $0 + $1.units })
  }

  @Test func holdsEveryKindOfFault() throws {
    let rows = try Register(RegisterSynthesizer(parameters, rows: 20_000, seed: 9)).rows()
    #expect(rows.contains { $0.count > 20 })
    #expect(rows.contains { $0.count == 1 })
    #expect(rows.contains { $0.count == 20 && $0.allSatisfy(\.isEmpty) })
    #expect(rows.contains { $0.count == 13 && !$0[Column.village].isEmpty })
    #expect(rows.contains { $0.count == 20 && $0[2].contains("\0") })
    #expect(rows.contains { $0.count == 20 && $0[1].contains("\u{FFFD}") })
    #expect(rows.contains { $0.count == 20 && $0[Column.operating] == "Closed" })
    #expect(rows.contains { $0.count == 20 && $0[Column.operating] == "planned" })
    #expect(rows.contains { $0.count == 20 && $0[Column.turnover].contains(",") })
    #expect(rows.contains { $0[0].hasPrefix("syn/") })
    #expect(rows.contains { $0.count == 20 && $0[Column.pin].isEmpty && !$0[Column.village].isEmpty })
    #expect(rows.contains { $0.count == 20 && $0[Column.product].isEmpty && $0[Column.code].isEmpty && !$0[0].isEmpty })
  }

  @Test func coordinatesStayWithinThreeKilometresOrSoOfTheTown() throws {
    var places: [String: [SynthesisPlace]] = [:]
    for place in parameters.places { places[place.name, default: []].append(place) }
    var found = 0
    for row in try Register(RegisterSynthesizer(parameters, rows: 10_000, seed: 5)).rows()
    where row.count > Column.looms && !row[Column.lat].isEmpty {
      let point = try #require(
        Coordinate(
          latitude: Double(row[Column.lat]) ?? .nan, longitude: Double(row[Column.lon]) ?? .nan), "\(row)")
      let nearest = (places[row[Column.village]] ?? []).map { BackgroundAreas.kilometres($0.coordinate, point) }.min()
      #expect((nearest ?? .infinity) < 3.2, "\(row)")
      found += 1
    }
    #expect(found > 500)
  }
}
