import Model
import Testing

/// The words that outputs are made of are stable: users filter on them.
struct MatchLevelTests {
  @Test func levelsRunFromTheFinestToTheCoarsest() {
    #expect(
      MatchLevel.allCases.map(\.name) == [
        "coordinate", "village", "locality", "pin", "town", "subdistrict", "pin-area", "district", "state", "",
      ])
    #expect(MatchLevel.allCases == MatchLevel.allCases.sorted())
  }

  @Test func whatIsPlacedAtASubdistrictOrFinerIsLocated() {
    #expect(
      MatchLevel.allCases.filter(\.isLocated) == [.coordinate, .village, .locality, .pin, .town, .subdistrict])
    #expect(MatchLevel.locatedCount == MatchLevel.allCases.count { $0.isLocated })
  }
}

struct StableWordsTests {
  @Test func rejectCodes() {
    #expect(
      RejectCode.allCases.map(\.name) == [
        "", "too-many-fields", "too-few-fields", "bad-quotes", "row-too-long", "invalid-text", "empty-row",
      ])
  }

  @Test func uncodedReasons() {
    #expect(
      UncodedReason.allCases.map(\.name) == [
        "", "no-product", "unknown-code", "contradicted-code", "unknown-text", "outside-groups",
      ])
  }

  @Test func everyFlagHasOneBitAndOneWord() {
    let names = RowFlags.names
    #expect(Set(names.map(\.name)).count == names.count)
    #expect(names.allSatisfy { $0.flag.rawValue.nonzeroBitCount == 1 })
    #expect(names.reduce(UInt64(0)) { $0 | $1.flag.rawValue }.nonzeroBitCount == names.count)
    #expect(names.map(\.flag.rawValue) == names.map(\.flag.rawValue).sorted(), "words stand in bit order")
    #expect(RowFlags([.unknownPin, .shortRow, .badDate]).text == "short-row;bad-date;unknown-pin")
    #expect(RowFlags([]).text == "")
  }

  @Test func categoriesAndStates() {
    #expect(Category.allCases.map(\.name) == ["industrial", "handicraft", "handloom", "micro", "service"])
    #expect(ProductionClass.allCases.map(\.name) == ["industrial", "handicraft", "handloom", "service"])
    #expect(ProductionClass.allCases.allSatisfy { ProductionClass(name: $0.name) == $0 })
    #expect(ProductionClass(name: "powerloom") == nil)
    #expect(OperatingState.allCases.map(\.name) == ["yes", "unknown", "planned", "no"])
    #expect(
      ActorRole.allCases.map(\.name) == [
        "", "principal", "raw-material", "parts", "process", "by-product", "machinery", "trade", "transport", "finance",
        "institution", "services", "association",
      ])
  }

  @Test func exitCodes() {
    let codes: [Failure.Kind: Int32] = [
      .usage: 64, .data: 65, .missingInput: 66, .internal: 70, .cannotCreate: 73, .inputOutput: 74, .configuration: 78,
    ]
    for (kind, code) in codes { #expect(kind.rawValue == code) }
    #expect("\(Failure(.data, "what, where, what to do"))" == "what, where, what to do")
  }

  @Test func tallyColumnsHaveNamesOfTheirOwn() {
    let names = (0..<TallyColumn.count).map { TallyColumn(rawValue: $0).name }
    #expect(Set(names).count == names.count && names.allSatisfy { !$0.isEmpty && !$0.hasSuffix("_") })
  }

  @Test func fingerprintsAreTheirDigits() {
    #expect(Fingerprint(high: 1, low: 0xAB).hexadecimal == "000000000000000100000000000000ab")
    #expect(Fingerprint(high: 1, low: 0) > Fingerprint(high: 0, low: .max))
  }
}
