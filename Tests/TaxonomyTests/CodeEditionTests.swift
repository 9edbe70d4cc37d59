import Model
import TestSupport
import Testing

@testable import Taxonomy

/// Codes of one edition of the classification are never read as those of another, over every code and wording there is.
struct CodeEditionTests {
  private let catalogue: ProductCatalogue
  private let reader: CodeReader

  init() throws {
    catalogue = try Fixture.real()
    reader = CodeReader(catalogue: catalogue)
  }

  /// All codes that can be written, of 2 to 5 digits.
  private static let everyCode: [IndustryCode] = (UInt32(2)...5).flatMap { digits in
    (0..<[100, 1_000, 10_000, 100_000][Int(digits) - 2]).map { IndustryCode(value: $0, digits: digits) }
  }

  /// Those of them that exist in one edition at least.
  private var existing: [IndustryCode] {
    Self.everyCode.filter { catalogue.nic2004.contains($0) || catalogue.nic2008.contains($0) }
  }

  @Test(arguments: [NICVersion.nic2004, .nic1998])
  func aRegisterOfAnOlderEditionIsNeverReadAsNew(version: NICVersion) {
    var read = 0
    for code in existing {
      for sector in [nil] + catalogue.sectors.indices.map(Optional.some) {
        let reading = reader.read(code, version, sector: sector)
        guard !reading.is2008, reading.reason == .none else {
          if reading.is2008 { Issue.record("\(code.text) was read as NIC-2008") }
          continue
        }
        read += 1
        if !catalogue.nic2004.contains(code) { Issue.record("\(code.text) does not exist in NIC-2004") }
      }
    }
    #expect(read > 1_000)
  }

  @Test func aCodeOfNoEditionIsNeverRead() {
    for code in Self.everyCode where !catalogue.nic2004.contains(code) && !catalogue.nic2008.contains(code) {
      for version in NICVersion.allCases {
        if reader.read(code, version, sector: nil).group != CodedBatch.noProduct { Issue.record("\(code.text)") }
      }
    }
  }

  @Test func aCodeThatIsOnlyOldIsUnknownInTheNewEdition() {
    let old = Self.everyCode.filter { catalogue.nic2004.contains($0) && !catalogue.nic2008.contains($0) }
    #expect(old.count > 1_000)
    for code in old {
      let reading = reader.read(code, .nic2008, sector: nil)
      if reading.group != CodedBatch.noProduct || reading.reason != .unknownCode {
        Issue.record("\(code.text) was read as NIC-2008")
      }
    }
  }

  @Test func mixedEditionsAreReadAsNewOnlyWhereTheSectorAgreesWithTheNew() {
    var counts = (newer: 0, older: 0, neither: 0)
    for code in existing {
      let alone = reader.read(code, .mixed, sector: nil)
      if alone.group != CodedBatch.noProduct { Issue.record("\(code.text) was read without a sector") }
      for (index, wording) in catalogue.sectors.enumerated() {
        let reading = reader.read(code, .mixed, sector: index)
        guard reading.group != CodedBatch.noProduct else {
          counts.neither += 1
          continue
        }
        let division = code.prefix(2).value
        let isAgreed =
          reading.is2008
          ? catalogue.nic2008.contains(code) && wording.nic2008.contains(division)
          : catalogue.nic2004.contains(code) && wording.nic2004.contains(division)
        if !isAgreed { Issue.record("\(code.text) under \"\(wording.words)\" was read in the wrong edition") }
        if reading.is2008 { counts.newer += 1 } else { counts.older += 1 }
      }
    }
    #expect(counts.newer > 1_000 && counts.older > 1_000 && counts.neither > 1_000)
  }

  @Test func anOldCodeMakesNoKeyOfTheNewEdition() {
    let coder = ProductCoder(catalogue: catalogue, level: .digits(4))
    let codes = catalogue.nic2004.codes(digits: 5)
    #expect(codes.count > 1_000)
    let coded = coder.code(Fixture.batch(codes.map { Fixture.Row(code: $0.text) }, version: .nic2004))
    for (index, code) in codes.enumerated() where coded.key[index] != CodedBatch.noProduct {
      if Int(coded.key[index]) >= catalogue.groups.count { Issue.record("\(code.text) made a key of NIC-2008") }
    }
  }
}
