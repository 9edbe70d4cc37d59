import Foundation
import Model
import Settings
import Tables
import TestSupport
import Testing

@testable import Classification

/// Runs the table that anyone can extend, `Tests/Cases/classification-dimensions.csv`, against the real configuration.
struct DimensionCasesTests {
  private struct Case {
    let subject: Subject
    let expected: [(property: String, value: String)]
  }

  @Test func everyCaseIsDescribedAsTheTableSays() throws {
    let table = try TextTable(
      parsing: String(
        contentsOf: SharedData.checkout.appending(path: "Tests/Cases/classification-dimensions.csv"), encoding: .utf8))
    #expect(table.rows.count >= 40)
    let parameters = try Self.parameters(Fixture.thresholds())
    for (row, line) in zip(table.rows, table.lines) {
      let context = Comment(rawValue: "line \(line): \(row[0])")
      let subject = try #require(Self.subject(row[1]), context)
      let found = try Self.describe(subject, parameters)
      for (property, value) in Self.expectations(row[2]) {
        if property.hasPrefix("evidence:") {
          let found = found.evidence.filter { $0.dimension == property.dropFirst(9) }.map(\.value)
          #expect(found.joined(separator: ";") == value, context)
        } else if let dimension = property.hasPrefix("missing:") ? String(property.dropFirst(8)) : nil {
          let missing = found.evidence.filter { $0.dimension == dimension && $0.value == "unknown" }.map(\.missing)
          #expect(missing == [value.replacing("; each", with: ", each")], context)
        } else {
          let known = try #require(ClusterProperty(rawValue: property), context)
          #expect(found.properties[known].plain == value, "\(context) \(property)")
        }
      }
    }
  }

  /// Every number of the dimensions decides a case.
  @Test(arguments: [
    ("vertical_from_hhi = 0.1", "vertical_from_hhi = 0.01", "structure", "vertical"),
    ("exporting_from_percent = 25", "exporting_from_percent = 20", "market", "exporting"),
    ("employment = [1000", "employment = [900", "size_class", "II"),
    ("shallow_to_percent = 40", "shallow_to_percent = 50", "depth", "shallow"),
    ("broad_from_percent = 50", "broad_from_percent = 51", "breadth", "narrow"),
    ("observable_percent = 60", "observable_percent = 71", "depth", ""),
    ("least_units = 3", "least_units = 101", "related_products", ""),
    ("least_percent = 60", "least_percent = 100", "share_micro", ""),
    ("least_units = 10", "least_units = 101", "structure", ""),
    ("least_units = 30", "least_units = 41", "productivity_vs_peers", ""),
    ("dense_from_times = 5", "dense_from_times = 1", "density", "dense"),
    ("fine_share_percent = 80", "fine_share_percent = 90", "units_per_km2", ""),
    ("industrial = 15.0", "industrial = 14.0", "spread", "dispersed"),
    ("energy_toe_per_worker = 2.0", "energy_toe_per_worker = 2.2", "themes", "pollution-intensive"),
    ("effluent_kld_per_unit = 10.0", "effluent_kld_per_unit = 11.0", "themes", "energy-intensive"),
    ("household_more_than_percent = 50", "household_more_than_percent = 40", "category", "micro"),
  ])
  func aChangedNumberChangesTheCase(from: String, to: String, property: String, value: String) throws {
    let given =
      "class=industrial units=100 employment=950/100 squares=9500 turnover=40000000/100 exports=9000000/100 "
      + "around=1000/1000/100000 link=a:60:no:shown:10/10/1000 link=b:30:no:hidden:0/0/0 "
      + "link=c:10:no:shown:0/0/9 related=x:shown:100/100/200 related=y:shown:0/0/9 tells=size_class_micro:95 "
      + "productivity=40:200/50:100 fine=80 spread_km=14.5 energy_kg=2000000/100 effluent_l=1000000/100"
      + (property == "category" ? " household=50/100" : "")
    let subject = try #require(Self.subject(given))
    let known = try #require(ClusterProperty(rawValue: property))
    let text = try Fixture.thresholdsText()
    #expect(text.contains(from))
    let changed = Thresholds.load(name: "thresholds.toml", text: text.replacing(from, with: to))
    #expect(changed.faults.isEmpty)
    let before = try Self.describe(subject, Self.parameters(Fixture.thresholds())).properties[known].plain
    let after = try Self.describe(subject, Self.parameters(changed.thresholds)).properties[known].plain
    #expect(after == value && before != value, "\(property): \(before) became \(after)")
  }

  private static func parameters(_ thresholds: Thresholds) throws -> ClassificationParameters {
    var parameters = try Fixture.parameters(rules: "unido", thresholds)
    thresholds.dimensions.apply(to: &parameters)
    return parameters
  }

  private static func describe(
    _ subject: Subject, _ parameters: ClassificationParameters
  ) throws -> (properties: ClusterProperties, evidence: [Evidence]) {
    let classifier = Classifier(parameters: parameters)
    let verdict = try #require(classifier.verdict(on: subject))
    return classifier.describe(subject, verdict: verdict, id: "a", name: "A")
  }

  /// `key=value` pairs; a value runs to the next word with an equals sign.
  private static func expectations(_ text: String) -> [(property: String, value: String)] {
    var pairs: [(property: String, value: String)] = []
    for word in text.split(separator: " ") {
      if let sign = word.firstIndex(of: "=") {
        pairs.append((String(word[..<sign]), String(word[word.index(after: sign)...])))
      } else if !pairs.isEmpty {
        pairs[pairs.count - 1].value += " \(word)"
      }
    }
    return pairs
  }

  private static func numbers(_ text: some StringProtocol) -> [Int64] {
    text.split(separator: "/").compactMap { Int64($0) }
  }

  private static func count(_ text: some StringProtocol) -> Surroundings.Count {
    let parts = numbers(text)
    return Surroundings.Count(inside: parts[0], insideReference: parts[1], reference: parts[2])
  }

  /// The subject of a row; nil for a word that the table does not know.
  private static func subject(_ given: String) -> Subject? {
    let pairs = expectations(given)
    func first(_ key: String) -> String? { pairs.first { $0.property == key }?.value }
    guard let productionClass = ProductionClass(name: first("class") ?? ""), let units = Int64(first("units") ?? "")
    else {
      return nil
    }
    var sums = Fixture.sums(units: units, productionClass: productionClass)
    let totals: [(String, AmountField)] = [
      ("employment", .employment), ("turnover", .turnover), ("exports", .exports), ("looms", .looms),
      ("energy_kg", .energy), ("effluent_l", .effluent),
    ]
    for (key, field) in totals {
      guard let parts = first(key).map({ numbers($0) }) else { continue }
      (sums[.sum(field)], sums[.known(field)]) = (parts[0], parts[1])
    }
    // The same rows give energy and workers.
    sums[.energyWorkersKnown] = min(sums[.known(.energy)], sums[.known(.employment)])
    (sums[.energyOfWorkers], sums[.workersOfEnergy]) = (sums[.sum(.energy)], sums[.sum(.employment)])
    // The same rows give exports and turnover.
    if sums[.known(.exports)] > 0 {
      sums[.turnoverOfExports] = sums[.sum(.turnover)]
      sums[.exportsApartUnits] = max(0, sums[.known(.exports)] - sums[.known(.turnover)])
    }
    sums.wide[WideColumn.employmentSquares.rawValue] = Int128(first("squares") ?? "") ?? 0
    sums[.role(.parts)] = Int64(first("parts") ?? "") ?? 0
    sums[.role(.principal)] = Int64(first("principals") ?? "") ?? 0
    if let looms = first("looms").map({ numbers($0) }) { sums[.loomWeight] = looms[0] + units - looms[1] }
    sums[.offices] = Int64(first("offices") ?? "") ?? 0
    if let household = first("household").map({ numbers($0) }) {
      (sums[.household], sums[.householdKnown]) = (household[0], household[1])
      (sums[.exclusion(.household)], sums[.exclusion([])]) = (household[0], units - household[0])
    }
    if let fine = first("fine").flatMap({ Int64($0) }) {
      (sums[.level(.village)], sums[.level(.pin)]) = (fine, units - fine)
    }
    for tells in pairs where tells.property == "tells" {
      let parts = tells.value.split(separator: ":")
      guard let trait = EnterpriseTrait.allCases.first(where: { TallyColumn.trait($0).name == parts[0] }) else {
        return nil
      }
      sums[.trait(trait)] = Int64(parts[1]) ?? 0
    }
    var subject = Fixture.subject(
      sums, productionClass, other: first("other").flatMap { ProductionClass(name: $0) },
      columns: ObservedColumns(
        amounts: Set(AmountField.allCases.filter { sums[.known($0)] > 0 }), operating: true),
      spread: Int64((Double(first("spread_km") ?? "") ?? 4) * 1_000_000))
    subject.product.themes = (first("themes") ?? "").split(separator: ";").map { (String($0), "TP Table 1") }
    subject.productivity = first("productivity").map { productivity($0) }
    subject.edge = first("empty_districts").map {
      RegisterEdge(emptyDistricts: $0 == "none" ? [] : $0.split(separator: ";").map(String.init), metres: 12_000)
    }
    if let products = first("products") {
      subject.family = FamilyFacts(
        products: products.split(separator: ";").map { part in
          let parts = part.split(separator: ":")
          return (String(parts[0]), Int64(parts[1]) ?? 0)
        }, source: "FAQ 1")
    }
    if let kept = first("draws_kept").flatMap({ Int($0) }) {
      subject.stability = Stability(draws: 50, sameStatus: kept, keptUnits: 50 * units)
    }
    if let reached = first("shuffles_reached").flatMap({ Int($0) }) {
      var found = Significance(
        outcome: .shuffled(reached: reached, of: 999, stopped: false), weight: units, expected: 10)
      (found.q, found.tests) = (found.p, 1)
      subject.significance = found
    }
    subject.product.productClass = first("product_class") ?? "traditional"
    subject.unitsInEstates = first("estates").flatMap { Int64($0) }
    if let around = first("around") {
      subject.surroundings = Surroundings(
        chain: "test", links: pairs.filter { $0.property == "link" }.map { link($0.value) },
        related: pairs.filter { $0.property == "related" }.map { related($0.value) }, all: count(around),
        referenceName: "the state", radius: 12_000_000)
    }
    if let district = first("district").map({ numbers($0) }), let reference = first("reference").map({ numbers($0) }) {
      subject.region = RegionFacts(
        district: (district[0], district[1]), reference: (reference[0], reference[1]), state: reference[0],
        referenceName: "register", strength: nil)
    }
    let known = [
      "class", "units", "product_class", "employment", "turnover", "exports", "squares", "parts", "principals",
      "estates", "around", "link", "related", "district", "reference", "looms", "energy_kg", "effluent_l", "household",
      "fine", "tells", "other", "spread_km", "themes", "productivity", "empty_districts", "products", "draws_kept",
      "shuffles_reached", "offices",
    ]
    return pairs.allSatisfy { known.contains($0.property) } ? subject : nil
  }

  /// `units:median/units:median`, the cluster's own and elsewhere.
  private static func productivity(_ text: String) -> ProductivityFacts {
    let sides = text.split(separator: "/").map { side in
      let parts = side.split(separator: ":")
      return ProductivityFacts.Side(units: Int64(parts[0]) ?? 0, median: Double(parts[1]) ?? 0)
    }
    return ProductivityFacts(own: sides[0], elsewhere: sides[1])
  }

  private static func link(_ text: String) -> Surroundings.Link {
    let parts = text.split(separator: ":")
    return Surroundings.Link(
      name: String(parts[0]), weight: Int64(parts[1]) ?? 0, isEssential: parts[2] == "essential",
      isObservable: parts[3] == "shown", isInstitutional: false, count: count(parts[4]), source: "default")
  }

  private static func related(_ text: String) -> Surroundings.Related {
    let parts = text.split(separator: ":")
    return Surroundings.Related(code: String(parts[0]), isObservable: parts[1] == "shown", count: count(parts[2]))
  }
}
