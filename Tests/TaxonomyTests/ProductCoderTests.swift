import Model
import Testing

@testable import Taxonomy

struct ProductCoderTests {
  private let coder = ProductCoder(catalogue: Fixture.small, level: .group)

  private struct Result: Equatable {
    var group: String
    var productionClass: ProductionClass
    var flags: RowFlags
    var reason: UncodedReason
  }

  private func code(
    _ row: Fixture.Row, version: NICVersion = .nic2008, declared: ProductionClass? = nil
  ) -> Result {
    let coded = coder.code(Fixture.batch([row], version: version, declared: declared))
    let group = coded.group[0]
    return Result(
      group: group == CodedBatch.noProduct ? "-" : Fixture.small.groups[Int(group)].code,
      productionClass: ProductionClass(rawValue: coded.productionClass[0]) ?? .industrial,
      flags: RowFlags(rawValue: coded.flags[0]), reason: UncodedReason(rawValue: coded.reason[0]) ?? .none)
  }

  @Test func theLongestPrefixOfACodeDecides() {
    #expect(code(.init(code: "10612")).group == "rice-mills")
    #expect(code(.init(code: "10611")).group == "grain-milling")
    #expect(code(.init(code: "1312")).group == "cotton-fabrics")
    #expect(code(.init(code: "13")).group == "textiles")
  }

  @Test func textRefinesACompatibleCode() {
    let handloom = code(.init(text: "Handloom weaving", code: "13121"))
    #expect(handloom.productionClass == .handloom && handloom.group == "handloom-textiles")
    #expect(handloom.flags.contains(.textRefinesCode))
    let powerloom = code(.init(text: "powerloom cotton fabric", code: "13121"))
    #expect(powerloom.productionClass == .industrial && powerloom.group == "cotton-fabrics")
    #expect(code(.init(text: "handloom saree by power loom", code: "13121")).group == "cotton-fabrics")
    #expect(code(.init(text: "parboiled rice", code: "1061")).group == "rice-mills")
    #expect(code(.init(text: "zari work", code: "13129")).group == "zari")
  }

  @Test func aWiderTextDoesNotWidenACode() {
    let result = code(.init(text: "textile", code: "13121"))
    #expect(result.group == "cotton-fabrics" && !result.flags.contains(.textAgainstCode))
  }

  @Test func textAgainstACodeIsFlaggedAndTheCodeDecides() {
    let result = code(.init(text: "software", code: "10612"))
    #expect(result.group == "rice-mills" && result.flags.contains(.textAgainstCode))
  }

  @Test func loomsAndDeclaredLayoutsMakeHandlooms() {
    #expect(code(.init(code: "13121", looms: 4)).productionClass == .handloom)
    #expect(code(.init(text: "powerloom", code: "13121", looms: 4)).productionClass == .industrial)
    #expect(code(.init(code: "10612", looms: 4)).productionClass == .industrial)
    #expect(code(.init(), declared: .handloom).group == "handloom-textiles")
    #expect(code(.init(text: "brass lamps"), declared: .handicraft).productionClass == .handicraft)
  }

  @Test func theOtherWayOfMakingNeedsAWord() {
    #expect(code(.init(text: "brass")).productionClass == .handicraft)
    #expect(code(.init(text: "artisan brass")).productionClass == .handicraft)
    #expect(code(.init(text: "knitwear by artisan")).productionClass == .industrial)
  }

  @Test func whatFollowsForAndExcludingIsNotTheProduct() {
    #expect(code(.init(text: "machinery for rice mill")).group == "machinery")
    #expect(code(.init(text: "flour (excluding rice mill)")).group == "grain-milling")
    #expect(code(.init(text: "rice mill, not flour")).group == "rice-mills")
  }

  @Test func whatALeadingPhraseDealsWithIsNotTheProduct() {
    #expect(code(.init(text: "trade of parboiled rice, cotton fabric")).group == "trade")
    #expect(code(.init(text: "trade of parboiled rice; cotton fabric")).group == "cotton-fabrics")
    #expect(code(.init(text: "zari made of brass")).group == "zari")
    #expect(Keyword(parsing: "trade of>") == Keyword(text: "trade of", strength: .leading))
  }

  @Test func whatStandsBeforeATrailingPhraseIsNotTheProduct() {
    #expect(code(.init(text: "parboiled rice mill machinery")).group == "machinery")
    #expect(code(.init(text: "parboiled rice mill")).group == "rice-mills")
    // A comma, a bracket, an "and" or an "on" begins a new noun phrase, and what stands after is weakened by nothing.
    for text in [
      "parboiled rice, machine", "parboiled rice (machine)", "parboiled rice and machine", "machine parboiled rice",
      "parboiled rice on machine", "parboiled rice & machine",
    ] {
      #expect(code(.init(text: text)).group == "rice-mills", Comment(rawValue: text))
    }
    // What is an aside itself trails nothing.
    #expect(code(.init(text: "parboiled rice by machine")).group == "rice-mills")
    #expect(Keyword(parsing: "machine<") == Keyword(text: "machine", strength: .trailing))
  }

  @Test func whatABarredGroupClaimsIsFreeForOthers() {
    #expect(code(.init(text: "repair of flour")).group == "repair")
    #expect(code(.init(text: "manufacture and repair of flour")).group == "grain-milling")
    #expect(code(.init(text: "flour, knitwear manufacture trading")).group == "knitwear")
  }

  @Test func farmingAndMiningNameNoProduct() {
    for text in [
      "Growing of knitwear", "mining of brass", "Quarrying of brass", "farming of parboiled rice",
      "growing of brass, knitwear and zari", "mining of zinc (brass, zari) and flour",
      "parboiled rice cultivation", "brass mine", "Brass quarry, knitwear farm",
    ] {
      #expect(code(.init(text: text)).reason == .unknownText, Comment(rawValue: text))
    }
  }

  @Test func whatIsGrownOrDugAndThenProcessedIsAProduct() {
    #expect(code(.init(text: "brass mining and polishing")).group == "brass")
    #expect(code(.init(text: "brass mining & processing")).group == "brass")
    #expect(code(.init(text: "brass mine, parboiled rice")).group == "rice-mills")
    #expect(code(.init(text: "growing of brass, manufacture of knitwear")).group == "knitwear")
    #expect(code(.init(text: "growing of brass, knitwear and rice mill")).group == "rice-mills")
    #expect(code(.init(text: "unit (growing of brass) knitwear")).group == "knitwear")
    #expect(code(.init(text: "growing of brass (zari). Knitwear")).group == "knitwear")
    #expect(code(.init(text: "growing of brass; knitwear")).group == "knitwear")
    #expect(code(.init(text: "flour and brass mining")).group == "grain-milling")
  }

  @Test func nonDeniesTheNextPhraseAlone() {
    #expect(code(.init(text: "non brass knitwear")).group == "knitwear")
    #expect(code(.init(text: "non-brass")).group == "-")
    #expect(code(.init(text: "excluding brass knitwear")).group == "-")
  }

  @Test func eachReasonForNoProduct() {
    #expect(code(.init()).reason == .noProduct)
    #expect(code(.init(text: "general order suppliers")).reason == .unknownText)
    #expect(code(.init(code: "99999")).reason == .unknownCode)
    #expect(code(.init(code: "99999")).flags.contains(.codeNotInVersion))
    #expect(code(.init(code: "01111")).reason == .outsideGroups)
    #expect(code(.init(text: "rice mill", code: "01111")).reason == .outsideGroups)
    #expect(code(.init(code: "1312", sector: "Business Services")).reason == .contradictedCode)
    #expect(code(.init(text: "knitwear", code: "99999")).group == "knitwear")
  }

  @Test func mixedEditionsCountOnlyWhereTheSectorAgrees() {
    // 17111 exists in both; the sector says textiles, which is 17 in NIC-2004 and not in NIC-2008.
    #expect(code(.init(code: "17111", sector: "Manufacturing (Textiles)"), version: .mixed).group == "textiles")
    #expect(code(.init(code: "13121", sector: "Manufacturing (Textiles)"), version: .mixed).group == "cotton-fabrics")
    #expect(code(.init(code: "72100", sector: "Business Services"), version: .mixed).group == "software")
    #expect(code(.init(code: "17111"), version: .mixed).reason == .contradictedCode)
    #expect(code(.init(code: "17111", sector: "Business Services"), version: .mixed).reason == .contradictedCode)
    #expect(code(.init(code: "17111"), version: .nic2004).group == "textiles")
  }

  @Test func keysFollowTheLevelAndFallBackToTheGroup() {
    let coder = ProductCoder(catalogue: Fixture.small, level: .digits(4))
    let keys = Fixture.small.keys(level: .digits(4))
    let coded = coder.code(
      Fixture.batch([.init(code: "13121"), .init(code: "13"), .init(text: "hosiery"), .init(code: "10612")]))
    #expect((0..<4).map { keys.codes[Int(coded.key[$0])] } == ["nic-1312", "textiles", "knitwear", "nic-1061"])
    #expect(keys.groups[Int(coded.key[0])] == coded.group[0])
  }

  @Test func folding() {
    for text in ["RICE MILLS", "rice-mill", "Rice  Mill.", "(rice mills)"] {
      #expect(code(.init(text: text)).group == "rice-mills", Comment(rawValue: text))
    }
  }

  @Test func explanationsNameTheirWords() throws {
    let candidates = coder.explain(code: "10612", text: "parboiled rice and flour", sector: "")
    #expect(candidates.map(\.group) == [2, 3])
    #expect(candidates[0].reason.contains("10612"))
    #expect(candidates[1].matched == ["flour"])
  }
}
