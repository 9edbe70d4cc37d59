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
        if let dimension = property.hasPrefix("missing:") ? String(property.dropFirst(8)) : nil {
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
  ])
  func aChangedNumberChangesTheCase(from: String, to: String, property: String, value: String) throws {
    let given =
      "class=industrial units=100 employment=950/100 squares=9500 turnover=40000000/100 exports=9000000/100 "
      + "around=1000/1000/100000 link=a:60:no:shown:10/10/1000 link=b:30:no:hidden:0/0/0 "
      + "link=c:10:no:shown:0/0/9 related=x:shown:100/100/200 related=y:shown:0/0/9"
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
    for (key, field) in [("employment", AmountField.employment), ("turnover", .turnover), ("exports", .exports)] {
      guard let parts = first(key).map({ numbers($0) }) else { continue }
      (sums[.sum(field)], sums[.known(field)]) = (parts[0], parts[1])
    }
    sums.wide[WideColumn.employmentSquares.rawValue] = Int128(first("squares") ?? "") ?? 0
    sums[.role(.parts)] = Int64(first("parts") ?? "") ?? 0
    sums[.role(.principal)] = Int64(first("principals") ?? "") ?? 0
    var subject = Fixture.subject(
      sums, productionClass,
      columns: ObservedColumns(
        amounts: Set(AmountField.allCases.filter { sums[.known($0)] > 0 }), operating: true, household: true,
        registered: true))
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
      "estates",
      "around", "link", "related", "district", "reference",
    ]
    return pairs.allSatisfy { known.contains($0.property) } ? subject : nil
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
